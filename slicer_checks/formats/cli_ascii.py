"""The geometry of ASCII CLI, and of CLI+, which says power, speed and focus on the way.

Between ``$$GEOMETRYSTART`` and ``$$GEOMETRYEND`` stand ``$$LAYER/z``, ``$$POLYLINE/part, direction,
points, x, y, ...`` and ``$$HATCHES/part, hatches, x, y, x, y, ...``. In CLI+ ``$$POWER/`` (W),
``$$SPEED/`` (mm/s), ``$$FOCUS/`` (mm) and ``$$SPOTSIZE/`` (um) hold for all that follows. One pass
over the bytes reads every command with its numbers; what they mean is settled on whole arrays.
"""

import re
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.cli_binary import RawBlocks
from slicer_checks.formats.decimals import HARD, NOT_A_NUMBER, scan_number, settle_hard
from slicer_checks.formats.faults import shown
from slicer_checks.formats.text_lines import line_of
from slicer_checks.toolpath import Bytes, Direction, Floats, Ids, Longs, Shape

Marks = npt.NDArray[np.bool_]

_REMARK: Final = re.compile(rb"//.*?//", re.DOTALL)
_GEOMETRY: Final = re.compile(rb"\s*\$\$GEOMETRYSTART")
_NAME: Final = re.compile(rb"\$\$([A-Za-z_]*)")

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
STATES: Final = (POWER, SPEED, FOCUS, SPOT)
OTHER: Final = len(NAMES)
"""A command of another program: it is skipped."""

_DOLLAR, _COMMA = 36, 44
_BLANK_MAX: Final = 32
_WHOLE: Final = {POLYLINE: 3, HATCHES: 2}
_ID_MAX: Final = 2**31 - 1


class Said(NamedTuple):
    """The geometry of an ASCII file: its blocks, and the laser's state at each of them.

    `states` (B, 4) are power, speed, focus and spot, NaN before they are said. `skipped` counts the
    commands of other programs.
    """

    blocks: RawBlocks
    states: Floats
    skipped: int


class _Words(NamedTuple):
    """Commands in the order of the file: kind, place, and the span of their numbers."""

    kind: npt.NDArray[np.int8]
    at: Longs
    first: Longs
    end: Longs
    numbers: Floats


def read_ascii(data: bytes, start: int) -> Said:
    """Read the geometry that follows a header; raise `UnreadableFile` where it makes no sense."""
    text = data
    if b"//" in data:
        text = _REMARK.sub(lambda found: b" " * len(found[0]), data)
    found = _GEOMETRY.match(text, start)
    if found is None:
        raise UnreadableFile(
            "cli-no-geometry", "The CLI file has no $$GEOMETRYSTART after its header."
        )
    words = _words(text, found.end())
    _check_counts(text, words)
    return _said(words)


def _words(text: bytes, start: int) -> _Words:
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
        raise _no_number(text, wrong)
    stop = int(np.argmax(kind == END)) if (kind == END).any() else len(kind)
    if stop == len(kind):
        raise UnreadableFile("cli-no-end", "The CLI file ends before its $$GEOMETRYEND.")
    settle_hard(text, numbers, hard)
    return _Words(kind[:stop], at[:stop], spans[0, :stop], spans[1, :stop], numbers)


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


def _no_number(text: bytes, at: int) -> UnreadableFile:
    line, word = line_of(text, at), shown(text[at : at + 20].split(b"$", 1)[0])
    return UnreadableFile(
        "cli-number",
        f"Line {line} of the CLI file has {word!r} where a number belongs.",
        {"line": line, "text": word},
    )


