"""Build logs and areas per layer: tables of text that machines and slicers write.

A log names, for each layer, when it began (a clock face such as 14:37:11, a date with a time, or
seconds) or how long it took; a table of areas names what was melted. Columns are found by their
names, cells end at ``|``, ``;``, a tab or a comma, and everything else is passed over. Nothing is
guessed: a table without the column that is asked for is refused.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.errors import UnreadableFile
from slicer_checks.frozen import frozen_array

Floats = NDArray[np.float64]

BYTES_MAX: Final = 64_000_000
"""A line of 150 characters for each of 400,000 layers."""
LAYERS_MAX: Final = 1_000_000
HEADERS_MAX: Final = 8
"""So many lines may look like a header and have no rows below: more than any log's preface has."""

_LAYER: Final = ("n", "layer", "layer number", "layer_number", "schicht")
_CLOCK: Final = ("time", "clock", "timestamp", "start", "started")
_SECONDS: Final = ("layer_s", "seconds", "duration_s", "duration", "time_s")
_AREA: Final = ("area_mm2", "tss", "total slice surface", "area")
_PERIMETER: Final = ("perimeter_mm", "perimeter")
_CLOCK_FACE: Final = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}(?:[.,]\d+)?)")
_UNIT: Final = re.compile(r"[(\[]")
_DAY_S: Final = 86_400.0
_NUMBER_MAX: Final = 1e12
"""No layer, second or mm2 of any build is larger; what is learnt from such numbers is finite."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuildLog:
    """Seconds from each layer to the next, from the first layer in the log on.

    A layer whose end the log does not tell has NaN: the last one, and one before a gap.
    """

    seconds: Floats

    def __post_init__(self) -> None:
        """Make the column read-only."""
        object.__setattr__(self, "seconds", frozen_array(self.seconds, np.float64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerAreas:
    """Area of each layer, and the length of its outlines where the table has it."""

    area_mm2: Floats
    perimeter_mm: Floats | None

    def __post_init__(self) -> None:
        """Make the columns read-only."""
        object.__setattr__(self, "area_mm2", frozen_array(self.area_mm2, np.float64))
        if self.perimeter_mm is not None:
            object.__setattr__(self, "perimeter_mm", frozen_array(self.perimeter_mm, np.float64))


def read_build_log(data: bytes) -> BuildLog:
    """Read how long each layer of a build took.

    Raises
    ------
    UnreadableFile
        ``log-too-large``, ``log-no-column`` or ``log-cell``.
    """
    header, rows = _table(data, (_CLOCK, _SECONDS))
    layer_at = _column(header, _LAYER)
    order = np.arange(len(rows), dtype=np.float64)
    layer = order if layer_at is None else _numbers(rows, layer_at)
    seconds_at = _column(header, _SECONDS)
    if seconds_at is not None:
        return BuildLog(seconds=_placed(layer, _numbers(rows, seconds_at)))
    clock_at = _column(header, _CLOCK)
    began_s = np.array([_began_s(row[clock_at or 0]) for row in rows])
    if all(_CLOCK_FACE.fullmatch(row[clock_at or 0]) for row in rows):
        began_s = began_s + _DAY_S * np.cumsum(np.diff(began_s, prepend=began_s[:1]) < 0)
    return BuildLog(seconds=_durations(layer, began_s))


def read_layer_areas(data: bytes) -> LayerAreas:
    """Read the area of each layer, such as ``printlab layers --csv`` writes it.

    Raises
    ------
    UnreadableFile
        ``log-too-large``, ``log-no-column`` or ``log-cell``.
    """
    header, rows = _table(data, (_AREA,))
    area_at, perimeter_at = _column(header, _AREA), _column(header, _PERIMETER)
    return LayerAreas(
        area_mm2=_numbers(rows, area_at or 0),
        perimeter_mm=None if perimeter_at is None else _numbers(rows, perimeter_at),
    )


def _table(data: bytes, wanted: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Give the header that has one of the wanted columns, and the rows below that are no header."""
    if len(data) > BYTES_MAX:
        raise UnreadableFile(
            "log-too-large",
            f"The table has {len(data)} bytes; at most {BYTES_MAX} are read.",
            {"size": len(data), "size_max": BYTES_MAX},
        )
    lines = _decoded(data).splitlines()
    for number, header in islice(_headers(lines, wanted), HEADERS_MAX):
        cells = _split(lines[number])
        rows = (cells(text) for text in lines[number + 1 : number + 1 + LAYERS_MAX])
        kept = [row for row in rows if len(row) == len(header) and _is_data(row)]
        if kept:
            return header, kept
    names = ", ".join(names[0] for names in wanted)
    raise UnreadableFile(
        "log-no-column",
        f"The table has no rows below a column named {names}.",
        {"names": names},
    )


