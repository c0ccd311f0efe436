"""The wire format of Protocol Buffers, read: fields of a message as they stand in bytes.

A message is a row of fields, each a *tag* (field number times 8 plus wire type) and a payload: a
varint, 4 or 8 bytes, or a length and so many bytes (protobuf.dev/programming-guides/encoding). The
scanners are compiled, look at no byte beyond the end they are given, and answer a fault below 0 in
the place of a count, a tag or an end. Groups, which no proto3 file has, are a fault.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.little_endian import single_at

Codes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

VARINT: Final = 0
FIXED64: Final = 1
LENGTH: Final = 2
FIXED32: Final = 5

OUTSIDE: Final = -1
"""A position or a length leads out of the bytes."""
MALFORMED: Final = -2
"""The bytes are no field: a varint of more than 10 bytes, an unknown wire type, field 0."""

_TAG_MAX: Final = 0xFFFFFFFF
_SHIFT_MAX: Final = 63
_MORE: Final = 0x80
_SINGLE_BYTES: Final = 4


@numba.njit(cache=True)
def scan_varint(codes: Codes, at: int, end: int) -> tuple[int, int]:
    """Return the varint at `at`, as a signed number of 64 bits, and where it ends, or a fault."""
    value = 0
    shift = 0
    while at < end:
        code = int(np.int64(codes[at]))
        at += 1
        value |= (code & (_MORE - 1)) << shift
        if code < _MORE:
            return value, at
        shift += 7
        if shift > _SHIFT_MAX:
            return 0, MALFORMED
    return 0, OUTSIDE


@numba.njit(cache=True)
def scan_delimited(codes: Codes, at: int) -> tuple[int, int]:
    """Return where the message whose length stands at `at` begins and ends, or a fault."""
    if at < 0 or at >= len(codes):
        return 0, OUTSIDE
    length, first = scan_varint(codes, at, len(codes))
    if first < 0:
        return 0, first
    if length < 0 or length > len(codes) - first:
        return 0, OUTSIDE
    return first, first + length


@numba.njit(cache=True)
def scan_field(codes: Codes, at: int, end: int) -> tuple[int, int, int, int]:
    """Return a field's tag or a fault, its varint or 0, and where its payload begins and ends."""
    tag, first = scan_varint(codes, at, end)
    if first < 0:
        return first, 0, 0, 0
    if tag >> 3 <= 0 or tag > _TAG_MAX:
        return MALFORMED, 0, 0, 0
    wire = tag & 7
    if wire == VARINT:
        value, stop = scan_varint(codes, first, end)
        return (tag if stop >= 0 else stop), value, first, stop
    first, stop = _scan_payload(codes, first, end, wire)
    return (tag if stop >= 0 else stop), 0, first, stop


@numba.njit(cache=True)
def _scan_payload(codes: Codes, at: int, end: int, wire: int) -> tuple[int, int]:
    """Return where a payload that is no varint begins and ends, or a fault."""
    length = 8
    if wire == FIXED32:
        length = 4
    elif wire == LENGTH:
        length, at = scan_varint(codes, at, end)
        if at < 0:
            return 0, at
    elif wire != FIXED64:
        return 0, MALFORMED
    if length < 0 or length > end - at:
        return 0, OUTSIDE
    return at, at + length


@numba.njit(cache=True)
def last_field(codes: Codes, first: int, stop: int, tag: int) -> tuple[int, int, int]:
    """Return the varint of the last field of this tag, and where its payload begins and ends.

    The end is a fault where there is one, and 0 where there is no such field.
    """
    found = (0, 0, 0)
    at = first
    while at < stop:
        this, value, inner, end = scan_field(codes, at, stop)
        if this < 0:
            return 0, at, this
        if this == tag:
            found = (value, inner, end)
        at = end
    return found


@numba.njit(cache=True)
def index_fields(codes: Codes, first: int, stop: int, index: Longs) -> tuple[int, int]:
    """Index the last field of each number and wire type; return a fault or 0, and its byte.

    `index` (F, 6, 2), filled with 0 before, gets a varint and 1 or where a payload begins and ends.
    """
    at = first
    while at < stop:
        tag, value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag, at
        if tag >> 3 < len(index):
            slot = index[tag >> 3, tag & 7]
            slot[0], slot[1] = (value, 1) if tag & 7 == VARINT else (inner, end)
        at = end
    return 0, at


@numba.njit(cache=True)
def list_fields(codes: Codes, first: int, stop: int, tag: int, spans: Longs) -> int:
    """Count the fields of this tag, and put where they begin and end into the rows there are."""
    count = 0
    at = first
    while at < stop:
        this, _value, inner, end = scan_field(codes, at, stop)
        if this < 0:
            return this
        if this == tag:
            if count < len(spans):
                spans[count, 0], spans[count, 1] = inner, end
            count += 1
        at = end
    return count


@numba.njit(cache=True)
def gather_varints(codes: Codes, first: int, stop: int, field: int, out: Longs) -> int:
    """Count the varints of a repeated field, packed or not, and put those into `out` that fit."""
    count = 0
    at = first
    while at < stop:
        tag, _value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == field << 3 or tag == (field << 3) | LENGTH:
            count = _gather_packed(codes, inner, end, count, out)
            if count < 0:
                return count
        at = end
    return count


@numba.njit(cache=True)
def _gather_packed(codes: Codes, at: int, end: int, count: int, out: Longs) -> int:
    while at < end:
        value, at = scan_varint(codes, at, end)
        if at < 0:
            return MALFORMED
        if count < len(out):
            out[count] = value
        count += 1
    return count


@numba.njit(cache=True)
def gather_singles(
    codes: Codes, span: tuple[int, int], field: int, begun: int, out: Singles
) -> int:
    """Count the floats of a repeated field on from `begun`; put those into `out` that fit.

    Floats are packed into one payload or stand in fields of their own.
    """
    count = begun
    at, stop = span
    while at < stop:
        tag, _value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == (field << 3) | LENGTH or tag == (field << 3) | FIXED32:
            if (end - inner) % _SINGLE_BYTES:
                return MALFORMED
            more = (end - inner) // _SINGLE_BYTES
            for index in range(min(more, len(out) - count)):
                out[count + index] = single_at(codes, inner + _SINGLE_BYTES * index)
            count += more
        at = end
    return count


@numba.njit(cache=True)
def gather_nested(codes: Codes, span: tuple[int, int], outer: int, field: int, out: Singles) -> int:
    """Count the floats that the messages of field `outer` hold, as `gather_singles` does.

    Messages of one field add up, as they do where a message that is no list stands twice.
    """
    count = 0
    at, stop = span
    while at < stop:
        tag, _value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == (outer << 3) | LENGTH:
            count = gather_singles(codes, (inner, end), field, count, out)
            if count < 0:
                return count
        at = end
    return count


@numba.njit(cache=True)
def last_nested(codes: Codes, span: tuple[int, int], outer: int, tag: int) -> tuple[int, int, int]:
    """Return the last field of this tag in the messages of field `outer`, as `last_field` does."""
    last = (0, 0, 0)
    at, stop = span
    while at < stop:
        this, _value, inner, end = scan_field(codes, at, stop)
        if this < 0:
            return 0, at, this
        if this == (outer << 3) | LENGTH:
            found = last_field(codes, inner, end, tag)
            if found[2] < 0:
                return found
            if found[2] > 0:
                last = found
        at = end
    return last


@numba.njit(cache=True)
def as_int32(value: int) -> int:
    """Return what the low 32 bits of a varint are as a signed number."""
    return ((value & 0xFFFFFFFF) ^ 0x80000000) - 0x80000000