def _check_counts(text: bytes, words: _Words) -> None:
    """See that each command has as many numbers as it says, and whole ones where they must be."""
    given = words.end - words.first
    expected = np.ones(len(given))
    wrong = np.zeros(len(given), dtype=np.bool_)
    for kind, whole in _WHOLE.items():
        here = words.kind == kind
        wrong |= here & (given < whole)
        places = words.first[here & ~wrong]
        count = np.clip(words.numbers[places + whole - 1], -1, _ID_MAX)
        expected[here & ~wrong] = whole + (2 if kind == POLYLINE else 4) * count
        heads = words.numbers[places[:, None] + np.arange(whole)]
        odd = (heads != np.floor(heads)) | (np.abs(heads) > _ID_MAX)
        wrong[np.flatnonzero(here & ~wrong)[odd.any(axis=1) | (count < 0)]] = True
        if kind == POLYLINE:
            _check_directions(words, here & ~wrong)
    wrong |= (given != expected) & (words.kind != OTHER)
    if wrong.any():
        raise _miscounted(text, words, int(np.argmax(wrong)))


def _check_directions(words: _Words, here: Marks) -> None:
    direction = words.numbers[words.first[here] + 1]
    odd = ~np.isin(direction, (Direction.CLOCKWISE, Direction.COUNTER_CLOCKWISE, Direction.OPEN))
    if odd.any():
        at = int(words.at[here][np.argmax(odd)])
        raise UnreadableFile(
            "cli-direction",
            f"The polyline at byte {at} of the CLI file has a direction other than 0, 1 or 2.",
            {"byte": at},
        )


def _miscounted(text: bytes, words: _Words, command: int) -> UnreadableFile:
    at = int(words.at[command])
    named = _NAME.match(text, at)
    name, line = shown(named[1]) if named else "?", line_of(text, at)
    return UnreadableFile(
        "cli-count-mismatch",
        f"The {name} on line {line} of the CLI file has not as many numbers as it says.",
        {"name": name, "line": line},
    )


def _said(words: _Words) -> Said:
    """Make blocks of commands; every number of a layer, polyline or hatch finds its place."""
    is_block = (words.kind == POLYLINE) | (words.kind == HATCHES)
    is_layer = words.kind == LAYER
    blocks = np.flatnonzero(is_block).astype(np.int64)
    layers = np.flatnonzero(is_layer)
    if len(blocks) and (len(layers) == 0 or blocks[0] < layers[0]):
        at = int(words.at[blocks[0]])
        raise UnreadableFile(
            "cli-no-layer",
            f"The CLI file has vectors at byte {at} before its first layer.",
            {"byte": at},
        )
    hatched = words.kind[blocks] == HATCHES
    first = words.first[blocks] + np.where(hatched, 2, 3)
    lengths = (words.end[blocks] - first) // 2
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    places = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    places = 2 * places + np.repeat(first, lengths)
    line_direction = words.numbers[np.where(hatched, 0, words.first[blocks] + 1)]
    raw = RawBlocks(
        points=np.column_stack((words.numbers[places], words.numbers[places + 1])),
        block_offsets=offsets.astype(np.int64),
        shape=np.where(hatched, Shape.HATCHES, Shape.POLYLINE).astype(np.uint8),
        direction=np.where(hatched, Direction.UNSAID, line_direction).astype(np.uint8),
        part=words.numbers[words.first[blocks]].astype(np.int32),
        layer_offsets=np.append(np.searchsorted(blocks, layers), len(blocks)).astype(np.int64),
        layer_z=words.numbers[words.first[layers]],
        short=(0, 0, 0),
    )
    skipped = int(np.count_nonzero(words.kind == OTHER))
    return Said(raw, _states(words, blocks), skipped)


def _states(words: _Words, blocks: Longs) -> Floats:
    """Return what each state was when a block came: the value said last before it, or NaN."""
    states = np.full((len(blocks), len(STATES)), np.nan)
    for column, kind in enumerate(STATES):
        said = np.flatnonzero(words.kind == kind)
        last = np.searchsorted(said, blocks) - 1
        known = last >= 0
        states[known, column] = words.numbers[words.first[said[last[known]]]]
    return states
