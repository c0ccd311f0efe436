"""The wire format of Protocol Buffers, beside the encoder of the tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slicer_checks.formats import protobuf_wire as wire
from slicer_checks.formats import protobuf_writing as writing
from tests import ovf_files


def codes(data: bytes) -> wire.Codes:
    """Return bytes as the scanners take them."""
    return np.frombuffer(data, dtype=np.uint8)


@given(st.integers(-(2**63), 2**63 - 1))
def test_varints_come_back(value: int) -> None:
    """Every signed number of 64 bits is written as others write it, and read."""
    data = writing.varint(value)

    assert data == ovf_files.varint(value)
    assert wire.scan_varint(codes(data), 0, len(data)) == (value, len(data))
    assert wire.scan_varint(codes(data), 0, len(data) - 1) == (0, wire.OUTSIDE)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\x80" * 10 + b"\x01", wire.MALFORMED),
        (b"\x08", wire.OUTSIDE),
        (b"\x09" + bytes(7), wire.OUTSIDE),
        (b"\x0a\x01", wire.OUTSIDE),
        (b"\x0a" + writing.varint(-1), wire.OUTSIDE),
        (b"\x0b", wire.MALFORMED),
        (b"\x07", wire.MALFORMED),
        (b"\x00\x00", wire.MALFORMED),
        (writing.varint(2**35), wire.MALFORMED),
    ],
)
def test_fields_that_are_none(data: bytes, fault: int) -> None:
    """Cut off, overlong, of an unknown type or without a number: a fault, wherever it is met."""
    tag, _value, _first, _stop = wire.scan_field(codes(data), 0, len(data))
    nothing = np.empty(0, dtype=np.float32)
    span = (0, len(data))

    assert tag == fault
    assert wire.index_fields(codes(data), 0, len(data), np.zeros((4, 6, 2), np.int64))[0] == fault
    assert wire.last_field(codes(data), 0, len(data), 8)[2] == fault
    assert wire.list_fields(codes(data), 0, len(data), 8, np.empty((0, 2), np.int64)) == fault
    assert wire.gather_varints(codes(data), 0, len(data), 1, np.empty(0, np.int64)) == fault
    assert wire.gather_singles(codes(data), span, 1, 0, nothing) == fault
    assert wire.gather_nested(codes(data), span, 1, 1, nothing) == fault
    assert wire.last_nested(codes(data), span, 1, 8)[2] == fault


@given(st.lists(st.floats(width=32, allow_nan=False)), st.integers(0, 3))
def test_floats_are_read_at_any_place(values: list[float], shift: int) -> None:
    """Packed floats need not begin at a multiple of four bytes."""
    data = bytes(shift) + ovf_files.floats(3, *values)
    out = np.empty(len(values), dtype=np.float32)
    count = wire.gather_singles(codes(data), (shift, len(data)), 3, 0, out)

    assert (count, out.tolist()) == (len(values), values)


@given(st.integers(-999_999, 999_999), st.integers(-9, 9))
def test_six_digits_survive_single_precision(digits: int, power: int) -> None:
    """A decimal of six digits is the same after it was kept in single precision."""
    value = float(f"{digits}e{power}")

    assert writing.single(value) == value


def test_messages_stand_behind_their_length() -> None:
    """A length is followed only inside the bytes."""
    assert wire.scan_delimited(codes(b"\x02ab"), 0) == (1, 3)
    for data, at in ((b"\x03ab", 0), (b"\x02ab", 3), (b"\x02ab", -1), (b"\x80", 0)):
        assert wire.scan_delimited(codes(data), at)[1] == wire.OUTSIDE
    assert wire.scan_delimited(codes(b"\xff" * 11), 0)[1] == wire.MALFORMED
