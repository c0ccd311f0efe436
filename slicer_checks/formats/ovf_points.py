"""The points of the vector blocks of an OVF file, into arrays of the size that was counted."""

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.ovf_adapted import highest_power, place_adapted
from slicer_checks.formats.ovf_arcs import place_arcs
from slicer_checks.formats.ovf_faults import NOT_FINITE
from slicer_checks.formats.ovf_fields import (
    ADAPTED_HATCHES,
    ADAPTED_POLYLINE,
    ARCS,
    ARCS_3D,
    NUMBERS,
    PAUSE,
)
from slicer_checks.formats.ovf_rows import (
    FIRST,
    KIND,
    MARKS,
    NOTE_LENGTH,
    NUMBER_COUNT,
    OTHER_PARAMETER,
    STOP,
    STRIDE,
    Rows,
    recall_note,
)
from slicer_checks.formats.protobuf_wire import Codes, Longs, Singles, gather_nested

Places = npt.NDArray[np.float64]


@numba.njit(cache=True)
def fill_points(
    codes: Codes, rows: Rows, size_max_mm: float, points: Places, block_offsets: Longs
) -> tuple[int, int]:
    """Fill points (N, 2) and offsets (B + 1) of what the rows become.

    Return a fault or 0, and the row that it is in.
    """
    scratch = np.empty(rows.numbers.max() if len(rows.numbers) else 0, dtype=np.float32)
    note = np.empty(NOTE_LENGTH, dtype=np.int64)
    block = at = 0
    for row in range(len(rows.kinds)):
        blocks, count = rows.blocks[row], rows.points[row]
        if blocks == 0:
            continue
        recall_note(rows, row, note)
        here = points[at : at + count]
        power = _place(codes, note, scratch, here)
        if power == np.inf or not _inside(here, size_max_mm):
            return NOT_FINITE, row
        rows.powers_w[row] = power
        for one in range(1, blocks + 1):
            block_offsets[block + one] = at + one * (count // blocks)
        block += blocks
        at += count
    return 0, 0


@numba.njit(cache=True)
def _place(codes: Codes, note: Longs, scratch: Singles, points: Places) -> float:
    """Write the points of a row; return the highest power along its vectors.

    It is NaN where power does not change, and infinite where a value is not finite.
    """
    kind = note[KIND]
    if kind == PAUSE:
        return np.nan
    if kind == ADAPTED_HATCHES:
        return place_adapted(codes, note, scratch, points)
    if kind in (ARCS, ARCS_3D):
        place_arcs(codes, note, scratch, points)
        return np.nan
    gather_nested(codes, (note[FIRST], note[STOP]), kind, NUMBERS, scratch)
    stride = STRIDE[kind]
    for point in range(len(points)):
        points[point, 0] = scratch[stride * point]
        points[point, 1] = scratch[stride * point + 1]
    if kind != ADAPTED_POLYLINE:
        return np.nan
    return highest_power(scratch[: note[NUMBER_COUNT]], note[MARKS] & OTHER_PARAMETER == 0, np.nan)


@numba.njit(cache=True)
def _inside(points: Places, size_max_mm: float) -> bool:
    """Tell whether all coordinates are finite and no larger than this."""
    for point in range(len(points)):
        for axis in range(2):
            if not abs(points[point, axis]) <= size_max_mm:
                return False
    return True
