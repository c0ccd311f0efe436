"""Writing the geometry of binary CLI; the commands are told in `cli_binary`."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.cli_binary import (
    HATCHES,
    HATCHES_SHORT,
    LAYER,
    LAYER_SHORT,
    POLYLINE,
    POLYLINE_SHORT,
    RawBlocks,
)
from slicer_checks.toolpath import Bytes, Floats, Ids, Longs, Shape

_HATCHED: Final = int(Shape.HATCHES)


def write_binary(blocks: RawBlocks, short: tuple[bool, bool, bool], *, aligned: bool) -> bytes:
    """Write geometry in the file's own numbers; short forms where told, which must hold them.

    ``short`` is for layers, polylines and hatches. Aligned, two bytes follow each command, and each
    begins at a multiple of four bytes.
    """
    lead, unit = (2, 4) if aligned else (0, 1)
    hatched = blocks.shape == _HATCHED
    points = np.diff(blocks.block_offsets)
    wide = np.where(hatched, not short[2], not short[1])
    width = np.where(wide, 4, 2)
    sizes = 2 + lead + width * (np.where(hatched, 2, 3) + 2 * points)
    layer_size = 2 + lead + (2 if short[0] else 4)
    filled = int((sizes + -sizes % unit).sum())
    filled += (layer_size + -layer_size % unit) * len(blocks.layer_z)
    data = np.zeros(filled, dtype=np.uint8)
    _write(data, blocks[:-1], wide, (short[0], lead, unit))
    return data.tobytes()


@numba.njit(cache=True)
def _write(
    data: Bytes,
    blocks: tuple[Floats, Longs, Bytes, Bytes, Ids, Longs, Floats],
    wide: npt.NDArray[np.bool_],
    way: tuple[bool, int, int],
) -> None:
    short_layers, lead, unit = way
    points, block_offsets, shape, direction, part, layer_offsets, layer_z = blocks
    at = 0
    for layer in range(len(layer_z)):
        at = _put_whole(data, at, LAYER_SHORT if short_layers else LAYER, False) + lead
        at = _put(data, at, layer_z[layer : layer + 1], not short_layers)
        at += -at % unit
        for block in range(layer_offsets[layer], layer_offsets[layer + 1]):
            first, end = block_offsets[block], block_offsets[block + 1]
            hatched = shape[block] == _HATCHED
            long, brief = (HATCHES, HATCHES_SHORT) if hatched else (POLYLINE, POLYLINE_SHORT)
            at = _put_whole(data, at, long if wide[block] else brief, False) + lead
            at = _put_whole(data, at, part[block], wide[block])
            if not hatched:
                at = _put_whole(data, at, direction[block], wide[block])
            at = _put_whole(data, at, (end - first) // 2 if hatched else end - first, wide[block])
            at = _put(data, at, points[first:end].reshape(2 * (end - first)), wide[block])
            at += -at % unit


@numba.njit(cache=True)
def _put_whole(data: Bytes, at: int, value: int, wide: bool) -> int:
    """Write a whole number; return where it ends."""
    if wide:
        data[at : at + 4].view(np.int32)[0] = value
        return at + 4
    data[at : at + 2].view(np.uint16)[0] = value
    return at + 2


@numba.njit(cache=True)
def _put(data: Bytes, at: int, numbers: Floats, wide: bool) -> int:
    """Write numbers in a row; return where they end."""
    if wide:
        end = at + 4 * len(numbers)
        data[at:end].view(np.float32)[:] = numbers
        return end
    end = at + 2 * len(numbers)
    data[at:end].view(np.uint16)[:] = numbers
    return end
