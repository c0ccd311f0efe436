"""The geometry of binary CLI: commands of 16 bits, each with its numbers, little-endian.

======= ==================== =====================================================================
command                      numbers
======= ==================== =====================================================================
127     layer                float32 z
128     layer, short         uint16 z
129     polyline, short      uint16 part, direction, points; uint16 x, y each
130     polyline             int32 part, direction, points; float32 x, y each
131     hatches, short       uint16 part, hatches; uint16 x, y of both ends each
132     hatches              int32 part, hatches; float32 x, y of both ends each
======= ==================== =====================================================================

With ``ALIGN`` each command begins at a multiple of four bytes; whether two bytes of filling follow
the command is read from the file: the way that makes sense of all its bytes is taken. Everything
is counted, and held against the bytes that are there, before anything is allocated.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numba
import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.little_endian import int32_at, single_at, uint16_at
from slicer_checks.formats.mapped import Mapped
from slicer_checks.toolpath import Bytes, Floats, Ids, Longs, Shape

Way = tuple[int, int, int]
"""Where the first command is, how many bytes fill up after each, and what they begin at."""

LAYER, LAYER_SHORT = 127, 128
POLYLINE_SHORT, POLYLINE = 129, 130
HATCHES_SHORT, HATCHES = 131, 132

_FINE, _UNKNOWN, _CUT_OFF, _NEGATIVE, _DIRECTION, _NO_LAYER = range(6)
_LAYERS, _BLOCKS, _POINTS, _SHORT_LAYERS, _SHORT_LINES, _SHORT_HATCHES = range(6)
_LINE, _DIRECTIONS = 3, 3
_SHAPE_LINE, _SHAPE_HATCHES = int(Shape.POLYLINE), int(Shape.HATCHES)
_UNSAID: Final = 3
_FEW: Final = 16
"""So many numbers are read one by one: to view them as an array takes longer."""

FAULTS: Final = {
    _UNKNOWN: ("cli-command", "Byte {byte} of the CLI file begins no command that is known."),
    _CUT_OFF: ("cli-cut-off", "The CLI file ends within the command at byte {byte}."),
    _NEGATIVE: ("cli-count", "The command at byte {byte} of the CLI file has a negative count."),
    _DIRECTION: (
        "cli-direction",
        "The polyline at byte {byte} of the CLI file has a direction other than 0, 1 or 2.",
    ),
    _NO_LAYER: ("cli-no-layer", "The CLI file has vectors at byte {byte} before its first layer."),
}
"""Why the geometry cannot be read: code and sentence."""


class RawBlocks(NamedTuple):
    """The geometry in the file's own numbers; see `slicer_checks.toolpath.Blocks`.

    `part` is the number that each block names; `short` how many layers, polylines and hatches are
    in the form of 16 bits.
    """

    points: Floats
    block_offsets: Longs
    shape: Bytes
    direction: Bytes
    part: Ids
    layer_offsets: Longs
    layer_z: Floats
    short: tuple[int, int, int]


def read_binary(data: bytes, start: int, *, aligned: bool) -> RawBlocks:
    """Read the geometry that begins at a byte; raise `UnreadableFile` where it makes no sense."""
    way, counts = _way(data, start, aligned=aligned)
    return _filled(np.frombuffer(data, dtype=np.uint8), way, counts)


def binary_pieces(data: Mapped, start: int, layers: int, *, aligned: bool) -> Iterator[RawBlocks]:
    """Yield what `read_binary` reads, so many layers at a time; all is looked over before."""
    (at, lead, unit), _counts = _way(data, start, aligned=aligned)
    raw = np.frombuffer(data, dtype=np.uint8)
    while not _ends(raw, at):
        stop = _layers_end(raw, (at, lead, unit), layers)
        piece, counts = raw[at:stop], np.zeros(6, dtype=np.int64)
        _count(piece, (0, lead, unit), counts)
        yield _filled(piece, (0, lead, unit), counts)
        at = stop


def _way(data: Mapped, start: int, *, aligned: bool) -> tuple[Way, Longs]:
    """Return the way of reading that makes sense of all bytes, and what it counts."""
    raw = np.frombuffer(data, dtype=np.uint8)
    begin = _begins(data, start)
    ways = [(begin, 2, 4), (begin, 0, 4)] if aligned else [(begin, 0, 1)]
    counts = np.zeros(6, dtype=np.int64)
    for way in ways:
        counts[:] = 0
        fault, at = _count(raw, way, counts)
        if fault == _FINE:
            return way, counts
    fault, at = _count(raw, ways[0], counts)
    code, sentence = FAULTS[fault]
    raise UnreadableFile(code, sentence.format(byte=at), {"byte": at})


def _begins(data: Mapped, start: int) -> int:
    """Return where the first command is: some programs end the header's last line before it."""
    for line_end in (b"\r\n", b"\n"):
        if data[start : start + len(line_end)] == line_end:
            return start + len(line_end)
    return start


