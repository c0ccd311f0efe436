"""A platform as rows of bits, one a cell, and where on it shadows find their lowest places.

For one row of places all columns are looked at together: the bits below a block of a shadow, moved
to where the block would start and widened by its width, are where it cannot go. What a block of
any height meets in a column is read from rows that are taken together by 1, 2, 4, 8 ... beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from scheduler.chance import begin, below
from scheduler.nesting.raster import Ids, Raster

Board = npt.NDArray[np.uint64]
"""(rows, words): bit c of a row, 64 a word, tells that column c is taken."""

WORD: Final = 64
_ALL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE: Final = np.uint64(1)


class Shadows(NamedTuple):
    """Shadows, each in the ways it may lie.

    Of shadow s these are ways ``offsets[s]`` to ``offsets[s + 1]``. A row of ``ways`` is a way's
    first block, the block after its last, its rows, and the last row at which it is still on the
    platform; in its row of ``beyond`` the bits of columns are set at which it is not.
    """

    offsets: Ids
    ways: Ids
    beyond: Board
    blocks: Ids


def empty_board(taken: npt.NDArray[np.bool_]) -> Board:
    """Return the board of a grid of cells (rows, columns), some taken from the start.

    What is beyond the last column, up to a whole word, is taken.
    """
    rows, columns = taken.shape
    bits = np.ones((rows, -(-columns // WORD) * WORD), dtype=np.uint8)
    bits[:, :columns] = taken
    words = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)
    return np.ascontiguousarray(words)


def no_shadows(board: Board) -> Shadows:
    """Return what holds no shadow yet, for boards like this one."""
    ids = np.zeros(1, dtype=np.int32), np.empty((0, 4), dtype=np.int32)
    return Shadows(*ids, board[:0], ids[1])


def with_shadow(shadows: Shadows, ways: Sequence[tuple[Raster, int, int]]) -> Shadows:
    """Return the shadows and one more: its cells, last column and last row for each way to lie."""
    offsets, rows, beyond, blocks = shadows
    for cells, last_column, last_row in ways:
        way = (len(blocks), len(blocks) + len(cells.blocks), cells.rows, last_row)
        columns = np.arange(beyond.shape[1] * WORD)[None, :]
        rows = np.concatenate([rows, np.array([way], dtype=np.int32)])
        beyond = np.concatenate([beyond, empty_board(columns > last_column)])
        blocks = np.concatenate([blocks, cells.blocks])
    return Shadows(np.append(offsets, np.int32(len(rows))), rows, beyond, blocks)


@numba.njit(cache=True)
def lay(board: Board, wanted: Ids, shadows: Shadows, tries: int, seed: int) -> Ids:
    """Take the cells of shadows one after the other, each where its top is lowest, then leftmost.

    One that finds no place is laid sooner, before any that was, and those after it are laid anew:
    so often, drawn from the seed, until all lie or so many ``tries`` have failed ("squeaky wheel"
    optimization, Joslin and Clements 1999). Returns way, column and row for each; the way of the
    first is -1 where not all lie.
    """
    if tries > 1:
        begin(seed)
    order, place = np.arange(len(wanted)), 0
    found = np.full((len(wanted), 3), -1, dtype=np.int32)
    boards = np.empty((len(wanted) + 1, *board.shape), dtype=np.uint64)
    boards[0] = board
    tall = np.empty((int(np.log2(len(board))) + 1, *board.shape), dtype=np.uint64)
    while place < len(order):
        one = order[place]
        _find(boards[place], tall, shadows, wanted[one], found[one])
        if found[one, 0] >= 0:
            boards[place + 1] = boards[place]
            take(boards[place + 1], shadows, found[one])
            place += 1
            continue
        tries -= 1
        if tries <= 0 or place == 0:
            found[0, 0] = -1
            return found
        sooner = below(place)
        for later in range(place, sooner, -1):
            order[later] = order[later - 1]
        order[sooner], place = one, sooner
    board[:] = boards[place]
    return found


@numba.njit(cache=True)
def _find(board: Board, tall: Board, shadows: Shadows, shadow: int, spot: Ids) -> None:
    """Write down the way, column and row where a shadow's top is lowest; the way is -1 if none."""
    _stack(board, tall)
    spot[0], top = -1, len(board) + 1
    for way in range(shadows.offsets[shadow], shadows.offsets[shadow + 1]):
        rows = shadows.ways[way, 2]
        column, row = _lowest(tall, shadows, way, min(shadows.ways[way, 3], top - rows))
        if column >= 0 and (row + rows < top or column < spot[1]):
            spot[0], spot[1], spot[2] = way, column, row
            top = row + rows


