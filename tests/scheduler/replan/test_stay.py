"""Planning again after something happened moves little, when asked to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Part, Problem, Window, solve, verify
from scheduler.errors import InvalidProblemError
from scheduler.replan.stillness import MOST_MOVED
from scheduler.what_if import previous_of
from tests.scheduler.problems import machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=25)
STILL = replace(QUICK, most_moved=MOST_MOVED)


def large(name: str, due: int) -> Part:
    """Return a part that fills a platform and is printed in 500 minutes on either machine."""
    (orientation,) = part().orientations
    wide = replace(orientation, width_mm=90.0, depth_mm=90.0)
    scan_s = {"M1": 30_000.0, "M2": 30_000.0}
    return part(name, orientations=(wide,), scan_s=scan_s, due=due)


def crowded() -> Problem:
    """Return a problem of twenty builds on two machines, with the plan before as previous."""
    asked = problem(
        parts=tuple(large(f"p{n}", due=600 * n + 700) for n in range(20)),
        machines=(machine("M1"), machine("M2")),
    )
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return replace(asked, previous=previous_of(schedule))


def test_an_urgent_job_moves_a_tenth_when_a_tenth_may_move() -> None:
    """With a limit two copies of twenty move; free, more do, and the job is sooner; both count."""
    asked = crowded()
    rush = replace(asked, parts=(*asked.parts, large("rush", due=0)))
    still, free = solve(rush, STILL), solve(rush, QUICK)
    assert still.moved is not None
    assert free.moved is not None
    assert still.moved <= 2 < free.moved
    assert still.objective is not None
    assert free.objective is not None
    assert free.objective < still.objective


def test_what_a_downtime_moves_does_not_count() -> None:
    """A machine that is down for two days moves its builds; a tenth of all may be chosen on top."""
    asked = crowded()
    down = machine("M1", downtime=(Window(start=100, end=3000),))
    result = solve(replace(asked, machines=(down, machine("M2"))), STILL)
    assert result.schedule is not None
    assert result.moved is not None
    assert 8 <= result.moved <= 12


def test_without_a_previous_plan_there_is_nothing_to_keep() -> None:
    """The limit then says nothing, and no copy counts as moved."""
    assert solve(problem(), STILL).moved is None
    assert solve(problem(), STILL).schedule == solve(problem(), QUICK).schedule


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_planning_again_verifies_and_keeps_what_is_fixed(asked: Problem) -> None:
    """Of any problem planned again with a part more, nothing fixed moves and no rule is broken."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    new = replace(asked.parts[-1], id="new", job="new", together=None, apart_from=())
    again = replace(asked, parts=(*asked.parts, new), previous=previous_of(schedule))
    result = solve(again, STILL)
    if result.schedule is not None:
        assert verify(again, result.schedule) == []
        facts = [build for build in schedule.builds if build.fixed]
        assert [build for build in result.schedule.builds if build.fixed] == facts


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_from_nothing_to_all(share: float) -> None:
    """No more than all copies can be moved, and no fewer than none."""
    with pytest.raises(InvalidProblemError) as error:
        Limits(most_moved=share)
    assert error.value.code == "limit-most-moved"
