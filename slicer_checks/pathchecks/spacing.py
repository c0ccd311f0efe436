"""How far neighbouring lines of a hatch lie apart.

Vectors of one layer, part, role and exposure are taken together, whatever their order, and split by
direction (within 6 degrees of a common one, up to four times: fields of a chessboard run two
ways). Of those that run one way, sorted across it, each looks upward for the next that lies beside
it: they overlap along the line by more than half of the shorter one, so that a neighbouring stripe,
whose end laps over by a tenth of a millimetre, is none. One less than 0.012 mm away is a piece
of the same line. The distance is taken in the middle of the overlap. The highest vector of a region
has no neighbour; one below a hole may find the other side of it.
"""

from functools import partial
from math import atan2, cos, pi, sin
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.cores import in_parts
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Floats, Longs

Groups = tuple[Floats, Longs, Longs]
Found = tuple[Floats, Longs]
"""How far the next line is, and which vector it is."""

SHORTEST_MM: Final = 0.3
"""Shorter vectors are left out: rounded ends do not tell their direction."""

SAME_LINE_MM: Final = 0.012
"""Pieces of one line lie so near: files round coordinates to 0.01 mm."""

FARTHEST_MM: Final = 5.0
"""No hatch is as coarse."""

LOOKED_AT: Final = 400
"""So many vectors are tried before one is taken to have no neighbour."""

_GROUPS_AT_ONCE: Final = 20
"""Groups are shared out among the cores in ranges of at least so many."""

DIRECTIONS: Final = 4
_BINS: Final = 90
_WITHIN: Final = sin(pi / 30)
_MUCH: Final = 1 / 3
_LEAST_SHARE: Final = 0.05
"""What runs another way is judged from this share of the length on."""


class Spacing(NamedTuple):
    """The distance from each hatch vector (V) to the next line; NaN where there is none.

    ``beside`` is the vector that the distance was taken to (or -1), ``block`` each vector's block
    and ``place`` that of its first point in `points_mm`.
    """

    distance_mm: Floats
    beside: Longs
    block: Longs
    place: Longs


def spacing_of(subject: Subject) -> Spacing:
    """Return the distance of every hatch vector of parts to the next line; see the module."""
    return subject.kept.once("hatch spacing", lambda: _spacing(subject))


def _spacing(subject: Subject) -> Spacing:
    blocks = subject.toolpath.blocks
    hatched = np.flatnonzero(subject.hatched)
    columns = (blocks.block_exposure, blocks.block_role, blocks.block_part, subject.block_layer)
    keys = np.stack([column[hatched] for column in columns]).astype(np.int64)
    order = np.lexsort(keys)
    hatched, keys = hatched[order], keys[:, order]
    vectors = np.diff(blocks.block_offsets)[hatched] // 2
    new = np.flatnonzero(np.diff(keys, axis=1).any(axis=0)) + 1
    ends = np.concatenate([[0], np.cumsum(vectors)])
    bounds = ends[np.concatenate([[0], new, [len(hatched)]])] if len(hatched) else np.zeros(1)
    block, place = _listed(hatched, blocks.block_offsets[hatched], ends)
    groups = (blocks.points_mm, place, bounds.astype(np.int64))
    found = np.full(len(place), np.nan), np.full(len(place), -1, dtype=np.int64)
    in_parts(partial(_distances, groups, found), len(bounds) - 1, least=_GROUPS_AT_ONCE)
    return Spacing(distance_mm=found[0], beside=found[1], block=block, place=place)


@numba.njit(cache=True, nogil=True)
def _listed(hatched: Longs, first: Longs, ends: Longs) -> tuple[Longs, Longs]:
    """Return each vector's block and the place of its first point: copies of these are large."""
    block, place = np.empty(ends[-1], dtype=np.int64), np.empty(ends[-1], dtype=np.int64)
    for row in range(len(hatched)):
        for vector in range(ends[row], ends[row + 1]):
            block[vector] = hatched[row]
            place[vector] = first[row] + 2 * (vector - ends[row])
    return block, place


@numba.njit(cache=True, nogil=True)
def _distances(groups: Groups, found: Found, begin: int, end: int) -> None:
    points, place, bounds = groups
    for group in range(begin, end):
        first, stop = bounds[group], bounds[group + 1]
        free = np.ones(stop - first, dtype=np.bool_)
        total = _leave_out_short(points, place[first:stop], free)
        for _ in range(DIRECTIONS):
            angle, length = _commonest(points, place[first:stop], free)
            if length <= _LEAST_SHARE * total:
                break
            alike = _take(points, place[first:stop], free, angle)
            _look_up(points, place, angle, found, first + alike)


@numba.njit(cache=True, nogil=True)
def _span(points: Floats, start: int) -> tuple[float, float, float]:
    across, up = points[start + 1, 0] - points[start, 0], points[start + 1, 1] - points[start, 1]
    return across, up, np.sqrt(across * across + up * up)


@numba.njit(cache=True, nogil=True)
def _leave_out_short(points: Floats, place: Longs, free: npt.NDArray[np.bool_]) -> float:
    total = 0.0
    for vector in range(len(place)):
        length = _span(points, place[vector])[2]
        free[vector] = length >= SHORTEST_MM
        if free[vector]:
            total += length
    return total


