"""A platform as rows of bits, one a cell, and where on it a shadow's cells are free.

For one row of places all columns are looked at together: the bits below a run, moved to where
the run would start and widened by its length, are where it cannot go.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from scheduler.nesting.raster import Raster

Board = npt.NDArray[np.uint64]
"""(rows, words): bit c of a row, 64 a word, tells that column c is taken."""

WORD: Final = 64
_ALL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE: Final = np.uint64(1)


def empty_board(taken: npt.NDArray[np.bool_]) -> Board:
    """Return the board of a grid of cells (rows, columns), some taken from the start.

    What is beyond the last column, up to a whole word, is taken.
    """
    rows, columns = taken.shape
    bits = np.ones((rows, -(-columns // WORD) * WORD), dtype=np.uint8)
    bits[:, :columns] = taken
    words = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)
    return np.ascontiguousarray(words)


def lowest_place(board: Board, shadow: Raster, last: tuple[int, int]) -> tuple[int, int]:
    """Return column and row of the lowest, then leftmost place of a shadow; (-1, -1): none.

    `last` are the last column and row at which the shadow is still on the platform.
    """
    column, row = _lowest(board, shadow, *last)
    return int(column), int(row)


def with_shadow(board: Board, shadow: Raster, place: tuple[int, int]) -> Board:
    """Return the board with the cells of a shadow taken."""
    new = board.copy()
    _take(new, shadow, *place)
    return new


@numba.njit(cache=True)
def _lowest(board: Board, shadow: Raster, last_column: int, last_row: int) -> tuple[int, int]:
    blocked = np.empty(board.shape[1], dtype=np.uint64)
    below = np.empty(board.shape[1], dtype=np.uint64)
    for place in range(last_row + 1):
        blocked[:] = 0
        for row in range(shadow.rows):
            _block(blocked, below, board[place + row], shadow, row)
            if _is_full(blocked):
                break
        column = _first_free(blocked)
        if 0 <= column <= last_column:
            return column, place
    return -1, -1


@numba.njit(cache=True)
def _block(blocked: Board, below: Board, line: Board, shadow: Raster, row: int) -> None:
    """Add the columns where a row of a shadow cannot go over a line of the board."""
    for run in range(shadow.offsets[row], shadow.offsets[row + 1]):
        if _moved(line, shadow.starts[run], below):
            _widened(below, shadow.lengths[run])
            for word in range(len(line)):
                blocked[word] |= below[word]


@numba.njit(cache=True)
def _moved(row: Board, by: int, moved: Board) -> bool:
    """Write a row whose bits are so many columns further left; tell whether any is set."""
    words, bits = by // WORD, np.uint64(by % WORD)
    some = False
    for word in range(len(row)):
        value = np.uint64(0)
        if word + words < len(row):
            value = row[word + words] >> bits
            if bits > 0 and word + words + 1 < len(row):
                value |= row[word + words + 1] << (np.uint64(WORD) - bits)
        moved[word] = value
        some = some or value != 0
    return some


@numba.njit(cache=True)
def _widened(row: Board, length: int) -> None:
    """Set each bit that has a set bit within so many columns from it to the right, in place."""
    done = 1
    while done < length:
        step = min(done, length - done)
        words, bits = step // WORD, np.uint64(step % WORD)
        for word in range(len(row) - words):
            value = row[word + words] >> bits
            if bits > 0 and word + words + 1 < len(row):
                value |= row[word + words + 1] << (np.uint64(WORD) - bits)
            row[word] |= value
        done += step


@numba.njit(cache=True)
def _is_full(row: Board) -> bool:
    for word in row:  # noqa: SIM110 (a kernel)
        if word != _ALL:
            return False
    return True


@numba.njit(cache=True)
def _first_free(row: Board) -> int:
    for word in range(len(row)):
        if row[word] != _ALL:
            for bit in range(WORD):
                if not (row[word] >> np.uint64(bit)) & _ONE:
                    return word * WORD + bit
    return -1


@numba.njit(cache=True)
def _take(board: Board, shadow: Raster, column: int, row: int) -> None:
    for line in range(shadow.rows):
        for run in range(shadow.offsets[line], shadow.offsets[line + 1]):
            first = column + shadow.starts[run]
            for cell in range(first, first + shadow.lengths[run]):
                board[row + line, cell // WORD] |= _ONE << np.uint64(cell % WORD)