def _headers(
    lines: Sequence[str], wanted: Sequence[Sequence[str]]
) -> Iterator[tuple[int, list[str]]]:
    """Give the lines that name a wanted column, with the names of their columns."""
    for number, line in enumerate(lines):
        cells = _split(line)(line)
        header = [_UNIT.split(cell, maxsplit=1)[0].strip().lower() for cell in cells]
        if any(_column(header, names) is not None for names in wanted):
            yield number, header


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _split(header: str) -> Callable[[str], list[str]]:
    """Give how a line is cut, from the sign that its header has most of."""
    sign = max("|;\t,", key=header.count)
    comma = sign == ";"

    def cells(line: str) -> list[str]:
        found = [cell.strip() for cell in line.split(sign)]
        return [cell.replace(",", ".") for cell in found] if comma else found

    return cells


def _is_data(row: list[str]) -> bool:
    return any(any(sign.isdigit() for sign in cell) for cell in row) and not row[0].isalpha()


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _numbers(rows: Sequence[Sequence[str]], at: int) -> Floats:
    values = np.array([_number(row[at]) for row in rows])
    if not np.isfinite(values).all():
        raise _bad_cell(rows[int(np.flatnonzero(~np.isfinite(values))[0])][at])
    return values


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError as error:
        raise _bad_cell(cell) from error
    if abs(value) > _NUMBER_MAX:
        raise _bad_cell(cell)
    return value


def _began_s(cell: str) -> float:
    """Read a clock face, a date with a time, or seconds."""
    face = _CLOCK_FACE.fullmatch(cell)
    if face:
        hours, minutes, seconds = (float(part.replace(",", ".")) for part in face.groups())
        return 3600 * hours + 60 * minutes + seconds
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return _number(cell)
    return (moment - datetime(1970, 1, 1, tzinfo=moment.tzinfo)).total_seconds()


def _durations(layer: Floats, began_s: Floats) -> Floats:
    """Give the seconds from the first mention of each layer to the first of the next."""
    numbers, first = np.unique(layer, return_index=True)
    with np.errstate(over="ignore", invalid="ignore"):  # endless steps are known to nobody
        steps_s = np.diff(began_s[first], append=np.nan)
        next_known = np.diff(numbers, append=np.nan) == 1
    return _placed(numbers, np.where(next_known & (steps_s > 0), steps_s, np.nan))


def _placed(layer: Floats, seconds: Floats) -> Floats:
    """Put values where their layers are, counted from the first; what is missing is NaN."""
    if float(layer.max()) - float(layer.min()) >= LAYERS_MAX:
        raise _bad_cell(f"{layer[np.argmax(np.abs(layer))]:g}")
    at = (layer - layer.min()).astype(np.int64)
    column = np.full(int(at.max()) + 1, np.nan)
    column[at] = seconds
    return column


def _bad_cell(cell: str) -> UnreadableFile:
    return UnreadableFile(
        "log-cell",
        f"The table holds {cell[:40]!r} where a number belongs.",
        {"text": cell[:40]},
    )