def _filled(raw: Bytes, way: Way, counts: Longs) -> RawBlocks:
    layers, blocks, points = counts[:3].tolist()
    found = RawBlocks(
        points=np.empty((points, 2)),
        block_offsets=np.zeros(blocks + 1, dtype=np.int64),
        shape=np.empty(blocks, dtype=np.uint8),
        direction=np.empty(blocks, dtype=np.uint8),
        part=np.empty(blocks, dtype=np.int32),
        layer_offsets=np.full(layers + 1, blocks, dtype=np.int64),
        layer_z=np.empty(layers),
        short=(int(counts[_SHORT_LAYERS]), int(counts[_SHORT_LINES]), int(counts[_SHORT_HATCHES])),
    )
    _fill(raw, way, found[:-1])
    return found


@numba.njit(cache=True)
def _whole(data: Bytes, at: int, wide: bool) -> int:
    return int32_at(data, at) if wide else uint16_at(data, at)


@numba.njit(cache=True)
def _kind(command: int) -> int:
    """Return how many whole numbers follow a command: 0 a layer, 3 a polyline, 2 hatches."""
    if command in (LAYER, LAYER_SHORT):
        return 0
    if command in (POLYLINE, POLYLINE_SHORT):
        return _LINE
    return 2 if command in (HATCHES, HATCHES_SHORT) else -1


@numba.njit(cache=True)
def _step(data: Bytes, at: int, lead: int) -> tuple[int, int, bool, int, int]:
    """Look at one command: what is wrong, its kind, whether it is wide, its values, its points."""
    size = len(data)
    if at + 2 + lead > size:
        return _CUT_OFF, 0, False, at, 0
    command = uint16_at(data, at)
    kind, wide = _kind(command), command in (LAYER, POLYLINE, HATCHES)
    width = 4 if wide else 2
    values = at + 2 + lead + kind * width
    if kind < 0:
        return _UNKNOWN, kind, wide, at, 0
    if values + (width if kind == 0 else 0) > size:
        return _CUT_OFF, kind, wide, at, 0
    if kind == 0:
        return _FINE, kind, wide, values, 0
    count = _whole(data, values - width, wide)
    fault = _fault(data, kind, wide, values)
    return fault, kind, wide, values, count if kind == _LINE else 2 * count


@numba.njit(cache=True)
def _fault(data: Bytes, kind: int, wide: bool, values: int) -> int:
    """Return what is wrong with the whole numbers before the values of a block."""
    width = 4 if wide else 2
    count = _whole(data, values - width, wide)
    if count < 0:
        return _NEGATIVE
    if count > (len(data) - values) // (2 * width if kind == _LINE else 4 * width):
        return _CUT_OFF
    if kind == _LINE and not 0 <= _whole(data, values - 2 * width, wide) < _DIRECTIONS:
        return _DIRECTION
    return _FINE


