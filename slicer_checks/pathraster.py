"""Boards of cells that vectors are swept over: what a layer's laser melts, and how often.

A board covers one layer. A cell counts as melted where its centre lies within half a track's width
of a vector, so areas have no bias, and a board needs no more cells than a track is wide. A region's
edge flips a bit where it crosses a row, and the running parity tells inside from outside: no
crossing is sorted. Rasters were chosen over unions of polygons (0.6 s a layer of 1,250 vectors with
shapely) and over intervals on scanlines, which are exact across but must be sorted in every row.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.toolpath import Bytes, Floats, Longs, Shape

Board = npt.NDArray[np.uint8]
Frame = tuple[float, float, float]
"""Where a board begins (x, y), and how wide its cells are, in mm."""
Ends = tuple[float, float, float, float]

SKIP, COVER, COUNT, COUNT_SKIN = range(4)
"""What is done with a block: nothing, its track, or how often its lines melt a place."""

COVERED, HATCHED, TWICE, SKIN, SKIN_TWICE, EDGE = 1, 2, 4, 8, 16, 64
"""Bits of a cell."""

CELLS_MAX: Final = 16_000_000
"""A board has no more cells: those of a large layer are wider."""

PAINTED_MAX: Final = 100_000_000
"""No more cells of one layer are painted: those of a layer scanned many times over are wider."""

_ROWS_MAX: Final = 20_000
_PARALLEL: Final = 1e-12
_LINE, _HATCHES, _DOTS = int(Shape.POLYLINE), int(Shape.HATCHES), int(Shape.POINTS)


class Swept(NamedTuple):
    """Blocks of a toolpath (B), what each does, and the regions of its layers (L).

    `mode` (B) is one of SKIP, COVER, COUNT and COUNT_SKIN, `radius_mm` (B) half a track's width,
    `box_mm` (B, 4) the box of each block (low x, low y, high x, high y), `scan_mm` (B) its length.
    Layer l has the rings ``layer_rings[l]`` up to ``layer_rings[l + 1]``, ring r the points
    ``ring_offsets[r]`` up to ``ring_offsets[r + 1]`` of `rings_mm`, not closed; they do not cross.
    """

    points_mm: Floats
    block_offsets: Longs
    block_shape: Bytes
    layer_offsets: Longs
    mode: Bytes
    radius_mm: Floats
    box_mm: Floats
    scan_mm: Floats
    rings_mm: Floats
    ring_offsets: Longs
    layer_rings: Longs


@numba.njit(cache=True, nogil=True)
def frame_of(swept: Swept, layer: int, cell_mm: float) -> tuple[Frame, int, int]:
    """Return the frame of a layer's board, its rows and its columns; 0, 0 where nothing is."""
    low_x, low_y, high_x, high_y, painted = np.inf, np.inf, -np.inf, -np.inf, 0.0
    for block in range(swept.layer_offsets[layer], swept.layer_offsets[layer + 1]):
        if (
            swept.mode[block] != SKIP
            and swept.block_offsets[block] < swept.block_offsets[block + 1]
        ):
            box, radius = swept.box_mm[block], swept.radius_mm[block]
            low_x, low_y = min(low_x, box[0] - radius), min(low_y, box[1] - radius)
            high_x, high_y = max(high_x, box[2] + radius), max(high_y, box[3] + radius)
            painted += 2.0 * radius * swept.scan_mm[block]
    first, end = swept.layer_rings[layer], swept.layer_rings[layer + 1]
    for point in range(swept.ring_offsets[first], swept.ring_offsets[end]):
        x, y = swept.rings_mm[point]
        low_x, low_y, high_x, high_y = min(low_x, x), min(low_y, y), max(high_x, x), max(high_y, y)
    wide, deep = high_x - low_x, high_y - low_y
    if not (np.isfinite(wide) and np.isfinite(deep)):
        return (0.0, 0.0, cell_mm), 0, 0
    cell = max(cell_mm, np.sqrt(wide * deep / CELLS_MAX), np.sqrt(painted / PAINTED_MAX))
    cell = max(cell, wide / _ROWS_MAX, deep / _ROWS_MAX)
    rows, columns = int(np.ceil(deep / cell)) + 2, int(np.ceil(wide / cell)) + 2
    return (low_x - cell, low_y - cell, cell), rows, columns


