"""Real shadows laid on a platform: each where it lies lowest, in the holes of others too.

(Bottom-left placement on a grid of cells.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import ceil, floor
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from scheduler.nesting.bed import Bed
from scheduler.nesting.board import Board, empty_board, lay, no_shadows, take, with_shadow
from scheduler.nesting.raster import TOUCH, Raster, arc_mm, raster
from scheduler.nesting.skyline import Spot, one_each
from scheduler.nesting.stand import Stand
from scheduler.ring import Ring

CELLS: Final = 192
"""A platform's longer side has so many cells, three words of 64: 1.3 mm for 250 mm."""


class Nester:
    """Lays stands on one bed, on a grid of cells of a size; their cells are worked out once."""

    def __init__(self, bed: Bed, cell_mm: float | None = None) -> None:
        self.bed = bed
        self._growth_mm = arc_mm(bed.gap_mm)
        sides_mm = (bed.width_mm + 2.0 * self._growth_mm, bed.depth_mm + 2.0 * self._growth_mm)
        self._cell_mm = max(sides_mm) / CELLS if cell_mm is None else cell_mm
        columns, rows = (ceil(side_mm / self._cell_mm - TOUCH) for side_mm in sides_mm)
        taken = np.zeros((rows, columns), dtype=np.bool_)
        if bed.round:
            radius = sides_mm[0] / 2.0 / self._cell_mm
            across, along = (_farther(cells, radius) for cells in (columns, rows))
            taken = np.hypot(across[None, :], along[:, None]) > radius
        for ring in bed.keep_outs:
            taken |= self._touched(ring, (rows, columns))
        self.empty = empty_board(taken)
        self._numbers: dict[int, int] = {}
        self._quarters: list[int] = []
        self._shadows = no_shadows(self.empty)

    def _touched(self, ring: Ring, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """Return which cells a ring on the bed touches."""
        row, column = np.indices(size)
        left, front = (cells * self._cell_mm - self._growth_mm for cells in (column, row))
        cells = shapely.box(left, front, left + self._cell_mm, front + self._cell_mm)
        kept = shapely.buffer(shapely.Polygon(ring), 0.0)
        touched: npt.NDArray[np.bool_] = shapely.intersects(cells, kept)
        return touched

    def nest(
        self, stands: Sequence[Stand], tries: int = 1, seed: int = 0
    ) -> tuple[list[Spot], Board] | None:
        """Lay stands one after the other; nothing when one finds no place.

        Of several tries each lays one that found no place sooner than the try before.
        """
        return self._lay(self.empty, stands, tries, seed)

    def add(self, board: Board, stand: Stand) -> tuple[Spot, Board] | None:
        """Lay a stand on a board, turned so that its top is lowest."""
        laid = self._lay(board, (stand,))
        return None if laid is None else (laid[0][0], laid[1])

    def board(self, stands: Sequence[Stand], spots: Sequence[Spot]) -> Board:
        """Return the board of stands that lie already, between cells maybe."""
        board = self.empty.copy()
        for stand, spot in zip(stands, spots, strict=True):
            shadow = self._shadow(stand)
            ways = range(self._shadows.offsets[shadow], self._shadows.offsets[shadow + 1])
            way = next(way for way in ways if self._quarters[way] == spot.quarters)
            for column, row in product(self._cells_at(spot.x_mm), self._cells_at(spot.y_mm)):
                take(board, self._shadows, (way, column, row))
        return board

    def _lay(
        self, board: Board, stands: Sequence[Stand], tries: int = 1, seed: int = 0
    ) -> tuple[list[Spot], Board] | None:
        wanted = np.array([self._shadow(stand) for stand in stands], dtype=np.int32)
        new, cell_mm = board.copy(), self._cell_mm
        found = lay(new, wanted, self._shadows, tries, seed)
        if found[0, 0] < 0:
            return None
        spots = [Spot(c * cell_mm, r * cell_mm, self._quarters[w]) for w, c, r in found.tolist()]
        return spots, new

    def _shadow(self, stand: Stand) -> int:
        """Return the number of a shadow, whose cells are worked out when it is first asked for."""
        known = self._numbers.get(stand.number)
        if known is not None:
            return known
        ways = []
        for quarters, cells in self._raster(stand):
            ways.append((cells, *self._last(stand, quarters)))
            self._quarters.append(quarters)
        number = self._numbers[stand.number] = len(self._shadows.offsets) - 1
        self._shadows = with_shadow(self._shadows, ways)
        return number

    def _last(self, stand: Stand, quarters: int) -> tuple[int, int]:
        """Return the last column and row at which a stand's box is on the bed."""
        width_mm, depth_mm = stand.box[::-1] if quarters % 2 else stand.box
        room_mm = (self.bed.width_mm - width_mm, self.bed.depth_mm - depth_mm)
        column, row = (floor(side_mm / self._cell_mm + TOUCH) for side_mm in room_mm)
        return column, row

    def _cells_at(self, at_mm: float) -> set[int]:
        cells = at_mm / self._cell_mm
        return {floor(cells + TOUCH), ceil(cells - TOUCH)}

    def _raster(self, stand: Stand) -> Iterator[tuple[int, Raster]]:
        width_mm, depth_mm = stand.box
        box = shapely.box(0.0, 0.0, width_mm, depth_mm)
        if stand.shadow is None and self.bed.gap_mm > 0.0:
            box = shapely.buffer(box, self._growth_mm, join_style="mitre")
        shadow = box if stand.shadow is None else stand.shadow
        turns: Sequence[int] = stand.turns
        if stand.shadow is None:
            turns = one_each(turns, alike=width_mm == depth_mm)
        for quarters in turns:
            yield quarters, raster(shadow, stand.box, quarters, (self._cell_mm, self._growth_mm))


def _farther(cells: int, middle: float) -> npt.NDArray[np.float64]:
    """Return how far each cell's farther side is from the middle, in cells."""
    sides = np.abs(np.arange(cells + 1) - middle)
    farther: npt.NDArray[np.float64] = np.maximum(sides[:-1], sides[1:])
    return farther
