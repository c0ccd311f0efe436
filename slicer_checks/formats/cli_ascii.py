"""The geometry of ASCII CLI, and of CLI+, which says power, speed and focus on the way.

Between ``$$GEOMETRYSTART`` and ``$$GEOMETRYEND`` stand ``$$LAYER/z``, ``$$POLYLINE/part, direction,
points, x, y, ...`` and ``$$HATCHES/part, hatches, x, y, x, y, ...``. In CLI+ ``$$POWER/`` (W),
``$$SPEED/`` (mm/s), ``$$FOCUS/`` (mm) and ``$$SPOTSIZE/`` (um) hold for all that follows. One pass
over the bytes reads every command with its numbers; what they mean is settled on whole arrays.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.cli_binary import RawBlocks
from slicer_checks.formats.cli_commands import (
    FOCUS,
    HATCHES,
    LAYER,
    OTHER,
    POLYLINE,
    POWER,
    SPEED,
    SPOT,
    Passage,
    Words,
    no_end,
    no_number,
    read_words,
)
from slicer_checks.formats.faults import shown
from slicer_checks.formats.mapped import Mapped
from slicer_checks.formats.text_lines import line_of
from slicer_checks.toolpath import Direction, Floats, Longs, Shape

Marks = npt.NDArray[np.bool_]

_REMARK: Final = re.compile(rb"//.*?//", re.DOTALL)
_GEOMETRY: Final = re.compile(rb"(?:\s|//.*?//)*+\$\$GEOMETRYSTART", re.DOTALL)
_BREAK: Final = re.compile(rb"\$\$(LAYER/|GEOMETRYEND)")
_BREAK_OR_REMARK: Final = re.compile(rb"//.*?//|\$\$(LAYER/|GEOMETRYEND)", re.DOTALL)
_LAST: Final = b"$$GEOMETRYEND"
_NAME: Final = re.compile(rb"\$\$([A-Za-z_]*)")

STATES: Final = (POWER, SPEED, FOCUS, SPOT)
_WHOLE: Final = {POLYLINE: 3, HATCHES: 2}
_ID_MAX: Final = 2**31 - 1


class Said(NamedTuple):
    """The geometry of an ASCII file: its blocks, and the laser's state at each of them.

    `states` (B, 4) are power, speed, focus and spot, NaN before they are said; `last` (4) is what
    holds after all. `skipped` counts the commands of other programs.
    """

    blocks: RawBlocks
    states: Floats
    last: Floats
    skipped: int


def read_ascii(data: bytes, start: int) -> Said:
    """Read the geometry that follows a header; raise `UnreadableFile` where it makes no sense."""
    return _read(Passage(data), _begin(data, start), np.full(len(STATES), np.nan))


def ascii_pieces(data: Mapped, start: int, layers: int) -> Iterator[Said]:
    """Yield what `read_ascii` reads, so many layers at a time; each knows the state before it."""
    state = np.full(len(STATES), np.nan)
    for passage in _passages(data, _begin(data, start), layers):
        said = _read(passage, 0, state)
        state = said.last
        if len(said.blocks.layer_z):
            yield said


def _passages(data: Mapped, first: int, layers: int) -> Iterator[Passage]:
    """Cut the geometry that begins at a byte before every so many layers."""
    lines, count = line_of(data[:first], first) - 1, 0
    breaks = _BREAK if data.find(b"//", first) < 0 else _BREAK_OR_REMARK
    for found in breaks.finditer(data, first):
        if found[1] is None:
            continue
        is_end = found[1] == b"GEOMETRYEND"
        if is_end or count == layers:
            text = data[first : found.start()]
            yield Passage(text + _LAST, first, lines)
            first, count, lines = found.start(), 0, lines + line_of(text, len(text)) - 1
        if is_end:
            return
        count += 1
    raise no_end()


def _begin(data: Mapped, start: int) -> int:
    """Return where the first command of the geometry may stand."""
    found = _GEOMETRY.match(data, start)
    if found is None:
        raise UnreadableFile(
            "cli-no-geometry", "The CLI file has no $$GEOMETRYSTART after its header."
        )
    return found.end()


def _read(passage: Passage, start: int, state: Floats) -> Said:
    """Read what begins at a place of a passage, where the laser has a state (4)."""
    text = passage.text
    if b"//" in text:
        text = _REMARK.sub(lambda found: b" " * len(found[0]), text)
    plain = passage._replace(text=text)
    words = read_words(plain, start)
    _check_counts(plain, words)
    return _said(plain, words, state)


def _check_counts(passage: Passage, words: Words) -> None:
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
            _check_directions(passage, words, here & ~wrong)
    wrong |= (given != expected) & (words.kind != OTHER)
    if wrong.any():
        raise _miscounted(passage, words, int(np.argmax(wrong)))


def _check_directions(passage: Passage, words: Words, here: Marks) -> None:
    direction = words.numbers[words.first[here] + 1]
    odd = ~np.isin(direction, (Direction.CLOCKWISE, Direction.COUNTER_CLOCKWISE, Direction.OPEN))
    if odd.any():
        at = passage.byte(int(words.at[here][np.argmax(odd)]))
        raise UnreadableFile(
            "cli-direction",
            f"The polyline at byte {at} of the CLI file has a direction other than 0, 1 or 2.",
            {"byte": at},
        )


def _miscounted(passage: Passage, words: Words, command: int) -> UnreadableFile:
    at = int(words.at[command])
    named = _NAME.match(passage.text, at)
    name, line = shown(named[1]) if named else "?", passage.line(at)
    return UnreadableFile(
        "cli-count-mismatch",
        f"The {name} on line {line} of the CLI file has not as many numbers as it says.",
        {"name": name, "line": line},
    )


def _said(passage: Passage, words: Words, state: Floats) -> Said:
    """Make blocks of commands; every number of a layer, polyline or hatch finds its place."""
    is_block = (words.kind == POLYLINE) | (words.kind == HATCHES)
    is_layer = words.kind == LAYER
    blocks = np.flatnonzero(is_block).astype(np.int64)
    layers = np.flatnonzero(is_layer)
    if len(blocks) and (len(layers) == 0 or blocks[0] < layers[0]):
        at = passage.byte(int(words.at[blocks[0]]))
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
    _check_states(passage, words)
    states = _states(words, np.append(blocks, len(words.kind)), state)
    return Said(raw, states[:-1], states[-1], skipped)


def _check_states(passage: Passage, words: Words) -> None:
    """Refuse a state of the laser that is beyond all numbers."""
    said = np.flatnonzero(np.isin(words.kind, STATES))
    beyond = ~np.isfinite(words.numbers[words.first[said]])
    if beyond.any():
        at = int(words.at[said[np.argmax(beyond)]])
        raise no_number(passage, passage.text.index(b"/", at) + 1)


def _states(words: Words, places: Longs, before: Floats) -> Floats:
    """Return what each state was at some commands: the value said last before, or that `before`."""
    states = np.tile(before, (len(places), 1))
    for column, kind in enumerate(STATES):
        said = np.flatnonzero(words.kind == kind)
        last = np.searchsorted(said, places) - 1
        known = last >= 0
        states[known, column] = words.numbers[words.first[said[last[known]]]]
    return states
