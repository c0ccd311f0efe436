"""Where things are in an OVF file: the table of the job, its shell, its work planes, their blocks.

::

    magic, position of the job's table
    work plane:  position of its table, blocks, shell, table    (once for each)
    shell of the job, table of the job

All positions come from the file. They are followed only inside it, and never over more bytes than
it has: a file whose tables lead to the same bytes again and again is refused before it costs time.
"""

import struct
from dataclasses import dataclass, replace
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.little_endian import single_at
from slicer_checks.formats.mapped import Mapped
from slicer_checks.formats.ovf_faults import (
    BLOCK_BYTES_MIN,
    BLOCK_COUNT,
    BLOCKS_FREE,
    HEIGHT,
    OVERLAP,
    bad_height,
    block_count,
    damaged,
    layer_count,
    not_ovf,
    too_many_blocks,
    unfinished,
)
from slicer_checks.formats.ovf_fields import (
    HEADER_BYTES,
    JOB_PLANE_COUNT,
    LUT_POSITIONS,
    LUT_SHELL,
    MAGIC,
    PLANE_BLOCK_COUNT,
    PLANE_BLOCKS,
    PLANE_PLACES,
    PLANE_REPEATS,
    PLANE_Z,
)
from slicer_checks.formats.ovf_message import Message, message_at
from slicer_checks.formats.protobuf_wire import (
    FIXED32,
    LENGTH,
    OUTSIDE,
    VARINT,
    Codes,
    Longs,
    as_int32,
    gather_varints,
    last_field,
    scan_delimited,
    scan_field,
)
from slicer_checks.limits import ReadLimits

Marks = npt.NDArray[np.uint8]

PLANE_REPEATED: Final = 1
MOVED: Final = 2
BLOCKS_INSIDE: Final = 4
"""A work plane is exposed more than once, lies at a place of its own, has blocks in its shell."""

_PLANE_BYTES_MIN: Final = 10
_WORD_BYTES: Final = 8
_LUT, _LUT_FIRST, _LUT_STOP, _SHELL, _SHELL_STOP, _COUNT, _PROMISED = range(7)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A file's shells, and where its blocks are.

    `z_mm` and `plane_marks` (L) say what the shells of the work planes say; `plane_offsets` (L + 1)
    which of the `positions` (B), where blocks begin, each has. No bytes are of two of all these.
    """

    codes: Codes
    job: Message
    z_mm: npt.NDArray[np.float64]
    plane_marks: Marks
    plane_offsets: Longs
    positions: Longs

    def planes(self, first: int, stop: int) -> "Layout":
        """Return the layout of some work planes alone, from `first` up to `stop`."""
        offsets = self.plane_offsets[first : stop + 1]
        return replace(
            self,
            z_mm=self.z_mm[first:stop],
            plane_marks=self.plane_marks[first:stop],
            plane_offsets=offsets - offsets[0],
            positions=self.positions[offsets[0] : offsets[-1]],
        )

    def place(self, row: int) -> tuple[int, int]:
        """Return the work plane and the number in it, from 1, of a block."""
        plane = int(np.searchsorted(self.plane_offsets, row, side="right")) - 1
        return plane + 1, row - int(self.plane_offsets[plane]) + 1


def read_layout(data: Mapped, limits: ReadLimits) -> Layout:
    """Follow the tables of a file; refuse it where they lead astray."""
    if data[: len(MAGIC)] != MAGIC:
        raise not_ovf()
    if len(data) < HEADER_BYTES:
        raise damaged(OUTSIDE, len(data))
    at = struct.unpack_from("<q", data, len(MAGIC))[0]
    if at == 0:
        raise unfinished()
    codes = np.frombuffer(data, dtype=np.uint8)
    lut = message_at(codes, at)
    planes = lut.wholes(LUT_POSITIONS, len(data) // _PLANE_BYTES_MIN)
    if planes is None:
        raise damaged(OVERLAP, at)
    job_at = lut.whole(LUT_SHELL)
    job = message_at(codes, job_at)
    promised = as_int32(job.whole(JOB_PLANE_COUNT))
    if promised != len(planes):
        raise layer_count(promised, len(planes))
    spans = np.array([(0, HEADER_BYTES), (at, lut.stop), (job_at, job.stop)], dtype=np.int64)
    return _read_planes(codes, job, planes, (spans, limits))


def _read_planes(
    codes: Codes, job: Message, planes: Longs, known: tuple[Longs, ReadLimits]
) -> Layout:
    spans, limits = known
    table = np.empty((len(planes), 7), dtype=np.int64)
    z_mm, marks = np.empty(len(planes)), np.empty(len(planes), dtype=np.uint8)
    fault, offset, plane = _walk_planes(codes, planes, limits.size_max_mm, table, (z_mm, marks))
    if fault == BLOCK_COUNT:
        raise block_count(plane + 1, int(table[plane, _PROMISED]), int(table[plane, _COUNT]))
    if fault == HEIGHT:
        raise bad_height(plane + 1, limits.size_max_mm)
    if fault < 0:
        raise damaged(fault, offset)
    offsets = np.concatenate(([0], np.cumsum(table[:, _COUNT])))
    blocks = int(offsets[-1])
    if blocks > BLOCKS_FREE and blocks * BLOCK_BYTES_MIN > len(codes):
        raise too_many_blocks(blocks)
    positions = np.empty(blocks, dtype=np.int64)
    _gather_positions(codes, table, offsets, positions)
    words = np.column_stack((planes, planes + _WORD_BYTES))
    tables, shells = table[:, (_LUT, _LUT_STOP)], table[:, (_SHELL, _SHELL_STOP)]
    block_spans = np.column_stack((positions, positions))
    fault, row = _find_ends(codes, block_spans)
    if fault < 0:
        raise damaged(fault, int(positions[row]))
    _check_overlap(np.concatenate((spans, words, tables, shells, block_spans)))
    return Layout(
        codes=codes,
        job=job,
        z_mm=z_mm,
        plane_marks=marks,
        plane_offsets=offsets,
        positions=positions,
    )


def _check_overlap(spans: Longs) -> None:
    """Refuse spans (S, 2) of a file that share bytes."""
    starts, stops = spans.T
    order = np.argsort(starts, kind="stable")
    shared = stops[order][:-1] > starts[order][1:]
    if shared.any():
        raise damaged(OVERLAP, int(starts[order][1:][np.argmax(shared)]))


@numba.njit(cache=True)
def _walk_planes(
    codes: Codes,
    planes: Longs,
    size_max_mm: float,
    table: Longs,
    said: tuple[npt.NDArray[np.float64], Marks],
) -> tuple[int, int, int]:
    """Find each work plane's table and shell; return a fault or 0, its byte, and its plane."""
    spent = 0
    for plane in range(len(planes)):
        fault, offset = _find_tables(codes, planes[plane], table[plane])
        if fault < 0:
            return fault, offset, plane
        row = table[plane]
        spent += _WORD_BYTES + row[_LUT_STOP] - row[_LUT] + row[_SHELL_STOP] - row[_SHELL]
        if spent > len(codes):
            return OVERLAP, row[_LUT], plane
        fault = _read_shell(codes, row, plane, said)
        if fault < 0:
            return fault, row[_SHELL], plane
        if row[_PROMISED] != row[_COUNT]:
            return BLOCK_COUNT, row[_SHELL], plane
        if not abs(said[0][plane]) <= size_max_mm:
            return HEIGHT, row[_SHELL], plane
    return 0, 0, 0


