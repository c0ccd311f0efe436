"""The G and M codes of the two dialects of G-code that are read, as one table.

A code does up to three things: it sets a mode of the machine, it is counted as content that a
toolpath does not hold, and it says what becomes of the words after it. Codes and their meaning are
those of RS-274/NGC (T. R. Kramer, F. M. Proctor and E. Messina, NISTIR 6556, 2000), for deposition
(DED) machines, and of Marlin (marlinfw.org/meta/gcode), for filament printers.
"""

from typing import Final

import numba
import numpy as np

from slicer_checks.toolpath import Longs

(
    NOTHING,
    MOTION,
    PLANE,
    INCH,
    RELATIVE,
    ARC_ABSOLUTE,
    FEED_OTHERWISE,
    E_RELATIVE,
    ENDED,
    ACTION,
    LASER_SAID,
    SEEN,
    LASER,
    DIALECT,
    FEATURE,
    LAYS,
    BLOCK_KIND,
    BLOCK_FEATURE,
    POINTS_BEFORE,
    POINTS,
    ROWS,
    MODES,
) = range(22)
"""Places in the modes of a machine; up to LASER_SAID codes set them, the rest the moves do."""

MOVES, DWELL, DATA, SET_PLACE, DROP_OFFSETS, HOME = range(6)
"""What a line asks for, in the mode ACTION: moves unless it says otherwise."""

LASER_OFF, LASER_ON = 1, 2
"""What a line says of the laser, in the mode LASER_SAID; 0 for nothing."""

UNSAID, DEPOSITION, FILAMENT = range(3)
"""The mode DIALECT: deposition from the first laser on, filament from the first move with E."""

XY_PLANE: Final = 17

UNCOUNTED, DWELLS, POWDER, OFFSETS, COMMANDS, HOMINGS, FEEDS, AXES, LIT, RISING, UPRIGHT, COUNTS = (
    range(12)
)
"""Places in the counts of what is not read."""

PLAIN, IGNORED, TEXT, REFUSED = range(4)
"""What follows a code: words of its line, words of its own, free text, or it cannot be read."""

G_CODES: Final = 10_000
"""How many rows of the table G codes take, by the tenth (G92.1 is 921); M codes come after."""
_M_CODES: Final = 1_000
_SET, _VALUE, _COUNT, _KIND = range(4)

_Row = tuple[int, int, int, int]
_G: Final[dict[_Row, str]] = {
    (MOTION, 0, UNCOUNTED, PLAIN): "0",
    (MOTION, 1, UNCOUNTED, PLAIN): "1",
    (MOTION, 2, UNCOUNTED, PLAIN): "2",
    (MOTION, 3, UNCOUNTED, PLAIN): "3",
    (MOTION, -1, UNCOUNTED, PLAIN): "80",
    (ACTION, DWELL, DWELLS, PLAIN): "4",
    (ACTION, DATA, OFFSETS, PLAIN): "10",
    (ACTION, HOME, HOMINGS, PLAIN): "28 30",
    (ACTION, SET_PLACE, UNCOUNTED, PLAIN): "92",
    (ACTION, DROP_OFFSETS, UNCOUNTED, PLAIN): "92.1 92.2",
    (PLANE, XY_PLANE, UNCOUNTED, PLAIN): "17",
    (PLANE, 18, UNCOUNTED, PLAIN): "18",
    (PLANE, 19, UNCOUNTED, PLAIN): "19",
    (INCH, 1, UNCOUNTED, PLAIN): "20 70",
    (INCH, 0, UNCOUNTED, PLAIN): "21 71",
    (RELATIVE, 0, UNCOUNTED, PLAIN): "90",
    (RELATIVE, 1, UNCOUNTED, PLAIN): "91",
    (ARC_ABSOLUTE, 1, UNCOUNTED, PLAIN): "90.1",
    (ARC_ABSOLUTE, 0, UNCOUNTED, PLAIN): "91.1",
    (FEED_OTHERWISE, 0, UNCOUNTED, PLAIN): "94",
    (FEED_OTHERWISE, 1, FEEDS, PLAIN): "93 95",
    (NOTHING, 0, UNCOUNTED, PLAIN): "40 49 50 61 61.1 64 69 98 99",
    (NOTHING, 0, OFFSETS, PLAIN): "43 43.1 52 53 54 55 56 57 58 59 59.1 59.2 59.3",
    (NOTHING, 0, UNCOUNTED, REFUSED): "5 5.1 5.2 5.3 6 16 41 42 51 68",
}
_M: Final[dict[_Row, str]] = {
    (LASER_SAID, LASER_ON, UNCOUNTED, PLAIN): "3 4",
    (LASER_SAID, LASER_OFF, UNCOUNTED, PLAIN): "5",
    (ENDED, 1, UNCOUNTED, TEXT): "2 30",
    (E_RELATIVE, 0, UNCOUNTED, PLAIN): "82",
    (E_RELATIVE, 1, UNCOUNTED, PLAIN): "83",
    (NOTHING, 0, POWDER, IGNORED): "302",
    (NOTHING, 0, COMMANDS, PLAIN): "6 7 8 9 60",
    (NOTHING, 0, COMMANDS, TEXT): "0 1 16 23 28 32 117 118",
}


def _table() -> Longs:
    """Return one row a code: the mode it sets and to what, its count, and what follows it."""
    table = np.tile(
        np.array((NOTHING, 0, COMMANDS, IGNORED), dtype=np.int64), (G_CODES + _M_CODES, 1)
    )
    for row, codes in _G.items():
        table[[round(10 * float(code)) for code in codes.split()]] = row
    for row, codes in _M.items():
        table[[G_CODES + int(code) for code in codes.split()]] = row
    return table


_TABLE: Final = _table()
_OTHER: Final = G_CODES - 1


@numba.njit(cache=True)
def row_of(is_g: bool, value: float) -> int:
    """Return the row of a code; codes that no table knows share one."""
    if is_g:
        row = int(np.round(10 * value)) if 0 <= value < G_CODES / 10 else _OTHER
        return row if row == 10 * value else _OTHER
    return G_CODES + int(value) if 0 <= value < _M_CODES and value == int(value) else _OTHER


@numba.njit(cache=True)
def obey_code(row: int, mode: Longs, counts: Longs) -> int:
    """Set the mode that a code sets, count it, and return what follows it."""
    mode[_TABLE[row, _SET]] = _TABLE[row, _VALUE]
    counts[_TABLE[row, _COUNT]] += 1
    return int(_TABLE[row, _KIND])
