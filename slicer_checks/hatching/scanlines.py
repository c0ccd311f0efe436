"""Parallel lines through a region: where each enters and leaves it.

Lines lie at ``(k + 0.5) hatch_mm`` across their direction, k any whole number, counted from the
frame's origin, so that lines of neighbouring layers and parts agree. Each corner is told once which
lines lie below it; an edge crosses those between its two corners. A ring comes back to the number
it began with, so every line is crossed an even number of times, whatever is rounded.
"""

from math import ceil
from typing import NamedTuple

import numba
import numpy as np

from slicer_checks.toolpath import Floats, Longs


class Lines(NamedTuple):
    """Crossings of lines: line `first` + i has ``along[offsets[i] : offsets[i + 1]]``, rising.

    Every two of them are where the line enters and leaves the region.
    """

    first: int
    offsets: Longs
    along: Floats


@numba.njit(cache=True, nogil=True)
def cross_lines(
    points_mm: Floats, ring_offsets: Longs, turn: tuple[float, float], hatch_mm: float
) -> Lines:
    """Return the crossings of rings, not closed, with lines along a direction.

    ``turn`` is the cosine and sine of the direction. Rings do not cross; holes are in them.
    """
    cosine, sine = turn
    along, across = np.empty(len(points_mm)), np.empty(len(points_mm))
    below = np.empty(len(points_mm), dtype=np.int64)
    for point in range(len(points_mm)):
        along[point] = cosine * points_mm[point, 0] + sine * points_mm[point, 1]
        across[point] = cosine * points_mm[point, 1] - sine * points_mm[point, 0]
        below[point] = ceil(across[point] / hatch_mm - 0.5)
    first = _least(below)
    offsets = _count(below, ring_offsets, first)
    crossings = np.empty(offsets[-1])
    _cross((along, across), below, ring_offsets, (first, hatch_mm), (offsets, crossings))
    for line in range(len(offsets) - 1):
        _sort(crossings, offsets[line], offsets[line + 1])
    return Lines(first, offsets, crossings)


@numba.njit(cache=True, nogil=True)
def _least(numbers: Longs) -> int:
    least = numbers[0] if len(numbers) else 0
    for number in numbers:
        least = min(least, number)
    return least


@numba.njit(cache=True, nogil=True)
def _count(below: Longs, rings: Longs, first: int) -> Longs:
    """Return where the crossings of each line begin."""
    lines = 0
    for level in below:
        lines = max(lines, level - first)
    steps = np.zeros(lines + 1, dtype=np.int64)
    for ring in range(len(rings) - 1):
        last = rings[ring + 1] - 1
        for here in range(rings[ring], rings[ring + 1]):
            low, high = min(below[last], below[here]) - first, max(below[last], below[here]) - first
            steps[low] += 1
            steps[high] -= 1
            last = here
    offsets = np.zeros(lines + 1, dtype=np.int64)
    crossed = 0
    for line in range(lines):
        crossed += steps[line]
        offsets[line + 1] = offsets[line] + crossed
    return offsets


@numba.njit(cache=True, nogil=True)
def _cross(
    corners: tuple[Floats, Floats],
    below: Longs,
    rings: Longs,
    grid: tuple[int, float],
    found: tuple[Longs, Floats],
) -> None:
    along, across = corners
    first, hatch_mm = grid
    offsets, crossings = found
    filled = offsets[:-1].copy()
    for ring in range(len(rings) - 1):
        last = rings[ring + 1] - 1
        for here in range(rings[ring], rings[ring + 1]):
            low, high = (last, here) if below[last] < below[here] else (here, last)
            for line in range(below[low] - first, below[high] - first):
                level = (first + line + 0.5) * hatch_mm
                share = (level - across[low]) / (across[high] - across[low])
                share = min(1.0, max(0.0, share))
                crossings[filled[line]] = along[low] + share * (along[high] - along[low])
                filled[line] += 1
            last = here


@numba.njit(cache=True, nogil=True)
def _sort(values: Floats, low: int, high: int) -> None:
    """Sort the values of one line where they stand (Shell 1959: few are sorted by insertion)."""
    step = 1
    while 9 * step < high - low:
        step = 3 * step + 1
    while step > 0:
        for place in range(low + step, high):
            value, at = values[place], place
            while at >= low + step and values[at - step] > value:
                values[at] = values[at - step]
                at -= step
            values[at] = value
        step //= 3