@numba.njit(cache=True)
def _ends(data: Bytes, at: int) -> bool:
    """Tell whether nothing is left but a few zeros that fill up the last word."""
    left = len(data) - at
    if left > 3:  # noqa: PLR2004  a word has four bytes
        return False
    return not data[at:].any()


@numba.njit(cache=True)
def _after(kind: int, wide: bool, values: int, points: int) -> int:
    """Return where the numbers of a command end."""
    width = 4 if wide else 2
    return values + width * (1 if kind == 0 else 2 * points)


@numba.njit(cache=True)
def _filled_up(at: int, start: int, unit: int) -> int:
    """Return where the command behind this byte begins; a division for each would cost."""
    return at if unit == 1 else at + (start - at) % unit


@numba.njit(cache=True)
def _count(data: Bytes, way: Way, counts: Longs) -> tuple[int, int]:
    """Count layers, blocks, points and short forms; return what is wrong, and where."""
    start, lead, unit = way
    at = start
    while not _ends(data, at):
        fault, kind, wide, values, points = _step(data, at, lead)
        if fault == _FINE and kind > 0 and counts[_LAYERS] == 0:
            fault = _NO_LAYER
        if fault != _FINE:
            return fault, at
        counts[_LAYERS] += kind == 0
        counts[_BLOCKS] += kind > 0
        counts[_POINTS] += points
        counts[_SHORT_LAYERS + (0 if kind == 0 else 4 - kind)] += not wide
        at = _after(kind, wide, values, points)
        at = _filled_up(at, start, unit)
    return _FINE, at


@numba.njit(cache=True)
def _layers_end(data: Bytes, way: Way, layers: int) -> int:
    """Return where so many layers end that were looked over before."""
    start, lead, unit = way
    at = start
    while not _ends(data, at):
        _, kind, wide, values, points = _step(data, at, lead)
        layers -= kind == 0
        if layers < 0:
            return at
        at = _after(kind, wide, values, points)
        at = _filled_up(at, start, unit)
    return at


@numba.njit(cache=True)
def _fill(
    data: Bytes,
    way: Way,
    found: tuple[Floats, Longs, Bytes, Bytes, Ids, Longs, Floats],
) -> None:
    """Read what was counted."""
    points, block_offsets, shape, direction, part, layer_offsets, layer_z = found
    numbers = points.reshape(2 * len(points))
    start, lead, unit = way
    at, layer, block, point = start, 0, 0, 0
    while not _ends(data, at):
        _, kind, wide, values, count = _step(data, at, lead)
        if kind == 0:
            layer_offsets[layer] = block
            layer_z[layer] = _number(data, values, wide)
            layer += 1
        else:
            width = 4 if wide else 2
            shape[block] = _SHAPE_LINE if kind == _LINE else _SHAPE_HATCHES
            direction[block] = _UNSAID
            if kind == _LINE:
                direction[block] = _whole(data, values - 2 * width, wide)
            part[block] = _whole(data, values - kind * width, wide)
            _copy(data, values, wide, (numbers, 2 * point, 2 * (point + count)))
            block, point = block + 1, point + count
            block_offsets[block] = point
        at = _after(kind, wide, values, count)
        at = _filled_up(at, start, unit)


@numba.njit(cache=True)
def _number(data: Bytes, at: int, wide: bool) -> float:
    return float(single_at(data, at)) if wide else float(uint16_at(data, at))


@numba.njit(cache=True)
def _copy(data: Bytes, at: int, wide: bool, into: tuple[Floats, int, int]) -> None:
    """Read numbers in a row into places of an array, from its first up to its stop."""
    numbers, first, stop = into
    if stop - first <= _FEW:
        for place in range(stop - first):
            numbers[first + place] = _number(data, at + (4 if wide else 2) * place, wide)
    elif wide:
        numbers[first:stop] = data[at : at + 4 * (stop - first)].view(np.float32)
    else:
        numbers[first:stop] = data[at : at + 2 * (stop - first)].view(np.uint16)
