"""The regular bulk of a 3MF model, scanned without an XML parser: vertices and triangles.

Nearly all of a model is runs of ``<vertex x="" y="" z=""/>`` and ``<triangle v1="" v2="" v3=""/>``.
A run that is exactly that, to the byte, is read here and cut out; what is left, the skeleton, goes
through the XML parser, which says whether the places where runs were cut are elements at all.
Anything else than exactly that, and the whole model is read by the parser alone.
"""

import re
from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.decimals import (
    HARD,
    NOT_A_NUMBER,
    Bytes,
    scan_number,
    scan_whole,
    settle_hard,
)
from slicer_checks.formats.xml_scan import (
    UNUSUAL,
    begins,
    end_element,
    ends_value,
    quotes,
    skip_blanks,
)

Numbers = npt.NDArray[np.float64]

_BEGIN: Final = re.compile(rb"<(vertices|triangles)>")
_END: Final = {
    b"vertices": re.compile(rb"</vertices[ \t\r\n]*>"),
    b"triangles": re.compile(rb"</triangles[ \t\r\n]*>"),
}
_VERTEX: Final = np.frombuffer(b"<vertex", dtype=np.uint8)
_TRIANGLE: Final = np.frombuffer(b"<triangle", dtype=np.uint8)
_VERTEX_BYTES_MIN: Final = len('<vertex x="0" y="0" z="0"/>')
_TRIANGLE_BYTES_MIN: Final = len('<triangle v1="0" v2="0" v3="0"/>')
_ALL_SEEN: Final = 0b111
_SLASH: Final = 47
_LETTER_V, _LETTER_X, _LETTER_P, _DIGIT_1 = 118, 120, 112, 49
_PROPERTY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A run that was cut out: where its element begins in the skeleton, and its numbers (N, 3)."""

    offset: int
    values: Numbers


def cut_blocks(text: bytes) -> tuple[bytes, list[Block]] | None:
    """Return the skeleton of a model and its runs, or None when anything about it is unusual."""
    codes = np.frombuffer(text, dtype=np.uint8)
    pieces: list[bytes] = []
    blocks: list[Block] = []
    kept = done = 0
    begin = _BEGIN.search(text)
    while begin is not None:
        values, stop = _scan(text, codes, begin.end(), begin[1])
        end = None if stop < 0 else _END[begin[1]].match(text, stop)
        if end is None:
            return None
        pieces.append(text[done : begin.end()])
        kept += begin.end() - done
        blocks.append(Block(offset=kept - len(begin[0]), values=values))
        done = stop
        begin = _BEGIN.search(text, end.end())
    return b"".join([*pieces, text[done:]]), blocks


def _scan(text: bytes, codes: Bytes, at: int, kind: bytes) -> tuple[Numbers, int]:
    """Return the numbers of one run and where it stops, below 0 when it is unusual."""
    end = text.find(b"</" + kind, at)
    if end < 0:
        return np.empty((0, 3)), UNUSUAL
    if kind == b"triangles":
        values = np.empty(3 * ((end - at) // _TRIANGLE_BYTES_MIN + 1))
        count, stop = _scan_triangles(codes, at, _TRIANGLE, values)
        return values[: 3 * count].reshape(-1, 3), (stop if stop == end else UNUSUAL)
    values = np.empty(3 * ((end - at) // _VERTEX_BYTES_MIN + 1))
    hard = np.empty(len(values), dtype=np.int32)
    count, stop = _scan_vertices(codes, at, _VERTEX, values, hard)
    if stop == end:
        settle_hard(text, values[: 3 * count], hard[: 3 * count])
    return values[: 3 * count].reshape(-1, 3), (stop if stop == end else UNUSUAL)


# The scanners below stop at the first byte that does not fit. A run ends with ``</``, which fits
# nowhere else, so none of them looks further than a few bytes beyond the end of its run.


@numba.njit(cache=True)
def _scan_vertices(
    text: Bytes, at: int, tag: Bytes, values: Numbers, hard: npt.NDArray[np.int32]
) -> tuple[int, int]:
    """Read vertices until something else comes; return how many, and where that is."""
    count = 0
    at = skip_blanks(text, at)
    while begins(text, at, tag):
        at += len(tag)
        seen = 0
        while seen != _ALL_SEEN:
            at = skip_blanks(text, at)
            slot = int(np.int64(text[at]) - _LETTER_X)
            quote = text[at + 2]
            if slot < 0 or slot > 2 or seen & (1 << slot) or not quotes(text, at + 1):  # noqa: PLR2004
                return count, UNUSUAL
            seen |= 1 << slot
            value, stop, kind = scan_number(text, at + 3, len(text))
            values[3 * count + slot] = value
            hard[3 * count + slot] = at + 3 if kind == HARD else -1
            at = stop + 1
            if kind == NOT_A_NUMBER or text[stop] != quote or not ends_value(text[at]):
                return count, UNUSUAL
        at = end_element(text, at)
        if at < 0:
            return count, UNUSUAL
        count += 1
        at = skip_blanks(text, at)
    return count, at


@numba.njit(cache=True)
def _scan_triangles(text: Bytes, at: int, tag: Bytes, values: Numbers) -> tuple[int, int]:
    """Read triangles until something else comes; return how many, and where that is."""
    count = 0
    at = skip_blanks(text, at)
    while begins(text, at, tag):
        at = skip_blanks(text, at + len(tag))
        seen = 0
        while text[at] != _SLASH:
            slot, at = _scan_name(text, at)
            quote = text[at + 1]
            if slot < 0 or seen & (1 << slot) or not quotes(text, at):
                return count, UNUSUAL
            seen |= 1 << slot
            value, stop, kind = scan_whole(text, at + 2, len(text))
            if slot < _PROPERTY:
                values[3 * count + slot] = value
            if kind == NOT_A_NUMBER or text[stop] != quote or not ends_value(text[stop + 1]):
                return count, UNUSUAL
            at = skip_blanks(text, stop + 1)
        at = end_element(text, at)
        if at < 0 or seen & _ALL_SEEN != _ALL_SEEN:
            return count, UNUSUAL
        count += 1
        at = skip_blanks(text, at)
    return count, at


@numba.njit(cache=True)
def _scan_name(text: Bytes, at: int) -> tuple[int, int]:
    """Return which attribute of a triangle this is, and where its name ends.

    0 to 2 are its vertices, 3 to 6 its properties, which colour it and are not used.
    """
    number = int(np.int64(text[at + 1]) - _DIGIT_1)
    if 0 <= number <= 2:  # noqa: PLR2004 - v1, v2, v3 and p1, p2, p3
        if text[at] == _LETTER_V:
            return number, at + 2
        return (_PROPERTY + number if text[at] == _LETTER_P else UNUSUAL), at + 2
    if text[at] == _LETTER_P and text[at + 1] == ord("i") and text[at + 2] == ord("d"):
        return 2 * _PROPERTY, at + 3
    return UNUSUAL, at
