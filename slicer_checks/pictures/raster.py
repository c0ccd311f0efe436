"""Which face is in front at each pixel: a z-buffer over all triangles, in one compiled pass."""

import numba
import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Depths = NDArray[np.float32]
Point = NDArray[np.float64]

NOTHING = -1
"""The face number of a pixel without a face."""
NARROW = 6.0
"""Pixels of so narrow a triangle are all tried; of a wider one those between its edges."""


def front_faces(
    points: NDArray[np.float64],
    faces: Ids,
    shape: tuple[int, int],
    drawn: NDArray[np.bool_] | None = None,
) -> tuple[Ids, Depths]:
    """Give the nearest face and its depth for each pixel.

    Parameters
    ----------
    points
        Vertices as (column, row, depth), in pixels; larger depths are nearer.
    shape
        Rows and columns of the picture.
    drawn
        Which faces to draw; by default all.
    """
    nearest = np.full(shape, NOTHING, dtype=np.int32)
    depth = np.full(shape, -np.inf, dtype=np.float32)
    chosen = np.arange(len(faces)) if drawn is None else np.flatnonzero(drawn)
    _draw(np.ascontiguousarray(points), np.ascontiguousarray(faces[chosen]), nearest, depth)
    nearest[nearest != NOTHING] = chosen[nearest[nearest != NOTHING]]
    return nearest, depth


def covered_pixels(points: NDArray[np.float64], faces: Ids) -> NDArray[np.float64]:
    """Give about how many pixels each face takes to draw: its area and its rows."""
    a, b, c = points[faces[:, 0], :2], points[faces[:, 1], :2], points[faces[:, 2], :2]
    (bx, by), (cx, cy) = (b - a).T, (c - a).T
    rows = np.ptp([a[:, 1], b[:, 1], c[:, 1]], axis=0)
    return np.asarray(np.abs(bx * cy - by * cx) / 2 + rows)


@numba.njit(cache=True)
def _draw(points: Point, faces: Ids, nearest: Ids, depth: Depths) -> None:
    rows, columns = nearest.shape
    for face in range(len(faces)):
        one, two, three = faces[face, 0], faces[face, 1], faces[face, 2]
        ax, ay, az = points[one, 0], points[one, 1], points[one, 2]
        bx, by, bz = points[two, 0], points[two, 1], points[two, 2]
        cx, cy, cz = points[three, 0], points[three, 1], points[three, 2]
        doubled = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if doubled == 0.0:
            continue
        low, high = min(ax, bx, cx), max(ax, bx, cx)
        top = max(0, int(np.ceil(min(ay, by, cy) - 0.5)))
        bottom = min(rows - 1, int(np.floor(max(ay, by, cy) - 0.5)))
        for row in range(top, bottom + 1):
            y = row + 0.5
            left, right = low, high
            if high - low > NARROW:
                at = (y, doubled)
                left, right = _clipped(left, right, (ax, ay, bx, by), at)
                left, right = _clipped(left, right, (bx, by, cx, cy), at)
                left, right = _clipped(left, right, (cx, cy, ax, ay), at)
            first = max(0, int(np.floor(left - 0.5)) - 1)
            last = min(columns - 1, int(np.ceil(right - 0.5)) + 1)
            for column in range(first, last + 1):
                x = column + 0.5
                u = ((bx - x) * (cy - y) - (by - y) * (cx - x)) / doubled
                v = ((cx - x) * (ay - y) - (cy - y) * (ax - x)) / doubled
                w = 1.0 - u - v
                z = np.float32(u * az + v * bz + w * cz)
                if u >= 0.0 and v >= 0.0 and w >= 0.0 and z > depth[row, column]:
                    depth[row, column] = z
                    nearest[row, column] = face


@numba.njit(cache=True)
def _clipped(
    low: float, high: float, edge: tuple[float, float, float, float], at: tuple[float, float]
) -> tuple[float, float]:
    """Narrow the columns of a row that a triangle may cover, by one edge; `at`: row, turn."""
    ax, ay, bx, by = edge
    y, doubled = at
    rise = by - ay
    if rise == 0.0:
        return low, high
    column = ax + (y - ay) * (bx - ax) / rise
    if rise * doubled < 0.0:
        return max(low, column), high
    return low, min(high, column)
