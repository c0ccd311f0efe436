"""The pen that draws what a machine does: points, and a new block where anything changes."""

import numba
import numpy as np

from slicer_checks.formats.gcode_codes import (
    BLOCK_FEATURE,
    BLOCK_KIND,
    DIALECT,
    FEATURE,
    FILAMENT,
    INCH,
    LAYS,
    POINTS,
    POINTS_BEFORE,
    ROWS,
)
from slicer_checks.formats.gcode_machine import (
    BLOCK_POWER,
    BLOCK_SPEED,
    BLOCK_Z,
    DRAWN_PAUSE_DEPOSITION_US,
    DRAWN_PAUSE_FILAMENT_US,
    DRAWN_POWER,
    DRAWN_SPEED,
    DRAWN_Z,
    FEED,
    FIRST_UNIT,
    MM_PER_INCH,
    PAUSED,
    POWER,
    Drawn,
    Machine,
    X,
    Y,
    Z,
)


@numba.njit(cache=True, inline="always")
def draw_to(machine: Machine, drawn: Drawn, x_mm: float, y_mm: float) -> None:
    """Draw from where the machine is to a place, which it then has reached."""
    if _differs(machine):
        _begin_block(machine, drawn)
    machine.place[X], machine.place[Y] = x_mm, y_mm
    _add_point(machine, drawn)


@numba.njit(cache=True, inline="always")
def _differs(machine: Machine) -> bool:
    """Tell whether the next vector does not belong to the open block."""
    place, mode = machine.place, machine.mode
    if mode[LAYS] != mode[BLOCK_KIND]:
        return True
    if not mode[LAYS]:
        return False
    return bool(
        place[Z] != place[BLOCK_Z]
        or mode[FEATURE] != mode[BLOCK_FEATURE]
        or _unlike(place[FEED], place[BLOCK_SPEED])
        or _unlike(_power(machine), place[BLOCK_POWER])
    )


@numba.njit(cache=True, inline="always")
def _unlike(one: float, two: float) -> bool:
    """Tell whether two numbers differ; what is unsaid is like what is unsaid."""
    return bool(one != two and not (np.isnan(one) and np.isnan(two)))


@numba.njit(cache=True, inline="always")
def _power(machine: Machine) -> float:
    return np.nan if machine.mode[DIALECT] == FILAMENT else float(machine.place[POWER])


@numba.njit(cache=True)
def _begin_block(machine: Machine, drawn: Drawn) -> None:
    place, mode = machine.place, machine.mode
    mode[BLOCK_KIND], mode[BLOCK_FEATURE] = mode[LAYS], mode[FEATURE]
    place[BLOCK_Z], place[BLOCK_SPEED] = place[Z], place[FEED]
    place[BLOCK_POWER] = _power(machine)
    if mode[LAYS] and place[FIRST_UNIT] == 0:
        place[FIRST_UNIT] = MM_PER_INCH if mode[INCH] else 1.0
    row = mode[ROWS]
    drawn.first[row] = mode[POINTS_BEFORE] + mode[POINTS]
    drawn.kinds[row, 0], drawn.kinds[row, 1] = mode[LAYS], mode[FEATURE]
    drawn.numbers[row, DRAWN_Z] = place[BLOCK_Z]
    drawn.numbers[row, DRAWN_POWER] = place[BLOCK_POWER]
    drawn.numbers[row, DRAWN_SPEED] = place[BLOCK_SPEED]
    mode[ROWS] = row + 1
    _add_point(machine, drawn)


@numba.njit(cache=True)
def pause(machine: Machine, drawn: Drawn, deposition_us: float, filament_us: float) -> None:
    """Draw a pause, a block without points; one that follows another makes it longer."""
    mode = machine.mode
    row = mode[ROWS]
    if mode[BLOCK_KIND] == PAUSED and row > 0:
        row -= 1
    else:
        drawn.first[row] = mode[POINTS_BEFORE] + mode[POINTS]
        drawn.kinds[row, 0], drawn.kinds[row, 1] = PAUSED, 0
        drawn.numbers[row] = 0.0
        mode[BLOCK_KIND], mode[ROWS] = PAUSED, row + 1
    drawn.numbers[row, DRAWN_PAUSE_DEPOSITION_US] += deposition_us
    drawn.numbers[row, DRAWN_PAUSE_FILAMENT_US] += filament_us


@numba.njit(cache=True, inline="always")
def _add_point(machine: Machine, drawn: Drawn) -> None:
    at = machine.mode[POINTS]
    drawn.points[at, 0] = machine.place[X]
    drawn.points[at, 1] = machine.place[Y]
    machine.mode[POINTS] = at + 1
