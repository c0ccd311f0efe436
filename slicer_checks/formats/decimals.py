"""Plain decimal numbers in text, and nothing else that a lenient reader would take for a number.

``1``, ``-2.5``, ``.5``, ``3.`` and ``1e-3`` are numbers; ``1_0``, ``0x10``, ``1,5``, ``nan``,
``inf`` and digits of other scripts are not. A value is the double nearest to the text: up to 2**53
times a power of ten within 10**22 is exact in one rounding (W. D. Clinger, How to read floating
point numbers accurately, PLDI 1990); the rest is left to Python.
"""

import re
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

NUMBER: Final = re.compile(rb"[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+")
"""The grammar of a number."""

EXACT: Final = 0
HARD: Final = 1
NOT_A_NUMBER: Final = 2

_POWERS: Final = 10.0 ** np.arange(23)
_EXACT_MAX: Final = 2**53
_MANTISSA_MAX: Final = 10**17
_EXPONENT_MAX: Final = 9_999
_ZERO, _NINE = 48, 57
_PLUS, _MINUS, _POINT = 43, 45, 46
_LETTER_E, _LETTER_E_SMALL = 69, 101


def parse_number(text: bytes) -> float | None:
    """Return the number that the whole text is, or None."""
    return float(text) if NUMBER.fullmatch(text) else None


@numba.njit(cache=True)
def scan_number(text: Bytes, at: int, end: int) -> tuple[float, int, int]:
    """Return the number at `at`, where it ends, and whether it is EXACT, HARD or NOT_A_NUMBER."""
    first = at
    if at < end and (text[at] == _PLUS or text[at] == _MINUS):
        at += 1
    negative = at > first and text[first] == _MINUS
    digits = at
    at, mantissa, lost = _scan_digits(text, at, end, 0)
    digits = at - digits
    shift = 0
    if at < end and text[at] == _POINT:
        point = at + 1
        at, mantissa, lost_too = _scan_digits(text, point, end, mantissa)
        lost = lost or lost_too
        shift = point - at
        digits -= shift
    if digits == 0:
        return 0.0, at, NOT_A_NUMBER
    exponent, at, kind = _scan_exponent(text, at, end)
    if kind == EXACT and lost:
        kind = HARD
    return _finish(mantissa, exponent + shift, kind, negative, at)


@numba.njit(cache=True)
def _finish(
    mantissa: int, exponent: int, kind: int, negative: bool, at: int
) -> tuple[float, int, int]:
    if kind != EXACT:
        return 0.0, at, kind
    value = float(mantissa)
    if mantissa > _EXACT_MAX or exponent < -22 or exponent > 22:  # noqa: PLR2004 - see `_POWERS`
        return 0.0, at, HARD
    value = value / _POWERS[-exponent] if exponent < 0 else value * _POWERS[exponent]
    return (-value if negative else value), at, EXACT


@numba.njit(cache=True)
def _scan_digits(text: Bytes, at: int, end: int, mantissa: int) -> tuple[int, int, bool]:
    """Add the digits at `at` to the mantissa; tell when there are more than it can hold."""
    lost = False
    while at < end and _ZERO <= text[at] <= _NINE:
        if mantissa < _MANTISSA_MAX:
            mantissa = mantissa * 10 + int(np.int64(text[at]) - _ZERO)
        else:
            lost = True
        at += 1
    return at, mantissa, lost


@numba.njit(cache=True)
def _scan_exponent(text: Bytes, at: int, end: int) -> tuple[int, int, int]:
    """Return the power of ten after a mantissa (0 for none), where it ends, and its kind."""
    if at >= end or (text[at] != _LETTER_E and text[at] != _LETTER_E_SMALL):
        return 0, at, EXACT
    at += 1
    negative = at < end and text[at] == _MINUS
    if at < end and (text[at] == _PLUS or text[at] == _MINUS):
        at += 1
    first = at
    at, exponent, lost = _scan_digits(text, at, end, 0)
    if at == first:
        return 0, at, NOT_A_NUMBER
    if lost or exponent > _EXPONENT_MAX:
        return 0, at, HARD
    return (-exponent if negative else exponent), at, EXACT


@numba.njit(cache=True)
def scan_whole(text: Bytes, at: int, end: int) -> tuple[int, int, int]:
    """Return the whole number without a sign at `at`, where it ends, and its kind."""
    stop, value, lost = _scan_digits(text, at, end, 0)
    if stop == at or lost:
        return 0, stop, NOT_A_NUMBER
    return value, stop, EXACT


def settle_hard(
    text: bytes, values: npt.NDArray[np.float64], starts: npt.NDArray[np.int32]
) -> None:
    """Write into `values` the numbers that were too hard to scan: those with a start >= 0."""
    for index in np.flatnonzero(starts >= 0):
        match = NUMBER.match(text, int(starts[index]))
        values[index] = float(match[0]) if match else np.nan