@numba.njit(cache=True, nogil=True)
def paint_layer(board: Board, frame: Frame, swept: Swept, layer: int) -> None:
    """Sweep the blocks of a layer over its board, skins last, and draw the edges of its region."""
    for last in (False, True):
        for block in range(swept.layer_offsets[layer], swept.layer_offsets[layer + 1]):
            mode = swept.mode[block]
            if mode != SKIP and (mode == COUNT_SKIN) == last:
                _paint_block(board, frame, swept, block)
    for ring in range(swept.layer_rings[layer], swept.layer_rings[layer + 1]):
        first, end = swept.ring_offsets[ring], swept.ring_offsets[ring + 1]
        for point in range(first, end):
            after = point + 1 if point + 1 < end else first
            _draw_edge(board, frame, swept.rings_mm[point], swept.rings_mm[after])


@numba.njit(cache=True, nogil=True)
def _paint_block(board: Board, frame: Frame, swept: Swept, block: int) -> None:
    points, shape = swept.points_mm, swept.block_shape[block]
    first, end = swept.block_offsets[block], swept.block_offsets[block + 1]
    step = 2 if shape == _HATCHES else 1
    beyond = 0 if shape == _DOTS else 1
    for point in range(first, end - beyond, step):
        x, y = points[point]
        other_x, other_y = points[point + beyond]
        _sweep(board, frame, (x, y, other_x, other_y), swept.radius_mm[block], swept.mode[block])


@numba.njit(cache=True, nogil=True)
def _sweep(board: Board, frame: Frame, ends: Ends, radius: float, mode: int) -> None:
    """Mark the cells of one vector: its track with round ends, or for counting its bare band."""
    low, high = rows_between(
        min(ends[1], ends[3]) - radius, max(ends[1], ends[3]) + radius, frame, len(board)
    )
    for row in range(low, high):
        y = frame[1] + (row + 0.5) * frame[2]
        left, right = span_at(y, ends, radius, mode == COVER)
        first, stop = columns_between(left, right, frame, board.shape[1])
        if mode == COVER:
            for column in range(first, stop):
                board[row, column] |= COVERED
        elif mode == COUNT:
            for column in range(first, stop):
                board[row, column] |= TWICE if board[row, column] & HATCHED else HATCHED
        else:
            for column in range(first, stop):
                before = board[row, column] & (HATCHED | SKIN)
                board[row, column] |= (SKIN | SKIN_TWICE) if before else SKIN


@numba.njit(cache=True, nogil=True)
def rows_between(low: float, high: float, frame: Frame, rows: int) -> tuple[int, int]:
    """Return the rows whose centres lie between two heights, as a range."""
    first = np.ceil((low - frame[1]) / frame[2] - 0.5)
    stop = np.floor((high - frame[1]) / frame[2] - 0.5) + 1.0
    return int(min(max(first, 0.0), float(rows))), int(min(max(stop, 0.0), float(rows)))


@numba.njit(cache=True, nogil=True)
def columns_between(low: float, high: float, frame: Frame, columns: int) -> tuple[int, int]:
    """Return the columns whose centres lie between two places, as a range; empty if none do."""
    if not low <= high:
        return 0, 0
    first = np.ceil((low - frame[0]) / frame[2] - 0.5)
    stop = np.floor((high - frame[0]) / frame[2] - 0.5) + 1.0
    return int(min(max(first, 0.0), float(columns))), int(min(max(stop, 0.0), float(columns)))


@numba.njit(cache=True, nogil=True)
def span_at(y: float, ends: Ends, radius: float, capped: bool) -> tuple[float, float]:
    """Return from where to where a track lies at a height; from infinity where it does not."""
    low, high = _band(y, ends, radius)
    if capped:
        for x, centre_y in ((ends[0], ends[1]), (ends[2], ends[3])):
            room = radius * radius - (y - centre_y) ** 2
            if room >= 0.0:
                half = np.sqrt(room)
                low, high = min(low, x - half), max(high, x + half)
    return low, high