@numba.njit(cache=True)
def _find_tables(codes: Codes, at: int, row: Longs) -> tuple[int, int]:
    """Follow a work plane's position to its table and shell; return a fault or 0, and its byte."""
    if at < 0 or at > len(codes) - _WORD_BYTES:
        return OUTSIDE, at
    word = 0
    for index in range(_WORD_BYTES):
        word |= int(np.int64(codes[at + index])) << (8 * index)
    row[_LUT] = word
    row[_LUT_FIRST], row[_LUT_STOP] = scan_delimited(codes, word)
    if row[_LUT_STOP] < 0:
        return row[_LUT_STOP], word
    value, offset, stop = last_field(codes, row[_LUT_FIRST], row[_LUT_STOP], LUT_SHELL << 3)
    if stop < 0:
        return stop, offset
    row[_SHELL] = value
    _first, row[_SHELL_STOP] = scan_delimited(codes, value)
    if row[_SHELL_STOP] < 0:
        return row[_SHELL_STOP], value
    row[_COUNT] = gather_varints(codes, row[_LUT_FIRST], row[_LUT_STOP], LUT_POSITIONS, row[:0])
    return min(row[_COUNT], 0), word


@numba.njit(cache=True)
def _read_shell(
    codes: Codes, row: Longs, plane: int, said: tuple[npt.NDArray[np.float64], Marks]
) -> int:
    """Read what a work plane's shell says; return a fault or 0."""
    at, stop = scan_delimited(codes, row[_SHELL])
    row[_PROMISED] = 0
    said[0][plane] = 0
    marks = 0
    while at < stop:
        tag, value, first, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag & 7 == FIXED32:
            number = single_at(codes, first)
            marks |= MOVED if number != 0 and (tag >> 3) in PLANE_PLACES else 0
            if tag >> 3 == PLANE_Z:
                said[0][plane] = number
        elif tag & 7 == VARINT:
            marks |= PLANE_REPEATED if value != 0 and tag >> 3 == PLANE_REPEATS else 0
            if tag >> 3 == PLANE_BLOCK_COUNT:
                row[_PROMISED] = as_int32(value)
        marks |= BLOCKS_INSIDE if tag == (PLANE_BLOCKS << 3) | LENGTH else 0
        at = end
    said[1][plane] = marks
    return 0


@numba.njit(cache=True)
def _gather_positions(codes: Codes, table: Longs, offsets: Longs, positions: Longs) -> None:
    """Put where the blocks of each work plane begin into `positions`."""
    for plane in range(len(table)):
        row = table[plane]
        out = positions[offsets[plane] : offsets[plane + 1]]
        gather_varints(codes, row[_LUT_FIRST], row[_LUT_STOP], LUT_POSITIONS, out)


@numba.njit(cache=True)
def _find_ends(codes: Codes, spans: Longs) -> tuple[int, int]:
    """Find where the messages (B, 2) end that begin somewhere; return a fault or 0, and its row."""
    for row in range(len(spans)):
        _first, spans[row, 1] = scan_delimited(codes, spans[row, 0])
        if spans[row, 1] < 0:
            return spans[row, 1], row
    return 0, 0
