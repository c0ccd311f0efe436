"""How soon the laser scans a hatch line after the one beside it.

Along a line the laser is beside what it melted before after as long as a line takes with the way to
it, on average, whether lines run to and fro or all one way. Asked are lines that follow each other
in a block and lie beside each other by their middles.
"""

from typing import NamedTuple

import numba
import numpy as np

from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import standing_still
from slicer_checks.pathclock import vector_times, way_mm
from slicer_checks.toolpath import Floats, Longs


class Returns(NamedTuple):
    """Of each `block` of hatch (B) that moves: the mm scanned too soon, and the least time in s.

    ``place`` is that of the first point of the line with the least time, in `points_mm`.
    """

    block: Longs
    soon_mm: Floats
    shortest_s: Floats
    place: Longs


def returns_in(subject: Subject, soon_s: float, near_mm: float) -> Returns:
    """Return what hatches of parts have in lines scanned sooner than a time after a near one."""
    toolpath = subject.toolpath
    lines = (
        toolpath.blocks.points_mm,
        toolpath.blocks.block_offsets,
        np.cumsum(toolpath.block_vectors),
    )
    ends_s = vector_times(toolpath, subject.process.parameters)
    chosen = np.flatnonzero(subject.hatched & ~standing_still(subject))
    return Returns(chosen, *_returns(lines, chosen, ends_s, (soon_s, near_mm)))


@numba.njit(cache=True, nogil=True)
def _returns(
    lines: tuple[Floats, Longs, Longs], chosen: Longs, ends_s: Floats, limits: tuple[float, float]
) -> tuple[Floats, Floats, Longs]:
    points, offsets, vectors = lines
    soon_mm, shortest = np.zeros(len(chosen)), np.full(len(chosen), np.inf)
    place = np.zeros(len(chosen), dtype=np.int64)
    for row in range(len(chosen)):
        block = chosen[row]
        first = offsets[block]
        count = (offsets[block + 1] - first) // 2
        vector = vectors[block] - count
        for line in range(1, count):
            took, one = ends_s[vector + line] - ends_s[vector + line - 1], first + 2 * line
            if took >= limits[0] or not _beside(points, one - 2, one, limits[1]):
                continue
            soon_mm[row] += way_mm(points, one, one + 1)
            if took < shortest[row]:
                shortest[row], place[row] = took, one
    return soon_mm, shortest, place


@numba.njit(cache=True, nogil=True)
def _beside(points: Floats, one: int, other: int, near_mm: float) -> bool:
    """Tell whether a line lies beside another, and not before or behind it, by their middles."""
    length = way_mm(points, other, other + 1)
    if length == 0.0:
        return False
    along, up = (points[other + 1] - points[other]) / length
    far = 0.5 * (points[one] + points[one + 1] - points[other] - points[other + 1])
    ahead, aside = far[0] * along + far[1] * up, far[1] * along - far[0] * up
    return bool(abs(ahead) <= 0.5 * length and abs(aside) <= near_mm)
