"""A schedule as it stands, after what has happened since it was made."""

from __future__ import annotations

from dataclasses import replace

from scheduler import Limits, Problem, Schedule, solve, verify
from scheduler.replan.standing import as_it_stands
from tests.scheduler.problems import machine, part, problem


def _planned(asked: Problem) -> Schedule:
    schedule = solve(asked, Limits(iterations=10)).schedule
    assert schedule is not None
    return schedule


def test_what_still_holds_keeps_its_times() -> None:
    """A schedule that breaks no rule is the one that stands."""
    asked = problem(parts=(part("a"), part("b")))
    schedule = _planned(asked)
    stands = as_it_stands(asked, schedule)
    assert stands is not None
    assert [build.start for build in stands.builds] == [build.start for build in schedule.builds]


def test_what_waits_is_put_in_and_what_is_late_is_later() -> None:
    """A part that is in no build gets a place; a build that should have begun begins later."""
    asked = problem(parts=(part("a"),))
    schedule = _planned(asked)
    (build,) = schedule.builds
    later = replace(asked, now=build.setup_start + 60, parts=(part("a"), part("b")))
    stands = as_it_stands(later, schedule)
    assert stands is not None
    assert verify(later, stands) == []
    assert {placed.part for one in stands.builds for placed in one.placements} == {"a", "b"}


def test_what_has_no_place_leaves_no_schedule() -> None:
    """Where a part cannot be printed in time, or on no machine, there is none."""
    asked = problem(parts=(part("a"),))
    schedule = _planned(asked)
    (build,) = schedule.builds
    assert as_it_stands(replace(asked, machines=(machine(height_mm=1.0),)), schedule) is None
    assert as_it_stands(replace(asked, now=asked.horizon - 1), schedule) is None
    assert build.placements
