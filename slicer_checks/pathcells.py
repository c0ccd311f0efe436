"""A board of cells over a layer's region, for lines that may leave it.

Most lines run through cells that no edge passes, and need not be held against any; others are held
against the edges of the cells that they run through.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.pathstrips import Line, Strips, is_inside, sides
from slicer_checks.toolpath import Floats, Longs

CELLS_MOST: Final = 192
"""The longer side of a board has at most so many cells."""

CELL_MM: Final = 0.5
"""Smaller cells find few more lines."""

PASSED, PASSED_EACH = 4_000, 8
"""Edges run through so many cells in all, and so many more for each: it bounds the memory."""

_MARGIN: Final = 1e-6
"""Edges and lines are taken to be wider by so many cells on either side: coordinates round."""


class Cells(NamedTuple):
    """Square cells, R rows of C: the edges that pass each, and whether one without is inside.

    Cell c of row r has the edges ``starts[r * C + c]`` up to the next of `members`. Cell 0 of row 0
    begins at `low_x_mm`, `low_y_mm`; `per_mm` cells make a millimetre. `inside` is (R, C).
    """

    members: Longs
    starts: Longs
    inside: npt.NDArray[np.bool_]
    low_x_mm: float
    low_y_mm: float
    per_mm: float


def cells_of(edges: Floats, strips: Strips) -> Cells:
    """Return the board of a region by its edges (E, 4), at least one, sorted into strips."""
    points = edges.reshape(-1, 2)
    (low_x, low_y), (high_x, high_y) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    per_mm = min(1.0 / CELL_MM, CELLS_MOST / max(high_x - low_x, high_y - low_y, CELL_MM))
    lengths_mm = float(np.abs(edges[:, 2:] - edges[:, :2]).sum())
    per_mm = min(per_mm, (PASSED + PASSED_EACH * len(edges)) / max(lengths_mm, CELL_MM))
    rows, columns = int((high_y - low_y) * per_mm) + 1, int((high_x - low_x) * per_mm) + 1
    on_board = (edges - (low_x, low_y, low_x, low_y)) * per_mm
    members, starts = _sorted(on_board, rows, columns)
    inside = np.zeros((rows, columns), dtype=np.bool_)
    cells = Cells(members, starts, inside, low_x, low_y, per_mm)
    _tell_inside(edges, strips, cells)
    return cells


# Arrays are taken out of tuples here, once: numba counts a reference to each array of a tuple that
# is handed on, which for every line takes longer than the work.
@numba.njit(cache=True, nogil=True)
def leaves(lines: Floats, edges: Floats, strips: Strips, cells: Cells) -> npt.NDArray[np.bool_]:
    """Tell which lines (V, 4) start outside the region, or pass an edge of it."""
    starts, inside, per_mm = cells.starts, cells.inside, cells.per_mm
    low_x, low_y = cells.low_x_mm, cells.low_y_mm
    rows, columns = inside.shape
    found = np.ones(len(lines), dtype=np.bool_)
    for number in range(len(lines)):
        x, y = (lines[number, 0] - low_x) * per_mm, (lines[number, 1] - low_y) * per_mm
        if 0.0 <= x < columns and 0.0 <= y < rows:
            own = int(y) * columns + int(x)
            if starts[own] == starts[own + 1]:
                found[number] = not inside[int(y), int(x)]
            else:
                found[number] = not is_inside(lines[number, 0], lines[number, 1], edges, strips)
    _add_passing(lines, edges, cells, found)
    return found


@numba.njit(cache=True, nogil=True)
def _add_passing(lines: Floats, edges: Floats, cells: Cells, found: npt.NDArray[np.bool_]) -> None:
    """Tell also which lines pass an edge of the cells that they run through."""
    members, starts, per_mm = cells.members, cells.starts, cells.per_mm
    low_x, low_y = cells.low_x_mm, cells.low_y_mm
    rows, columns = cells.inside.shape
    for number in range(len(lines)):
        if found[number]:
            continue
        line = (lines[number, 0], lines[number, 1], lines[number, 2], lines[number, 3])
        on_board = (
            (line[0] - low_x) * per_mm,
            (line[1] - low_y) * per_mm,
            (line[2] - low_x) * per_mm,
            (line[3] - low_y) * per_mm,
        )
        lowest, highest = _rows(on_board, rows)
        for row in range(lowest, highest + 1):
            if found[number]:
                break
            first, last = _columns(on_board, row, columns)
            own = row * columns
            for at in range(starts[own + first], starts[own + last + 1]):
                edge = members[at]
                side = (edges[edge, 0], edges[edge, 1], edges[edge, 2], edges[edge, 3])
                found[number] = found[number] or _passes(line, side)


@numba.njit(cache=True, nogil=True)
def _passes(line: Line, edge: Line) -> bool:
    """Tell whether a line passes an edge; what lies on the one lies below it.

    So a line that runs through a corner passes one of the two edges that meet there.
    """
    one, other, start, end = sides(line, edge)
    return bool((one > 0.0) != (other > 0.0) and (start > 0.0) != (end > 0.0))


@numba.njit(cache=True, nogil=True)
def _rows(line: Line, rows: int) -> tuple[int, int]:
    """Return the first and the last row that a line passes, in cells."""
    lowest, highest = min(line[1], line[3]) - _MARGIN, max(line[1], line[3]) + _MARGIN
    last = float(rows - 1)
    return int(min(max(lowest, 0.0), last)), int(min(max(highest, 0.0), last))


@numba.njit(cache=True, nogil=True)
def _columns(line: Line, row: int, columns: int) -> tuple[int, int]:
    """Return the first and the last cell of a row that a line passes, in cells."""
    x, y, end_x, end_y = line
    if y > end_y:
        x, y, end_x, end_y = end_x, end_y, x, y
    one, other = x, end_x
    if end_y > y:
        slope = (end_x - x) / (end_y - y)
        one = x + (min(max(row, y), end_y) - y) * slope
        other = x + (min(max(row + 1, y), end_y) - y) * slope
    last = float(columns - 1)
    low, high = min(one, other) - _MARGIN, max(one, other) + _MARGIN
    return int(min(max(low, 0.0), last)), int(min(max(high, 0.0), last))


@numba.njit(cache=True, nogil=True)
def _sorted(edges: Floats, rows: int, columns: int) -> tuple[Longs, Longs]:
    """Return the edges of each cell, and where each cell's begin; edges are in cells."""
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    members = np.empty(0, dtype=np.int64)
    at = starts
    for fills in (False, True):
        if fills:
            starts = np.cumsum(starts)
            at = starts.copy()
            members = np.empty(starts[-1], dtype=np.int64)
        for edge in range(len(edges)):
            line = (edges[edge, 0], edges[edge, 1], edges[edge, 2], edges[edge, 3])
            lowest, highest = _rows(line, rows)
            for row in range(lowest, highest + 1):
                first, last = _columns(line, row, columns)
                for cell in range(row * columns + first, row * columns + last + 1):
                    if fills:
                        members[at[cell]] = edge
                        at[cell] += 1
                    else:
                        starts[cell + 1] += 1
    return members, starts


@numba.njit(cache=True, nogil=True)
def _tell_inside(edges: Floats, strips: Strips, cells: Cells) -> None:
    """Tell which cells that no edge passes lie inside; neighbours of them are alike."""
    inside, starts = cells.inside, cells.starts
    rows, columns = inside.shape
    for row in range(rows):
        for column in range(columns):
            own = row * columns + column
            if starts[own] < starts[own + 1]:
                continue
            if column > 0 and starts[own - 1] == starts[own]:
                inside[row, column] = inside[row, column - 1]
            elif row > 0 and starts[own - columns] == starts[own - columns + 1]:
                inside[row, column] = inside[row - 1, column]
            else:
                x = cells.low_x_mm + (column + 0.5) / cells.per_mm
                y = cells.low_y_mm + (row + 0.5) / cells.per_mm
                inside[row, column] = is_inside(x, y, edges, strips)
