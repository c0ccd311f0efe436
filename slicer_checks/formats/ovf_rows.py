"""What is known of each vector block of an OVF file, in columns."""

from math import nan
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.ovf_fields import (
    ADAPTED_HATCHES,
    ADAPTED_POLYLINE,
    ARCS,
    ARCS_3D,
    HATCHES,
    HATCHES_3D,
    KIND_MAX,
    PAUSE,
    POINTS,
    POINTS_3D,
    POLYLINE,
    POLYLINE_3D,
)
from slicer_checks.formats.protobuf_wire import Longs, Singles
from slicer_checks.toolpath import Shape

Ids = npt.NDArray[np.int32]
Small = npt.NDArray[np.uint8]

REPEATED: Final = 1
PATCHED: Final = 2
AGAIN: Final = 4
OTHER_PARAMETER: Final = 8
HAS_META: Final = 16
HAS_LASER: Final = 32
INSIDE: Final = 64
"""A block is repeated, lies on a patch, is a re-exposure, changes another parameter than power
along its vectors, has a message that may name a part, names a laser, is no contour."""


(
    KIND,
    KEY,
    LASER,
    PART,
    ROLE,
    MARKS,
    FIRST,
    STOP,
    BLOCKS,
    POINT_COUNT,
    NUMBER_COUNT,
    PAUSED_US,
    NOTE_LENGTH,
) = range(13)
"""Places of what the `note` on one block holds while it is read, and how many; see `Rows`."""


class Rows(NamedTuple):
    """Columns of all vector blocks of a file, (B).

    `kinds` is the field number of the vector data, 0 for none that is known; its bytes lie between
    `firsts` and `stops`. `keys`, `lasers` and `parts` are the numbers that the file has. `blocks`
    and `points` count what a row becomes, `numbers` the most numbers of one of its lists;
    `powers_w` is the highest power along its vectors, NaN where power does not change; `pauses_us`
    how long a pause is.
    """

    kinds: Small
    keys: Ids
    lasers: Ids
    parts: Ids
    roles: Small
    marks: Small
    firsts: Longs
    stops: Longs
    blocks: Ids
    points: Longs
    numbers: Longs
    powers_w: Singles
    pauses_us: Longs


def empty_rows(count: int) -> Rows:
    """Return rows that say nothing yet."""
    return Rows(
        kinds=np.zeros(count, dtype=np.uint8),
        keys=np.zeros(count, dtype=np.int32),
        lasers=np.zeros(count, dtype=np.int32),
        parts=np.zeros(count, dtype=np.int32),
        roles=np.zeros(count, dtype=np.uint8),
        marks=np.zeros(count, dtype=np.uint8),
        firsts=np.zeros(count, dtype=np.int64),
        stops=np.zeros(count, dtype=np.int64),
        blocks=np.zeros(count, dtype=np.int32),
        points=np.zeros(count, dtype=np.int64),
        numbers=np.zeros(count, dtype=np.int64),
        powers_w=np.full(count, nan, dtype=np.float32),
        pauses_us=np.zeros(count, dtype=np.int64),
    )


@numba.njit(cache=True)
def keep_note(rows: Rows, row: int, note: Longs) -> None:
    """Write what a note says into a row."""
    rows.kinds[row] = note[KIND]
    rows.keys[row] = note[KEY]
    rows.lasers[row] = note[LASER]
    rows.parts[row] = note[PART]
    rows.roles[row] = note[ROLE]
    rows.marks[row] = note[MARKS]
    rows.firsts[row] = note[FIRST]
    rows.stops[row] = note[STOP]
    rows.blocks[row] = note[BLOCKS]
    rows.points[row] = note[POINT_COUNT]
    rows.numbers[row] = note[NUMBER_COUNT]
    rows.pauses_us[row] = note[PAUSED_US]


@numba.njit(cache=True)
def recall_note(rows: Rows, row: int, note: Longs) -> None:
    """Write what the vectors of a row are into a note."""
    note[KIND] = rows.kinds[row]
    note[MARKS] = rows.marks[row]
    note[FIRST] = rows.firsts[row]
    note[STOP] = rows.stops[row]
    note[NUMBER_COUNT] = rows.numbers[row]


@numba.njit(cache=True)
def mark(note: Longs, bit: int, on: bool) -> None:
    """Set a mark of a note, or take it away."""
    note[MARKS] = (note[MARKS] & ~bit) | (bit if on else 0)


def _by_kind(values: dict[int, int]) -> Longs:
    return np.array([values.get(kind, 0) for kind in range(KIND_MAX + 1)], dtype=np.int64)


STRIDE: Final = _by_kind(
    {
        POLYLINE: 2,
        HATCHES: 2,
        POINTS: 2,
        POLYLINE_3D: 3,
        HATCHES_3D: 3,
        POINTS_3D: 3,
        ADAPTED_POLYLINE: 3,
    }
)
"""How many numbers a point has, by kind; 0 where a kind is no list of points."""

_HATCHES: Final = _by_kind({HATCHES: 1, HATCHES_3D: 1})
EVEN: Final = STRIDE * (1 + _HATCHES)
"""What the count of numbers must be a multiple of, by kind."""

SHAPE: Final = _by_kind(
    {
        POLYLINE: Shape.POLYLINE,
        HATCHES: Shape.HATCHES,
        POINTS: Shape.POINTS,
        ARCS: Shape.POLYLINE,
        POLYLINE_3D: Shape.POLYLINE,
        HATCHES_3D: Shape.HATCHES,
        POINTS_3D: Shape.POINTS,
        ARCS_3D: Shape.POLYLINE,
        ADAPTED_POLYLINE: Shape.POLYLINE,
        ADAPTED_HATCHES: Shape.HATCHES,
        PAUSE: Shape.JUMP,
    }
).astype(np.uint8)
"""The `Shape` of the blocks that a kind becomes."""
