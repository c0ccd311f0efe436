"""Faces of more than three corners as triangles, by cutting off ears.

A corner is an ear when it is convex and the triangle with its neighbours holds no other corner;
every simple polygon has two (G. H. Meisters, Polygons have ears, Amer. Math. Monthly 82, 1975). A
convex face becomes the fan of its first corner. Faces are flattened along their Newell normal, so
they need not be quite flat. What is left of a face that crosses itself becomes a fan.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile

Ids = npt.NDArray[np.int32]
Places = npt.NDArray[np.float64]

_TRIANGLE: Final = 3
_WORK_MAX: Final = 400_000_000
"""So many corners are held against ears, for all faces together; a disc of 10,000 takes 1e8."""


def triangulate(
    file_format: str, points: Places, corners: Ids, starts: npt.NDArray[np.int64]
) -> Ids:
    """Return triangles (T, 3) of faces whose corners are `corners[starts[f] : starts[f + 1]]`."""
    counts = np.diff(starts)
    if len(counts) and counts.max() == counts.min() == _TRIANGLE:
        return corners.reshape(-1, 3)
    triangles = np.empty((int((counts - 2).sum()), 3), dtype=np.int32)
    longest = int(counts.max(initial=0))
    done = _triangulate(points, corners, starts, triangles, np.empty((longest, 2)))
    if not done:
        raise UnreadableFile(
            "mesh-polygons",
            f"The {file_format} file has faces of so many corners that they are not taken apart.",
            {"format": file_format, "corners": longest},
        )
    return triangles


def check_corners(file_format: str, counts: npt.NDArray[np.int64]) -> None:
    """Refuse faces of fewer than three corners."""
    few = counts < _TRIANGLE
    if few.any():
        face = int(np.argmax(few))
        raise UnreadableFile(
            "mesh-face-corners",
            f"Face {face + 1} of the {file_format} file has {int(counts[face])} corners.",
            {"format": file_format, "face": face + 1, "corners": int(counts[face])},
        )


@numba.njit(cache=True)
def _triangulate(
    points: Places, corners: Ids, starts: npt.NDArray[np.int64], triangles: Ids, flat: Places
) -> bool:
    row = 0
    work = 0
    for face in range(len(starts) - 1):
        ring = corners[starts[face] : starts[face + 1]]
        if len(ring) == _TRIANGLE:
            triangles[row] = ring
        else:
            _flatten(points, ring, flat)
            work += _clip(ring, flat, triangles[row : row + len(ring) - 2], _WORK_MAX - work)
        if work >= _WORK_MAX:
            return False
        row += len(ring) - 2
    return True


@numba.njit(cache=True)
def _flatten(points: Places, ring: Ids, flat: Places) -> None:
    """Write the corners in the plane of the two axes across the normal, counter-clockwise."""
    normal = np.zeros(3)
    before = points[ring[-1]]
    for corner in ring:
        here = points[corner]
        for axis in range(3):
            a, b = (axis + 1) % 3, (axis + 2) % 3
            normal[axis] += (before[a] - here[a]) * (before[b] + here[b] - 2 * points[ring[0], b])
        before = here
    axis = int(np.argmax(np.abs(normal)))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    if normal[axis] < 0:
        first, second = second, first
    for index in range(len(ring)):
        flat[index, 0] = points[ring[index], first]
        flat[index, 1] = points[ring[index], second]


@numba.njit(cache=True)
def _clip(ring: Ids, flat: Places, triangles: Ids, work_max: int) -> int:
    """Cut off ears until a triangle is left; return how many corners were looked at."""
    count = len(ring)
    after = np.arange(1, count + 1)
    after[-1] = 0
    before = np.arange(-1, count - 1)
    before[0] = count - 1
    here, left, missed, row, work = 1, count, 0, 0, 0
    while row < count - 2:
        previous, following = before[here], after[here]
        work += left
        if missed > 2 * left or work > work_max or _ear(flat, after, here, previous, missed > left):
            triangles[row, 0] = ring[previous]
            triangles[row, 1] = ring[here]
            triangles[row, 2] = ring[following]
            after[previous], before[following] = following, previous
            row, left, missed = row + 1, left - 1, 0 if missed <= 2 * left else missed
        else:
            missed += 1
        here = following
    return work


@numba.njit(cache=True)
def _ear(
    flat: Places, after: npt.NDArray[np.int64], here: int, previous: int, straight: bool
) -> bool:
    """Tell whether the corner is an ear; where there is none left a straight corner will do."""
    following = after[here]
    area = _area(flat, previous, here, following)
    if straight:
        return bool(area == 0)
    if area <= 0:
        return False
    other = after[following]
    while other != previous:
        if _inside(flat, other, previous, here, following):
            return False
        other = after[other]
    return True


@numba.njit(cache=True)
def _inside(flat: Places, other: int, a: int, b: int, c: int) -> bool:
    """Tell whether a corner lies in the triangle or on it, but not on its corners."""
    if _same(flat, other, a) or _same(flat, other, b) or _same(flat, other, c):
        return False
    return bool(
        _area(flat, a, b, other) >= 0
        and _area(flat, b, c, other) >= 0
        and _area(flat, c, a, other) >= 0
    )


@numba.njit(cache=True)
def _same(flat: Places, a: int, b: int) -> bool:
    return bool(flat[a, 0] == flat[b, 0] and flat[a, 1] == flat[b, 1])


@numba.njit(cache=True)
def _area(flat: Places, a: int, b: int, c: int) -> float:
    """Return twice the signed area of the triangle of three corners."""
    return float(
        (flat[b, 0] - flat[a, 0]) * (flat[c, 1] - flat[a, 1])
        - (flat[b, 1] - flat[a, 1]) * (flat[c, 0] - flat[a, 0])
    )
