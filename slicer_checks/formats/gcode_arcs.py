"""Arcs of G-code (G2, G3) in the XY plane as polylines within 1 um of chord error, compiled.

The centre is an offset from the start (I, J; from zero after G90.1), or follows from a radius (R;
below 0 for the longer arc); more than one turn (P) is not read. As in LinuxCNC, the distances of
start and end from the centre may differ by 5 um, or by a thousandth of the radius up to 0.5 mm; the
radius changes evenly.
"""

from math import acos, atan2, ceil, cos, hypot, pi, sin, sqrt
from typing import Final

import numba

from slicer_checks.formats.gcode_codes import (
    ARC_ABSOLUTE,
    INCH,
    MOTION,
    PLANE,
    SEEN,
    XY_PLANE,
)
from slicer_checks.formats.gcode_machine import (
    ARC_PLANE,
    ARC_POINTS_MAX,
    BAD_MOVE,
    CENTRE,
    FINE,
    MM_PER_INCH,
    OUTSIDE,
    RADIUS,
    REACH,
    SHIFT_X,
    SHIFT_Y,
    Drawn,
    Machine,
    X,
    Y,
)
from slicer_checks.formats.gcode_pen import draw_to

CHORD_ERROR_MM: Final = 1e-3
_I, _J, _P, _R = (ord(letter) - ord("A") for letter in "IJPR")
_CLOCKWISE: Final = 2
_SAME_MM: Final = 1e-6
_SLACK_MM: Final = 5e-3
_SLACK_SHARE: Final = 1e-3
_SLACK_MAX_MM: Final = 0.5


@numba.njit(cache=True)
def draw_arc(machine: Machine, drawn: Drawn, x_mm: float, y_mm: float) -> int:
    """Draw the arc from where the machine is to a place; return what is wrong with it."""
    mode, place = machine.mode, machine.place
    if mode[PLANE] != XY_PLANE:
        return ARC_PLANE
    if mode[SEEN] >> _P & 1 and machine.words[_P] not in (0, 1):
        return BAD_MOVE
    fault, centre_x, centre_y = _centre(machine, x_mm, y_mm)
    if fault != FINE:
        return fault
    first = hypot(place[X] - centre_x, place[Y] - centre_y)
    last = hypot(x_mm - centre_x, y_mm - centre_y)
    if not first > 0:
        return CENTRE
    if not _agree(first, last):
        return RADIUS
    return _draw_round(machine, drawn, (centre_x, centre_y), (x_mm, y_mm))


@numba.njit(cache=True)
def _agree(first: float, last: float) -> bool:
    """Tell whether two radii of an arc are one."""
    apart = abs(first - last)
    return bool(apart <= _SLACK_MM or apart <= min(_SLACK_SHARE * first, _SLACK_MAX_MM))


@numba.njit(cache=True)
def _centre(machine: Machine, x_mm: float, y_mm: float) -> tuple[int, float, float]:
    """Return what is wrong, and the centre of the arc."""
    mode, place, words = machine.mode, machine.place, machine.words
    has_i, has_j = mode[SEEN] >> _I & 1, mode[SEEN] >> _J & 1
    scale = MM_PER_INCH if mode[INCH] else 1.0
    if not has_i and not has_j:
        if not mode[SEEN] >> _R & 1:
            return CENTRE, 0.0, 0.0
        return _centre_of_radius(machine, x_mm, y_mm, scale * words[_R])
    across = scale * words[_I] if has_i else 0.0
    along = scale * words[_J] if has_j else 0.0
    if not mode[ARC_ABSOLUTE]:
        return FINE, place[X] + across, place[Y] + along
    if not (has_i and has_j):
        return CENTRE, 0.0, 0.0
    return FINE, place[SHIFT_X] + across, place[SHIFT_Y] + along


@numba.njit(cache=True)
def _centre_of_radius(
    machine: Machine, x_mm: float, y_mm: float, radius_mm: float
) -> tuple[int, float, float]:
    """Return the centre of the arc with a radius: the shorter one, or the longer one below 0."""
    place = machine.place
    across, along = x_mm - place[X], y_mm - place[Y]
    chord = hypot(across, along)
    size = abs(radius_mm)
    if not chord > _SAME_MM:
        return CENTRE, 0.0, 0.0
    if size < chord / 2 and not _agree(chord / 2, size):
        return RADIUS, 0.0, 0.0
    size = max(size, chord / 2)
    share = chord / 2 / size
    height = size * sqrt((1 - share) * (1 + share))
    left = (machine.mode[MOTION] == _CLOCKWISE) == (radius_mm < 0)
    turn = (height if left else -height) / chord
    return FINE, place[X] + across / 2 - turn * along, place[Y] + along / 2 + turn * across


@numba.njit(cache=True)
def _draw_round(
    machine: Machine, drawn: Drawn, centre: tuple[float, float], target: tuple[float, float]
) -> int:
    """Draw the chords of an arc; none of its places may be out of reach."""
    place = machine.place
    from_x, from_y = place[X] - centre[0], place[Y] - centre[1]
    to_x, to_y = target[0] - centre[0], target[1] - centre[1]
    begin, first, last = atan2(from_y, from_x), hypot(from_x, from_y), hypot(to_x, to_y)
    sweep = _sweep(machine, begin, atan2(to_y, to_x), hypot(to_x - from_x, to_y - from_y))
    step = 2 * acos(max(1 - CHORD_ERROR_MM / max(first, last), 0.0))
    if not abs(sweep) < step * ARC_POINTS_MAX:
        return OUTSIDE
    chords = max(ceil(abs(sweep) / step), 1)
    for chord in range(1, chords):
        share = chord / chords
        radius, angle = first + share * (last - first), begin + share * sweep
        x_mm, y_mm = centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)
        if not max(abs(x_mm), abs(y_mm)) <= place[REACH]:
            return OUTSIDE
        draw_to(machine, drawn, x_mm, y_mm)
    draw_to(machine, drawn, target[0], target[1])
    return FINE


@numba.njit(cache=True)
def _sweep(machine: Machine, begin: float, end: float, chord_mm: float) -> float:
    """Return the angle of an arc, below 0 where clockwise; a full turn back to where it began."""
    clockwise = machine.mode[MOTION] == _CLOCKWISE
    if chord_mm <= _SAME_MM:
        return -2 * pi if clockwise else 2 * pi
    sweep = end - begin
    if clockwise:
        return sweep - 2 * pi if sweep >= 0 else sweep
    return sweep + 2 * pi if sweep <= 0 else sweep
