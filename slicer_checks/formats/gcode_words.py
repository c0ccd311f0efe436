"""Scanning of G-code, compiled: lines into words, comments into features.

A word is a letter and a number (NISTIR 6556, section 3.3); letters of either case, blanks between
them, and words without a blank between them are the same. ``(...)`` and ``;`` begin comments, ``*``
a checksum, and a ``/`` or ``N`` word at the start of a line changes nothing. A line that begins
with a name (``START_PRINT``) is a macro of the machine and counted. An E is never an exponent.

Small kernels are inlined here and in the modules of moves: to hand the arrays of a machine on costs
more than what they do.
"""

from typing import Final

import numba
import numpy as np

from slicer_checks.formats.decimals import Bytes
from slicer_checks.formats.gcode_codes import (
    ACTION,
    COMMANDS,
    FEATURE,
    HOME,
    IGNORED,
    LASER_SAID,
    PLAIN,
    REFUSED,
    SEEN,
    SET_PLACE,
    obey_code,
    row_of,
)
from slicer_checks.formats.gcode_features import UNNAMED, feature_at
from slicer_checks.formats.gcode_machine import BAD_MOVE, COMMA, FINE, NUMBER, TWICE, Machine
from slicer_checks.formats.text_lines import ends_line, is_blank
from slicer_checks.toolpath import Longs

_LETTERS: Final = 26
_G, _M, _N, _O, _T = (ord(letter) - ord("A") for letter in "GMNOT")
_UPPER_A, _LOWER_A, _ZERO, _NINE = 65, 97, 48, 57
_COMMA, _POINT, _PLUS, _MINUS, _UNDERSCORE = 44, 46, 43, 45, 95
_OPEN, _CLOSE, _SEMICOLON, _STAR, _SLASH, _PERCENT, _QUOTE = 40, 41, 59, 42, 47, 37, 34
_CR, _SPACE = 13, 32
_MANTISSA_MAX: Final = 10**17
_POWER_MAX: Final = 300
_EXACT_MAX: Final = 2**53
_POWERS: Final = 10.0 ** np.arange(23)
_SPLIT: Final = 134_217_729.0
"""2**27 + 1 splits a double into two halves (T. J. Dekker, Numer. Math. 18, 1971)."""


@numba.njit(cache=True)
def read_words(text: Bytes, at: int, machine: Machine) -> tuple[int, int]:
    """Read the words of the line at `at`; return what is wrong, and where, or the line's end."""
    machine.mode[SEEN] = machine.mode[ACTION] = machine.mode[LASER_SAID] = 0
    at = _skip_blanks(text, at)
    if at < len(text) and text[at] == _SLASH:
        at = _skip_blanks(text, at + 1)
    if at < len(text) and text[at] == _PERCENT:
        return FINE, line_end(text, at)
    if _begins_name(text, at):
        machine.counts[COMMANDS] += 1
        return FINE, line_end(text, at)
    fault = FINE
    while fault == FINE:
        at = _next_word(text, at, machine.mode)
        if ends_line(text, at):
            return FINE, at
        fault, at = _read_word(text, at, machine)
    return fault, at


@numba.njit(cache=True)
def line_end(text: Bytes, at: int) -> int:
    """Return where the line ends."""
    while at < len(text) and (text[at] > _CR or not ends_line(text, at)):
        at += 1
    return at


@numba.njit(cache=True)
def scan_decimal(text: Bytes, at: int) -> tuple[float, int]:
    """Return the number at `at` and where it ends; that is where it begins when there is none.

    Up to 17 digits give the nearest double; digits beyond count as zeros.
    """
    begin = at
    if at < len(text) and (text[at] == _PLUS or text[at] == _MINUS):
        at += 1
    first = at
    at, mantissa, power = _scan_digits(text, at, 0, 0, 0)
    digits = at - first
    if at < len(text) and text[at] == _POINT:
        point = at + 1
        at, mantissa, power = _scan_digits(text, point, mantissa, power, -1)
        digits += at - point
    if digits == 0:
        return 0.0, begin
    value = _scaled(mantissa, power)
    return (-value if text[begin] == _MINUS else value), at


@numba.njit(cache=True)
def _scan_digits(
    text: Bytes, at: int, mantissa: int, power: int, kept: int
) -> tuple[int, int, int]:
    """Add digits to a mantissa; each changes the power of ten by `kept`, or 1 more if dropped."""
    while at < len(text):
        digit = int(np.int64(text[at]) - _ZERO)
        if digit < 0 or digit > 9:  # noqa: PLR2004 - no digit
            break
        power += kept
        if mantissa < _MANTISSA_MAX:
            mantissa = mantissa * 10 + digit
        else:
            power += 1
        at += 1
    return at, mantissa, power


@numba.njit(cache=True)
def _scaled(mantissa: int, power: int) -> float:
    """Return a mantissa times a power of ten."""
    if power > _POWER_MAX:
        return np.inf
    if power > 0 or power <= -len(_POWERS):
        return float(float(mantissa) * 10.0 ** float(power))
    divisor = _POWERS[-power]
    value = float(mantissa)
    if mantissa <= _EXACT_MAX:
        return float(value / divisor)
    low = float(mantissa - np.int64(value))
    quotient = value / divisor
    product, error = _product(quotient, divisor)
    return float(quotient + (value - product - error + low) / divisor)


