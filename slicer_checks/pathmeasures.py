"""What is measured of every block of a toolpath, in one compiled pass over its points."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.frozen import read_only
from slicer_checks.toolpath import Bytes, Floats, Ids, Longs, Shape, Toolpath

Row = npt.NDArray[np.float64]

_LINE, _HATCHED, _DOTS = int(Shape.POLYLINE), int(Shape.HATCHES), int(Shape.POINTS)

COLUMNS = (
    "scan_mm",
    "longest_mm",
    "shortest_mm",
    "jump_mm",
    "longest_jump_mm",
    "entry_mm",
    "gap_mm",
    "area_mm2",
    "low_x_mm",
    "low_y_mm",
    "high_x_mm",
    "high_y_mm",
    "cosine",
    "sine",
    "along_x",
    "along_y",
)
(
    SCAN,
    LONGEST,
    SHORTEST,
    JUMP,
    LONGEST_JUMP,
    ENTRY,
    GAP,
    AREA,
    LOW_X,
    LOW_Y,
    HIGH_X,
    HIGH_Y,
    COSINE,
    SINE,
    ALONG_X,
    ALONG_Y,
) = range(len(COLUMNS))


class BlockMeasures(NamedTuple):
    """One number for each block (B).

    ``scan_mm`` is the length with the laser on, ``longest_mm`` and ``shortest_mm`` of one vector
    (0 and infinity where there is none); ``jump_mm`` the way between the vectors of the block,
    ``longest_jump_mm`` the longest of these, ``entry_mm`` the way from the block before it in the
    layer that is of the same laser (0 for the first). ``gap_mm`` lies between the first and last
    point of a polyline, ``area_mm2`` is what it encloses, positive counter-clockwise. The box is
    that of all points. ``cosine`` and ``sine`` are sums of length times those of twice the
    direction, so opposite vectors count alike; ``along_x`` and ``along_y`` sums of the vectors.
    """

    scan_mm: Floats
    longest_mm: Floats
    shortest_mm: Floats
    jump_mm: Floats
    longest_jump_mm: Floats
    entry_mm: Floats
    gap_mm: Floats
    area_mm2: Floats
    low_x_mm: Floats
    low_y_mm: Floats
    high_x_mm: Floats
    high_y_mm: Floats
    cosine: Floats
    sine: Floats
    along_x: Floats
    along_y: Floats


def measures_of(toolpath: Toolpath) -> BlockMeasures:
    """Return what is measured of each block, worked out when first asked for."""
    return toolpath.kept.once("block measures", lambda: _measured(toolpath))


def _measured(toolpath: Toolpath) -> BlockMeasures:
    blocks = toolpath.blocks
    table = np.zeros((len(COLUMNS), len(blocks.block_shape)))
    order = (blocks.layer_offsets, toolpath.block_head)
    _measure(blocks.points_mm, blocks.block_offsets, blocks.block_shape, order, table)
    return BlockMeasures(*(read_only(column) for column in table))


@numba.njit(cache=True, nogil=True)
def _measure(
    points: Floats,
    offsets: Longs,
    shape: Bytes,
    order: tuple[Longs, Ids],
    table: npt.NDArray[np.float64],
) -> None:
    layers, head = order
    heads = 1
    for block in range(len(head)):
        heads = max(heads, head[block] + 1)
    last = np.empty(heads, dtype=np.int64)
    for layer in range(len(layers) - 1):
        last[:] = -1
        for block in range(layers[layer], layers[layer + 1]):
            first, end = offsets[block], offsets[block + 1]
            row = table[:, block]
            row[SHORTEST] = np.inf
            if end == first:
                continue
            _box(points, first, end, row)
            mine = head[block]
            if last[mine] >= 0:
                row[ENTRY] = _distance(points, last[mine], first)
            _vectors(points, (first, end), shape[block], row)
            last[mine] = end - 1


@numba.njit(cache=True, nogil=True)
def _distance(points: Floats, one: int, other: int) -> float:
    across, up = points[other, 0] - points[one, 0], points[other, 1] - points[one, 1]
    return float(np.sqrt(across * across + up * up))


@numba.njit(cache=True, nogil=True)
def _box(points: Floats, first: int, end: int, row: Row) -> None:
    row[LOW_X] = row[HIGH_X] = points[first, 0]
    row[LOW_Y] = row[HIGH_Y] = points[first, 1]
    for point in range(first + 1, end):
        row[LOW_X] = min(row[LOW_X], points[point, 0])
        row[HIGH_X] = max(row[HIGH_X], points[point, 0])
        row[LOW_Y] = min(row[LOW_Y], points[point, 1])
        row[HIGH_Y] = max(row[HIGH_Y], points[point, 1])


@numba.njit(cache=True, nogil=True)
def _vectors(points: Floats, span: tuple[int, int], shape: int, row: Row) -> None:
    """Measure vectors and what lies between them."""
    first, end = span
    if shape == _LINE:
        for point in range(first, end - 1):
            _add(points, point, point + 1, row)
            x, y = points[point, 0] - points[first, 0], points[point, 1] - points[first, 1]
            across, up = (
                points[point + 1, 0] - points[first, 0],
                points[point + 1, 1] - points[first, 1],
            )
            row[AREA] += 0.5 * (x * up - across * y)
        row[GAP] = _distance(points, first, end - 1)
    elif shape == _HATCHED:
        for point in range(first, end - 1, 2):
            _add(points, point, point + 1, row)
            if point + 2 < end:
                _jump(points, point + 1, point + 2, row)
    else:
        for point in range(first, end - 1):
            _jump(points, point, point + 1, row)


@numba.njit(cache=True, nogil=True)
def _add(points: Floats, start: int, end: int, row: Row) -> None:
    across, up = points[end, 0] - points[start, 0], points[end, 1] - points[start, 1]
    length = np.sqrt(across * across + up * up)
    row[SCAN] += length
    row[LONGEST] = max(row[LONGEST], length)
    row[SHORTEST] = min(row[SHORTEST], length)
    row[ALONG_X] += across
    row[ALONG_Y] += up
    if length > 0.0:
        row[COSINE] += (across * across - up * up) / length
        row[SINE] += 2.0 * across * up / length


@numba.njit(cache=True, nogil=True)
def _jump(points: Floats, start: int, end: int, row: Row) -> None:
    length = _distance(points, start, end)
    row[JUMP] += length
    row[LONGEST_JUMP] = max(row[LONGEST_JUMP], length)
