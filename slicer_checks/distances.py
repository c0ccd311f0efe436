"""How far two surfaces are apart: each point of one to the nearest face of the other.

Nearest point of a triangle: Ericson, Real-Time Collision Detection, 2005, section 5.1.5.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree
from slicer_checks.nearpairs import leaf_faces

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

_STACK: Final = 64
_SAMPLES_MAX: Final = 40_000


def sample_points(points: Points, faces: Ids) -> Points:
    """Return points spread over faces: their corners, and a grid on each, about 40,000 at most."""
    if len(faces) == 0:
        return np.empty((0, 3))
    fineness = int(np.clip(np.sqrt(2 * _SAMPLES_MAX / len(faces)), 2, 16))
    shares = [
        (i / fineness, j / fineness)
        for i in range(fineness + 1)
        for j in range(fineness + 1 - i)
        if (i, j) not in {(0, 0), (fineness, 0), (0, fineness)}
    ]
    u, v = np.array(shares).T
    chosen = faces[:: max(1, len(faces) * len(shares) // _SAMPLES_MAX)]
    a, b, c = (points[chosen[:, corner]][:, None, :] for corner in range(3))
    grid = a + (b - a) * u[None, :, None] + (c - a) * v[None, :, None]
    return np.concatenate((points[np.unique(faces)], grid.reshape(-1, 3)))


def distances(tree: BoxTree, points: Points) -> Points:
    """Return the distance of each point to the nearest face of a tree."""
    return _distances(tree, np.ascontiguousarray(points))


@numba.njit(cache=True)
def _distances(tree: BoxTree, points: Points) -> Points:
    found = np.empty(len(points))
    start = 0
    for number in range(len(points)):
        best = squared_to_face(tree, start, points[number])
        found[number], start = _nearest(tree, points[number], best, start)
    return np.sqrt(found)


@numba.njit(cache=True)
def _nearest(tree: BoxTree, point: Points, best: float, face: int) -> tuple[float, int]:
    """Return the squared distance to the nearest face, nearer than `best`, and that face."""
    stack = np.empty(_STACK, dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        node = stack[top]
        if _to_box(tree.boxes[node], point) >= best:
            continue
        if node < tree.leaves - 1:
            one, two = 2 * node + 1, 2 * node + 2
            if _to_box(tree.boxes[one], point) < _to_box(tree.boxes[two], point):
                one, two = two, one
            stack[top], stack[top + 1] = one, two
            top += 2
            continue
        first, end = leaf_faces(tree, node - tree.leaves + 1)
        for place in range(first, end):
            squared = squared_to_face(tree, tree.order[place], point)
            if squared < best:
                best, face = squared, tree.order[place]
    return best, face


@numba.njit(cache=True)
def _to_box(box: Points, point: Points) -> float:
    squared = 0.0
    for axis in range(3):
        away = max(box[axis] - point[axis], point[axis] - box[3 + axis], 0.0)
        squared += away * away
    return squared


@numba.njit(cache=True)
def squared_to_face(tree: BoxTree, face: int, point: Points) -> float:
    """Return the squared distance of a point to a face: within it, or to its nearest side."""
    p, a, b, c = tree.points, tree.faces[face, 0], tree.faces[face, 1], tree.faces[face, 2]
    ux, uy, uz = p[b, 0] - p[a, 0], p[b, 1] - p[a, 1], p[b, 2] - p[a, 2]
    vx, vy, vz = p[c, 0] - p[a, 0], p[c, 1] - p[a, 1], p[c, 2] - p[a, 2]
    wx, wy, wz = point[0] - p[a, 0], point[1] - p[a, 1], point[2] - p[a, 2]
    uu, uv = ux * ux + uy * uy + uz * uz, ux * vx + uy * vy + uz * vz
    vv = vx * vx + vy * vy + vz * vz
    wu, wv = wx * ux + wy * uy + wz * uz, wx * vx + wy * vy + wz * vz
    det = uu * vv - uv * uv
    s, t = vv * wu - uv * wv, uu * wv - uv * wu
    if det > 0 and s >= 0 and t >= 0 and s + t <= det:
        s, t = s / det, t / det
        x, y, z = wx - s * ux - t * vx, wy - s * uy - t * vy, wz - s * uz - t * vz
        return float(x * x + y * y + z * z)
    one, two = _to_side(p, a, b, point), _to_side(p, b, c, point)
    return min(one, two, _to_side(p, c, a, point))


@numba.njit(cache=True)
def _to_side(points: Points, a: int, b: int, point: Points) -> float:
    length, along = 0.0, 0.0
    for axis in range(3):
        side = points[b, axis] - points[a, axis]
        length += side * side
        along += side * (point[axis] - points[a, axis])
    share = min(max(along / length, 0.0), 1.0) if length > 0 else 0.0
    squared = 0.0
    for axis in range(3):
        on = points[a, axis] + share * (points[b, axis] - points[a, axis])
        squared += (point[axis] - on) ** 2
    return squared
