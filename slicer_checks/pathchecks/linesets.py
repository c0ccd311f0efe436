"""How far the lines of each exposure and role lie apart, of all that a hatch has."""

from typing import Final, NamedTuple

import numpy as np

from slicer_checks.pathchecks.contourgaps import contour_between
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.spacing import spacing_of
from slicer_checks.toolpath import NOBODY, Floats, Role

LEAST_LINES: Final = 10
"""Fewer distances than these tell nothing."""

HOLE: Final = 2.5
"""A line that lies farther than so many usual distances away is on the other side of a hole."""

WIDE: Final = 1.05
"""Lines no farther apart than so many times what they should be need no look for a contour."""

OUT_OF_ORDER: Final = 1.5
"""Lines so much nearer to others than to the next of the file are not scanned in their order."""


class LineSet(NamedTuple):
    """Distances of all hatches of one exposure and role, which are the ``key``.

    ``median_mm`` is the middle one, ``wide_mm`` what one in a hundred passes. ``usual`` and
    ``widest`` are places in the spacing of vectors that are as far from their neighbour as the
    median, and the farthest.
    """

    key: tuple[int, int]
    median_mm: float
    wide_mm: float
    usual: int
    widest: int

    @property
    def core(self) -> bool:
        """Whether the hatches are of no skin."""
        return self.key[1] <= Role.CORE


def line_sets(subject: Subject) -> list[LineSet]:
    """Return what is told of the distances of each exposure and role with enough lines."""
    return subject.kept.once("line sets", lambda: _line_sets(subject))


def _line_sets(subject: Subject) -> list[LineSet]:
    spacing, blocks = spacing_of(subject), subject.toolpath.blocks
    distance_mm = _in_one_piece(subject)
    numbers = (blocks.block_exposure - NOBODY).astype(np.int64) * len(Role) + blocks.block_role
    hatched = np.unique(numbers[subject.hatched])
    of_vector = numbers[spacing.block] if len(hatched) > 1 else None
    found = []
    for number in hatched.tolist():
        mine = distance_mm
        if of_vector is not None:
            mine = np.where(of_vector == number, mine, np.nan)
        lines = _line_set(mine, (number // len(Role) + NOBODY, number % len(Role)))
        if lines is not None:
            found.append(lines)
    return found


def _in_one_piece(subject: Subject) -> Floats:
    """Return the distances between lines; NaN where a contour lies between the two.

    Only wide ones are looked at: a contour between lines leaves no room for less.
    """
    spacing = spacing_of(subject)
    wide = np.flatnonzero(spacing.distance_mm > WIDE * said_mm(subject))
    if not len(wide):
        return spacing.distance_mm
    distance_mm = spacing.distance_mm.copy()
    distance_mm[wide[contour_between(subject, spacing, wide)]] = np.nan
    return distance_mm


def said_mm(subject: Subject) -> float:
    """Return the distance that the file names for its lines, else the parameter set's."""
    named_mm = subject.toolpath.facts.hatch_mm
    return named_mm if named_mm > 0 else subject.process.parameters.hatch_mm


def _line_set(distance_mm: Floats, key: tuple[int, int]) -> LineSet | None:
    """Judge the distances that are numbers, where they are enough."""
    told = distance_mm[np.isfinite(distance_mm)]
    if len(told) < LEAST_LINES:
        return None
    told = told[told <= HOLE * np.median(told)]
    if len(told) < LEAST_LINES:
        return None
    middle, wide = len(told) // 2, int(0.99 * (len(told) - 1))
    ranked = np.partition(told, (middle, wide))
    return LineSet(
        key=key,
        median_mm=float(ranked[middle]),
        wide_mm=float(ranked[wide]),
        usual=int(np.argmax(distance_mm == ranked[middle])),
        widest=int(np.argmax(distance_mm == told.max())),
    )
