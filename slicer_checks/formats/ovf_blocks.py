"""What the vector blocks of an OVF file are, all in one compiled pass: a row for each block.

The pass tells kind, exposure, laser, part and role of each block, and how many points it holds, so
that `ovf_points` can then fill arrays of exactly that size. What is found of one block is gathered
in a small array, the `note`: handing all columns from function to function would take longer than
the reading.
"""

import numba
import numpy as np

from slicer_checks.formats.ovf_adapted import measure_adapted
from slicer_checks.formats.ovf_arcs import measure_arcs
from slicer_checks.formats.ovf_faults import UNEVEN
from slicer_checks.formats.ovf_fields import (
    ADAPTED_HATCHES,
    ADAPTED_PARAMETER,
    ADAPTED_POLYLINE,
    ARCS,
    ARCS_3D,
    AREA_VOLUME,
    BLOCK_EXPOSURE,
    BLOCK_LASER,
    BLOCK_LPBF,
    BLOCK_META,
    BLOCK_OTHER_PROCESSES,
    BLOCK_PART,
    BLOCK_PATCH,
    BLOCK_REPEATS,
    KIND_MAX,
    LPBF_AGAIN,
    LPBF_AREA,
    LPBF_SKIN,
    LPBF_STRUCTURE,
    NUMBERS,
    PAUSE,
    PAUSE_MAX_US,
    PAUSE_US,
    SKIN_DOWN,
    SKIN_UP,
    STRUCTURE_SUPPORT,
)
from slicer_checks.formats.ovf_rows import (
    AGAIN,
    BLOCKS,
    EVEN,
    FIRST,
    HAS_LASER,
    HAS_META,
    INSIDE,
    KEY,
    KIND,
    LASER,
    NOTE_LENGTH,
    NUMBER_COUNT,
    OTHER_PARAMETER,
    PART,
    PATCHED,
    PAUSED_US,
    POINT_COUNT,
    REPEATED,
    ROLE,
    STOP,
    STRIDE,
    Rows,
    keep_note,
    mark,
)
from slicer_checks.formats.protobuf_wire import (
    LENGTH,
    VARINT,
    Codes,
    Longs,
    Singles,
    as_int32,
    gather_nested,
    last_nested,
    scan_delimited,
    scan_field,
)
from slicer_checks.toolpath import Role

_UNSAID, _CORE, _UP_SKIN = int(Role.UNSAID), int(Role.CORE), int(Role.UP_SKIN)
_DOWN_SKIN, _SUPPORT = int(Role.DOWN_SKIN), int(Role.SUPPORT)


@numba.njit(cache=True)
def scan_blocks(
    codes: Codes, positions: Longs, rows: Rows, size_max_mm: float, arc_points_max: int
) -> tuple[int, int]:
    """Fill the rows; return a fault or 0, and the row that it is in."""
    note = np.empty(NOTE_LENGTH, dtype=np.int64)
    nothing = np.empty(0, dtype=np.float32)
    for row in range(len(positions)):
        first, stop = scan_delimited(codes, positions[row])
        fault = _scan_block(codes, first, stop, note)
        if fault == 0:
            fault = _measure(codes, note, nothing, size_max_mm, arc_points_max)
        if fault < 0:
            return fault, row
        if note[KIND] in (ARCS, ARCS_3D):
            arc_points_max -= note[POINT_COUNT]
        keep_note(rows, row, note)
    return 0, 0


@numba.njit(cache=True)
def _scan_block(codes: Codes, first: int, stop: int, note: Longs) -> int:
    """Read all but the coordinates of a block; return a fault or 0."""
    note[:] = 0
    note[FIRST], note[STOP] = first, stop
    at = first
    while at < stop:
        tag, value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        fault = 0
        if tag & 7 == VARINT:
            _note_number(tag >> 3, value, note)
        elif tag & 7 == LENGTH and tag >> 3 <= KIND_MAX:
            _note_kind(tag >> 3, at, note)
        elif tag & 7 == LENGTH:
            fault = _scan_notes(codes, tag >> 3, (inner, end), note)
        if fault < 0:
            return fault
        at = end
    return 0


