"""Vectors along which power (or another parameter) changes: x, y and the value reached there.

Adapted hatches are a polyline each; each of its vectors becomes a hatch of its own.
"""

from math import inf, isfinite, nan
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.ovf_faults import UNEVEN
from slicer_checks.formats.ovf_fields import ADAPTED_HATCHES, ADAPTED_PARAMETER, NUMBERS
from slicer_checks.formats.ovf_rows import (
    BLOCKS,
    FIRST,
    NUMBER_COUNT,
    OTHER_PARAMETER,
    POINT_COUNT,
    STOP,
    mark,
)
from slicer_checks.formats.protobuf_wire import (
    LENGTH,
    Codes,
    Longs,
    Singles,
    gather_singles,
    last_field,
    scan_field,
)

_STRIDE: Final = 3
"""x, y and a value."""


@numba.njit(cache=True)
def measure_adapted(codes: Codes, note: Longs, nothing: Singles) -> int:
    """Count the numbers and points of a block of adapted hatches; return a fault or 0."""
    note[BLOCKS] = 1
    at, stop = note[FIRST], note[STOP]
    while at < stop:
        tag, _value, inner, end = scan_field(codes, at, stop)
        if tag == (ADAPTED_HATCHES << 3) | LENGTH:
            fault = _measure_polylines(codes, (inner, end), note, nothing)
            if fault < 0:
                return fault
        at = end
    return 0


@numba.njit(cache=True)
def _measure_polylines(codes: Codes, span: tuple[int, int], note: Longs, nothing: Singles) -> int:
    at, stop = span
    while at < stop:
        tag, _value, inner, end = scan_field(codes, at, stop)
        if tag < 0:
            return tag
        if tag == (NUMBERS << 3) | LENGTH:
            count = gather_singles(codes, (inner, end), NUMBERS, 0, nothing)
            if count < 0:
                return count
            if count % _STRIDE:
                return UNEVEN
            note[NUMBER_COUNT] = max(note[NUMBER_COUNT], count)
            note[POINT_COUNT] += max(0, 2 * (count // _STRIDE - 1))
            if not _changes_power(codes, inner, end):
                mark(note, OTHER_PARAMETER, True)
        at = end
    return 0


@numba.njit(cache=True)
def _changes_power(codes: Codes, first: int, stop: int) -> bool:
    """Tell whether it is power that a polyline changes."""
    value, _at, found = last_field(codes, first, stop, ADAPTED_PARAMETER << 3)
    return found <= 0 or value == 0


@numba.njit(cache=True)
def place_adapted(
    codes: Codes, note: Longs, scratch: Singles, points: npt.NDArray[np.float64]
) -> float:
    """Write the hatches of a block; return the highest power, as `highest_power` does."""
    highest = nan
    done = 0
    at, stop = note[FIRST], note[STOP]
    while at < stop:
        tag, _value, first, end = scan_field(codes, at, stop)
        while tag == (ADAPTED_HATCHES << 3) | LENGTH and first < end:
            this, _number, inner, last = scan_field(codes, first, end)
            if this == (NUMBERS << 3) | LENGTH:
                count = gather_singles(codes, (inner, last), NUMBERS, 0, scratch)
                power = _changes_power(codes, inner, last)
                highest = highest_power(scratch[:count], power, highest)
                done = _place_polyline(scratch[:count], points, done)
            first = last
        at = end
    return highest


@numba.njit(cache=True)
def highest_power(numbers: Singles, power: bool, before: float) -> float:
    """Return the highest of the values, if they are powers, and of `before`, NaN for none.

    It is infinite where a value is not finite.
    """
    highest = before
    for index in range(_STRIDE - 1, len(numbers), _STRIDE):
        if not isfinite(numbers[index]):
            return inf
        if power and not numbers[index] <= highest:
            highest = numbers[index]
    return highest


@numba.njit(cache=True)
def _place_polyline(numbers: Singles, points: npt.NDArray[np.float64], done: int) -> int:
    """Write each vector of a polyline as a hatch; return how many points are written then."""
    for at in range(_STRIDE, len(numbers), _STRIDE):
        points[done, 0], points[done, 1] = numbers[at - _STRIDE], numbers[at - _STRIDE + 1]
        points[done + 1, 0], points[done + 1, 1] = numbers[at], numbers[at + 1]
        done += 2
    return done
