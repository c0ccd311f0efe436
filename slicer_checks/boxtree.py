"""A tree of boxes around the faces of a mesh, for rays and for pairs of faces that may meet.

Faces are sorted along a space-filling curve (Morton order of their boxes' middles) and put into
leaves of a few; the tree above is complete and needs no pointers: node i has the children 2 i + 1
and 2 i + 2, and the leaves are the last ``leaves`` nodes.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.frozen import read_only

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

LEAF_FACES: Final = 4
"""So many faces share a leaf."""
_MORTON_CELLS: Final = 1 << 10
_STACK: Final = 64
"""A complete tree of 2 billion faces is 31 levels deep."""


class BoxTree(NamedTuple):
    """A mesh with boxes (nodes, 6), lower then upper corner, and the leaves' faces in order.

    Leaf j is node ``leaves - 1 + j`` and holds ``order[LEAF_FACES * j : LEAF_FACES * (j + 1)]``.
    The box of an empty node is inside out and meets nothing.
    """

    points: Points
    faces: Ids
    boxes: Points
    order: Ids
    leaves: int


class Hit(NamedTuple):
    """Where a ray first meets a face: how far along it, and which face (-1: none)."""

    distance: float
    face: int


def box_tree(points: Points, faces: Ids) -> BoxTree:
    """Build the tree of a mesh's faces, (V, 3) points and (F, 3) corners."""
    points, faces = read_only(points), read_only(faces)
    order = np.argsort(_morton(points, faces), kind="stable").astype(np.int32)
    leaves = 1 << max(0, int(np.ceil(np.log2(max(1, -(-len(faces) // LEAF_FACES))))))
    return BoxTree(points, faces, _boxes(points, faces, order, leaves), order, leaves)


@numba.njit(cache=True)
def _morton(points: Points, faces: Ids) -> npt.NDArray[np.int64]:
    low = np.array((np.inf, np.inf, np.inf))
    high = -low
    for vertex in range(len(points)):
        for axis in range(3):
            low[axis] = min(low[axis], points[vertex, axis])
            high[axis] = max(high[axis], points[vertex, axis])
    cell = max((high - low).max(), 1e-300) / _MORTON_CELLS
    codes = np.empty(len(faces), dtype=np.int64)
    for face in range(len(faces)):
        code = 0
        for axis in range(3):
            one = points[faces[face, 0], axis]
            two = points[faces[face, 1], axis]
            three = points[faces[face, 2], axis]
            middle = (min(one, two, three) + max(one, two, three)) / 2
            place = min(int((middle - low[axis]) / cell), _MORTON_CELLS - 1)
            code |= _spread(place) << axis
        codes[face] = code
    return codes


@numba.njit(cache=True)
def _spread(value: int) -> int:
    """Move the ten bits of a number three places apart."""
    value = (value | (value << 16)) & 0x030000FF
    value = (value | (value << 8)) & 0x0300F00F
    value = (value | (value << 4)) & 0x030C30C3
    return (value | (value << 2)) & 0x09249249


@numba.njit(cache=True)
def _boxes(points: Points, faces: Ids, order: Ids, leaves: int) -> Points:
    boxes = np.empty((2 * leaves - 1, 6))
    boxes[:, :3] = np.inf
    boxes[:, 3:] = -np.inf
    for place in range(len(order)):
        node = leaves - 1 + place // LEAF_FACES
        for corner in range(3):
            for axis in range(3):
                value = points[faces[order[place], corner], axis]
                boxes[node, axis] = min(boxes[node, axis], value)
                boxes[node, 3 + axis] = max(boxes[node, 3 + axis], value)
    for node in range(leaves - 2, -1, -1):
        for axis in range(3):
            one, two = 2 * node + 1, 2 * node + 2
            boxes[node, axis] = min(boxes[one, axis], boxes[two, axis])
            boxes[node, 3 + axis] = max(boxes[one, 3 + axis], boxes[two, 3 + axis])
    return boxes


@numba.njit(cache=True)
def first_hit(tree: BoxTree, ray: Points, start: float, within: float) -> Hit:
    """Follow a ray, origin then unit direction (6,), to the first face between two distances."""
    inverse = _inverse(ray)
    best, best_face = within, -1
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        if _entry(tree.boxes[node], ray, inverse, best) > best:
            continue
        if node < tree.leaves - 1:
            stack[top], stack[top + 1] = 2 * node + 2, 2 * node + 1
            top += 2
            continue
        first = LEAF_FACES * (node - tree.leaves + 1)
        for place in range(first, min(first + LEAF_FACES, len(tree.order))):
            face = tree.order[place]
            distance = _distance(tree.points, tree.faces[face], ray)
            if start < distance < best:
                best, best_face = distance, face
    return Hit(best, best_face)


@numba.njit(cache=True)
def all_hits(tree: BoxTree, ray: Points, start: float, distances: Points, hits: Ids) -> int:
    """Write the faces that a ray meets after a distance, nearest first; return how many.

    ``distances[0]`` says how far to look, and is finite. As many are written as the arrays hold;
    where there are more, the nearest.
    """
    inverse = _inverse(ray)
    within, count = distances[0], 0
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        if _entry(tree.boxes[node], ray, inverse, within) > within:
            continue
        if node < tree.leaves - 1:
            stack[top], stack[top + 1] = 2 * node + 2, 2 * node + 1
            top += 2
            continue
        first = LEAF_FACES * (node - tree.leaves + 1)
        for place in range(first, min(first + LEAF_FACES, len(tree.order))):
            face = tree.order[place]
            distance = _distance(tree.points, tree.faces[face], ray)
            if start < distance < within:
                count = _insert(distances, hits, count, distance, face)
                if count == len(hits):
                    within = distances[count - 1]
    return count


@numba.njit(cache=True)
def meets(tree: BoxTree, ray: Points, within: float) -> bool:
    """Tell whether a ray, origin then unit direction (6,), meets any face within a distance."""
    inverse = _inverse(ray)
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        if _entry(tree.boxes[node], ray, inverse, within) > within:
            continue
        if node < tree.leaves - 1:
            stack[top], stack[top + 1] = 2 * node + 2, 2 * node + 1
            top += 2
            continue
        first = LEAF_FACES * (node - tree.leaves + 1)
        for place in range(first, min(first + LEAF_FACES, len(tree.order))):
            if 0.0 < _distance(tree.points, tree.faces[tree.order[place]], ray) < within:
                return True
    return False


@numba.njit(cache=True)
def _insert(distances: Points, hits: Ids, count: int, distance: float, face: int) -> int:
    """Put a hit in its place among the sorted ones; the farthest falls out where all are taken."""
    place = min(count, len(hits) - 1)
    while place > 0 and distances[place - 1] > distance:
        distances[place], hits[place] = distances[place - 1], hits[place - 1]
        place -= 1
    distances[place], hits[place] = distance, face
    return min(count + 1, len(hits))


@numba.njit(cache=True)
def _inverse(ray: Points) -> Points:
    inverse = np.empty(3)
    for axis in range(3):
        inverse[axis] = 1.0 / ray[3 + axis] if ray[3 + axis] != 0 else np.inf
    return inverse


@numba.njit(cache=True)
def _entry(box: Points, ray: Points, inverse: Points, within: float) -> float:
    """Return where a ray enters a box; infinity when it misses it or enters it too far on."""
    enter, leave = 0.0, within
    for axis in range(3):
        if ray[3 + axis] == 0:
            if not box[axis] <= ray[axis] <= box[3 + axis]:
                return np.inf
            continue
        near, far = (axis, 3 + axis) if ray[3 + axis] > 0 else (3 + axis, axis)
        enter = max(enter, (box[near] - ray[axis]) * inverse[axis])
        leave = min(leave, (box[far] - ray[axis]) * inverse[axis])
    return enter if enter <= leave else np.inf


@numba.njit(cache=True)
def _distance(points: Points, corners: Ids, ray: Points) -> float:
    """Return where a ray meets a triangle (Möller and Trumbore, 1997); infinity where it does not.

    Rims count as inside, so that no ray slips between two faces.
    """
    a, b, c = points[corners[0]], points[corners[1]], points[corners[2]]
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    dx, dy, dz = ray[3], ray[4], ray[5]
    px, py, pz = dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx
    det = ux * px + uy * py + uz * pz
    if det == 0:
        return np.inf
    sx, sy, sz = ray[0] - a[0], ray[1] - a[1], ray[2] - a[2]
    u = (sx * px + sy * py + sz * pz) / det
    qx, qy, qz = sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux
    v = (dx * qx + dy * qy + dz * qz) / det
    if u < 0 or v < 0 or u + v > 1:
        return np.inf
    return float((vx * qx + vy * qy + vz * qz) / det)
