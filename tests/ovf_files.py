"""OVF files for tests, put together field by field, sound or not, by an encoder of their own."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slicer_checks.formats.ovf import read_ovf
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Toolpath


def varint(value: int) -> bytes:
    """Return a varint, of 10 bytes below 0."""
    value &= 2**64 - 1
    digits = []
    while True:
        value, digit = divmod(value, 128)
        digits.append(digit + (128 if value else 0))
        if not value:
            return bytes(digits)


def whole(field: int, value: int) -> bytes:
    """Return a field of a whole number."""
    return varint(8 * field) + varint(value)


def single(field: int, value: float) -> bytes:
    """Return a field of a float of 4 bytes."""
    return varint(8 * field + 5) + struct.pack("<f", value)


def double(field: int, value: float) -> bytes:
    """Return a field of a float of 8 bytes."""
    return varint(8 * field + 1) + struct.pack("<d", value)


def message(field: int, *content: bytes | str) -> bytes:
    """Return a field of a message or a text."""
    joined = b"".join(one.encode() if isinstance(one, str) else one for one in content)
    return varint(8 * field + 2) + varint(len(joined)) + joined


def floats(field: int, *values: float) -> bytes:
    """Return a field of packed floats."""
    return message(field, struct.pack(f"<{len(values)}f", *values))


def unpacked(field: int, *values: float) -> bytes:
    """Return a field for each float."""
    return b"".join(single(field, value) for value in values)


def block(kind: int, *values: float) -> bytes:
    """Return the vector data of a block that is a list of numbers."""
    return message(kind, floats(1, *values))


def delimited(content: bytes) -> bytes:
    """Return bytes behind their length."""
    return varint(len(content)) + content


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A work plane: its blocks, what its shell says beside their count, and what is wrong."""

    blocks: Sequence[bytes] = ()
    says: bytes = b""
    count: int | None = None
    positions: Sequence[int] | None = None
    packed: bool = True


def ovf_bytes(planes: Iterable[Plane], job: bytes = b"", count: int | None = None) -> bytes:
    """Return a file of work planes and a job's shell."""
    data = bytearray(b"LVF!" + bytes(8))
    starts = []
    for plane in planes:
        starts.append(len(data))
        data += bytes(8)
        positions = []
        for one in plane.blocks:
            positions.append(len(data))
            data += delimited(one)
        shell = len(data)
        promised = len(positions) if plane.count is None else plane.count
        data += delimited(plane.says + whole(8, promised))
        struct.pack_into("<q", data, starts[-1], len(data))
        data += delimited(table(shell, plane.positions or positions, packed=plane.packed))
    shell = len(data)
    data += delimited(job + whole(6, len(starts) if count is None else count))
    struct.pack_into("<q", data, 4, len(data))
    return bytes(data + delimited(table(shell, starts)))


def table(shell: int, positions: Sequence[int], *, packed: bool = True) -> bytes:
    """Return a table of positions."""
    if packed:
        return whole(1, shell) + message(2, *(varint(at) for at in positions))
    return whole(1, shell) + b"".join(whole(2, at) for at in positions)


LIMITS = ReadLimits()
LINE = block(1, 0, 0, 3, 4)
SETS = (
    message(3, whole(1, 1), message(2, single(1, 285), single(2, 960), message(26, "hatch")))
    + message(3, whole(1, -7), message(2, single(2, 500), single(5, 5000), single(3, 0.04)))
    + message(3, message(2))
)
PARTS = message(4, whole(1, 3), message(2, message(1, "bracket"))) + message(
    4, message(2, message(4, single(5, 0.04), single(6, 0.11)))
)
SMALL = ovf_bytes(
    [
        Plane(blocks=[LINE + whole(50, 1), block(2, 0, 0, 1, 0)], says=single(4, 0.03)),
        Plane(blocks=[block(3, 5, 6) + message(100, whole(3, 3))], says=single(4, 0.06)),
    ],
    SETS + PARTS + message(2, whole(1, 1_695_736_958), message(3, "job")),
)


def one_plane(*blocks: bytes, job: bytes = b"", says: bytes = b"") -> Toolpath:
    """Return what a file of one work plane reads as."""
    return read_ovf(ovf_bytes([Plane(blocks=blocks, says=says)], job), LIMITS)
