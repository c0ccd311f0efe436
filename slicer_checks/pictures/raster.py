"""Which face is in front at each pixel: a z-buffer over all triangles, in one compiled pass."""

import numba
import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Depths = NDArray[np.float32]
Point = NDArray[np.float64]

NOTHING = -1
"""The face number of a pixel without a face."""


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
def _draw(points: NDArray[np.float64], faces: Ids, nearest: Ids, depth: Depths) -> None:
    rows, columns = nearest.shape
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        doubled = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if doubled == 0.0:
            continue
        top = max(0, int(np.ceil(min(a[1], b[1], c[1]) - 0.5)))
        bottom = min(rows - 1, int(np.floor(max(a[1], b[1], c[1]) - 0.5)))
        for row in range(top, bottom + 1):
            left, right = _span(a, b, c, doubled, row + 0.5)
            for column in range(max(0, left), min(columns - 1, right) + 1):
                x, y = column + 0.5, row + 0.5
                u = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / doubled
                v = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / doubled
                w = 1.0 - u - v
                if u >= 0.0 and v >= 0.0 and w >= 0.0:
                    z = np.float32(u * a[2] + v * b[2] + w * c[2])
                    if z > depth[row, column]:
                        depth[row, column] = z
                        nearest[row, column] = face


@numba.njit(cache=True)
def _span(a: Point, b: Point, c: Point, doubled: float, y: float) -> tuple[int, int]:
    """Give the columns of a row that a triangle may cover, one more on each side."""
    low, high = min(a[0], b[0], c[0]), max(a[0], b[0], c[0])
    for begin, end in ((a, b), (b, c), (c, a)):
        rise = end[1] - begin[1]
        if rise != 0.0:
            edge = begin[0] + (y - begin[1]) * (end[0] - begin[0]) / rise
            if rise * doubled < 0.0:
                low = max(low, edge)
            else:
                high = min(high, edge)
    return int(np.floor(low - 0.5)) - 1, int(np.ceil(high - 0.5)) + 1
