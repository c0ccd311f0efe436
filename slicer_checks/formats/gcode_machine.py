"""What a machine that obeys G-code knows at a line, and what it has drawn, as flat arrays.

Compiled code changes them in place. A program begins at the zero of its coordinates, in
millimetres, absolute, in the XY plane, with the laser off.
"""

from typing import Final, NamedTuple

import numpy as np

from slicer_checks.formats.gcode_codes import BLOCK_KIND, COUNTS, MODES, MOTION, PLANE, XY_PLANE
from slicer_checks.toolpath import Bytes, Floats, Longs

(
    X,
    Y,
    Z,
    E,
    SHIFT_X,
    SHIFT_Y,
    SHIFT_Z,
    FEED,
    POWER,
    BLOCK_Z,
    BLOCK_POWER,
    BLOCK_SPEED,
    FIRST_UNIT,
    REACH,
    PLACES,
) = range(15)
"""Places in the numbers of a machine, in mm, mm/s and W.

X, Y and Z are where it is, SHIFT_X to SHIFT_Z what G92 adds to what the program says, BLOCK_Z to
BLOCK_SPEED those of the open block, FIRST_UNIT what a number of the program was worth in mm where
material was first laid, and REACH how far from zero a place may be.
"""

LETTERS: Final = 26
MM_PER_INCH: Final = 25.4
JUMPED, LAID, PAUSED = range(3)
"""Kinds of blocks."""

FINE, NUMBER, COMMA, TWICE, BAD_MOVE, CENTRE, RADIUS, ARC_PLANE, OUTSIDE, VALUE = range(10)
"""What can be wrong with a line."""

ROOM: Final = 1 << 18
"""How many points are drawn before they are gathered."""
ARC_POINTS_MAX: Final = 1 << 16
"""An arc of more points at 1 um of chord error does not lie within the reach of any machine."""
(
    DRAWN_Z,
    DRAWN_POWER,
    DRAWN_SPEED,
    DRAWN_PAUSE_DEPOSITION_US,
    DRAWN_PAUSE_FILAMENT_US,
    DRAWN_NUMBERS,
) = range(6)


class Machine(NamedTuple):
    """`place` (PLACES) as float64; `mode` and `counts` as int64; `words` (26) of the line, A to Z.

    Places of `mode` and `counts` are named in `gcode_codes`.
    """

    place: Floats
    mode: Longs
    counts: Longs
    words: Floats


class Drawn(NamedTuple):
    """Points (ROOM, 2) in mm and blocks, as many of each as the modes POINTS and ROWS say.

    `first` (ROOM) numbers the first point of each block; `kinds` (ROOM, 2) are its kind and its
    feature; `numbers` (ROOM, 5) its height in mm, power in W and speed in mm/s, NaN where unsaid,
    and how long a pause is if the program turns out to be of this or that dialect.
    """

    points: Floats
    first: Longs
    kinds: Bytes
    numbers: Floats


def new_machine(reach_mm: float) -> Machine:
    """Return a machine at the beginning of a program."""
    place = np.zeros(PLACES)
    place[[FEED, POWER]] = np.nan
    place[REACH] = reach_mm
    mode = np.zeros(MODES, dtype=np.int64)
    mode[[MOTION, PLANE, BLOCK_KIND]] = -1, XY_PLANE, -1
    return Machine(place, mode, np.zeros(COUNTS, dtype=np.int64), np.zeros(LETTERS))


def empty_sheet() -> Drawn:
    """Return room for what is drawn."""
    return Drawn(
        np.empty((ROOM, 2)),
        np.empty(ROOM, dtype=np.int64),
        np.empty((ROOM, 2), dtype=np.uint8),
        np.empty((ROOM, DRAWN_NUMBERS)),
    )
