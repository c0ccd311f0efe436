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
_STEEP: Final = 1e300


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


class Ray(NamedTuple):
    """A place, and a unit direction from it."""

    x: float
    y: float
    z: float
    dx: float
    dy: float
    dz: float


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
def ray_from(origin: Points, direction: Points) -> Ray:
    """Return a ray from a place along a unit direction, (3,) each."""
    return Ray(origin[0], origin[1], origin[2], direction[0], direction[1], direction[2])


@numba.njit(cache=True)
def first_hit(tree: BoxTree, ray: Ray, start: float, within: float) -> Hit:
    """Follow a ray to the first face between two distances."""
    distances, hits = np.full(1, within), np.full(1, -1, dtype=np.int32)
    all_hits(tree, ray, start, distances, hits)
    return Hit(distances[0], hits[0])


@numba.njit(cache=True)
def all_hits(tree: BoxTree, ray: Ray, start: float, distances: Points, hits: Ids) -> int:
    """Write the faces that a ray meets after a distance, nearest first; return how many.

    ``distances[0]`` says how far to look. As many are written as the arrays hold; where there are
    more, the nearest.
    """
    slopes = (_slope(ray.dx), _slope(ray.dy), _slope(ray.dz))
    within, count = distances[0], 0
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        if not _enters(tree.boxes, node, ray, slopes, within):
            continue
        if node < tree.leaves - 1:
            stack[top], stack[top + 1] = 2 * node + 2, 2 * node + 1
            top += 2
            continue
        first = LEAF_FACES * (node - tree.leaves + 1)
        for place in range(first, min(first + LEAF_FACES, len(tree.order))):
            face = tree.order[place]
            distance = _distance(tree.points, tree.faces, face, ray)
            if start < distance < within:
                count = _insert(distances, hits, count, distance, face)
                if count == len(hits):
                    within = distances[count - 1]
    return count


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
def _slope(along: float) -> float:
    """Return the inverse of a direction's component; for 0 a number that keeps 0 x it at 0."""
    return 1.0 / along if along != 0 else _STEEP


@numba.njit(cache=True)
def _enters(
    boxes: Points, node: int, ray: Ray, slopes: tuple[float, float, float], within: float
) -> bool:
    """Tell whether a ray is in a node's box anywhere up to a distance."""
    if boxes[node, 0] > boxes[node, 3]:
        return False
    one, two = (boxes[node, 0] - ray.x) * slopes[0], (boxes[node, 3] - ray.x) * slopes[0]
    enter, leave = max(0.0, min(one, two)), min(within, max(one, two))
    one, two = (boxes[node, 1] - ray.y) * slopes[1], (boxes[node, 4] - ray.y) * slopes[1]
    enter, leave = max(enter, min(one, two)), min(leave, max(one, two))
    one, two = (boxes[node, 2] - ray.z) * slopes[2], (boxes[node, 5] - ray.z) * slopes[2]
    enter, leave = max(enter, min(one, two)), min(leave, max(one, two))
    return bool(enter <= leave)


@numba.njit(cache=True)
def _distance(points: Points, faces: Ids, face: int, ray: Ray) -> float:
    """Return where a ray meets a triangle (Möller and Trumbore, 1997); infinity where it does not.

    Rims count as inside, so that no ray slips between two faces.
    """
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    ax, ay, az = points[a, 0], points[a, 1], points[a, 2]
    ux, uy, uz = points[b, 0] - ax, points[b, 1] - ay, points[b, 2] - az
    vx, vy, vz = points[c, 0] - ax, points[c, 1] - ay, points[c, 2] - az
    dx, dy, dz = ray.dx, ray.dy, ray.dz
    px, py, pz = dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx
    det = ux * px + uy * py + uz * pz
    if det == 0:
        return np.inf
    sx, sy, sz = ray.x - ax, ray.y - ay, ray.z - az
    u = (sx * px + sy * py + sz * pz) / det
    qx, qy, qz = sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux
    v = (dx * qx + dy * qy + dz * qz) / det
    if u < 0 or v < 0 or u + v > 1:
        return np.inf
    return float((vx * qx + vy * qy + vz * qz) / det)
