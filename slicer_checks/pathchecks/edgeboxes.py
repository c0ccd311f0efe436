"""Which contours might meet, and how much work it is to cut one at its crossings.

Contours are judged and measured by sweeps that take as long as edges meet, and as edges lie beside
each other. A file may hold some with millions of crossings, so that is estimated before, by boxes.
Boxes are sorted by x; each is held against those that begin before it ends.
"""

from typing import Final

import numba
import numpy as np

from slicer_checks.toolpath import Floats, Longs

STEPS_MOST: Final = 200_000_000
"""So many pairs of boxes are compared in all; edges beyond are more work than can be done."""

PAIRS_MOST: Final = 2_000_000
"""So many pairs of rings are found; what lies beyond is not judged."""

BEYOND: Final = 2**40

_BESIDE: Final = 100
"""So many edges beside each other are as much work as one crossing."""


@numba.njit(cache=True, nogil=True)
def ring_work(points: Floats, offsets: Longs, rings: Longs) -> Longs:
    """Return for each of some rings the work of cutting it, in crossings that it may have."""
    work = np.full(len(rings), BEYOND, dtype=np.int64)
    left = STEPS_MOST
    for number in range(len(rings)):
        amount, left = _work(_ring(points, offsets, rings[number]), left)
        if left < 0:
            break
        work[number] = amount
    return work


@numba.njit(cache=True, nogil=True)
def pair_work(points: Floats, offsets: Longs, pairs: Longs) -> Longs:
    """Return for each pair (N, 2) of rings the work of cutting them at each other."""
    work = np.full(len(pairs), BEYOND, dtype=np.int64)
    left = STEPS_MOST
    for number in range(len(pairs)):
        one = _ring(points, offsets, pairs[number, 0])
        other = _ring(points, offsets, pairs[number, 1])
        amount, left = _work(np.concatenate((one, other)), left)
        if left < 0:
            break
        work[number] = amount
    return work


@numba.njit(cache=True, nogil=True)
def _ring(points: Floats, offsets: Longs, ring: int) -> Floats:
    return points[offsets[ring] : offsets[ring + 1]]


@numba.njit(cache=True, nogil=True)
def _work(points: Floats, left: int) -> tuple[int, int]:
    """Count pairs of edges whose boxes meet, neighbours left out, and edges beside each other."""
    edges = len(points) - 1
    one, other = points[:-1], points[1:]
    x_low, x_high = np.minimum(one[:, 0], other[:, 0]), np.maximum(one[:, 0], other[:, 0])
    y_low, y_high = np.minimum(one[:, 1], other[:, 1]), np.maximum(one[:, 1], other[:, 1])
    order = np.argsort(x_low, kind="mergesort")
    count = -edges
    for place in range(edges):
        mine = order[place]
        for edge in order[place + 1 :]:
            left -= 1
            if x_low[edge] > x_high[mine] or left < 0:
                break
            if y_low[edge] <= y_high[mine] and y_high[edge] >= y_low[mine]:
                count += 1
    height = y_high.max() - y_low.min()
    beside = (y_high - y_low).sum() / height if height > 0 else 0.0
    return max(count, 0) + int(edges * beside / _BESIDE), left


@numba.njit(cache=True, nogil=True)
def ring_pairs(boxes: Floats, bounds: Longs) -> Longs:
    """Return pairs (N, 2) of boxes (x, y, x, y) that meet within groups, which begin at bounds."""
    pairs = np.empty((1024, 2), dtype=np.int64)
    count, left = 0, STEPS_MOST
    for group in range(len(bounds) - 1):
        first, stop = bounds[group], bounds[group + 1]
        order = first + np.argsort(boxes[first:stop, 0], kind="mergesort")
        for place in range(stop - first):
            mine = order[place]
            for other in order[place + 1 :]:
                left -= 1
                if boxes[other, 0] > boxes[mine, 2] or left < 0 or count == PAIRS_MOST:
                    break
                if boxes[other, 1] <= boxes[mine, 3] and boxes[other, 3] >= boxes[mine, 1]:
                    if count == len(pairs):
                        pairs = np.concatenate((pairs, np.empty_like(pairs)))
                    pairs[count, 0], pairs[count, 1] = mine, other
                    count += 1
    return pairs[:count]
