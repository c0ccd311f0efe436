"""Shadows as cells of a grid: which cells a part, with half the gap around it, touches.

Its cells are told as blocks that may overlap. Cells are counted as taken when the shadow touches
them at all, so two shadows that share no cell are a gap apart for certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, pi
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
import shapely

from scheduler.ring import Ring

Points = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]
Blocks = npt.NDArray[np.int32]
Cells = npt.NDArray[np.bool_]

ARC_SIDES: Final = 4
"""Corners are rounded by so many chords a quarter turn, drawn outside the arc."""
TOUCH: Final = 1e-7
"""What reaches into a cell by less than this share of it only touches its side."""


class Raster(NamedTuple):
    """A shadow's cells, as blocks that cover them exactly (and overlap), the largest first.

    A block is its first row, its height, its first column, and its width.
    """

    rows: int
    blocks: Blocks


def arc_mm(gap_mm: float) -> float:
    """Return by how much a shadow grows, so that chords lie outside arcs of half the gap."""
    return gap_mm / 2.0 / cos(pi / (4.0 * ARC_SIDES))


def grown(ring: Ring, holes: Sequence[Ring], gap_mm: float) -> shapely.Polygon:
    """Return a shadow with half the gap around it; a ring that crosses itself is its hull."""
    shadow = shapely.Polygon(ring, holes)
    if not shadow.is_valid:
        shadow = shapely.Polygon(ring).convex_hull
    if gap_mm == 0.0:
        return shadow
    return shapely.buffer(shadow, arc_mm(gap_mm), quad_segs=ARC_SIDES)


def turned(points: Points, size_mm: tuple[float, float], quarters: int) -> Points:
    """Return points inside a box of a size as they lie when the box is turned by quarters."""
    (width_mm, depth_mm), x, y = size_mm, points[:, 0], points[:, 1]
    ways = ((x, y), (depth_mm - y, x), (width_mm - x, depth_mm - y), (y, width_mm - x))
    return np.stack(ways[quarters], axis=1)


def raster(
    shadow: shapely.Polygon, size_mm: tuple[float, float], quarters: int, grid: tuple[float, float]
) -> Raster:
    """Return the cells of a grown shadow in a box, turned; the grid is (cell, growth) in mm."""
    cell_mm, growth_mm = grid
    rings = [shadow.exterior, *shadow.interiors]
    corners = [turned(shapely.get_coordinates(ring), size_mm, quarters) for ring in rings]
    places = np.concatenate([(ring + growth_mm) / cell_mm for ring in corners])
    ends = np.cumsum([len(ring) for ring in corners]).astype(np.int32)
    width_mm, depth_mm = size_mm if quarters % 2 == 0 else size_mm[::-1]
    columns, rows = (
        max(1, ceil((side + 2.0 * growth_mm) / cell_mm - TOUCH)) for side in (width_mm, depth_mm)
    )
    cells = np.zeros((rows, columns), dtype=np.bool_)
    _touch(places, ends, cells)
    _fill(places, ends, cells)
    blocks = np.array(sorted(_blocks(cells)), dtype=np.int32)
    return Raster(rows, blocks[:, 1:])


def _blocks(cells: Cells) -> set[tuple[int, int, int, int, int]]:
    """Return, for each run of cells in a row, the block as wide as it and as high as can be.

    Each begins with its area below zero, so that sorted the largest is first.
    """
    rows, columns = cells.shape
    bits = [int.from_bytes(row, "little") for row in np.packbits(cells, axis=1, bitorder="little")]
    edged = np.zeros((rows, columns + 2), dtype=np.int8)
    edged[:, 1:-1] = cells
    steps = np.diff(edged, axis=1)
    found: set[tuple[int, int, int, int, int]] = set()
    above: dict[tuple[int, int], int] = {}
    starts, stops = np.argwhere(steps == 1).tolist(), np.argwhere(steps == -1).tolist()
    for (row, start), (_, stop) in zip(starts, stops, strict=True):
        again = above.get((start, stop)) == row - 1
        above[start, stop] = row
        if again:
            continue
        run = (1 << stop) - (1 << start)
        first, last = row, row
        while first > 0 and bits[first - 1] & run == run:
            first -= 1
        while last + 1 < rows and bits[last + 1] & run == run:
            last += 1
        height, width = last + 1 - first, stop - start
        found.add((-height * width, first, height, start, width))
    return found


@numba.njit(cache=True)
def _touch(places: Points, ends: Ids, cells: Cells) -> None:
    """Take the cells that sides of the rings pass through."""
    first = 0
    for end in ends:
        for corner in range(first, end - 1):
            x0, y0 = places[corner]
            x1, y1 = places[corner + 1]
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            low = max(0, int(np.floor(y0 + TOUCH)))
            high = min(len(cells) - 1, int(np.ceil(y1 - TOUCH)) - 1)
            for row in range(low, high + 1):
                a, b = x0, x1
                if y1 > y0:
                    a = x0 + (x1 - x0) * max(0.0, (row - y0) / (y1 - y0))
                    b = x0 + (x1 - x0) * min(1.0, (row + 1 - y0) / (y1 - y0))
                left = max(0, int(np.floor(min(a, b) + TOUCH)))
                right = min(cells.shape[1] - 1, int(np.ceil(max(a, b) - TOUCH)) - 1)
                for column in range(left, right + 1):
                    cells[row, column] = True
        first = end


@numba.njit(cache=True)
def _fill(places: Points, ends: Ids, cells: Cells) -> None:
    """Take the cells whose middle is inside, by how often a line to the left crosses the rings."""
    crossed = np.empty(len(places))
    for row in range(len(cells)):
        y, count, first = row + 0.5, 0, 0
        for end in ends:
            for corner in range(first, end - 1):
                x0, y0 = places[corner]
                x1, y1 = places[corner + 1]
                if (y0 <= y) != (y1 <= y):
                    crossed[count] = x0 + (x1 - x0) * (y - y0) / (y1 - y0)
                    count += 1
            first = end
        inside = np.sort(crossed[:count])
        for pair in range(0, count - 1, 2):
            left = max(0, int(np.ceil(inside[pair] - 0.5)))
            right = min(cells.shape[1] - 1, int(np.floor(inside[pair + 1] - 0.5)))
            for column in range(left, right + 1):
                cells[row, column] = True
