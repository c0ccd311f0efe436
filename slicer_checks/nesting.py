"""Which rings are islands, which are their holes, and which islands begin in mid-air.

The winding number decides, so bodies that overlap give one island where one lies inside another;
`overlaps` counts such rings, because there the area of the rings counts the overlap twice.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings
from slicer_checks.pen import ring_area

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]

_SCANLINE_SHARE: Final = 0.487
"""Where the scan line for an inner point lies in a ring's height: not where vertices tend to be."""
_PAIR: Final = 2
_ROWS_MAX: Final = 256
_STEP_MIN_MM: Final = 1e-9


class RingFacts(NamedTuple):
    """Per ring: signed area, perimeter, first moments, bounding box and the island it bounds.

    `island` is the ring's own number for the outer ring of an island, the outer ring's for a hole,
    and -1 for a ring that lies inside material (overlapping bodies).
    """

    area: Points
    length: Points
    moments: Points
    boxes: Points
    island: Longs


class Rows(NamedTuple):
    """The rings of a layer sorted into rows by y, so that a point looks at few of them.

    Row i holds ``items[starts[i]:starts[i + 1]]``; rows are `step` high from `low` on.
    """

    low: float
    step: float
    starts: Longs
    items: Longs


@numba.njit(cache=True)
def sort_rows(rings: Rings, boxes: Points, layer: int) -> Rows:
    """Sort a layer's rings into as many rows as it has rings, up to a limit."""
    first, stop = rings.layers[layer], rings.layers[layer + 1]
    count = max(1, min(stop - first, _ROWS_MAX))
    starts = np.zeros(count + 1, dtype=np.int64)
    if first == stop:
        return Rows(0.0, 1.0, starts, np.empty(0, dtype=np.int64))
    low = boxes[first:stop, 1].min()
    step = max((boxes[first:stop, 3].max() - low) / count, _STEP_MIN_MM)
    for ring in range(first, stop):
        lowest, highest = (
            _row(low, step, count, boxes[ring, 1]),
            _row(low, step, count, boxes[ring, 3]),
        )
        starts[lowest + 1 : highest + 2] += 1
    starts[:] = np.cumsum(starts)
    items, place = np.empty(starts[-1], dtype=np.int64), starts.copy()
    for ring in range(first, stop):
        lowest, highest = (
            _row(low, step, count, boxes[ring, 1]),
            _row(low, step, count, boxes[ring, 3]),
        )
        for row in range(lowest, highest + 1):
            items[place[row]] = ring
            place[row] += 1
    return Rows(low, step, starts, items)


@numba.njit(cache=True)
def _row(low: float, step: float, count: int, y: float) -> int:
    return min(max(int(np.floor((y - low) / step)), 0), count - 1)


@numba.njit(cache=True)
def _beside(rows: Rows, y: float) -> Longs:
    """Return the rings of the row that a height lies in."""
    row = _row(rows.low, rows.step, len(rows.starts) - 1, y)
    return rows.items[rows.starts[row] : rows.starts[row + 1]]


@numba.njit(cache=True, nogil=True)
def measure_rings(rings: Rings) -> RingFacts:
    """Measure every ring and find the island it belongs to."""
    count = len(rings.offsets) - 1
    area, length = np.zeros(count), np.zeros(count)
    moments, boxes = np.zeros((count, 2)), np.zeros((count, 4))
    for ring in range(count):
        points = rings.points[rings.offsets[ring] : rings.offsets[ring + 1]]
        area[ring] = ring_area(points)
        length[ring] = _ring_length(points)
        boxes[ring, 0], boxes[ring, 1] = points[:, 0].min(), points[:, 1].min()
        boxes[ring, 2], boxes[ring, 3] = points[:, 0].max(), points[:, 1].max()
        moments[ring, 0], moments[ring, 1] = _ring_moments(points)
    island = np.full(count, -1, dtype=np.int64)
    for layer in range(len(rings.layers) - 1):
        rows = sort_rows(rings, boxes, layer)
        for ring in range(rings.layers[layer], rings.layers[layer + 1]):
            island[ring] = _island_of(rings, area, boxes, rows, ring)
    return RingFacts(area, length, moments, boxes, island)


@numba.njit(cache=True)
def _ring_length(points: Points) -> float:
    total = 0.0
    for place in range(len(points)):
        ahead = points[(place + 1) % len(points)]
        total += np.hypot(ahead[0] - points[place, 0], ahead[1] - points[place, 1])
    return total


@numba.njit(cache=True)
def _ring_moments(points: Points) -> tuple[float, float]:
    """Return the integrals of x and of y over the ring's inside, signed as its area."""
    x0, y0 = points[0, 0], points[0, 1]
    mx = my = total = 0.0
    for place in range(1, len(points) - 1):
        ax, ay = points[place, 0] - x0, points[place, 1] - y0
        bx, by = points[place + 1, 0] - x0, points[place + 1, 1] - y0
        doubled = ax * by - ay * bx
        total += doubled / 2
        mx += doubled * (ax + bx) / 6
        my += doubled * (ay + by) / 6
    return mx + total * x0, my + total * y0


