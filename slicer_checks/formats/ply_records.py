"""The records of one PLY element, text or binary: points of vertices, corners of faces."""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import EXACT, Bytes, scan_whole, settle_hard
from slicer_checks.formats.faults import cut_off, not_a_number
from slicer_checks.formats.mesh import Points
from slicer_checks.formats.ply_header import Element
from slicer_checks.formats.text_lines import (
    ends_line,
    ends_word,
    is_blank,
    line_of,
    scan_value,
    word_at,
)

Whole = npt.NDArray[np.int64]

_AXES: Final = ("x", "y", "z")
_CORNERS: Final = ("vertex_indices", "vertex_index")
_TARGET: Final = 3
"""The column of a face's corners; 0 to 2 are a vertex's axes and -1 is not used."""
_TOO_SHORT, _BAD_NUMBER = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Records:
    """What an element holds of use, and where it ends."""

    end: int
    points: Points | None = None
    ids: Whole | None = None
    starts: Whole | None = None


def columns_of(element: Element) -> list[int]:
    """Return which column each property is; refuse elements that have them in no usable way."""
    columns = [-1] * len(element.properties)
    for index, one in enumerate(element.properties):
        if element.name == "vertex" and one.name in _AXES:
            columns[index] = _AXES.index(one.name)
        if element.name == "face" and one.name in _CORNERS:
            columns[index] = _TARGET
    used = [column for column in columns if column >= 0]
    lists = [one for one in element.properties if one.count_type]
    corners = [one for one in lists if one.name in _CORNERS and not one.item_type.startswith("f")]
    usable = {
        "vertex": sorted(used) == [0, 1, 2] and not lists,
        "face": used == [_TARGET] and len(corners) == 1,
    }
    if not usable.get(element.name, True):
        raise UnreadableFile(
            "mesh-header",
            f"The header of the PLY file gives its element {element.name} unusable properties.",
            {"format": "PLY", "line": 1, "text": f"element {element.name}"},
        )
    return columns


