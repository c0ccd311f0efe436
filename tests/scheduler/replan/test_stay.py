"""Planning again after something happened moves little, when asked to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Part, Problem, Progress, Window, solve, verify
from scheduler.errors import InvalidProblemError
from scheduler.moved import moved_builds, places_of
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


def test_builds_do_not_creep() -> None:
    """Of 18 builds of many copies one moves at most for an urgent job, and none by three hours."""
    (flat,) = part().orientations
    wide = replace(flat, width_mm=45.0, depth_mm=45.0)
    parts = tuple(
        replace(large(f"p{n}", due=600 * n + 700), copies=4, orientations=(wide,))
        for n in range(18)
    )
    short = {"M1": 7000.0, "M2": 7000.0}
    asked = problem(
        parts=tuple(replace(one, scan_s=short) for one in parts),
        machines=(machine("M1"), machine("M2")),
    )
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    rush = replace(large("rush", due=0), orientations=(wide,), scan_s=short)
    again = replace(asked, parts=(*asked.parts, rush), previous=previous_of(schedule))
    still, free = solve(again, STILL), solve(again, QUICK)
    assert still.schedule is not None
    assert still.moved_builds is not None
    assert free.moved_builds is not None
    open_builds = len(set(places_of(schedule).values()))
    assert still.moved_builds <= open_builds // 10 < free.moved_builds
    before, after = places_of(schedule), places_of(still.schedule)
    assert moved_builds(before, after, 60).moved == still.moved_builds


def test_what_a_downtime_moves_does_not_count() -> None:
    """A machine that is down for two days moves its builds; a tenth of all may be chosen on top."""
    asked = crowded()
    down = machine("M1", downtime=(Window(start=100, end=3000),))
    result = solve(replace(asked, machines=(down, machine("M2"))), STILL)
    assert result.schedule is not None
    assert result.moved is not None
    assert 8 <= result.moved <= 12


def test_a_plan_made_again_is_proven_and_heard_of() -> None:
    """What cannot be better is proven; what takes longer tells its plan and bound meanwhile."""
    asked = problem(parts=(part(),))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    again = replace(asked, previous=previous_of(schedule))
    result = solve(again, Limits(time_s=60.0, most_moved=MOST_MOVED))
    assert (result.status, result.moved) == ("optimal", 0)

    heard: list[Progress] = []
    late = solve(
        crowded(), Limits(time_s=1.5, most_moved=MOST_MOVED, workers=1), progress=heard.append
    )
    assert late.first_schedule_s is not None
    assert late.first_schedule_s < late.runtime_s
    told = [news.objective for news in heard if news.objective is not None]
    assert told
    assert told[-1] >= (late.objective or 0.0)
    assert heard[-1].bound is not None


def test_parts_lie_where_they_lay() -> None:
    """A platform that only a long search filled is not laid anew when a part is added elsewhere."""
    corner = ((0.0, 0.0), (60.0, 0.0), (60.0, 12.0), (12.0, 12.0), (12.0, 60.0), (0.0, 60.0))
    angle = replace(part().orientations[0], width_mm=60.0, depth_mm=60.0, polygon=corner)
    asked = problem(parts=(part("a", orientations=(angle,), copies=6),), machines=(machine("M1"),))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    again = replace(asked, parts=(*asked.parts, part("b")), previous=previous_of(schedule))
    after = solve(again, STILL)
    assert after.schedule is not None
    assert after.moved == 0
    before = [placed for build in schedule.builds for placed in build.placements]
    now = [placed for build in after.schedule.builds for placed in build.placements]
    assert set(before) <= set(now)


def test_a_turn_that_is_not_allowed_any_more_is_laid_anew() -> None:
    """A box that lay along x and may now lie across only is turned, and nothing else happens."""
    (along,) = part().orientations
    asked = problem(parts=(part(),), machines=(machine("M1"),))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    turned = replace(along, turns_deg=(90,))
    spot = replace(previous_of(schedule)[0], rotation_deg=0)
    across = replace(asked, parts=(part(orientations=(turned,)),), previous=(spot,))
    result = solve(across, STILL)
    assert result.schedule is not None
    assert result.schedule.builds[0].placements[0].rotation_deg in {90, 270}
    assert result.moved == 0


def test_a_fault_on_one_platform_leaves_the_others_as_they_lie() -> None:
    """Where two parts have come to overlap, only their platform is laid anew."""
    asked = problem(
        parts=(part("a", copies=3), part("b", copies=3, scan_s={"M2": 600.0})),
        machines=(machine("M1"), machine("M2")),
    )
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    spots = previous_of(schedule)
    moved = tuple(replace(one, x_mm=0.0, y_mm=0.0) if one.part == "a" else one for one in spots)
    result = solve(replace(asked, previous=moved), STILL)
    assert result.schedule is not None
    before, after = (
        {
            (placed.copy, placed.x_mm, placed.y_mm)
            for build in builds
            for placed in build.placements
            if placed.part == "b"
        }
        for builds in (schedule.builds, result.schedule.builds)
    )
    assert before == after


def test_parts_that_may_not_lie_there_any_more_are_laid_anew() -> None:
    """Where the gap has become wider, as many of a build's parts as find room stay on it."""
    asked = problem(parts=(part("a", copies=4),), machines=(machine("M1"),))
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    wider = replace(asked, part_gap_mm=9.0, previous=previous_of(schedule))
    result = solve(wider, STILL)
    assert result.schedule is not None
    assert verify(wider, result.schedule) == []


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