@numba.njit(cache=True)
def _note_number(field: int, value: int, note: Longs) -> None:
    if field == BLOCK_EXPOSURE:
        note[KEY] = as_int32(value)
    elif field == BLOCK_LASER:
        note[LASER] = as_int32(value)
        mark(note, HAS_LASER, True)
    elif field == BLOCK_REPEATS:
        mark(note, REPEATED, value != 0)


@numba.njit(cache=True)
def _note_kind(kind: int, at: int, note: Longs) -> None:
    """Take note of vector data: more of the same kind adds to it, another kind replaces it."""
    if note[KIND] != kind:
        note[KIND] = kind
        note[FIRST] = at


@numba.njit(cache=True)
def _scan_notes(codes: Codes, field: int, span: tuple[int, int], note: Longs) -> int:
    """Read a message about a block; return a fault or 0."""
    if field == BLOCK_META:
        mark(note, HAS_META, True)
        return _scan_meta(codes, span, note)
    if field == BLOCK_LPBF:
        return _scan_lpbf(codes, span, note)
    if field in BLOCK_OTHER_PROCESSES:
        note[ROLE] = _UNSAID
    return 0


@numba.njit(cache=True)
def _scan_meta(codes: Codes, span: tuple[int, int], note: Longs) -> int:
    at, stop = span
    while at < stop:
        tag, value, _inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == BLOCK_PART << 3:
            note[PART] = as_int32(value)
        elif tag == BLOCK_PATCH << 3:
            mark(note, PATCHED, value != 0)
        at = end
    return 0


@numba.njit(cache=True)
def _scan_lpbf(codes: Codes, span: tuple[int, int], note: Longs) -> int:
    skin = structure = area = 0
    at, stop = span
    while at < stop:
        tag, value, _inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == LPBF_AREA << 3:
            area = value
        elif tag == LPBF_SKIN << 3:
            skin = value
        elif tag == LPBF_STRUCTURE << 3:
            structure = value
        elif tag == LPBF_AGAIN << 3:
            mark(note, AGAIN, value != 0)
        at = end
    note[ROLE] = _role(skin, structure)
    mark(note, INSIDE, area == AREA_VOLUME)
    return 0


@numba.njit(cache=True)
def _role(skin: int, structure: int) -> int:
    if structure == STRUCTURE_SUPPORT:
        return _SUPPORT
    if skin == SKIN_DOWN:
        return _DOWN_SKIN
    return _UP_SKIN if skin == SKIN_UP else _CORE


@numba.njit(cache=True)
def _measure(
    codes: Codes, note: Longs, nothing: Singles, size_max_mm: float, arc_points_left: int
) -> int:
    """Count what a block becomes; return a fault or 0."""
    kind = note[KIND]
    if kind in (ARCS, ARCS_3D):
        return measure_arcs(codes, note, nothing, size_max_mm, arc_points_left)
    if kind == ADAPTED_HATCHES:
        return measure_adapted(codes, note, nothing)
    if kind == PAUSE:
        return _measure_pause(codes, note)
    return 0 if STRIDE[kind] == 0 else _measure_list(codes, note, nothing)


@numba.njit(cache=True)
def _measure_pause(codes: Codes, note: Longs) -> int:
    """Read how long a pause is: a block without points; return a fault or 0."""
    span = (note[FIRST], note[STOP])
    pause_us, _at, found = last_nested(codes, span, PAUSE, PAUSE_US << 3)
    note[BLOCKS], note[POINT_COUNT], note[NUMBER_COUNT] = 1, 0, 0
    note[PAUSED_US] = pause_us if pause_us >= 0 else PAUSE_MAX_US
    return min(found, 0)


@numba.njit(cache=True)
def _measure_list(codes: Codes, note: Longs, nothing: Singles) -> int:
    """Count the points of a block that is one list of them; return a fault or 0."""
    kind, span = note[KIND], (note[FIRST], note[STOP])
    count = gather_nested(codes, span, kind, NUMBERS, nothing)
    if count < 0:
        return count
    if kind == ADAPTED_POLYLINE:
        parameter, _at, found = last_nested(codes, span, kind, ADAPTED_PARAMETER << 3)
        mark(note, OTHER_PARAMETER, found > 0 and parameter != 0)
    note[BLOCKS], note[POINT_COUNT], note[NUMBER_COUNT] = 1, count // STRIDE[kind], count
    return UNEVEN if count % EVEN[kind] else 0
