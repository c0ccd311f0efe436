"""The commands of ASCII CLI, one after another, with their numbers.

One compiled pass over the bytes; what the commands mean is settled elsewhere.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import HARD, NOT_A_NUMBER, scan_number, settle_hard
from slicer_checks.formats.faults import shown
from slicer_checks.formats.text_lines import line_of
from slicer_checks.toolpath import Bytes, Floats, Ids, Longs

NAMES: Final = (
    b"LAYER/",
    b"POLYLINE/",
    b"HATCHES/",
    b"POWER/",
    b"SPEED/",
    b"FOCUS/",
    b"SPOTSIZE/",
    b"GEOMETRYEND",
)
LAYER, POLYLINE, HATCHES, POWER, SPEED, FOCUS, SPOT, END = range(len(NAMES))
OTHER: Final = len(NAMES)
"""A command of another program: it is skipped."""

_DOLLAR, _COMMA = 36, 44
_BLANK_MAX: Final = 32


class Passage(NamedTuple):
    """Bytes of a file, and how many bytes and lines of it stand before."""

    text: bytes
    bytes_before: int = 0
    lines_before: int = 0

    def byte(self, at: int) -> int:
        """Return which byte of the file is at a place of the passage."""
        return self.bytes_before + at

    def line(self, at: int) -> int:
        """Return which line of the file, from 1, is at a place of the passage."""
        return self.lines_before + line_of(self.text, at)


class Words(NamedTuple):
    """Commands in the order of the file: kind, place, and the span of their numbers."""

    kind: npt.NDArray[np.int8]
    at: Longs
    first: Longs
    end: Longs
    numbers: Floats


def read_words(passage: Passage, start: int) -> Words:
    """Return the commands up to the end of the geometry; refuse what is no number."""
    text = passage.text
    raw = np.frombuffer(text, dtype=np.uint8)
    dollars = raw[start:] == _DOLLAR
    at = np.flatnonzero(dollars[:-1] & dollars[1:]).astype(np.int64) + start
    ends = np.append(at[1:], len(raw))
    most = int(np.count_nonzero(raw[start:] == _COMMA)) + len(at)
    kind = np.empty(len(at), dtype=np.int8)
    spans = np.zeros((2, len(at)), dtype=np.int64)
    numbers, hard = np.empty(most), np.full(most, -1, dtype=np.int32)
    names = np.zeros((len(NAMES), max(map(len, NAMES))), dtype=np.uint8)
    for row, name in zip(names, NAMES, strict=True):
        row[: len(name)] = np.frombuffer(name, dtype=np.uint8)
    wrong = _scan(raw, (at, ends), names, (kind, spans, numbers, hard))
    if wrong >= 0:
        raise no_number(passage, wrong)
    stop = int(np.argmax(kind == END)) if (kind == END).any() else len(kind)
    if stop == len(kind):
        raise no_end()
    settle_hard(text, numbers, hard)
    return Words(kind[:stop], at[:stop], spans[0, :stop], spans[1, :stop], numbers)


@numba.njit(cache=True)
def _scan(
    text: Bytes,
    commands: tuple[Longs, Longs],
    names: npt.NDArray[np.uint8],
    found: tuple[npt.NDArray[np.int8], Longs, Floats, Ids],
) -> int:
    """Read each command and its numbers; return where there is none though one belongs, or -1."""
    starts, ends = commands
    kind, spans, numbers, hard = found
    count = 0
    for command in range(len(starts)):
        at, end = starts[command] + 2, ends[command]
        kind[command], at = _named(text, at, end, names)
        spans[0, command] = spans[1, command] = count
        if kind[command] == END:
            break
        if kind[command] == OTHER:
            continue
        at, count, fine = _numbers(text, (at, end), count, (numbers, hard))
        if not fine:
            return int(at)
        spans[1, command] = count
    return -1


@numba.njit(cache=True)
def _named(text: Bytes, at: int, end: int, names: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """Return which command begins here, and where its numbers do."""
    for kind in range(len(names)):
        length = 0
        while length < names.shape[1] and names[kind, length] != 0:
            if at + length >= end or text[at + length] != names[kind, length]:
                break
            length += 1
        if length == names.shape[1] or names[kind, length] == 0:
            return kind, at + length
    return OTHER, at


@numba.njit(cache=True)
def _numbers(
    text: Bytes, span: tuple[int, int], count: int, into: tuple[Floats, Ids]
) -> tuple[int, int, bool]:
    """Read numbers with commas between them; return where, how many, and whether all are some."""
    at, end = span
    numbers, hard = into
    while True:
        at = _skip_blanks(text, at, end)
        value, stop, kind = scan_number(text, at, end)
        if kind == NOT_A_NUMBER:
            return at, count, False
        numbers[count], hard[count] = value, at if kind == HARD else -1
        count += 1
        at = _skip_blanks(text, stop, end)
        if at == end:
            return at, count, True
        if text[at] != _COMMA:
            return at, count, False
        at += 1


@numba.njit(cache=True)
def _skip_blanks(text: Bytes, at: int, end: int) -> int:
    while at < end and text[at] <= _BLANK_MAX:
        at += 1
    return at


def no_number(passage: Passage, at: int) -> UnreadableFile:
    """Return the error for what stands where a number belongs."""
    line, word = passage.line(at), shown(passage.text[at : at + 20].split(b"$", 1)[0])
    return UnreadableFile(
        "cli-number",
        f"Line {line} of the CLI file has {word!r} where a number belongs.",
        {"line": line, "text": word},
    )


def no_end() -> UnreadableFile:
    """Return the error for geometry that is cut off."""
    return UnreadableFile("cli-no-end", "The CLI file ends before its $$GEOMETRYEND.")
