"""Which layers have contours that cross or touch: only those need uniting.

Bodies that overlap, or a surface that passes through itself, give rings that cross. Every two
pieces of contour of a layer whose boxes meet are held against each other, from low y to high.
Neighbours along a ring share a point and are passed by; any other contact counts, also one in a
point, because two rings may cross just there.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings
from slicer_checks.cores import in_parts

Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]

_TOUCH_MM2: Final = 1e-12
"""Twice the area of a triangle below which its corners count as lying on one line."""


def crossed_layers(rings: Rings) -> Flags:
    """Tell which layers of a block hold two pieces of contour that cross or touch."""
    crossed = np.zeros(len(rings.layers) - 1, dtype=np.bool_)
    in_parts(lambda first, stop: _crossed(rings, first, crossed[first:stop]), len(crossed), least=4)
    return crossed


@numba.njit(cache=True, nogil=True)
def _crossed(rings: Rings, first: int, crossed: Flags) -> None:
    """Tell it of the layers from a first one on."""
    for row in range(len(crossed)):
        low, high = rings.layers[first + row], rings.layers[first + row + 1]
        if high > low:
            crossed[row] = _crosses(_pieces(rings, low, high))


@numba.njit(cache=True)
def _pieces(rings: Rings, low: int, high: int) -> Points:
    """Return the pieces of some rings: x and y of both ends, sorted by their lowest y."""
    start = rings.offsets[low]
    pieces = np.empty((rings.offsets[high] - start, 4))
    lowest = np.empty(len(pieces))
    for ring in range(low, high):
        first, stop = rings.offsets[ring], rings.offsets[ring + 1]
        for place in range(first, stop):
            ahead = place + 1 if place + 1 < stop else first
            piece = place - start
            pieces[piece, 0], pieces[piece, 1] = rings.points[place, 0], rings.points[place, 1]
            pieces[piece, 2], pieces[piece, 3] = rings.points[ahead, 0], rings.points[ahead, 1]
            lowest[piece] = min(pieces[piece, 1], pieces[piece, 3])
    return pieces[np.argsort(lowest)]


@numba.njit(cache=True)
def _crosses(pieces: Points) -> bool:
    for one in range(len(pieces)):
        top = max(pieces[one, 1], pieces[one, 3])
        left = min(pieces[one, 0], pieces[one, 2])
        right = max(pieces[one, 0], pieces[one, 2])
        other = one + 1
        while other < len(pieces) and min(pieces[other, 1], pieces[other, 3]) <= top:
            if (
                min(pieces[other, 0], pieces[other, 2]) <= right
                and max(pieces[other, 0], pieces[other, 2]) >= left
                and _cross(pieces, one, other)
            ):
                return True
            other += 1
    return False


@numba.njit(cache=True)
def _cross(pieces: Points, one: int, other: int) -> bool:
    """Tell whether two pieces that are no neighbours have a point in common."""
    if _meet(pieces, one, other) != _meet(pieces, other, one):
        return False
    a = _side(pieces, one, pieces[other, 0], pieces[other, 1])
    b = _side(pieces, one, pieces[other, 2], pieces[other, 3])
    if min(a, b) > _TOUCH_MM2 or max(a, b) < -_TOUCH_MM2:
        return False
    c = _side(pieces, other, pieces[one, 0], pieces[one, 1])
    d = _side(pieces, other, pieces[one, 2], pieces[one, 3])
    return not (min(c, d) > _TOUCH_MM2 or max(c, d) < -_TOUCH_MM2)


@numba.njit(cache=True)
def _meet(pieces: Points, one: int, other: int) -> bool:
    """Tell whether a piece ends where the other begins."""
    return bool(pieces[one, 2] == pieces[other, 0] and pieces[one, 3] == pieces[other, 1])


@numba.njit(cache=True)
def _side(pieces: Points, piece: int, x: float, y: float) -> float:
    """Return twice the signed area of a piece and a point: positive to its left."""
    dx, dy = pieces[piece, 2] - pieces[piece, 0], pieces[piece, 3] - pieces[piece, 1]
    return float(dx * (y - pieces[piece, 1]) - dy * (x - pieces[piece, 0]))
