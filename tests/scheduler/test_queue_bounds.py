"""What stations take one after the other bounds every plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Problem, Station, Step, Window, solve
from scheduler.bounds import ends_alone, lower_bound
from scheduler.completion import job_ends
from scheduler.construct.plan import Workshop
from scheduler.queue_bounds import queued_end, queued_late, queues
from scheduler.shop.shop import Shop
from tests.scheduler.problems import part, problem, problems

QUICK = Limits(time_s=20.0, iterations=6)
BLASTER = Station(id="blaster", kind="part", attended=True, load_s=300.0)
DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020) for day in range(30))


def crowded(**changes: Any) -> Problem:  # noqa: ANN401  fields of the value
    """Return a problem of six jobs, due at 300, 90 minutes of work each at one blaster."""
    steps = (Step(station="blaster", time_s=5400.0),)
    parts = tuple(part(f"p{n}", steps=steps, due=300) for n in range(6))
    values = {"parts": parts, "stations": (BLASTER,), "horizon": 40_000, **changes}
    return problem(**values)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_no_verified_plan_is_below_what_queues_say(asked: Problem) -> None:
    """Of any problem, plans are as late as their queues, and cost their bound."""
    result = solve(asked, QUICK)
    if result.schedule is None or result.objective is None:
        return
    workshop = Workshop(Shop(asked))
    ends = job_ends(asked, result.schedule)
    assert queued_end(workshop) <= max(ends.values())
    jobs = workshop.shop.jobs
    late = sum(job.weight * max(0, ends[job.name] - job.due) for job in jobs if job.due is not None)
    assert queued_late(workshop, ends_alone(workshop)) <= late + 1e-6
    assert lower_bound(workshop) <= result.objective + 1e-6


def test_jobs_wait_for_each_other_at_a_station() -> None:
    """Six jobs come at 65 at the earliest and take 95 minutes each, the last till 635."""
    asked = crowded()
    workshop = Workshop(Shop(asked))
    (queue,) = queues(workshop)
    first = 10 + 20 + 5
    assert queued_end(workshop) == first + 6 * 95
    expected = sum(max(0, first + count * 95 - 300) for count in range(1, 7))
    assert queued_late(workshop, ends_alone(workshop)) == expected
    assert queue.end(0.0) == first
    makespan = replace(asked, objective="makespan")
    assert lower_bound(Workshop(Shop(makespan))) == first + 6 * 95
    tardiness = solve(replace(asked, objective="total_tardiness"), QUICK)
    assert tardiness.bound is not None
    assert tardiness.bound >= expected


def test_only_hours_of_people_count_for_what_they_stay_with() -> None:
    """A day of nine hours holds five jobs of 95 minutes; unattended, nights count as well."""
    attended = Workshop(Shop(crowded(staff=DAYS)))
    assert queued_end(attended) == 1440 + 480 + (515 + 6 * 95 - 1020)
    alone = replace(BLASTER, attended=False)
    assert queued_end(Workshop(Shop(crowded(staff=DAYS, stations=(alone,))))) == 515 + 6 * 95


def test_units_share_the_work_while_there_are_people() -> None:
    """Two units halve the time, but not with one person for both."""
    two = (replace(BLASTER, units=2),)
    assert queued_end(Workshop(Shop(crowded(stations=two)))) == 35 + 3 * 95
    one = (Window(start=0, end=40_000),)
    assert queued_end(Workshop(Shop(crowded(stations=two, staff=one)))) == 35 + 6 * 95


@pytest.mark.parametrize("until", [35, 300])
def test_work_that_people_never_finish_lasts_to_the_horizon(until: int) -> None:
    """Where hours end before the work, so may the bound; there is no plan."""
    asked = crowded(staff=(Window(start=0, end=until),))
    assert queued_end(Workshop(Shop(asked))) == asked.horizon


def test_weights_count_as_far_as_all_have_them() -> None:
    """A job that weighs more counts as the others, and by what it weighs more alone."""
    asked = crowded()
    heavy = replace(asked.parts[0], weight=3.0, due=0)
    workshop = Workshop(Shop(replace(asked, parts=(heavy, *asked.parts[1:]))))
    ends = ends_alone(workshop)
    assert ends[0] == 35 + 95
    dues = (0, 300, 300, 300, 300, 300)
    level = sum(max(0, 35 + 95 * n - due) for n, due in enumerate(dues, 1))
    assert queued_late(workshop, ends) == level + 2 * (35 + 95)


def test_furnaces_are_no_queues() -> None:
    """What several platforms share at once is not counted."""
    furnace = Station(id="blaster", kind="batch", capacity=2)
    assert list(queues(Workshop(Shop(crowded(stations=(furnace,)))))) == []
