"""Where supports have nothing to stand on, by a map of when each place was last scanned.

One board serves all layers: a cell holds the last layer with a vector near it. Along the supports
of a layer, the map tells at short steps whether one of the layers just below was scanned there.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.pathchecks.below import LAYERS_BELOW, first_layer
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.vectors import within_reach
from slicer_checks.pathraster import Frame, columns_between, rows_between, span_at
from slicer_checks.toolpath import Bytes, Floats, Longs, Role, Shape

CELL_MM: Final = 0.1
CELLS_MAX: Final = 16_000_000
_JUMP, _HATCHES, _DOTS = int(Shape.JUMP), int(Shape.HATCHES), int(Shape.POINTS)

Map = npt.NDArray[np.int32]


def loose_supports(subject: Subject, reach_mm: float) -> Floats:
    """Return the length of supports in each layer, and what of it stands on nothing, (2, L) in mm.

    Something is a vector of a part or a support in one of the three layers below, within a reach.
    The first layer with vectors stands on the platform.
    """
    toolpath, measures = subject.toolpath, subject.measures
    blocks = toolpath.blocks
    supports = (blocks.block_role == Role.SUPPORT) & (blocks.block_shape <= Shape.HATCHES)
    near = within_reach(subject)
    supports &= near & (measures.scan_mm > 0)
    table = np.zeros((2, len(toolpath)))
    if not supports.any():
        return table
    low = np.array([measures.low_x_mm[supports].min(), measures.low_y_mm[supports].min()])
    high = np.array([measures.high_x_mm[supports].max(), measures.high_y_mm[supports].max()])
    low, high = low - CELL_MM, high + CELL_MM
    wide, deep = (high - low).tolist()
    cell = max(CELL_MM, np.sqrt(wide * deep / CELLS_MAX), wide / 20_000, deep / 20_000)
    last = np.full((int(deep / cell) + 2, int(wide / cell) + 2), -LAYERS_BELOW - 1, dtype=np.int32)
    _walk(
        (blocks.points_mm, blocks.block_offsets, blocks.layer_offsets),
        (np.where(near, blocks.block_shape, _JUMP).astype(np.uint8), supports.astype(np.uint8)),
        ((float(low[0]), float(low[1]), float(cell)), reach_mm, first_layer(subject)),
        last,
        table,
    )
    return table


@numba.njit(cache=True, nogil=True)
def _walk(
    arrays: tuple[Floats, Longs, Longs],
    kinds: tuple[Bytes, Bytes],
    setting: tuple[Frame, float, int],
    last: Map,
    table: Floats,
) -> None:
    layers, ground = arrays[2], setting[2]
    for layer in range(len(layers) - 1):
        for block in range(layers[layer], layers[layer + 1]):
            if kinds[1][block]:
                length, loose = _test_block(
                    last, setting[0], arrays, (block, kinds[0][block], layer)
                )
                table[0, layer] += length
                table[1, layer] += loose if layer > ground else 0.0
        for block in range(layers[layer], layers[layer + 1]):
            if kinds[0][block] != _JUMP:
                _stamp_block(last, setting, arrays, (block, kinds[0][block], layer))


@numba.njit(cache=True, nogil=True)
def _test_block(
    last: Map, frame: Frame, arrays: tuple[Floats, Longs, Longs], which: tuple[int, int, int]
) -> tuple[float, float]:
    points, offsets = arrays[0], arrays[1]
    block, shape, layer = which
    total, over = 0.0, 0.0
    for point in range(offsets[block], offsets[block + 1] - 1, 2 if shape == _HATCHES else 1):
        length, loose = _tested(last, frame, points[point : point + 2], layer)
        total, over = total + length, over + loose
    return total, over


@numba.njit(cache=True, nogil=True)
def _stamp_block(
    last: Map,
    setting: tuple[Frame, float, int],
    arrays: tuple[Floats, Longs, Longs],
    which: tuple[int, int, int],
) -> None:
    points, offsets = arrays[0], arrays[1]
    block, shape, layer = which
    step = 2 if shape == _HATCHES else 1
    beyond = 0 if shape == _DOTS else 1
    for point in range(offsets[block], offsets[block + 1] - beyond, step):
        _stamp(last, setting[0], (points[point], points[point + beyond]), setting[1], layer)


@numba.njit(cache=True, nogil=True)
def _tested(last: Map, frame: Frame, ends: Floats, layer: int) -> tuple[float, float]:
    """Return the length of a vector, and what of it has been over nothing."""
    across, up = ends[1, 0] - ends[0, 0], ends[1, 1] - ends[0, 1]
    length = np.sqrt(across * across + up * up)
    steps = int(min(max(np.ceil(length / frame[2]), 1.0), 100_000.0))
    loose = 0
    for step in range(steps):
        share = (step + 0.5) / steps
        row = int((ends[0, 1] + share * up - frame[1]) / frame[2])
        column = int((ends[0, 0] + share * across - frame[0]) / frame[2])
        row, column = min(max(row, 0), last.shape[0] - 1), min(max(column, 0), last.shape[1] - 1)
        loose += last[row, column] < layer - LAYERS_BELOW
    return length, length * loose / steps


@numba.njit(cache=True, nogil=True)
def _stamp(last: Map, frame: Frame, ends: tuple[Floats, Floats], reach: float, layer: int) -> None:
    """Write a layer's number into the cells near a vector."""
    one, other = ends
    low, high = rows_between(
        min(one[1], other[1]) - reach, max(one[1], other[1]) + reach, frame, len(last)
    )
    for row in range(low, high):
        y = frame[1] + (row + 0.5) * frame[2]
        left, right = span_at(y, (one[0], one[1], other[0], other[1]), reach, True)
        first, stop = columns_between(left, right, frame, last.shape[1])
        last[row, first:stop] = layer
