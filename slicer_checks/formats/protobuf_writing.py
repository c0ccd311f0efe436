"""The wire format of Protocol Buffers, written: fields as bytes, zeros too; see `protobuf_wire`."""

import struct

import numpy as np

from slicer_checks.formats.protobuf_wire import FIXED32, LENGTH

_MORE = 0x80


def single(value: float) -> float:
    """Return the number that a value is after it was kept in single precision.

    It is the shortest decimal that single precision keeps apart from its neighbours: 0.04 stays
    0.04.
    """
    with np.errstate(over="ignore"):
        return float(str(np.float32(value)))


def varint(value: int) -> bytes:
    """Return a whole number of up to 64 bits as a varint; below 0 it takes 10 bytes."""
    value &= (1 << 64) - 1
    out = bytearray()
    while value >= _MORE:
        out.append(value & (_MORE - 1) | _MORE)
        value >>= 7
    out.append(value)
    return bytes(out)


def delimited(content: bytes) -> bytes:
    """Return bytes behind their length."""
    return varint(len(content)) + content


def varint_field(field: int, value: int) -> bytes:
    """Return a field that holds a whole number, 0 too."""
    return varint(field << 3) + varint(value)


def single_field(field: int, value: float) -> bytes:
    """Return a field that holds a float of 4 bytes, 0 too; what is too large becomes infinite."""
    with np.errstate(over="ignore"):
        return varint((field << 3) | FIXED32) + struct.pack("<f", np.float32(value))


def bytes_field(field: int, content: bytes) -> bytes:
    """Return a field that holds bytes: a message, a text or packed numbers."""
    return varint((field << 3) | LENGTH) + delimited(content)