@numba.njit(cache=True, nogil=True)
def _commonest(points: Floats, place: Longs, free: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return a direction in which much of the length runs, and how much of it.

    The first vector's, where a third and more of the rest runs as it does; else that of the fullest
    of many bins.
    """
    total, near, first = 0.0, np.zeros(3), -1
    cosine, sine = 0.0, 0.0
    for vector in range(len(place)):
        if free[vector]:
            across, up, length = _span(points, place[vector])
            if first < 0:
                first = vector
                cosine, sine = across / length, up / length
            total += length
            if abs(cosine * up - sine * across) <= _WITHIN * length:
                _add(near, across, up, length)
    if near[0] < _MUCH * total:
        near = _fullest(points, place, free)
    return atan2(near[2], near[1]) / 2, near[0]


@numba.njit(cache=True, nogil=True)
def _add(sums: Floats, across: float, up: float, length: float) -> None:
    """Add a length, and its parts along the double of its direction."""
    sums[0] += length
    sums[1] += (across * across - up * up) / length
    sums[2] += 2 * across * up / length


@numba.njit(cache=True, nogil=True)
def _fullest(points: Floats, place: Longs, free: npt.NDArray[np.bool_]) -> Floats:
    sums = np.zeros((_BINS, 3))
    for vector in range(len(place)):
        if free[vector]:
            across, up, length = _span(points, place[vector])
            turn = atan2(2 * across * up, across * across - up * up)
            _add(sums[min(int((turn + pi) / (2 * pi) * _BINS), _BINS - 1)], across, up, length)
    best = int(np.argmax(sums[:, 0]))
    near: Floats = sums[best] + sums[(best + 1) % _BINS] + sums[best - 1]
    return near


@numba.njit(cache=True, nogil=True)
def _take(points: Floats, place: Longs, free: npt.NDArray[np.bool_], angle: float) -> Longs:
    """Return the vectors that run along an angle; they are free no more."""
    alike = np.empty(len(place), dtype=np.int64)
    count = 0
    cosine, sine = cos(angle), sin(angle)
    for vector in range(len(place)):
        if free[vector]:
            across, up, length = _span(points, place[vector])
            if abs(cosine * up - sine * across) <= _WITHIN * length:
                free[vector] = False
                alike[count] = vector
                count += 1
    return alike[:count]


@numba.njit(cache=True, nogil=True)
def _look_up(points: Floats, place: Longs, angle: float, found: Found, alike: Longs) -> None:
    """Put down the next vector above each of those along an angle, and how far it is."""
    rows = np.empty((len(alike), 4))
    cosine, sine = cos(angle), sin(angle)
    for row in range(len(alike)):
        one = other = place[alike[row]]
        across, up, _length = _span(points, one)
        if cosine * across + sine * up < 0:
            one += 1
        else:
            other += 1
        rows[row, 0] = cosine * points[one, 0] + sine * points[one, 1]
        rows[row, 1] = cosine * points[one, 1] - sine * points[one, 0]
        rows[row, 2] = cosine * points[other, 0] + sine * points[other, 1]
        rows[row, 3] = cosine * points[other, 1] - sine * points[other, 0]
    order = _ranked(rows)
    rows, alike = rows[order], alike[order]
    distance, beside = found
    for row in range(len(rows)):
        apart, above = _next_line(rows, row)
        distance[alike[row]] = apart
        if above >= 0:
            beside[alike[row]] = alike[above]


@numba.njit(cache=True, nogil=True)
def _ranked(rows: Floats) -> Longs:
    """Return the order of rows across their direction; most are in it already, or backwards."""
    level = rows[:, 1] + rows[:, 3]
    rising = falling = True
    for row in range(1, len(level)):
        rising = rising and level[row] >= level[row - 1]
        falling = falling and level[row] <= level[row - 1]
    if rising:
        return np.arange(len(level))
    return np.arange(len(level))[::-1].copy() if falling else np.argsort(level, kind="mergesort")


@numba.njit(cache=True, nogil=True)
def _next_line(rows: Floats, vector: int) -> tuple[float, int]:
    """Return how far above a row the next line lies, and which it is; NaN and -1 for none."""
    mine = (rows[vector, 0], rows[vector, 1], rows[vector, 2], rows[vector, 3])
    for other in range(vector + 1, min(vector + 1 + LOOKED_AT, len(rows))):
        row = (rows[other, 0], rows[other, 1], rows[other, 2], rows[other, 3])
        if (row[1] + row[3] - mine[1] - mine[3]) / 2 > FARTHEST_MM:
            break
        low, high = max(mine[0], row[0]), min(mine[2], row[2])
        if high - low <= 0.5 * min(mine[2] - mine[0], row[2] - row[0]):
            continue
        apart = abs(_level(row, (low + high) / 2) - _level(mine, (low + high) / 2))
        if apart >= SAME_LINE_MM:
            return float(apart), other
    return np.nan, -1


@numba.njit(cache=True, nogil=True)
def _level(row: tuple[float, float, float, float], along: float) -> float:
    """Return how far across a line lies where it has come so far along."""
    return float(row[1] + (along - row[0]) / (row[2] - row[0]) * (row[3] - row[1]))
