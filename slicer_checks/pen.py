"""Writing rings: points one after another, without repeated and straight ones."""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]

_SAME_MM: Final = 1e-9
_STRAIGHT_MM: Final = 1e-8
"""Points closer than this to the line through their neighbours carry nothing."""
_RING_AREA_MIN_MM2: Final = 1e-9
_RING_POINTS_MIN: Final = 3


class Pen(NamedTuple):
    """Where rings are written; `written` counts the points, then the rings, so far."""

    points: Points
    face: Ids
    offsets: Longs
    written: Longs


@numba.njit(cache=True)
def new_pen(crossings: int) -> Pen:
    """Return room for as many points as there are crossings, twice: each may need a joint."""
    return Pen(
        np.empty((2 * crossings + 2, 2)),
        np.empty(2 * crossings + 2, dtype=np.int32),
        np.zeros(crossings + 2, dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )


@numba.njit(cache=True)
def append_point(pen: Pen, start: int, stop: int, point: tuple[float, float], face: int) -> int:
    """Append a point to the ring from `start`, dropping the last one where it lies on the way."""
    if stop > start and _is_same(pen, stop - 1, point):
        pen.face[stop - 1] = face
        return stop
    if stop - start > 1 and _is_straight(pen, stop - 2, stop - 1, point):
        stop -= 1
    pen.points[stop, 0], pen.points[stop, 1] = point
    pen.face[stop] = face
    return stop + 1


@numba.njit(cache=True)
def close_ring(pen: Pen, start: int, stop: int) -> None:
    """Keep a ring that carries something."""
    stop = _trim(pen, start, stop)
    if (
        stop - start >= _RING_POINTS_MIN
        and abs(ring_area(pen.points[start:stop])) > _RING_AREA_MIN_MM2
    ):
        pen.written[0] = stop
        pen.written[1] += 1
        pen.offsets[pen.written[1]] = stop


@numba.njit(cache=True)
def _trim(pen: Pen, start: int, stop: int) -> int:
    """Drop what is left over where a ring closes: repeated and straight points, at both ends."""
    if stop - start < _RING_POINTS_MIN:
        return stop
    first = (pen.points[start, 0], pen.points[start, 1])
    while stop - start > 1 and _is_same(pen, stop - 1, first):
        stop -= 1
    if stop - start > _RING_POINTS_MIN and _is_straight(pen, stop - 2, stop - 1, first):
        stop -= 1
    second = (pen.points[start + 1, 0], pen.points[start + 1, 1])
    if stop - start > _RING_POINTS_MIN and _is_straight(pen, stop - 1, start, second):
        stop -= 1
        pen.points[start, 0], pen.points[start, 1] = pen.points[stop, 0], pen.points[stop, 1]
        pen.face[start] = pen.face[stop]
    return stop


@numba.njit(cache=True)
def _is_same(pen: Pen, place: int, point: tuple[float, float]) -> bool:
    return bool(
        abs(pen.points[place, 0] - point[0]) < _SAME_MM
        and abs(pen.points[place, 1] - point[1]) < _SAME_MM
    )


@numba.njit(cache=True)
def _is_straight(pen: Pen, before: int, place: int, after: tuple[float, float]) -> bool:
    x, y = pen.points[before, 0], pen.points[before, 1]
    dx, dy = after[0] - x, after[1] - y
    px, py = pen.points[place, 0] - x, pen.points[place, 1] - y
    squared = dx * dx + dy * dy
    ahead = px * dx + py * dy
    aside = px * dy - py * dx
    return bool(
        0 <= ahead <= squared and aside * aside < _STRAIGHT_MM * _STRAIGHT_MM * max(squared, 1.0)
    )


@numba.njit(cache=True)
def ring_area(ring: Points) -> float:
    """Return a ring's signed area: positive counter-clockwise."""
    total = 0.0
    x0, y0 = ring[0, 0], ring[0, 1]
    for place in range(1, len(ring) - 1):
        ax, ay = ring[place, 0] - x0, ring[place, 1] - y0
        bx, by = ring[place + 1, 0] - x0, ring[place + 1, 1] - y0
        total += ax * by - ay * bx
    return total / 2