@numba.njit(cache=True)
def _product(one: float, two: float) -> tuple[float, float]:
    """Return a product and what rounding took from it (T. J. Dekker)."""
    product = one * two
    one_high = _SPLIT * one - (_SPLIT * one - one)
    two_high = _SPLIT * two - (_SPLIT * two - two)
    one_low, two_low = one - one_high, two - two_high
    error = one_high * two_high - product + one_high * two_low + one_low * two_high
    return product, error + one_low * two_low


@numba.njit(cache=True, inline="always")
def _read_word(text: Bytes, at: int, machine: Machine) -> tuple[int, int]:
    """Read the word at `at`; return what is wrong, and where, or where it ends."""
    letter = _letter(int(text[at]))
    if letter < 0:
        return NUMBER, at
    begin = _skip_blanks(text, at + 1)
    value, stop = scan_decimal(text, begin)
    if stop == begin:
        if machine.mode[ACTION] not in (HOME, SET_PLACE):
            return NUMBER, at
        stop = at + 1
    if stop < len(text) and text[stop] == _COMMA:
        return COMMA, at
    if letter in (_G, _M):
        return _take_code(text, at, stop, row_of(letter == _G, value), machine)
    fault = _keep_word(letter, value, machine)
    return fault, (stop if fault == FINE else at)


@numba.njit(cache=True, inline="always")
def _keep_word(letter: int, value: float, machine: Machine) -> int:
    """Keep the number of a word for its line, where each letter stands once."""
    if letter in (_N, _O):
        return FINE
    if letter == _T:
        machine.counts[COMMANDS] += 1
        return FINE
    if machine.mode[SEEN] >> letter & 1:
        return TWICE
    machine.mode[SEEN] |= 1 << letter
    machine.words[letter] = value
    return FINE


@numba.njit(cache=True, inline="always")
def _take_code(text: Bytes, at: int, stop: int, row: int, machine: Machine) -> tuple[int, int]:
    """Obey a code that stands at `at` up to `stop`; return where the next word of the line is."""
    follows = obey_code(row, machine.mode, machine.counts)
    if follows == PLAIN:
        return FINE, stop
    if follows == REFUSED:
        return BAD_MOVE, at
    if follows == IGNORED:
        return FINE, _skip_parameters(text, stop)
    return FINE, line_end(text, stop)


@numba.njit(cache=True)
def _skip_parameters(text: Bytes, at: int) -> int:
    """Return the next G or M code, comment, or end of the line; text in quotes is none of them."""
    quoted = False
    while not ends_line(text, at):
        if text[at] == _QUOTE:
            quoted = not quoted
        elif not quoted and (text[at] in (_SEMICOLON, _OPEN) or _begins_code(text, at)):
            return at
        at += 1
    return at


@numba.njit(cache=True)
def _begins_code(text: Bytes, at: int) -> bool:
    """Tell whether a G or M code begins here, after a blank."""
    if not is_blank(text, at - 1) or at + 1 >= len(text):
        return False
    return bool(_letter(int(text[at])) in (_G, _M) and _ZERO <= text[at + 1] <= _NINE)


@numba.njit(cache=True, inline="always")
def _next_word(text: Bytes, at: int, mode: Longs) -> int:
    """Pass over blanks and comments; a comment may name the feature that is laid next."""
    while at < len(text):
        if text[at] == _OPEN:
            at = _comment_end(text, at)
        elif text[at] == _SEMICOLON:
            stop = line_end(text, at)
            feature = feature_at(text, at + 1, stop)
            mode[FEATURE] = mode[FEATURE] if feature == UNNAMED else feature
            return stop
        elif text[at] == _STAR:
            return line_end(text, at)
        elif text[at] <= _SPACE and is_blank(text, at):
            at += 1
        else:
            return at
    return at


@numba.njit(cache=True)
def _comment_end(text: Bytes, at: int) -> int:
    """Return where a comment in brackets, or its line, has ended."""
    stop = line_end(text, at)
    while at < stop:
        at += 1
        if text[at - 1] == _CLOSE:
            return at
    return stop


@numba.njit(cache=True, inline="always")
def _begins_name(text: Bytes, at: int) -> bool:
    """Tell whether three letters or underscores stand here."""
    if at + 3 > len(text):
        return False
    for place in range(at, at + 3):
        if _letter(int(text[place])) < 0 and text[place] != _UNDERSCORE:
            return False
    return True


@numba.njit(cache=True)
def _letter(code: int) -> int:
    """Return which letter this is, 0 for A, or -1."""
    if _UPPER_A <= code < _UPPER_A + _LETTERS:
        return code - _UPPER_A
    return code - _LOWER_A if _LOWER_A <= code < _LOWER_A + _LETTERS else -1


@numba.njit(cache=True, inline="always")
def _skip_blanks(text: Bytes, at: int) -> int:
    while at < len(text) and text[at] <= _SPACE and is_blank(text, at):
        at += 1
    return at
