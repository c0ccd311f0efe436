"""Which face is in front at each pixel: a z-buffer over all triangles, in one compiled pass."""

import numba
import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Depths = NDArray[np.float32]

NOTHING = -1
"""The face number of a pixel without a face."""


def front_faces(
    points: NDArray[np.float64], faces: Ids, shape: tuple[int, int]
) -> tuple[Ids, Depths]:
    """Give the nearest face and its depth for each pixel.

    Parameters
    ----------
    points
        Vertices as (column, row, depth), in pixels; larger depths are nearer.
    shape
        Rows and columns of the picture.
    """
    nearest = np.full(shape, NOTHING, dtype=np.int32)
    depth = np.full(shape, -np.inf, dtype=np.float32)
    _draw(np.ascontiguousarray(points), np.ascontiguousarray(faces), nearest, depth)
    return nearest, depth


@numba.njit(cache=True)
def _draw(points: NDArray[np.float64], faces: Ids, nearest: Ids, depth: Depths) -> None:
    rows, columns = nearest.shape
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        doubled = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if doubled == 0.0:
            continue
        left = max(0, int(np.ceil(min(a[0], b[0], c[0]) - 0.5)))
        right = min(columns - 1, int(np.floor(max(a[0], b[0], c[0]) - 0.5)))
        top = max(0, int(np.ceil(min(a[1], b[1], c[1]) - 0.5)))
        bottom = min(rows - 1, int(np.floor(max(a[1], b[1], c[1]) - 0.5)))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                x, y = column + 0.5, row + 0.5
                u = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / doubled
                v = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / doubled
                w = 1.0 - u - v
                if u >= 0.0 and v >= 0.0 and w >= 0.0:
                    z = np.float32(u * a[2] + v * b[2] + w * c[2])
                    if z > depth[row, column]:
                        depth[row, column] = z
                        nearest[row, column] = face