@numba.njit(cache=True)
def take(board: Board, shadows: Shadows, spot: Ids | tuple[int, int, int]) -> None:
    """Take the cells of a shadow that lies in a way, at a column and a row, as far as there are."""
    way, column, row = spot
    for block in range(shadows.ways[way, 0], shadows.ways[way, 1]):
        first, height, start, width = shadows.blocks[block]
        left, right = column + start, column + start + width
        for word in range(left // WORD, min((right - 1) // WORD + 1, board.shape[1])):
            bits = _ALL << np.uint64(max(0, left - word * WORD))
            bits &= _ALL >> np.uint64(max(0, (word + 1) * WORD - right))
            for line in range(row + first, min(row + first + height, len(board))):
                board[line, word] |= bits


@numba.njit(cache=True)
def _stack(board: Board, tall: Board) -> None:
    """Write, per level, each row together with the 1, 3, 7 ... rows after it."""
    tall[0] = board
    for level in range(1, len(tall)):
        half = 1 << (level - 1)
        for row in range(len(board) - 2 * half + 1):
            for word in range(board.shape[1]):
                one, other = tall[level - 1, row, word], tall[level - 1, row + half, word]
                tall[level, row, word] = one | other


@numba.njit(cache=True)
def _lowest(tall: Board, shadows: Shadows, way: int, last_row: int) -> tuple[int, int]:
    """Return column and row of the lowest, then leftmost place of a shadow; (-1, -1): none."""
    blocked, below = shadows.beyond[way].copy(), shadows.beyond[way].copy()
    for row in range(last_row + 1):
        blocked[:] = shadows.beyond[way]
        free = True
        for block in range(shadows.ways[way, 0], shadows.ways[way, 1]):
            free = _block(blocked, below, tall, shadows.blocks[block], row)
            if not free:
                break
        if free:
            column = 0
            while (blocked[column // WORD] >> np.uint64(column % WORD)) & _ONE:
                column += 1
            return column, row
    return -1, -1


@numba.njit(cache=True)
def _block(blocked: Board, below: Board, tall: Board, block: Ids, row: int) -> bool:
    """Add the columns where a block cannot go; tell whether any is left."""
    first, height, start, width = block
    level = 0
    while 2 << level <= height:
        level += 1
    one, other = tall[level, row + first], tall[level, row + first + height - (1 << level)]
    some = _move(one, other, start, below)
    if some:
        _widen(below, width)
    free = False
    for word in range(len(blocked)):
        blocked[word] |= below[word]
        free = free or blocked[word] != _ALL
    return free


@numba.njit(cache=True)
def _move(one: Board, other: Board, by: int, moved: Board) -> bool:
    """Write two rows together so many columns further left; tell whether any bit is set."""
    words, bits = by // WORD, np.uint64(by % WORD)
    some = False
    for word in range(len(moved)):
        value = np.uint64(0)
        if word + words < len(one):
            value = (one[word + words] | other[word + words]) >> bits
            if bits > 0 and word + words + 1 < len(one):
                above = one[word + words + 1] | other[word + words + 1]
                value |= above << (np.uint64(WORD) - bits)
        moved[word] = value
        some = some or value != 0
    return some


@numba.njit(cache=True)
def _widen(row: Board, width: int) -> None:
    """Set each bit that has a set bit within so many columns from it to the right, in place."""
    done = 1
    while done < width:
        step = min(done, width - done)
        words, bits = step // WORD, np.uint64(step % WORD)
        for word in range(len(row) - words):
            value = row[word + words] >> bits
            if bits > 0 and word + words + 1 < len(row):
                value |= row[word + words + 1] << (np.uint64(WORD) - bits)
            row[word] |= value
        done += step
