"""G-code that lays metal: of deposition machines (DED, LENS), and of metal-filament printers.

A program of RS-274 switches a laser (M3 or M4 with its power in W as S; M5) and one of a filament
printer pushes filament (E); the first of the two that a file does tells which it is. Vectors are in
mm and mm/s whatever the file's unit. A layer begins where material is laid at another height than
before; travel and dwells belong to the layer that they lead to. Vectors in a row of one height,
power, speed and feature (see `gcode_features`) are one polyline.
"""

import re
from math import nan
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.decimals import Bytes
from slicer_checks.formats.gcode_codes import DEPOSITION, DIALECT, POINTS, POINTS_BEFORE, ROWS
from slicer_checks.formats.gcode_counts import unread_counts
from slicer_checks.formats.gcode_faults import check_lines, fault_error
from slicer_checks.formats.gcode_features import FEATURE_ROLES
from slicer_checks.formats.gcode_machine import (
    DRAWN_PAUSE_DEPOSITION_US,
    DRAWN_PAUSE_FILAMENT_US,
    DRAWN_POWER,
    DRAWN_SPEED,
    DRAWN_Z,
    FINE,
    FIRST_UNIT,
    LAID,
    PAUSED,
    Drawn,
    Machine,
    empty_sheet,
    new_machine,
)
from slicer_checks.formats.gcode_moves import lines_after, obey
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Direction,
    FileFacts,
    Ids,
    Longs,
    Role,
    Shape,
    Toolpath,
)

POINTS_PER_FACET: Final = 4
"""So many points are read for each facet that a mesh may have: as many numbers, with its normal.

The chords of arcs would otherwise be more than the file has bytes.
"""
EXPOSURES_MAX: Final = 100_000
_PAUSE_MAX_US: Final = 1e18
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_FIRST: Final = re.compile(
    rb"(?:\s|;[^\r\n]*+|\([^)\r\n]*+\)?+|%[ \t\w]*+(?=[\r\n])|/)*+"
    rb"(?:[GMNTOXYZFS][ \t]*+[+-]?+\.?[0-9]|[A-Z]++_[A-Z_0-9]++[ \t\r\n]|(?<=[^\r\n])\Z)",
    re.IGNORECASE,
)
_LAYER: Final = re.compile(rb";[ \t]*+layer[ _]height[ \t]*+[:=][ \t]*+([0-9]{0,3}\.?[0-9]{1,6})")
_LOOK_BYTES: Final = 65_536

Scalar = TypeVar("Scalar", bound=np.generic)


def is_gcode(head: bytes) -> bool:
    """Tell whether the first line that says anything, after comments, is one of G-code."""
    start = head.removeprefix(_UTF8_MARK)[:_LOOK_BYTES]
    return bool(start.strip()) and _FIRST.match(start) is not None


def read_gcode(data: bytes, limits: ReadLimits) -> Toolpath:
    """Read the toolpath of a G-code file.

    What is in the file and not in the toolpath (powder, offsets, commands to the machine, rapid
    moves with the laser on, moves that rise) is counted as unread.

    Raises
    ------
    UnreadableFile
        With one of `slicer_checks.errors.GCODE_CODES`: words that are no words, moves that are not
        read or out of reach, arcs that are none, or nothing that is laid.
    """
    text = data.removeprefix(_UTF8_MARK)
    codes = np.frombuffer(text, dtype=np.uint8)
    check_lines(codes, limits)
    machine = new_machine(limits.size_max_mm)
    drawn, end = _run(text, codes, machine, POINTS_PER_FACET * limits.facets_max)
    laid = drawn.kinds[:, 0] == LAID
    if not laid.any():
        raise UnreadableFile("gcode-nothing-laid", "The G-code lays no material anywhere.")
    exposures, numbers = _exposures(drawn.numbers, laid)
    return Toolpath(
        blocks=_blocks(drawn, laid, numbers, machine),
        exposures=exposures,
        parts=(),
        facts=_facts(text, machine),
        unread=unread_counts(machine, lines_after(codes, end)),
    )


def _run(text: bytes, codes: Bytes, machine: Machine, points_max: int) -> tuple[Drawn, int]:
    """Obey the whole program; return all that is drawn, and where the program ends."""
    sheet = empty_sheet()
    sheets: list[Drawn] = []
    mode = machine.mode
    at = 0
    while True:
        fault, at = obey(codes, at, machine, sheet)
        if fault != FINE:
            raise fault_error(text, at, fault)
        if mode[POINTS] == 0:
            return _joined(sheets, sheet), at
        points, rows = int(mode[POINTS]), int(mode[ROWS])
        sheets.append(_torn_off(sheet, points, rows))
        mode[POINTS_BEFORE] += points
        mode[POINTS] = mode[ROWS] = 0
        if mode[POINTS_BEFORE] > points_max:
            raise UnreadableFile(
                "gcode-too-many-points",
                f"The G-code makes more than {points_max} points.",
                {"points_max": points_max},
            )


def _torn_off(sheet: Drawn, points: int, rows: int) -> Drawn:
    """Return a copy of what is drawn on a sheet."""
    return Drawn(
        points=sheet.points[:points].copy(),
        first=sheet.first[:rows].copy(),
        kinds=sheet.kinds[:rows].copy(),
        numbers=sheet.numbers[:rows].copy(),
    )


