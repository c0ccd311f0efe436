"""Ways to lay a part: directions that could face the plate, and what each costs at first sight.

First sight: faces are gathered by direction (a few thousand bins hold millions of faces), and each
bin keeps its area and where it lies on average. Overhang area, a bound on the support below it and
the height then follow for any direction from the bins and the corners of the convex hull.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, QhullError

Points = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

SPHERE: Final = 200
"""Directions spread over the sphere."""
FACES: Final = 60
"""Largest flat sides of the convex hull that are tried to stand on."""
SAME_DEG: Final = 3.0
"""Directions this close are one."""
_BINS: Final = 24
_BINS_FINE: Final = 48
_GOLDEN: Final = np.pi * (3 - np.sqrt(5))
_SAME_SIDE_DEG: Final = 0.5


class Bins(NamedTuple):
    """Faces by direction: unit normal, area, and middle, weighted by area, of each bin."""

    normals: Points
    area_mm2: Points
    middle_mm: Points


class Hull(NamedTuple):
    """Corners of a convex hull, and its flat sides, outward, the largest first, with area."""

    corners: Points
    sides: Points
    area_mm2: Points


def hull_of(points: Points) -> Hull:
    """Wrap a part; a part that is flat has its corners and no sides."""
    low, high = points.min(axis=0), points.max(axis=0)
    corners = points if len(points) < 50_000 else _outermost(points)  # noqa: PLR2004
    try:
        wrapped = ConvexHull((corners - low) / np.maximum(high - low, 1e-12))
    except QhullError:
        return Hull(corners, np.zeros((0, 3)), np.zeros(0))
    at = corners[wrapped.simplices]
    crosses = np.cross(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]) / 2
    outward = np.einsum("ij,ij->i", crosses, at.mean(axis=1) - corners.mean(axis=0)) > 0
    crosses = np.where(outward[:, None], crosses, -crosses)
    sides, area_mm2 = _flat_sides(crosses)
    return Hull(corners[wrapped.vertices], sides, area_mm2)


def sphere(count: int = SPHERE) -> Points:
    """Spread unit directions evenly (a Fibonacci lattice)."""
    height = 1 - 2 * (np.arange(count) + 0.5) / count
    level = np.sqrt(1 - height**2)
    turn = _GOLDEN * np.arange(count)
    return np.column_stack((level * np.cos(turn), level * np.sin(turn), height))


def around(direction: Points, degrees: float, count: int = 6) -> Points:
    """Give directions on a small circle around one."""
    first = np.cross(direction, np.eye(3)[np.argmin(np.abs(direction))])
    first /= np.linalg.norm(first)
    second = np.cross(direction, first)
    turn = np.arange(count) * 2 * np.pi / count
    tilt = np.radians(degrees)
    ring = np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second
    return np.asarray(np.cos(tilt) * direction + np.sin(tilt) * ring)


def distinct(directions: Points, degrees: float = SAME_DEG) -> Points:
    """Keep the first of directions that nearly agree."""
    kept: list[Points] = []
    limit = np.cos(np.radians(degrees))
    for direction in directions:
        if not kept or (np.array(kept) @ direction).max() < limit:
            kept.append(direction)
    return np.array(kept).reshape(-1, 3)


def laid(down: Points) -> Points:
    """Give the rotation, (3, 3), that turns a direction down by the shortest way.

    A part that stands already stays as it is; one upside down is turned over about x.
    """
    cosine = -float(down[2])
    if cosine < -1 + 1e-12:
        return np.diag((1.0, -1.0, -1.0))
    axis = np.cross(down, np.array((0.0, 0.0, -1.0)))
    skew = np.array(((0, -axis[2], axis[1]), (axis[2], 0, -axis[0]), (-axis[1], axis[0], 0)))
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


@numba.njit(cache=True)
def gathered(points: Points, faces: Ids) -> Bins:
    """Gather faces by direction, on the six sides of a cube of directions."""
    size = 6 * _BINS * _BINS
    sums = np.zeros((size, 3))
    middles = np.zeros((size, 3))
    areas = np.zeros(size)
    cross = np.empty(3)
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        u, v = b - a, c - a
        cross[0] = u[1] * v[2] - u[2] * v[1]
        cross[1] = u[2] * v[0] - u[0] * v[2]
        cross[2] = u[0] * v[1] - u[1] * v[0]
        area = np.sqrt((cross * cross).sum()) / 2
        if area == 0:
            continue
        cell = _cell(cross, _BINS)
        areas[cell] += area
        for axis in range(3):
            sums[cell, axis] += cross[axis]
            middles[cell, axis] += area * (a[axis] + b[axis] + c[axis]) / 3
    used = np.flatnonzero(areas > 0)
    normals = sums[used]
    for row in range(len(used)):
        normals[row] /= max(np.sqrt((normals[row] * normals[row]).sum()), 1e-300)
        middles[used[row]] /= areas[used[row]]
    return Bins(normals, areas[used], middles[used])


@numba.njit(cache=True)
def _cell(normal: Points, bins: int) -> int:
    side = 0
    for axis in range(1, 3):
        if abs(normal[axis]) > abs(normal[side]):
            side = axis
    long = abs(normal[side])
    cell = 2 * side + (1 if normal[side] > 0 else 0)
    for other in range(1, 3):
        share = normal[(side + other) % 3] / long
        cell = cell * bins + min(int((share + 1) / 2 * bins), bins - 1)
    return int(cell)


def first_sight(bins: Bins, hull: Hull, downs: Points, limit_cos: float) -> Points:
    """Give overhang area, support bound and height, (N, 3), with each direction down."""
    lean = bins.normals @ downs.T
    along = bins.middle_mm @ downs.T
    reach = hull.corners @ downs.T
    low, high = reach.max(axis=0), reach.min(axis=0)
    above = np.maximum(low - along, 0.0)
    hangs = (lean > limit_cos) & (above > 0.02 * (low - high))
    seen = np.where(hangs, lean * bins.area_mm2[:, None], 0.0)
    return np.column_stack((seen.sum(axis=0), (seen * above).sum(axis=0), low - high))


@numba.njit(cache=True)
def _outermost(points: Points) -> Points:
    """Keep the farthest point in each of many directions from the middle: the hull, but a hair."""
    low, high = points[0].copy(), points[0].copy()
    for row in range(len(points)):
        for axis in range(3):
            low[axis] = min(low[axis], points[row, axis])
            high[axis] = max(high[axis], points[row, axis])
    size = 6 * _BINS_FINE * _BINS_FINE
    farthest = np.full(size, -1, dtype=np.int64)
    reach = np.zeros(size)
    from_middle = np.empty(3)
    for row in range(len(points)):
        away = 0.0
        for axis in range(3):
            half = max((high[axis] - low[axis]) / 2, 1e-12)
            from_middle[axis] = (points[row, axis] - (low[axis] + high[axis]) / 2) / half
            away += from_middle[axis] ** 2
        if away == 0:
            continue
        cell = _cell(from_middle, _BINS_FINE)
        if away > reach[cell]:
            reach[cell], farthest[cell] = away, row
    return points[farthest[farthest >= 0]]


def _flat_sides(crosses: Points) -> tuple[Points, Points]:
    """Join triangles of the hull that lie in one plane; give unit normals and areas."""
    area_mm2 = np.linalg.norm(crosses, axis=1)
    order = np.argsort(-area_mm2)
    order = order[area_mm2[order] > 0][: 4 * FACES]
    normals = crosses[order] / area_mm2[order, None]
    sides = distinct(normals, _SAME_SIDE_DEG)
    if len(sides) == 0:
        return sides, np.zeros(0)
    owner = np.argmax(normals @ sides.T, axis=1)
    total = np.bincount(owner, weights=area_mm2[order], minlength=len(sides))
    largest = np.argsort(-total)[:FACES]
    return sides[largest], np.asarray(total[largest], dtype=np.float64)
