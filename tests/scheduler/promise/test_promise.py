"""What promising a date promises."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    Limits,
    Part,
    Problem,
    Promise,
    Schedule,
    SchedulerError,
    Spread,
    Station,
    Step,
    Window,
    promise,
    solve,
    verify,
)
from scheduler.completion import job_ends
from tests.scheduler.problems import machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=8)


def planned(asked: Problem) -> Schedule:
    """Return a schedule of a problem that has one."""
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return schedule


def large(name: str, **changes: object) -> Part:
    """Return a part that fills a platform and is printed in 500 minutes."""
    (orientation,) = part().orientations
    wide = replace(orientation, width_mm=90.0, depth_mm=90.0)
    made = {"orientations": (wide,), "scan_s": {"M1": 30_000.0}, **changes}
    return part(name, **made)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_a_promise_makes_nobody_late(asked: Problem) -> None:
    """Whatever the problem, no job is late that was in time, and none that was late is later."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    new = replace(asked.parts[-1], id="new", job="new", together=None, apart_from=())
    offer = promise(asked, schedule, (new,), QUICK)
    assert Promise.from_dict(json.loads(json.dumps(offer.to_dict()))) == offer
    assert offer.summary()
    if offer.schedule is None:
        assert offer.reason is not None
        return
    wanted = replace(asked, parts=(*asked.parts, new))
    assert verify(wanted, offer.schedule) == []
    before, after = job_ends(asked, schedule), job_ends(wanted, offer.schedule)
    assert after["new"] == offer.end
    for one in asked.parts:
        assert one.due is None or after[one.job] <= max(one.due, before[one.job])
    facts = [build for build in schedule.builds if build.fixed]
    assert [build for build in offer.schedule.builds if build.fixed] == facts


def test_a_new_part_goes_before_one_that_can_wait_and_behind_one_that_cannot() -> None:
    """Half a day of room in front of a job is taken when its date allows it, and not otherwise."""
    for due, earliest in ((1400, 525), (600, 1050), (None, 525)):
        asked = problem(parts=(large("old", due=due),))
        schedule = planned(asked)
        few = promise(asked, schedule, (large("new"),), QUICK)
        free = promise(asked, schedule, (large("new"),), replace(QUICK, most_moved=1.0))
        assert (few.end, few.moved) == (1050, 0)
        assert free.end == earliest


def test_parts_go_beside_others_where_there_is_room() -> None:
    """A small part is printed with another, and is done when that is, a little later."""
    asked = problem(parts=(part("old", due=45),))
    schedule = planned(asked)
    offer = promise(asked, schedule, (part("new", due=3),), QUICK)
    assert offer.schedule is not None
    assert len(offer.schedule.builds) == 1
    assert offer.end == schedule.builds[0].unload_end + 10


def test_the_date_is_as_sure_as_the_estimates() -> None:
    """Without spread the planned end is the date; with it the date is later."""
    asked = problem()
    schedule = planned(asked)
    sure = promise(asked, schedule, (large("new"),), QUICK, Spread(low=1.0, high=1.0))
    unsure = promise(asked, schedule, (large("new"),), QUICK, Spread(low=0.8, high=1.4))
    assert (sure.confidence, sure.date) == (1.0, sure.end)
    assert unsure.end == sure.end
    assert unsure.date is not None
    assert sure.end is not None
    assert unsure.date > sure.end + 60
    assert unsure.confidence is not None
    assert unsure.confidence < 0.5
    assert "kept by tick" in str(unsure)


def test_where_there_is_no_place_there_is_a_reason() -> None:
    """Too tall, or no time left before the horizon: told in a sentence, with no date."""
    asked = problem(parts=(large("old"),), horizon=1000)
    schedule = planned(asked)
    late = promise(asked, schedule, (large("new"),), QUICK)
    assert (late.end, late.date, late.schedule) == (None, None, None)
    assert late.reason is not None
    assert late.reason.code == "promise-none"
    (flat,) = part().orientations
    tall = part("new", orientations=(replace(flat, height_mm=300.0),))
    assert "300 mm high" in str(promise(asked, schedule, (tall,), QUICK))


