"""Numbers at any byte of a file: those that were packed there, to the last bit."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.formats.little_endian import double_at, int32_at, single_at, uint16_at

SHIFTS = st.integers(0, 7)


def codes(form: str, value: float, shift: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return bytes of nothing, and a number behind them."""
    return np.frombuffer(b"\xff" * shift + struct.pack(form, value), dtype=np.uint8)


@settings(deadline=None)
@given(st.integers(0, 2**16 - 1), SHIFTS)
def test_whole_numbers_of_two_bytes(value: int, shift: int) -> None:
    """They have no sign."""
    assert uint16_at(codes("<H", value, shift), shift) == value


@settings(deadline=None)
@given(st.integers(-(2**31), 2**31 - 1), SHIFTS)
def test_whole_numbers_of_four_bytes(value: int, shift: int) -> None:
    """They have a sign."""
    assert int32_at(codes("<i", value, shift), shift) == value


@pytest.mark.parametrize("value", [-(2**31), -65_536, -1, 0, 65_535, 65_536, 2**31 - 1])
def test_whole_numbers_at_the_ends_of_their_range(value: int) -> None:
    """The halves of a number do not run into each other."""
    assert int32_at(codes("<i", value, 1), 1) == value


@settings(deadline=None)
@given(st.floats(width=32, allow_nan=False), SHIFTS)
def test_floats_of_four_bytes(value: float, shift: int) -> None:
    """A single need not begin at a multiple of four bytes."""
    assert single_at(codes("<f", value, shift), shift) == value


@settings(deadline=None)
@given(st.floats(allow_nan=False), SHIFTS)
def test_floats_of_eight_bytes(value: float, shift: int) -> None:
    """A double need not begin at a multiple of eight bytes."""
    assert double_at(codes("<d", value, shift), shift) == value
