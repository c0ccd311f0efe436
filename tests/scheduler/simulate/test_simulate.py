"""What simulating a schedule promises."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import FixedBuild, Limits, Problem, Robustness, Spread, Window, simulate, solve
from scheduler.errors import InvalidProblemError
from scheduler.schedule import Schedule
from scheduler.simulate.spread import triangle
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems

QUICK = Limits(time_s=20.0, iterations=5)
SURE = Spread(low=1.0, high=1.0)
DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020) for day in range(30))


def planned(asked: Problem) -> Schedule:
    """Return a schedule of a problem that has one."""
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return schedule


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_without_spread_the_course_is_the_schedule(asked: Problem) -> None:
    """Every job ends when it is planned to, whatever the problem; longer prints end no sooner."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    for odds in simulate(asked, schedule, SURE, runs=2).jobs:
        assert odds.end_p10 == odds.end_p90 == odds.planned_end
        assert odds.holds == (None if odds.due is None else float(odds.planned_end <= odds.due))
    slow = simulate(asked, schedule, Spread(low=1.0, high=1.5), runs=20)
    assert Robustness.from_dict(json.loads(json.dumps(slow.to_dict()))) == slow
    for odds in slow.jobs:
        assert odds.end_p10 is None or odds.end_p10 >= odds.planned_end


@pytest.mark.parametrize(("low", "high"), [(0.5, 2.0), (1.0, 1.4), (0.7, 1.0), (1.0, 1.0)])
def test_factors_follow_a_triangle(low: float, high: float) -> None:
    """Its ends, its top and its mean are those of the formula: (low + 1 + high) / 3."""
    draws = (np.arange(100_000) + 0.5) / 100_000
    values = triangle(draws, low, high)
    assert values.min() >= low
    assert values.max() <= high
    assert values.mean() == pytest.approx((low + 1.0 + high) / 3.0, abs=1e-4)
    assert np.all(np.diff(values) >= 0.0)


def test_a_date_in_the_middle_of_the_interval_holds_half_of_the_time() -> None:
    """A print of 10 h within 20 %: a date at its planned end holds in half of the runs."""
    asked = problem(parts=(part(scan_s={"M1": 36_000.0}),), machines=(machine(recoat_s=0.0),))
    schedule = planned(asked)
    end = schedule.builds[0].unload_end
    due = replace(asked, parts=(replace(asked.parts[0], due=end + 60),))
    odds = simulate(due, schedule, Spread(low=0.8, high=1.2, shared=1.0)).of_job("p")
    assert odds.holds == pytest.approx(1.0 - 0.5**3, abs=0.03)
    assert odds.end_p10 == end
    assert odds.end_p50 == pytest.approx(end, abs=5)
    assert odds.end_p90 == pytest.approx(end + 0.2 * 600 * (1.0 - 0.2**0.5), abs=8)


def test_recoating_is_as_slow_in_all_builds_of_a_machine() -> None:
    """A print of 3 h in layers and 1 min of laser is late by what recoating is; twice for two."""
    (orientation,) = part().orientations
    large = replace(orientation, width_mm=90.0, depth_mm=90.0, height_mm=60.0)
    made = {"orientations": (large,), "scan_s": {"M1": 60.0}}
    asked = problem(parts=(part("a", **made), part("b", **made)), machines=(machine(),))
    schedule = planned(asked)
    ends = sorted(build.unload_end for build in schedule.builds)
    layers_min = 60.0 / asked.settings[0].layer_mm * asked.machines[0].recoat_s / 60.0
    spread = Spread(low=1.0, high=1.0, recoat_low=1.0, recoat_high=2.0)
    odds = sorted(one.end_p90 or 0 for one in simulate(asked, schedule, spread).jobs)
    slow_min = layers_min * (1.0 - 0.1**0.5)
    assert odds[0] - ends[0] == pytest.approx(slow_min, rel=0.05)
    assert odds[1] - ends[1] == pytest.approx(2.0 * slow_min, rel=0.05)


def test_a_print_that_ends_after_hours_waits_for_the_next_day() -> None:
    """A print that would be unloaded at five to five is, a little longer, unloaded next morning."""
    scan_s = 60.0 * (1015 - 480 - 10 - 10)
    asked = problem(parts=(part(scan_s={"M1": scan_s}, due=1440),), staff=DAYS)
    schedule = planned(asked)
    assert schedule.builds[0].unload_end == 1020
    odds = simulate(asked, schedule, Spread(low=0.9, high=1.1)).of_job("p")
    assert odds.holds == pytest.approx(0.5, abs=0.05)
    assert odds.end_p90 == 1440 + 485