@numba.njit(cache=True)
def _island_of(rings: Rings, area: Points, boxes: Points, rows: Rows, ring: int) -> int:
    """Return the island a ring bounds: itself, the smallest outer ring around it, or -1."""
    x, y = rings.points[rings.offsets[ring], 0], rings.points[rings.offsets[ring], 1]
    winding = 0
    around, around_area = -1, np.inf
    for other in _beside(rows, y):
        if other == ring or not _in_box(boxes[other], x, y) or not _contains(rings, other, x, y):
            continue
        winding += 1 if area[other] > 0 else -1
        if 0 < area[other] < around_area:
            around, around_area = other, area[other]
    if area[ring] > 0:
        return ring if winding <= 0 else -1
    return around if winding == 1 else -1


@numba.njit(cache=True)
def _in_box(box: Points, x: float, y: float) -> bool:
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


@numba.njit(cache=True)
def _contains(rings: Rings, ring: int, x: float, y: float) -> bool:
    """Tell whether a ring goes around a point, by the parity of crossings to its right."""
    inside = False
    start, stop = rings.offsets[ring], rings.offsets[ring + 1]
    x0, y0 = rings.points[stop - 1, 0], rings.points[stop - 1, 1]
    for place in range(start, stop):
        x1, y1 = rings.points[place, 0], rings.points[place, 1]
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
        x0, y0 = x1, y1
    return inside


@numba.njit(cache=True)
def _in_material(rings: Rings, facts: RingFacts, rows: Rows, x: float, y: float) -> bool:
    winding = 0
    for ring in _beside(rows, y):
        if _in_box(facts.boxes[ring], x, y) and _contains(rings, ring, x, y):
            winding += 1 if facts.area[ring] > 0 else -1
    return winding > 0


@numba.njit(cache=True)
def inner_point(rings: Rings, facts: RingFacts, rows: Rows, island: int) -> tuple[float, float]:
    """Return a point of an island's material: the middle of its widest stretch on a scan line."""
    box = facts.boxes[island]
    y = box[1] + _SCANLINE_SHARE * (box[3] - box[1])
    beside = _beside(rows, y)
    room = 0
    for ring in beside:
        if facts.island[ring] == island:
            room += rings.offsets[ring + 1] - rings.offsets[ring]
    hits = np.empty(room)
    count = 0
    for ring in beside:
        if facts.island[ring] == island:
            count = _scan(rings, ring, y, hits, count)
    hits = np.sort(hits[:count])
    x, width = (box[0] + box[2]) / 2, -1.0
    for place in range(0, count - 1, _PAIR):
        if hits[place + 1] - hits[place] > width:
            width = hits[place + 1] - hits[place]
            x = (hits[place] + hits[place + 1]) / 2
    return x, y


@numba.njit(cache=True)
def _scan(rings: Rings, ring: int, y: float, hits: Points, count: int) -> int:
    """Append where a ring crosses a scan line; return how many crossings there are now."""
    start, stop = rings.offsets[ring], rings.offsets[ring + 1]
    x0, y0 = rings.points[stop - 1, 0], rings.points[stop - 1, 1]
    for place in range(start, stop):
        x1, y1 = rings.points[place, 0], rings.points[place, 1]
        if (y0 > y) != (y1 > y):
            hits[count] = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
            count += 1
        x0, y0 = x1, y1
    return count


@numba.njit(cache=True)
def find_floating(rings: Rings, facts: RingFacts) -> npt.NDArray[np.bool_]:
    """Tell which outer rings seem to have nothing below them.

    An island is carried for sure when an inner point of it lies in the material of the layer below,
    or the other way round. What is left must be intersected exactly. Layer 0 is never floating.
    """
    floating = np.zeros(len(facts.area), dtype=np.bool_)
    below = sort_rows(rings, facts.boxes, 0)
    for layer in range(1, len(rings.layers) - 1):
        rows = sort_rows(rings, facts.boxes, layer)
        for ring in range(rings.layers[layer], rings.layers[layer + 1]):
            if facts.island[ring] == ring:
                x, y = inner_point(rings, facts, rows, ring)
                floating[ring] = not _in_material(rings, facts, below, x, y)
        if floating[rings.layers[layer] : rings.layers[layer + 1]].any():
            for ring in range(rings.layers[layer - 1], rings.layers[layer]):
                if facts.island[ring] == ring:
                    _clear_above(
                        rings, facts, rows, inner_point(rings, facts, below, ring), floating
                    )
        below = rows
    return floating


@numba.njit(cache=True)
def _clear_above(
    rings: Rings,
    facts: RingFacts,
    rows: Rows,
    point: tuple[float, float],
    floating: npt.NDArray[np.bool_],
) -> None:
    """Unmark the island that holds a point of the layer below."""
    x, y = point
    inside = -1
    for ring in _beside(rows, y):
        if floating[ring] and _in_box(facts.boxes[ring], x, y) and _contains(rings, ring, x, y):
            inside = ring
    if inside < 0:
        return
    for ring in _beside(rows, y):
        if facts.island[ring] == inside and ring != inside and _contains(rings, ring, x, y):
            return
    floating[inside] = False