def test_at_a_furnace_the_others_keep_their_turn() -> None:
    """Where the new parts would push others behind at a station, they wait."""
    furnace = Station(id="furnace", kind="batch")
    steps = (Step(station="furnace", time_s=30_000.0, programme="650"),)
    first = part("first", steps=steps, scan_s={"M2": 60.0}, due=600)
    old = large("old", steps=steps)
    new = part("new", steps=steps, scan_s={"M2": 60.0}, setting="titanium")
    asked = problem(
        parts=(first, old), machines=(machine("M1"), machine("M2")), stations=(furnace,)
    )
    schedule = planned(asked)
    due = job_ends(asked, schedule)["old"]
    asked = replace(asked, parts=(first, replace(old, due=due)))
    offer = promise(asked, schedule, (new,), QUICK)
    assert offer.schedule is not None
    ends = job_ends(replace(asked, parts=(*asked.parts, new)), offer.schedule)
    assert ends["first"] <= 600
    assert ends["old"] == due
    assert ends["new"] > due


def crowded(first: int, second: int) -> Problem:
    """Return a problem of two jobs, with these due dates, that come to one EDM machine at once."""
    steps = (Step(station="edm", time_s=30_000.0),)
    made = (
        large("a", steps=steps, due=first),
        large("b", steps=steps, due=second, scan_s={"M2": 30_000.0}),
    )
    edm = Station(id="edm", kind="platform")
    return problem(parts=made, machines=(machine("M1"), machine("M2")), stations=(edm,))


def test_there_is_a_date_wherever_all_that_is_planned_can_stay() -> None:
    """At a station whose order one would choose otherwise today, new parts go behind the plan's."""
    schedule = planned(crowded(first=2, second=1))
    asked = crowded(first=1, second=2)
    ends = job_ends(asked, schedule)
    assert ends["b"] < ends["a"]
    new = large("new", steps=asked.parts[0].steps)
    offer = promise(asked, schedule, (new,), QUICK)
    assert offer.schedule is not None
    assert (offer.end, offer.moved) == (ends["a"] + 500, 0)
    later = job_ends(replace(asked, parts=(*asked.parts, new)), offer.schedule)
    assert {job: later[job] for job in ends} == ends
    assert [build.fixed for build in offer.schedule.builds] == [False, False, False]


def test_a_plan_that_no_longer_holds_stands_as_far_as_it_does() -> None:
    """Where a machine is down since, its build waits, and the new part finds its place."""
    schedule = planned(crowded(first=1, second=2))
    down = machine("M1", downtime=(Window(start=100, end=2000),))
    asked = crowded(first=9000, second=9000)
    asked = replace(asked, machines=(down, asked.machines[1]))
    offer = promise(asked, schedule, (large("new", scan_s={"M2": 600.0}),), QUICK)
    assert offer.end is not None
    assert offer.end < 1000


def test_a_place_that_changes_another_builds_powder_is_none() -> None:
    """Before a build that is to change the powder no part stands still that has changed it."""
    (before,) = planned(problem(parts=(large("old", setting="titanium"),))).builds
    times = {
        name: getattr(before, name) + 3000
        for name in (
            "powder_change_start",
            "powder_change_end",
            "setup_start",
            "start",
            "end",
            "cool_end",
            "unload_start",
            "unload_end",
        )
    }
    schedule = Schedule(builds=(replace(before, **times),))
    parts = (large("old", setting="titanium"), large("new", setting="titanium"))
    asked, wanted = problem(parts=parts[:1]), problem(parts=parts)
    assert verify(asked, schedule) == []
    offer = promise(asked, schedule, parts[1:], QUICK)
    assert offer.schedule is not None
    assert verify(wanted, offer.schedule) == []


def test_a_date_that_moves_others_is_for_want_of_another() -> None:
    """Without time to look for one that moves little, the one beside all others is given."""
    asked = problem(parts=tuple(large(f"p{n}") for n in range(4)))
    schedule = planned(asked)
    last = max(job_ends(asked, schedule).values())
    offer = promise(asked, schedule, (large("new"),), Limits(time_s=1e-9))
    assert (offer.end, offer.moved_builds, offer.moved) == (last + 525, 0, 0)


def test_a_promise_of_nothing_is_refused() -> None:
    """Without parts there is no date, in one sentence."""
    asked = problem()
    result = solve(asked, Limits(iterations=0))
    assert result.schedule is not None
    with pytest.raises(SchedulerError) as refused:
        promise(asked, result.schedule, ())
    assert refused.value.code == "promise-parts"
