"""Scanning of the segments of a toolpath layer of 3MF, without an XML parser.

Nearly all of a layer is runs of ``<hatch x1="" y1="" x2="" y2=""/>`` and ``<point x="" y=""/>``,
with factors (`e` to `h`) and ``<sub t=""/>`` where a parameter changes along a vector. Segments
that are exactly that, to the byte, are read here; anything else is left to the parser.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.decimals import (
    EXACT,
    HARD,
    NOT_A_NUMBER,
    Bytes,
    scan_number,
    scan_whole,
)
from slicer_checks.formats.threemf_segments import (
    FACTOR_NAMES,
    FACTORS,
    FIRST,
    HATCH,
    HATCH_NAMES,
    KIND,
    KINDS,
    NONE,
    PART,
    POINT_NAMES,
    POLYLINE,
    PROFILE,
    SEGMENT_NAMES,
    SYNC,
    Longs,
    Segments,
)
from slicer_checks.formats.xml_scan import UNUSUAL, begins, quotes, skip_blanks

_TAGS, _PREDICTED, _USED = range(3)
_NUMBER_BYTES_MIN: Final = 9
"""``<hatch x1="0" y1="0" x2="0" y2="0"/>`` has nine bytes a number; nothing has fewer."""
_SEGMENT_BYTES_MIN: Final = 40
_WHOLE_MAX: Final = 2**31 - 1
_DIGITS_MAX: Final = 18
_SLASH, _GREATER, _EQUALS, _MINUS, _LESS, _POINT = 47, 62, 61, 45, 60, 46
_ZERO, _NINE = 48, 57


def _names(*names: str) -> Bytes:
    """Return names as rows of bytes, each ended by zeros."""
    width = max(map(len, names)) + 1
    return np.array([list(name.encode().ljust(width, b"\0")) for name in names], dtype=np.uint8)


def _tag(name: bytes) -> Bytes:
    return np.frombuffer(b"<" + name, dtype=np.uint8)


_SEGMENT: Final = _names(*SEGMENT_NAMES)
_POINTS: Final = _names(*POINT_NAMES, "tag", *FACTOR_NAMES)
_HATCHES: Final = _names(*HATCH_NAMES, "tag", *FACTOR_NAMES)
_SUBS: Final = _names("t", *FACTORS)
_KINDS: Final = _names(*KINDS)
_SEGMENT_TAG, _POINT_TAG, _HATCH_TAG, _SUB_TAG = map(_tag, (b"segment", b"point", b"hatch", b"sub"))
_TYPE, _TAG = SEGMENT_NAMES.index("type"), SEGMENT_NAMES.index("tag")


class _Sheet(NamedTuple):
    """What the scanners read and fill; `counts` as `_TAGS` names, `peak` and `low` of a vector."""

    text: Bytes
    table: Longs
    coordinates: npt.NDArray[np.int32]
    peaks: npt.NDArray[np.float64]
    lows: npt.NDArray[np.float64]
    changed: Longs
    peak: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    counts: Longs


def scan_segments(text: bytes, start: int, end: int) -> Segments | None:
    """Return the segments between two bytes, or None when anything about them is unusual.

    ``</`` must stand at `end`.
    """
    rows = (end - start) // _SEGMENT_BYTES_MIN + 1
    sheet = _Sheet(
        text=np.frombuffer(text, dtype=np.uint8),
        table=np.full((rows, 6), NONE, dtype=np.int64),
        coordinates=np.empty((end - start) // _NUMBER_BYTES_MIN + 8, dtype=np.int32),
        peaks=np.full((rows, 4), float(NONE)),
        lows=np.full((rows, 4), np.inf),
        changed=np.zeros((rows, 4), dtype=np.int64),
        peak=np.empty(4),
        low=np.empty(4),
        counts=np.zeros(3, dtype=np.int64),
    )
    count, stop = _scan_run(sheet, start)
    if stop != end:
        return None
    return Segments(
        table=sheet.table[:count].copy(),
        points=sheet.coordinates[: sheet.counts[_USED]].reshape(-1, 2).copy(),
        peaks=sheet.peaks[:count].copy(),
        lows=sheet.lows[:count].copy(),
        changed=sheet.changed[:count].copy(),
        tagged=int(sheet.counts[_TAGS]),
        predicted=int(sheet.counts[_PREDICTED]),
    )


@numba.njit(cache=True)
def _scan_run(sheet: _Sheet, at: int) -> tuple[int, int]:
    """Read segments until something else comes; return how many, and where that is."""
    count = 0
    at = skip_blanks(sheet.text, at)
    while at >= 0 and begins(sheet.text, at, _SEGMENT_TAG):
        at = _scan_segment(sheet, at + len(_SEGMENT_TAG), count)
        if at >= 0:
            at = skip_blanks(sheet.text, at)
            count += 1
    return count, at


@numba.njit(cache=True)
def _scan_segment(sheet: _Sheet, at: int, row: int) -> int:
    """Read one segment after its tag; return where it has ended, below 0 when it is unusual."""
    at = _scan_head(sheet, at, row)
    kind = sheet.table[row, KIND]
    if at < 0 or kind < 0 or sheet.table[row, PROFILE] < 0 or sheet.table[row, PART] < 0:
        return UNUSUAL
    sheet.table[row, FIRST] = sheet.counts[_USED] // 2
    if sheet.text[at] == _SLASH:
        return at + 2 if sheet.text[at + 1] == _GREATER else UNUSUAL
    at = skip_blanks(sheet.text, at + 1)
    at = _scan_vectors(sheet, at, row, _HATCH_TAG if kind == HATCH else _POINT_TAG)
    return UNUSUAL if at < 0 else _end_tag(sheet.text, at, _SEGMENT_TAG)


@numba.njit(cache=True)
def _scan_head(sheet: _Sheet, at: int, row: int) -> int:
    """Read the attributes of a segment; return where its tag closes, below 0 when unusual."""
    text, seen = sheet.text, 0
    while True:
        begin = skip_blanks(text, at)
        if text[begin] == _SLASH or text[begin] == _GREATER:
            sheet.counts[_TAGS] += (seen >> _TAG) & 1
            sheet.counts[_PREDICTED] += (seen >> (_TAG + 1)) & 0b11 != 0
            return begin
        index, equals = _name_at(text, begin, _SEGMENT, _EQUALS)
        if begin == at or index < 0 or seen & (1 << index) or not quotes(text, equals):
            return UNUSUAL
        seen |= 1 << index
        quote = text[equals + 1]
        if index == _TYPE:
            value, at = _name_at(text, equals + 2, _KINDS, quote)
            index = KIND
        else:
            value, at, kind = scan_whole(text, equals + 2, len(text))
            value = NONE if kind == NOT_A_NUMBER or value > _WHOLE_MAX else value
            index += 1
        if value < 0 or text[at] != quote:
            return UNUSUAL
        if index <= SYNC:
            sheet.table[row, index] = value
        at += 1


@numba.njit(cache=True)
def _scan_vectors(sheet: _Sheet, at: int, row: int, tag: Bytes) -> int:
    """Read hatches or points until something else comes; return where, below 0 when unusual."""
    hatches = sheet.table[row, KIND] == HATCH
    names, numbers = (_HATCHES, 4) if hatches else (_POINTS, 2)
    unused = sheet.table[row, KIND] == POLYLINE
    while begins(sheet.text, at, tag):
        sheet.peak[:] = NONE
        sheet.low[:] = np.inf
        at, seen = _scan_numbers(sheet, at + len(tag), names, numbers)
        if at < 0 or ~seen & ((1 << numbers) - 1):
            return UNUSUAL
        sheet.counts[_TAGS] += (seen >> numbers) & 1
        at = _scan_subs(sheet, at, tag)
        if at < 0:
            return UNUSUAL
        for factor in range(4):
            if sheet.peak[factor] >= 0 and not unused:
                sheet.changed[row, factor] += 1
                sheet.peaks[row, factor] = max(sheet.peaks[row, factor], sheet.peak[factor])
                sheet.lows[row, factor] = min(sheet.lows[row, factor], sheet.low[factor])
        unused = False
        sheet.counts[_USED] += numbers
        at = skip_blanks(sheet.text, at)
    return at


@numba.njit(cache=True)
def _scan_subs(sheet: _Sheet, at: int, tag: Bytes) -> int:
    """Read what is within a vector from where its tag closes; return where it has ended."""
    text = sheet.text
    if text[at] == _SLASH:
        return at + 2 if text[at + 1] == _GREATER else UNUSUAL
    at = skip_blanks(text, at + 1)
    while begins(text, at, _SUB_TAG):
        at, _seen = _scan_numbers(sheet, at + len(_SUB_TAG), _SUBS, 0)
        if at < 0 or text[at] != _SLASH or text[at + 1] != _GREATER:
            return UNUSUAL
        at = skip_blanks(text, at + 2)
    return _end_tag(text, at, tag)


@numba.njit(cache=True)
def _scan_numbers(sheet: _Sheet, at: int, names: Bytes, numbers: int) -> tuple[int, int]:
    """Read attributes: `numbers` coordinates, one that is passed over, and factors.

    Return where the tag closes, below 0 when something is unusual, and which were there.
    """
    text, seen = sheet.text, 0
    while True:
        begin = skip_blanks(text, at)
        if text[begin] == _SLASH or text[begin] == _GREATER:
            return begin, seen
        index, equals = _name_at(text, begin, names, _EQUALS)
        if begin == at or index < 0 or seen & (1 << index) or not quotes(text, equals):
            return UNUSUAL, seen
        seen |= 1 << index
        if index < numbers:
            value, at, good = _whole_at(text, equals + 2)
            sheet.coordinates[sheet.counts[_USED] + index] = value
        else:
            factor, at, good = _factor_at(text, equals + 2)
            if index > numbers:
                good = good and 0 <= factor <= 1
                letter = (index - numbers - 1) % 4
                sheet.peak[letter] = max(sheet.peak[letter], factor)
                sheet.low[letter] = min(sheet.low[letter], factor)
        if not good or text[at] != text[equals + 1]:
            return UNUSUAL, seen
        at += 1


@numba.njit(cache=True)
def _whole_at(text: Bytes, at: int) -> tuple[int, int, bool]:
    """Return the coordinate at `at`, where it ends, and whether it is one."""
    negative = text[at] == _MINUS
    value, stop, kind = scan_whole(text, at + 1 if negative else at, len(text))
    good = kind != NOT_A_NUMBER and value <= _WHOLE_MAX
    return (-value if negative else value) if good else 0, stop, good


@numba.njit(cache=True)
def _factor_at(text: Bytes, at: int) -> tuple[float, int, bool]:
    """Return the factor at `at`, where it ends, and whether it is one.

    Factors of more digits than a double holds are read to the last place but one.
    """
    value, stop, kind = scan_number(text, at, len(text))
    if kind != HARD:
        return value, stop, kind == EXACT
    mantissa, digits, places, point = 0, 0, 0, False
    for index in range(at, stop):
        if text[index] == _POINT:
            point = True
        elif digits < _DIGITS_MAX and _ZERO <= text[index] <= _NINE:
            mantissa = mantissa * 10 + int(np.int64(text[index]) - _ZERO)
            digits += mantissa > 0
            places += point
        elif digits < _DIGITS_MAX or not point or not _ZERO <= text[index] <= _NINE:
            return 0.0, stop, False
    return mantissa / 10.0**places, stop, True


@numba.njit(cache=True)
def _name_at(text: Bytes, at: int, names: Bytes, end: int) -> tuple[int, int]:
    """Return which of the names, ended by a byte, stands here, and where that byte is."""
    for index in range(len(names)):
        length = 0
        while names[index, length] != 0 and text[at + length] == names[index, length]:
            length += 1
        if names[index, length] == 0 and text[at + length] == end:
            return index, at + length
    return UNUSUAL, at


@numba.njit(cache=True)
def _end_tag(text: Bytes, at: int, tag: Bytes) -> int:
    """Return where the end tag that must stand here has ended, below 0 when it does not."""
    if text[at] != _LESS or text[at + 1] != _SLASH:
        return UNUSUAL
    for index in range(1, len(tag)):
        if text[at + 1 + index] != tag[index]:
            return UNUSUAL
    at = skip_blanks(text, at + 1 + len(tag))
    return at + 1 if text[at] == _GREATER else UNUSUAL
