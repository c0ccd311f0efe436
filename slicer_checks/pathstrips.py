"""Edges of a layer sorted into strips of equal height, so that few are held against each other."""

from typing import Final, NamedTuple

import numba
import numpy as np

from slicer_checks.toolpath import Floats, Longs

STRIPS_MAX: Final = 2_000
"""And no more than make an edge run through five on average: memory is bounded by the edges."""

CROSSINGS_MAX: Final = 20_000
"""Contours that cross more often are a tangle: uniting them takes longer than a layer is worth."""

_TESTS_LEAST: Final = 20_000_000
_TESTS_PER_EDGE: Final = 200


Line = tuple[float, float, float, float]
"""x, y of a start and of an end."""


class Strips(NamedTuple):
    """Which edges run through each strip.

    Strip s has the edges ``starts[s]`` up to ``starts[s + 1]`` of `members`; it begins at the
    height `low_mm` + s / `per_mm`.
    """

    members: Longs
    starts: Longs
    low_mm: float
    per_mm: float


def strips_of(edges: Floats) -> Strips:
    """Sort edges (E, 4), at least one, each x, y of its start and of its end, into strips."""
    bottom, top = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    low, high = float(bottom.min()), float(top.max())
    heights = float((top - bottom).sum())
    strips = int(np.clip(4 * len(edges) * (high - low) / max(heights, 1e-9), 1, STRIPS_MAX))
    scale = strips / max(high - low, 1e-9)
    first = np.clip((bottom - low) * scale, 0, strips - 1).astype(np.int64)
    final = np.clip((top - low) * scale, 0, strips - 1).astype(np.int64)
    members, starts = _sorted_into(first, final, strips)
    return Strips(members, starts, low, scale)


def is_tangle(edges: Floats) -> bool:
    """Tell whether edges (E, 4) cross so often that uniting them would take very long."""
    if len(edges) ** 2 < 2 * CROSSINGS_MAX:
        return False
    tests = max(_TESTS_LEAST, _TESTS_PER_EDGE * len(edges))
    return bool(_crosses_more(edges, strips_of(edges), CROSSINGS_MAX, tests))


@numba.njit(cache=True, nogil=True)
def _crosses_more(edges: Floats, strips: Strips, most: int, tests: int) -> bool:
    """Tell whether edges cross more often than a number, as far as so many tests can tell."""
    found, done = 0, 0
    for strip in range(len(strips.starts) - 1):
        first, stop = strips.starts[strip], strips.starts[strip + 1]
        done += (stop - first) * (stop - first - 1) // 2
        if done > tests:
            return True
        for at in range(first, stop):
            x, y, end_x, end_y = edges[strips.members[at]]
            for other in range(at + 1, stop):
                x0, y0, x1, y1 = edges[strips.members[other]]
                found += _crosses((x, y, end_x, end_y), (x0, y0, x1, y1))
        if found > most:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def is_inside(x: float, y: float, edges: Floats, strips: Strips) -> bool:
    """Tell whether a point lies inside, by the edges that a ray to the right crosses."""
    members, starts, low, scale = strips
    strip = (y - low) * scale
    if not 0.0 <= strip <= len(starts) - 1:
        return False
    within, own = False, min(int(strip), len(starts) - 2)
    for at in range(starts[own], starts[own + 1]):
        x0, y0, x1, y1 = edges[members[at]]
        if (y0 > y) != (y1 > y) and x0 + (y - y0) * (x1 - x0) / (y1 - y0) > x:
            within = not within
    return within


@numba.njit(cache=True, nogil=True)
def _sorted_into(first: Longs, final: Longs, strips: int) -> tuple[Longs, Longs]:
    """Return the edges of each strip, and where each strip's begin."""
    starts = np.zeros(strips + 1, dtype=np.int64)
    for edge in range(len(first)):
        for strip in range(first[edge], final[edge] + 1):
            starts[strip + 1] += 1
    starts = np.cumsum(starts)
    members, at = np.empty(starts[-1], dtype=np.int64), starts.copy()
    for edge in range(len(first)):
        for strip in range(first[edge], final[edge] + 1):
            members[at[strip]] = edge
            at[strip] += 1
    return members, starts


@numba.njit(cache=True, nogil=True)
def _crosses(line: Line, edge: Line) -> bool:
    """Tell whether a line crosses an edge; one that only touches it does not."""
    one, other, start, end = sides(line, edge)
    return bool(one * other < 0.0 and start * end < 0.0)


@numba.njit(cache=True, nogil=True)
def sides(line: Line, edge: Line) -> tuple[float, float, float, float]:
    """Return on which sides of a line the ends of an edge lie, and of the edge those of the line.

    By their signs; all are 0 where the boxes around both are apart in x.
    """
    x, y, end_x, end_y = line
    x0, y0, x1, y1 = edge
    if max(x, end_x) < min(x0, x1) or max(x0, x1) < min(x, end_x):
        return 0.0, 0.0, 0.0, 0.0
    along, up = end_x - x, end_y - y
    one, other = along * (y0 - y) - up * (x0 - x), along * (y1 - y) - up * (x1 - x)
    along, up = x1 - x0, y1 - y0
    start, end = along * (y - y0) - up * (x - x0), along * (end_y - y0) - up * (end_x - x0)
    return one, other, start, end