def test_what_waits_behind_a_late_print_is_late_and_errors_are_shared() -> None:
    """Two builds of one machine: their errors add up, the more so the more they have in common."""
    (orientation,) = part().orientations
    large = replace(orientation, width_mm=90.0, depth_mm=90.0)
    made = {"orientations": (large,), "scan_s": {"M1": 36_000.0}}
    asked = problem(parts=(part("a", **made), part("b", **made)))
    schedule = planned(asked)
    last = max(schedule.builds, key=lambda build: build.start).placements[0].part
    wide = [
        simulate(asked, schedule, Spread(low=0.8, high=1.25, shared=shared)).of_job(last).end_p90
        for shared in (0.0, 1.0)
    ]
    assert wide[0] is not None
    assert wide[1] is not None
    assert wide[1] > wide[0] + 10
    own = Spread(low=1.0, high=1.0, parts={last: (1.0, 1.5)})
    first = next(one.job for one in simulate(asked, schedule, own).jobs if one.job != last)
    assert simulate(asked, schedule, own).of_job(first).end_p90 == (
        simulate(asked, schedule, own).of_job(first).planned_end
    )


def test_a_downtime_is_kept_free() -> None:
    """A print that would run into a downtime begins after it."""
    (orientation,) = part().orientations
    large = replace(orientation, width_mm=90.0, depth_mm=90.0)
    made = {"orientations": (large,), "scan_s": {"M1": 6000.0}}
    down = (Window(start=260, end=2000),)
    asked = problem(
        parts=(part("a", **made), part("b", **made)), machines=(machine(downtime=down),)
    )
    schedule = planned(asked)
    assert max(build.unload_end for build in schedule.builds) <= 260
    ends = simulate(asked, schedule, Spread(low=0.8, high=1.6)).jobs
    assert max(one.end_p90 or 0 for one in ends) > 2000


def test_a_running_build_is_as_unsure_as_any_other() -> None:
    """What runs may end later, never before now; a pinned build keeps its hour if it can."""
    running = FixedBuild(
        id="run",
        machine="M1",
        setting="steel",
        placements=(placement(),),
        start=-500,
        end=100,
        state="running",
    )
    asked = problem(parts=(part(due=90),), fixed=(running,), now=50, staff=DAYS)
    schedule = planned(asked)
    odds = simulate(asked, schedule, Spread(low=0.5, high=1.5)).of_job("p")
    assert odds.end_p10 == 100
    assert odds.end_p90 is not None
    assert 150 < odds.end_p90 < 400
    assert odds.holds == 0.0
    pinned = problem(fixed=(fixed(),), staff=(Window(start=50_000, end=60_000),))
    (pin,) = simulate(pinned, planned(pinned), Spread(), runs=9).jobs
    assert pin.end_p10 == 600


def test_what_never_ends_has_no_quantile() -> None:
    """When people stay away after the plan, a late print is never unloaded."""
    asked = problem(
        parts=(part(scan_s={"M1": 6000.0}, due=200),), staff=(Window(start=0, end=130),)
    )
    odds = simulate(asked, planned(asked), Spread(low=1.0, high=3.0)).of_job("p")
    assert odds.end_p90 is None
    assert odds.holds is not None
    assert odds.holds < 0.5


def test_the_summary_names_what_is_least_sure() -> None:
    """The jobs whose dates may fail stand in it, with their shares."""
    asked = problem(parts=(part(due=0),))
    text = str(simulate(asked, planned(asked), SURE, runs=4))
    assert text == "All dates hold in 0 % of 4 runs\n  p: 0 %"
    free = problem()
    assert str(simulate(free, planned(free), SURE, runs=4)) == "All dates hold in 100 % of 4 runs"


def test_the_same_seed_gives_the_same_runs() -> None:
    """Runs are reproducible, and other seeds give others."""
    asked = problem(parts=(part(scan_s={"M1": 36_000.0}),))
    schedule = planned(asked)
    first, again, other = (simulate(asked, schedule, seed=seed) for seed in (0, 0, 1))
    assert first == again
    assert first.jobs != other.jobs


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("spread-factors", lambda: Spread(low=1.1, high=1.2)),
        ("spread-factors", lambda: Spread(parts={"p": (0.5, 0.9)})),
        ("spread-shared", lambda: Spread(shared=1.5)),
        ("simulate-runs", lambda: simulate(problem(), Schedule(builds=()), runs=0)),
    ],
)
def test_what_cannot_be_drawn_is_refused(code: str, fault: object) -> None:
    """Factors lie around one, shares from 0 to 1, and there is at least one run."""
    assert callable(fault)
    with pytest.raises(InvalidProblemError) as error:
        fault()
    assert error.value.code == code
