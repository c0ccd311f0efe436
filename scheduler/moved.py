"""How many builds of one plan are not as they were in another."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, NamedTuple, TypeVar

from scheduler.fixed import PreviousPlacement
from scheduler.schedule import Schedule

SHIFT_S: Final = 3600
"""A print that begins at most this much earlier or later has not moved: an hour is about what a
set-up takes, our own choice."""

Where = tuple[str, int]
"""A build: its machine, and the tick at which its print begins."""

NOWHERE: Final[Where] = ("", -1)
"""Where a copy is that has lost its place: no machine is without a name, no tick below none."""

Copy = TypeVar("Copy", bound=Hashable)


class Moved(NamedTuple):
    """How many builds are not as they were, of how many."""

    moved: int
    of: int


def moved_builds(before: Mapping[Copy, Where], after: Mapping[Copy, Where], tick_s: int) -> Moved:
    """Return how many builds of a plan have moved in another one, told by where copies are.

    A build is as it was while all of its copies that the other plan has are in one build, on its
    machine, whose print begins at most an hour earlier or later. What joins them does not count.
    """
    builds: dict[Where, set[Where]] = {}
    for copy, where in before.items():
        if copy in after:
            builds.setdefault(where, set()).add(after[copy])
    shift = SHIFT_S // tick_s
    moved = sum(not _stands(where, now, shift) for where, now in builds.items())
    return Moved(moved, len(builds))


def _stands(where: Where, now: set[Where], shift: int) -> bool:
    """Tell whether copies that were in one build still are, where it was."""
    machine, start = where
    return len(now) == 1 and all(m == machine and abs(s - start) <= shift for m, s in now)


def places_of(schedule: Schedule) -> dict[tuple[str, int], Where]:
    """Return in which build each copy of a schedule is that may still move."""
    return {
        (placed.part, placed.copy): (build.machine, build.start)
        for build in schedule.builds
        if not build.fixed
        for placed in build.placements
    }


def places_before(previous: tuple[PreviousPlacement, ...]) -> dict[tuple[str, int], Where]:
    """Return in which build each copy was in a previous plan."""
    return {(one.part, one.copy): (one.machine, one.start) for one in previous}