def _joined(sheets: list[Drawn], empty: Drawn) -> Drawn:
    """Return all sheets as one; each piece is let go as soon as it is copied."""
    points, first, kinds, numbers = (
        [sheet[place] for sheet in sheets] for place in range(len(empty))
    )
    sheets.clear()
    return Drawn(
        points=_column(points, empty.points),
        first=_column(first, empty.first),
        kinds=_column(kinds, empty.kinds),
        numbers=_column(numbers, empty.numbers),
    )


def _column(pieces: list[npt.NDArray[Any]], like: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    joined = np.empty((sum(map(len, pieces)), *like.shape[1:]), dtype=like.dtype)
    stop = len(joined)
    while pieces:
        piece = pieces.pop()
        joined[stop - len(piece) : stop] = piece
        stop -= len(piece)
    return joined


def _exposures(
    numbers: npt.NDArray[np.float64], laid: npt.NDArray[np.bool_]
) -> tuple[tuple[Exposure, ...], Ids]:
    """Return each power and speed once, in the order of the file, and which each block has."""
    said = np.nan_to_num(numbers[laid][:, [DRAWN_POWER, DRAWN_SPEED]], nan=-1.0)
    pairs, first, which = np.unique(
        said[:, 0] + 1j * said[:, 1], return_index=True, return_inverse=True
    )
    if len(pairs) > EXPOSURES_MAX:
        raise UnreadableFile(
            "gcode-too-many-exposures",
            f"The G-code has {len(pairs)} pairs of power and speed; at most {EXPOSURES_MAX} are"
            " read.",
            {"exposures": len(pairs), "exposures_max": EXPOSURES_MAX},
        )
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    block_exposure = np.full(len(laid), NOBODY, dtype=np.int32)
    block_exposure[laid] = place[which]
    exposures = tuple(
        Exposure(power_w=_or_nan(pair.real), speed_mm_s=_or_nan(pair.imag))
        for pair in pairs[order].tolist()
    )
    return exposures, block_exposure


def _or_nan(value: float) -> float:
    return nan if value < 0 else value


def _blocks(drawn: Drawn, laid: npt.NDArray[np.bool_], exposure: Ids, machine: Machine) -> Blocks:
    """Return the blocks in their layers; travel is in the layer of what is laid after it."""
    heights = drawn.numbers[laid, DRAWN_Z]
    begins = np.flatnonzero(np.diff(heights, prepend=np.nan) != 0)
    layer_of_laid = np.cumsum(np.diff(heights, prepend=heights[0]) != 0)
    following = np.minimum(np.cumsum(laid) - laid, len(heights) - 1)
    rows = len(laid)
    nobody = np.full(rows, NOBODY, dtype=np.int32)
    return Blocks(
        points_mm=drawn.points,
        block_offsets=np.append(drawn.first, len(drawn.points)),
        block_shape=np.where(laid, Shape.POLYLINE, Shape.JUMP).astype(np.uint8),
        block_role=np.where(laid, FEATURE_ROLES[drawn.kinds[:, 1]], Role.UNSAID).astype(np.uint8),
        block_direction=_directions(drawn, laid),
        block_exposure=exposure,
        block_part=nobody,
        block_laser=nobody.copy(),
        layer_offsets=_layer_offsets(layer_of_laid[following], len(begins)),
        layer_z_mm=heights[begins],
        block_pause_us=_pauses_us(drawn, machine),
    )


def _pauses_us(drawn: Drawn, machine: Machine) -> npt.NDArray[np.float64]:
    paused = drawn.kinds[:, 0] == PAUSED
    deposition = machine.mode[DIALECT] == DEPOSITION
    column = DRAWN_PAUSE_DEPOSITION_US if deposition else DRAWN_PAUSE_FILAMENT_US
    return np.where(paused, np.minimum(drawn.numbers[:, column], _PAUSE_MAX_US), 0.0)


def _directions(drawn: Drawn, laid: npt.NDArray[np.bool_]) -> Bytes:
    """Return which blocks are open: a track that comes back to its start does not say its way."""
    ends = np.append(drawn.first[1:], len(drawn.points)) - 1
    apart = (drawn.points[drawn.first[laid]] != drawn.points[ends[laid]]).any(axis=1)
    directions = np.full(len(laid), Direction.UNSAID, dtype=np.uint8)
    directions[np.flatnonzero(laid)[apart]] = Direction.OPEN
    return directions


def _layer_offsets(layer_of_block: Longs, layers: int) -> Longs:
    return np.searchsorted(layer_of_block, np.arange(layers + 1))


def _facts(text: bytes, machine: Machine) -> FileFacts:
    deposition = machine.mode[DIALECT] == DEPOSITION
    head_and_tail = (text[:_LOOK_BYTES] + b"\n" + text[-_LOOK_BYTES:]).lower()
    layer = _LAYER.search(head_and_tail)
    return FileFacts(
        file_format="gcode-ded" if deposition else "gcode-fff",
        unit_mm=float(machine.place[FIRST_UNIT]),
        layer_mm=float(layer[1]) if layer and float(layer[1]) > 0 else nan,
    )
