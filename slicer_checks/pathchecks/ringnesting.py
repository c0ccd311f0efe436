"""Which closed contour lies directly inside which, and which run the wrong way round.

A ray goes from the leftmost corner of each ring to the left. The nearest edge it meets belongs to
the ring around it, where the inside of that ring lies to the edge's right, and else to a neighbour,
which lies in the same ring. Rings are taken from left to right, so the neighbour's is known. Edges
are sorted into rows by y, so that a ray looks at few.
"""

from typing import Final, NamedTuple

import numba
import numpy as np

from slicer_checks.toolpath import Floats, Longs

ROWS_MOST: Final = 4096
"""A layer is cut into at most so many rows."""

STEPS_MOST: Final = 500_000_000
"""So many edges are looked at in all; rings of groups beyond are not judged."""

NOT_INSIDE: Final = -1
UNJUDGED: Final = -2

_PER_ROW: Final = 8
_COPIES: Final = 4
_LEAST_MM: Final = 1e-9


class Rows(NamedTuple):
    """Edges sorted into rows by y, each ``step`` high from ``low`` on.

    Row i holds the edges ``items[starts[i]:starts[i + 1]]``.
    """

    low: float
    step: float
    starts: Longs
    items: Longs


@numba.njit(cache=True, nogil=True)
def rings_around(
    points: Floats, offsets: Longs, area_mm2: Floats, rings: Longs, bounds: Longs
) -> Longs:
    """Return for each ring (R) the place in ``rings`` of the one around it, or `NOT_INSIDE`.

    ``rings`` are blocks, in groups that begin at ``bounds``; rings of other groups are not around.
    `UNJUDGED` stands for rings that are not reached within the steps that are allowed.
    """
    around = np.full(len(rings), NOT_INSIDE, dtype=np.int64)
    left = STEPS_MOST
    for group in range(len(bounds) - 1):
        first, stop = bounds[group], bounds[group + 1]
        if stop - first > 1:
            inside, left = _around(points, offsets, area_mm2, rings[first:stop], left)
            for ring in range(stop - first):
                at = inside[ring]
                around[first + ring] = first + at if at >= 0 else at
    return around


@numba.njit(cache=True, nogil=True)
def _around(
    points: Floats, offsets: Longs, area_mm2: Floats, rings: Longs, left: int
) -> tuple[Longs, int]:
    owner, start = _edges(offsets, rings)
    corner = _leftmost(points, offsets, rings)
    rows = _rows(points, start)
    around = np.full(len(rings), UNJUDGED, dtype=np.int64)
    for ring in np.argsort(points[corner, 0], kind="mergesort"):
        row = _row(rows, points[corner[ring], 1])
        items = rows.items[rows.starts[row] : rows.starts[row + 1]]
        left -= len(items)
        if left < 0:
            break
        nearest = _nearest(points, (owner, start), items, ring, corner[ring])
        around[ring] = NOT_INSIDE
        if nearest >= 0:
            other = owner[nearest]
            falls = points[start[nearest] + 1, 1] < points[start[nearest], 1]
            inside = falls == (area_mm2[rings[other]] > 0)
            around[ring] = other if inside else around[other]
    return around, left


@numba.njit(cache=True, nogil=True)
def _edges(offsets: Longs, rings: Longs) -> tuple[Longs, Longs]:
    """Return which ring each edge is of, and the point it begins at."""
    edges = 0
    for ring in rings:
        edges += offsets[ring + 1] - offsets[ring] - 1
    owner, start = np.empty(edges, dtype=np.int64), np.empty(edges, dtype=np.int64)
    edge = 0
    for number in range(len(rings)):
        for point in range(offsets[rings[number]], offsets[rings[number] + 1] - 1):
            owner[edge], start[edge] = number, point
            edge += 1
    return owner, start


@numba.njit(cache=True, nogil=True)
def _leftmost(points: Floats, offsets: Longs, rings: Longs) -> Longs:
    corner = np.empty(len(rings), dtype=np.int64)
    for number in range(len(rings)):
        start, stop = offsets[rings[number]], offsets[rings[number] + 1]
        corner[number] = start + np.argmin(points[start:stop, 0])
    return corner


@numba.njit(cache=True, nogil=True)
def _nearest(
    points: Floats, edges: tuple[Longs, Longs], items: Longs, ring: int, corner: int
) -> int:
    """Return the edge of another ring that lies nearest to the left of a corner, or -1.

    The ray runs a trifle above the corner: of two edges that meet at its height, the one that leads
    farther right is nearer.
    """
    owner, start = edges
    nearest, best = -1, (-np.inf, 0.0)
    for item in items:
        if owner[item] != ring:
            met = _met_at(points, start[item], corner)
            if met > best:
                nearest, best = item, met
    return nearest


@numba.njit(cache=True, nogil=True)
def _met_at(points: Floats, edge: int, corner: int) -> tuple[float, float]:
    """Return where an edge crosses the height of a corner, to its left, and how it leans there.

    Minus infinity where it does not.
    """
    y, x0, y0 = points[corner, 1], points[edge, 0], points[edge, 1]
    x1, y1 = points[edge + 1, 0], points[edge + 1, 1]
    if (y0 > y) == (y1 > y):
        return -np.inf, 0.0
    lean = (x1 - x0) / (y1 - y0)
    x = x1 if y == y1 else x0 + (y - y0) * lean
    return (float(x), float(lean)) if x <= points[corner, 0] else (-np.inf, 0.0)


@numba.njit(cache=True, nogil=True)
def _rows(points: Floats, start: Longs) -> Rows:
    """Sort edges into rows; into fewer where they are so tall that each would lie in many."""
    y = points[:, 1]
    low, high, way = np.inf, -np.inf, 0.0
    for point in start:
        low, high = min(low, y[point]), max(high, y[point])
        way += abs(y[point + 1] - y[point])
    crossed = max(way / max(high - low, _LEAST_MM), 1.0)
    count = max(1, min(len(start) // _PER_ROW, ROWS_MOST, int(_COPIES * len(start) / crossed)))
    empty = np.empty(0, dtype=np.int64)
    rows = Rows(low, max((high - low) / count, _LEAST_MM), np.zeros(count + 1, np.int64), empty)
    spans = np.empty((len(start), 2), dtype=np.int64)
    for edge in range(len(start)):
        one, other = y[start[edge]], y[start[edge] + 1]
        spans[edge, 0] = _row(rows, min(one, other))
        spans[edge, 1] = _row(rows, max(one, other))
        rows.starts[spans[edge, 0] + 1 : spans[edge, 1] + 2] += 1
    rows.starts[:] = np.cumsum(rows.starts)
    return Rows(rows.low, rows.step, rows.starts, _sorted_in(spans, rows.starts))


@numba.njit(cache=True, nogil=True)
def _sorted_in(spans: Longs, starts: Longs) -> Longs:
    items, filled = np.empty(starts[-1], dtype=np.int64), starts.copy()
    for edge in range(len(spans)):
        for row in range(spans[edge, 0], spans[edge, 1] + 1):
            items[filled[row]] = edge
            filled[row] += 1
    return items


@numba.njit(cache=True, nogil=True)
def _row(rows: Rows, y: float) -> int:
    return min(max(int((y - rows.low) / rows.step), 0), len(rows.starts) - 2)