def read_text(data: bytes, at: int, element: Element) -> Records:
    """Read the records of an element from text."""
    columns = columns_of(element)
    lists = np.array([bool(one.count_type) for one in element.properties], dtype=np.bool_)
    count = min(element.count, len(data) - at)
    values = np.empty(3 * count if element.name == "vertex" else 0)
    hard = np.empty(len(values), dtype=np.int32)
    ids = np.empty((len(data) - at) // 2 + 1 if element.name == "face" else 0, dtype=np.int64)
    starts = np.zeros(count + 1, dtype=np.int64)
    table = (np.array(columns, dtype=np.int64), lists)
    codes = np.frombuffer(data, dtype=np.uint8)
    fault, at, done = _walk_text(codes, at, element.count, table, (values, hard, ids, starts))
    if fault == _TOO_SHORT:
        raise cut_off("PLY", element.name, element.count, done)
    if fault == _BAD_NUMBER:
        raise not_a_number("PLY", word_at(data, at), line_of(data, at))
    settle_hard(data, values, hard)
    points = values.reshape(-1, 3) if element.name == "vertex" else None
    if element.name != "face":
        return Records(end=at, points=points)
    return Records(end=at, ids=ids[: starts[count]].copy(), starts=starts)


def read_binary(data: bytes, at: int, element: Element, order: str) -> Records:
    """Read the records of an element from numbers in this byte order."""
    columns = columns_of(element)
    if not any(one.count_type for one in element.properties):
        return _read_plain(data, at, element, order, columns)
    sizes = np.array([int(one.item_type[1]) for one in element.properties], dtype=np.int64)
    counts = np.array([int((one.count_type or "u0")[1]) for one in element.properties])
    target = columns.index(_TARGET) if _TARGET in columns else -1
    places = np.empty((min(element.count, len(data)), 2), dtype=np.int64)
    codes = np.frombuffer(data, dtype=np.uint8)
    big = order == ">"
    end, done = _walk_binary(codes, at, element.count, (sizes, counts, target, big), places)
    if done < element.count:
        raise cut_off("PLY", element.name, element.count, done)
    if target < 0:
        return Records(end=end)
    starts = np.concatenate(([0], np.cumsum(places[:, 1])))
    ids = np.empty(int(starts[-1]), dtype=np.int64)
    signed = element.properties[target].item_type.startswith("i")
    _gather(codes, places, (int(sizes[target]), signed, big), ids)
    return Records(end=end, ids=ids, starts=starts)


def _read_plain(data: bytes, at: int, element: Element, order: str, columns: list[int]) -> Records:
    """Read records that all have the same size."""
    fields = [(str(index), order + one.item_type) for index, one in enumerate(element.properties)]
    kind = np.dtype(fields)
    room = (len(data) - at) // max(1, kind.itemsize)
    if room < element.count:
        raise cut_off("PLY", element.name, element.count, room)
    end = at + element.count * kind.itemsize
    if element.name != "vertex":
        return Records(end=end)
    table = np.frombuffer(data, dtype=kind, count=element.count, offset=at)
    axes = [table[str(columns.index(axis))] for axis in range(3)]
    single = all(axis.dtype.kind == "f" and axis.dtype.itemsize == 4 for axis in axes)  # noqa: PLR2004
    dtype = np.float32 if single else np.float64
    return Records(end=end, points=np.column_stack([axis.astype(dtype) for axis in axes]))


@numba.njit(cache=True)
def _walk_text(
    text: Bytes,
    at: int,
    count: int,
    table: tuple[Whole, npt.NDArray[np.bool_]],
    out: tuple[npt.NDArray[np.float64], npt.NDArray[np.int32], Whole, Whole],
) -> tuple[int, int, int]:
    """Read records of words; return what is wrong, if anything, where, and how many are whole."""
    columns = table[0]
    corner = 0
    for record in range(count):
        for index in range(len(columns)):
            begin = _next_word(text, at)
            if begin >= len(text):
                return _TOO_SHORT, begin, record
            fault, at, corner = _read_property(text, begin, (record, index, corner), table, out)
            if fault:
                return fault, at, record
        if record + 1 < len(out[3]):
            out[3][record + 1] = corner
    return 0, at, count


@numba.njit(cache=True)
def _read_property(
    text: Bytes,
    at: int,
    place: tuple[int, int, int],
    table: tuple[Whole, npt.NDArray[np.bool_]],
    out: tuple[npt.NDArray[np.float64], npt.NDArray[np.int32], Whole, Whole],
) -> tuple[int, int, int]:
    """Read one property of a record; return as `_read_list`."""
    record, index, corner = place
    column = table[0][index]
    if table[1][index]:
        return _read_list(text, at, column == _TARGET, corner, out[2])
    if column < 0:
        return 0, _word_end(text, at), corner
    stop = scan_value(text, at, 3 * record + column, out[0], out[1])
    return (_BAD_NUMBER, at, corner) if stop < 0 else (0, stop, corner)


@numba.njit(cache=True)
def _read_list(text: Bytes, at: int, wanted: bool, corner: int, ids: Whole) -> tuple[int, int, int]:
    """Read a list; return what is wrong, if anything, where it ends, and how many corners are."""
    length, stop, kind = scan_whole(text, at, len(text))
    if kind != EXACT or not ends_word(text, stop):
        return _BAD_NUMBER, at, corner
    for _ in range(length):
        at = _next_word(text, stop)
        if at >= len(text):
            return _TOO_SHORT, at, corner
        stop = _word_end(text, at)
        if wanted:
            index, end, kind = scan_whole(text, at, len(text))
            if kind != EXACT or end != stop:
                return _BAD_NUMBER, at, corner
            ids[corner] = index
            corner += 1
    return 0, stop, corner


@numba.njit(cache=True)
def _next_word(text: Bytes, at: int) -> int:
    while at < len(text) and (is_blank(text, at) or ends_line(text, at)):
        at += 1
    return at


@numba.njit(cache=True)
def _word_end(text: Bytes, at: int) -> int:
    while not ends_word(text, at):
        at += 1
    return at


@numba.njit(cache=True)
def _walk_binary(
    codes: Bytes, at: int, count: int, table: tuple[Whole, Whole, int, bool], places: Whole
) -> tuple[int, int]:
    """Find each record's list of corners; return where the last ends, and how many are whole."""
    sizes, counts, target, big = table
    for record in range(count):
        for index in range(len(sizes)):
            length = 1
            if counts[index] > 0:
                if at + counts[index] > len(codes):
                    return at, record
                length = _whole_at(codes, at, counts[index], big)
                at += counts[index]
            if index == target:
                places[record, 0], places[record, 1] = at, length
            at += length * sizes[index]
            if at > len(codes):
                return at, record
    return at, count


@numba.njit(cache=True)
def _gather(codes: Bytes, places: Whole, kind: tuple[int, bool, bool], ids: Whole) -> None:
    """Copy out the lists of corners."""
    size, signed, big = kind
    row = 0
    for place in places:
        for item in range(place[1]):
            value = _whole_at(codes, place[0] + item * size, size, big)
            if signed and value >= 1 << (8 * size - 1):
                value -= 1 << (8 * size)
            ids[row] = value
            row += 1


@numba.njit(cache=True)
def _whole_at(codes: Bytes, at: int, size: int, big: bool) -> int:
    """Return the unsigned whole number at a place; a negative count is read as a huge one."""
    value = 0
    for step in range(size):
        code = np.int64(codes[at + step] if big else codes[at + size - 1 - step])
        value = value * 256 + int(code)
    return value
