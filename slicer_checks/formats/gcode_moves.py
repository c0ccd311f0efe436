"""What a line of G-code makes a machine do, compiled: moves become points of blocks.

The order in a line is that of NISTIR 6556 (table 8): speed, power, laser, then the move. Where
material is laid (by the laser, or by extrusion) the points belong to a block of one height, power,
speed and feature; all other travel is a jump.
"""

from math import isfinite
from typing import Final

import numba
import numpy as np

from slicer_checks.formats.decimals import Bytes
from slicer_checks.formats.gcode_arcs import draw_arc
from slicer_checks.formats.gcode_codes import (
    ACTION,
    AXES,
    BLOCK_KIND,
    COMMANDS,
    DEPOSITION,
    DIALECT,
    DROP_OFFSETS,
    DWELL,
    DWELLS,
    E_RELATIVE,
    ENDED,
    FEED_OTHERWISE,
    FILAMENT,
    HOME,
    INCH,
    LASER,
    LASER_ON,
    LASER_SAID,
    LAYS,
    LIT,
    MOTION,
    MOVES,
    POINTS,
    RELATIVE,
    RISING,
    SEEN,
    SET_PLACE,
    UNSAID,
    UPRIGHT,
)
from slicer_checks.formats.gcode_machine import (
    ARC_POINTS_MAX,
    BAD_MOVE,
    FEED,
    FINE,
    MM_PER_INCH,
    OUTSIDE,
    POWER,
    REACH,
    ROOM,
    SHIFT_X,
    VALUE,
    Drawn,
    E,
    Machine,
    X,
    Y,
    Z,
)
from slicer_checks.formats.gcode_pen import draw_to, pause
from slicer_checks.formats.gcode_words import line_end, read_words
from slicer_checks.formats.text_lines import is_blank, next_line

_E, _F, _P, _S, _X, _Y, _Z = (ord(letter) - ord("A") for letter in "EFPSXYZ")
_IN_PLANE: Final = 1 << _X | 1 << _Y
_PLACED: Final = _IN_PLANE | 1 << _Z
_MOVING: Final = _PLACED | 1 << _E
_ARC_ONLY: Final = sum(1 << ord(letter) - ord("A") for letter in "IJR")
_OTHER_AXES: Final = sum(1 << ord(letter) - ord("A") for letter in "ABCUVW")
_ARCS: Final = 2
_AXES: Final = 3
_MINUTE_S: Final = 60.0
_SECOND_US: Final = 1e6
_MILLISECOND_US: Final = 1e3


@numba.njit(cache=True)
def obey(text: Bytes, at: int, machine: Machine, drawn: Drawn) -> tuple[int, int]:
    """Obey lines from `at` on until the program ends or the sheet is full.

    Returns what is wrong, and where; or `FINE` and where to go on.
    """
    mode = machine.mode
    while at < len(text) and not mode[ENDED] and mode[POINTS] < ROOM - ARC_POINTS_MAX - 2:
        fault, stop = read_words(text, at, machine)
        if fault != FINE:
            return fault, stop
        if mode[SEEN] or mode[ACTION] or mode[LASER_SAID]:
            fault = _obey_line(machine, drawn)
        if fault != FINE:
            return fault, at
        at = next_line(text, stop)
    return FINE, at


@numba.njit(cache=True)
def lines_after(text: Bytes, at: int) -> int:
    """Return how many lines from `at` on hold anything but blanks."""
    lines = 0
    while at < len(text):
        stop = line_end(text, at)
        while at < stop and (is_blank(text, at) or text[at] == ord("%")):
            at += 1
        lines += at < stop
        at = next_line(text, stop)
    return lines


@numba.njit(cache=True, inline="always")
def _obey_line(machine: Machine, drawn: Drawn) -> int:
    mode = machine.mode
    _switch_laser(machine)
    if mode[ACTION] == DWELL:
        _rest(machine, drawn)
        return FINE
    if mode[ACTION] != MOVES:
        return _act(machine)
    seen = mode[SEEN]
    if seen & (1 << _F | 1 << _S):
        fault = _take_settings(machine)
        if fault != FINE:
            return fault
    machine.counts[AXES] += (seen & _OTHER_AXES) != 0
    if seen & _MOVING or (mode[MOTION] >= _ARCS and seen & _ARC_ONLY):
        return _move(machine, drawn)
    return FINE


@numba.njit(cache=True, inline="always")
def _switch_laser(machine: Machine) -> None:
    """Switch the laser of a deposition machine; on a filament machine the code is another's."""
    mode = machine.mode
    if mode[LASER_SAID] == 0:
        return
    if mode[DIALECT] == FILAMENT:
        machine.counts[COMMANDS] += 1
        return
    mode[LASER] = mode[LASER_SAID] == LASER_ON
    if mode[LASER]:
        mode[DIALECT] = DEPOSITION


@numba.njit(cache=True, inline="always")
def _take_settings(machine: Machine) -> int:
    """Take speed and power from the words of the line."""
    mode, place, words = machine.mode, machine.place, machine.words
    if mode[SEEN] >> _F & 1:
        if not (words[_F] >= 0 and isfinite(words[_F])):
            return VALUE
        speed_mm_s = words[_F] * _scale(machine) / _MINUTE_S
        place[FEED] = np.nan if mode[FEED_OTHERWISE] else speed_mm_s
    if mode[SEEN] >> _S & 1 and mode[DIALECT] != FILAMENT:
        if not (words[_S] >= 0 and isfinite(words[_S])):
            return VALUE
        place[POWER] = words[_S]
    return FINE


