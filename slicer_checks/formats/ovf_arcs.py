"""Arcs of an OVF file as polylines whose chords leave the circle by at most a micrometre.

A message of arcs is one angle (degrees, positive clockwise), the start relative to the centre, and
the centres; each centre makes an arc.
"""

from math import asin, cos, hypot, inf, pi, radians, sin, sqrt
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.formats.little_endian import double_at, single_at
from slicer_checks.formats.ovf_faults import NOT_FINITE, TOO_MANY_POINTS, UNEVEN
from slicer_checks.formats.ovf_fields import (
    ARC_ANGLE,
    ARC_CENTRES,
    ARC_CENTRES_3D,
    ARC_DX,
    ARC_DY,
    ARCS,
)
from slicer_checks.formats.ovf_rows import BLOCKS, FIRST, KIND, NUMBER_COUNT, POINT_COUNT, STOP
from slicer_checks.formats.protobuf_wire import (
    FIXED32,
    FIXED64,
    Codes,
    Longs,
    Singles,
    gather_nested,
    last_nested,
)

CHORD_ERROR_MM: Final = 0.001


@numba.njit(cache=True)
def measure_arcs(
    codes: Codes, note: Longs, nothing: Singles, size_max_mm: float, points_left: int
) -> int:
    """Count the arcs of a block and the points that they become; return a fault or 0."""
    kind, span = note[KIND], (note[FIRST], note[STOP])
    count = _gather_centres(codes, span, kind, nothing)
    if count < 0:
        return count
    stride = 2 if kind == ARCS else 3
    if count % stride:
        return UNEVEN
    angle, dx, dy = _arc(codes, span, kind)
    if not (abs(angle) < inf and hypot(dx, dy) <= size_max_mm):
        return NOT_FINITE
    centres = count // stride
    steps = _steps(angle, hypot(dx, dy))
    if centres > 0 and (steps + 1) * centres > points_left:
        return TOO_MANY_POINTS
    note[BLOCKS], note[NUMBER_COUNT] = centres, count
    note[POINT_COUNT] = (int(steps) + 1) * centres if centres > 0 else 0
    return 0


@numba.njit(cache=True)
def _gather_centres(codes: Codes, span: tuple[int, int], kind: int, out: Singles) -> int:
    return gather_nested(codes, span, kind, ARC_CENTRES if kind == ARCS else ARC_CENTRES_3D, out)


@numba.njit(cache=True)
def place_arcs(
    codes: Codes, note: Longs, scratch: Singles, points: npt.NDArray[np.float64]
) -> None:
    """Write the points of all arcs of a block, which has some, one arc after the other."""
    kind, span = note[KIND], (note[FIRST], note[STOP])
    stride = 2 if kind == ARCS else 3
    arcs = _gather_centres(codes, span, kind, scratch) // stride
    angle, dx, dy = _arc(codes, span, kind)
    length = len(points) // arcs
    for row in range(len(points)):
        arc = row // length
        turn = -radians(angle) * (row - arc * length) / max(length - 1, 1)
        points[row, 0] = scratch[stride * arc] + dx * cos(turn) - dy * sin(turn)
        points[row, 1] = scratch[stride * arc + 1] + dx * sin(turn) + dy * cos(turn)


@numba.njit(cache=True)
def _arc(codes: Codes, span: tuple[int, int], kind: int) -> tuple[float, float, float]:
    """Return the angle of a block's arcs, and where they begin relative to the centre."""
    angle = dx = dy = 0.0
    _value, at, found = last_nested(codes, span, kind, (ARC_ANGLE << 3) | FIXED64)
    if found > 0:
        angle = double_at(codes, at)
    _value, at, found = last_nested(codes, span, kind, (ARC_DX << 3) | FIXED32)
    if found > 0:
        dx = single_at(codes, at)
    _value, at, found = last_nested(codes, span, kind, (ARC_DY << 3) | FIXED32)
    if found > 0:
        dy = single_at(codes, at)
    return angle, dx, dy


@numba.njit(cache=True)
def _steps(angle: float, radius: float) -> float:
    """Return how many chords an arc needs, as a float, for it may be any number.

    A chord over the turn t leaves the circle by r (1 - cos t/2).
    """
    widest = pi / 2
    if radius > CHORD_ERROR_MM:
        widest = min(widest, 4 * asin(sqrt(CHORD_ERROR_MM / (2 * radius))))
    return float(np.ceil(abs(angle) / 180 * pi / widest - 1e-9))