@numba.njit(cache=True, nogil=True)
def _band(y: float, ends: Ends, radius: float) -> tuple[float, float]:
    """Return the span of the rectangle round a vector."""
    along_x, along_y, up = ends[2] - ends[0], ends[3] - ends[1], y - ends[1]
    length = np.sqrt(along_x * along_x + along_y * along_y)
    if not length > 0.0:
        return np.inf, -np.inf
    along_x, along_y = along_x / length, along_y / length
    low, high = -np.inf, np.inf
    if abs(along_y) > _PARALLEL:
        middle, half = along_x * up / along_y, radius / abs(along_y)
        low, high = middle - half, middle + half
    elif abs(up) > radius:
        return np.inf, -np.inf
    if abs(along_x) > _PARALLEL:
        one, other = -along_y * up / along_x, (length - along_y * up) / along_x
        low, high = max(low, min(one, other)), min(high, max(one, other))
    elif not 0.0 <= along_y * up <= length:
        return np.inf, -np.inf
    if low > high:
        return np.inf, -np.inf
    return ends[0] + low, ends[0] + high


@numba.njit(cache=True, nogil=True)
def _draw_edge(board: Board, frame: Frame, one: Floats, other: Floats) -> None:
    """Flip a bit of each row that an edge crosses, right of the crossing."""
    if one[1] == other[1]:
        return
    low, high = (one, other) if one[1] < other[1] else (other, one)
    slope = (high[0] - low[0]) / (high[1] - low[1])
    first = np.ceil((low[1] - frame[1]) / frame[2] - 0.5)
    stop = np.ceil((high[1] - frame[1]) / frame[2] - 0.5)
    for row in range(int(max(first, 0.0)), int(min(stop, float(len(board))))):
        x = low[0] + slope * (frame[1] + (row + 0.5) * frame[2] - low[1])
        column = np.ceil((x - frame[0]) / frame[2] - 0.5)
        board[row, int(min(max(column, 0.0), board.shape[1] - 1.0))] ^= EDGE


@numba.njit(cache=True, nogil=True)
def uncover(board: Board) -> int:
    """Leave in a board only what is inside and not melted; return how many cells are inside."""
    total = 0
    for row in range(len(board)):
        inside = 0
        for column in range(board.shape[1]):
            cell = board[row, column]
            inside ^= cell & EDGE
            total += inside != 0
            board[row, column] = COVERED if inside != 0 and not cell & COVERED else 0
    return total


@numba.njit(cache=True, nogil=True)
def tally(board: Board) -> tuple[int, int, int, int]:
    """Clear a board; return cells hatched, those twice, those that a skin is over, and of both.

    A skin may be over itself; the last are those that both a skin and something else melts.
    """
    hatched, twice, skin, both = 0, 0, 0, 0
    for row in range(len(board)):
        for column in range(board.shape[1]):
            cell = board[row, column]
            if cell:
                hatched += (cell & (HATCHED | SKIN)) != 0
                twice += (cell & TWICE) != 0
                skin += (cell & SKIN_TWICE) != 0
                both += (cell & (HATCHED | SKIN)) == (HATCHED | SKIN)
                board[row, column] = 0
    return hatched, twice, skin, both


@numba.njit(cache=True, nogil=True)
def patches(board: Board, least: int) -> tuple[int, tuple[int, int, int, int, int]]:
    """Return the marked cells in patches of at least so many, and the largest of these patches.

    Cells belong together where their sides touch. A patch is its cells, and its first and last row
    and column. The board is cleared.
    """
    total, best = 0, (0, 0, 0, 0, 0)
    marked = int(np.count_nonzero(board))
    waiting = np.empty((marked + 1, 2), dtype=np.int32)
    for row in range(board.shape[0] if marked else 0):
        for column in range(board.shape[1]):
            if board[row, column]:
                found = _patch(board, (row, column), waiting)
                if found[0] >= least:
                    total += found[0]
                    best = found if found[0] > best[0] else best
    return total, best


@numba.njit(cache=True, nogil=True)
def _patch(
    board: Board, start: tuple[int, int], waiting: npt.NDArray[np.int32]
) -> tuple[int, int, int, int, int]:
    """Clear the patch that a cell belongs to, and measure it."""
    cells, (low_row, low_column), (high_row, high_column) = 0, start, start
    waiting[0, 0], waiting[0, 1] = start
    board[start] = 0
    left = 1
    while left:
        left -= 1
        row, column = waiting[left]
        cells += 1
        low_row, high_row = min(low_row, row), max(high_row, row)
        low_column, high_column = min(low_column, column), max(high_column, column)
        for up, across in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            r, c = row + up, column + across
            if 0 <= r < board.shape[0] and 0 <= c < board.shape[1] and board[r, c]:
                board[r, c] = 0
                waiting[left, 0], waiting[left, 1] = r, c
                left += 1
    return cells, low_row, high_row, low_column, high_column