@numba.njit(cache=True, inline="always")
def _scale(machine: Machine) -> float:
    """Return what a number of the program is worth in mm."""
    return MM_PER_INCH if machine.mode[INCH] else 1.0


@numba.njit(cache=True)
def _rest(machine: Machine, drawn: Drawn) -> None:
    """Pause for as long as P or S says; a dwell that says neither stays counted as unread.

    S counts seconds and P milliseconds (Marlin); on a deposition machine a P with a fraction counts
    seconds (Haas mill operator's manual, G04, where the decimal point tells).
    """
    letter = _S if machine.mode[SEEN] >> _S & 1 else _P
    word = machine.words[letter]
    if not machine.mode[SEEN] >> letter & 1 or not (word >= 0 and isfinite(word)):
        return
    machine.counts[DWELLS] -= 1
    filament_us = word * (_SECOND_US if letter == _S else _MILLISECOND_US)
    in_seconds = letter == _S or word % 1 != 0
    pause(machine, drawn, word * (_SECOND_US if in_seconds else _MILLISECOND_US), filament_us)


@numba.njit(cache=True)
def _act(machine: Machine) -> int:
    """Go home, or give the place where the machine is other numbers (G92)."""
    mode, place = machine.mode, machine.place
    all_axes = mode[SEEN] & _MOVING == 0
    if mode[ACTION] == SET_PLACE and (all_axes or mode[SEEN] >> _E & 1):
        place[E] = 0.0 if all_axes else machine.words[_E] * _scale(machine)
    if mode[ACTION] == HOME:
        mode[BLOCK_KIND] = -1
        all_axes = mode[SEEN] & _PLACED == 0
    for axis in range(_AXES):
        if all_axes or mode[SEEN] >> (_X + axis) & 1:
            _place_axis(machine, axis, 0.0 if all_axes else machine.words[_X + axis])
    return FINE if np.abs(place[SHIFT_X : SHIFT_X + _AXES]).max() <= 2 * place[REACH] else OUTSIDE


@numba.njit(cache=True)
def _place_axis(machine: Machine, axis: int, value: float) -> None:
    place, action = machine.place, machine.mode[ACTION]
    if action == SET_PLACE:
        place[SHIFT_X + axis] = place[X + axis] - value * _scale(machine)
    elif action == DROP_OFFSETS:
        place[SHIFT_X + axis] = 0.0
    elif action == HOME:
        place[SHIFT_X + axis] = place[X + axis] = 0.0


@numba.njit(cache=True, inline="always")
def _move(machine: Machine, drawn: Drawn) -> int:
    mode, place = machine.mode, machine.place
    if mode[MOTION] < 0:
        return BAD_MOVE
    x_mm, y_mm, z_mm = _target(machine, X), _target(machine, Y), _target(machine, Z)
    if not max(abs(x_mm), abs(y_mm), abs(z_mm)) <= place[REACH]:
        return OUTSIDE
    extruded = _extrude(machine)
    if not isfinite(extruded):
        return OUTSIDE
    mode[LAYS] = _lays(machine, extruded)
    rises = z_mm != place[Z]
    place[Z] = z_mm
    return _travel(machine, drawn, (x_mm, y_mm), rises)


@numba.njit(cache=True, inline="always")
def _target(machine: Machine, axis: int) -> float:
    """Return where an axis goes, in mm; heights to the nanometre, as sums of steps are not."""
    place = machine.place
    if not machine.mode[SEEN] >> (_X + axis) & 1:
        return float(place[X + axis])
    value = machine.words[_X + axis] * _scale(machine)
    value += place[X + axis] if machine.mode[RELATIVE] else place[SHIFT_X + axis]
    return float(np.round(value * 1e6) / 1e6 if axis == Z else value)


@numba.njit(cache=True, inline="always")
def _extrude(machine: Machine) -> float:
    """Return how much the E word of the line pushes out; below 0 where it draws back."""
    mode, place = machine.mode, machine.place
    if not mode[SEEN] >> _E & 1:
        return 0.0
    if mode[DIALECT] == UNSAID:
        mode[DIALECT] = FILAMENT
    value = machine.words[_E] * _scale(machine)
    if mode[RELATIVE] or mode[E_RELATIVE]:
        place[E] += value
        return float(value)
    pushed = value - place[E]
    place[E] = value
    return float(pushed)


@numba.njit(cache=True, inline="always")
def _lays(machine: Machine, extruded: float) -> bool:
    """Tell whether the move lays material; a rapid move does not, even with the laser on."""
    mode, counts = machine.mode, machine.counts
    if mode[DIALECT] != DEPOSITION:
        return extruded > 0
    counts[AXES] += mode[SEEN] >> _E & 1
    if mode[LASER] and mode[MOTION] == 0:
        counts[LIT] += 1
    return bool(mode[LASER] and mode[MOTION] != 0)


@numba.njit(cache=True, inline="always")
def _travel(machine: Machine, drawn: Drawn, target_mm: tuple[float, float], rises: bool) -> int:
    """Draw the move to a target; count what rises, which a layer cannot hold."""
    mode, place = machine.mode, machine.place
    x_mm, y_mm = target_mm
    arcs = mode[MOTION] >= _ARCS
    moves = arcs or x_mm != place[X] or y_mm != place[Y]
    if mode[LAYS] and rises:
        machine.counts[RISING if moves else UPRIGHT] += 1
    if arcs:
        return int(draw_arc(machine, drawn, x_mm, y_mm))
    stays = mode[LAYS] and not rises and mode[SEEN] & _IN_PLANE
    if moves or stays:
        draw_to(machine, drawn, x_mm, y_mm)
    return FINE
