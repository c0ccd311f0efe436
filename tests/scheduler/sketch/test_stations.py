"""Stations in a sketch: who is at work elsewhere is missed there, and units may wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import Orientation, Problem, Station, Step, Window
from scheduler.shop.calendar import Crew, Work
from scheduler.shop.course import Course, Waits
from scheduler.sketch.costing import cost_of, priced
from scheduler.sketch.draft import WAITS
from scheduler.sketch.staffing import at_hand, hand, next_at_hand
from scheduler.sketch.tables import (
    ENDED,
    FULL,
    IMPOSSIBLE,
    LONGEST,
    OF_NEED,
    ROWS,
    UNLOADED,
    URGENT,
    Desk,
    Facts,
    Sketch,
)
from scheduler.sketch.tables import Crew as Hours
from tests.scheduler.problems import BLASTER, EDM, FURNACE, fixed, machine, part, placement, problem
from tests.scheduler.sketch.labs import ends_of, first_plan, sketched

ALONE = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020, heads=1) for day in range(60))
EVER = (Window(start=0, end=90_000, heads=9),)
EVER_LATER = (Window(start=440, end=90_000, heads=1),)
STATIONS = tuple(
    replace(one, skill=None, site=None, downtime=()) for one in (FURNACE, EDM, BLASTER)
)
COMPILED: dict[str, Any] = {"_nrt": False}


def _write(desk: Desk, start: int, end: int, need: int) -> None:
    hand(desk, start, end, need)


def _ask(crew: Hours, desk: Desk, need: int, ready: int, ticks: int) -> int:
    return int(at_hand(crew, desk, need, ready, ticks))


def _ask_next(crew: Hours, desk: Desk, need: int, ready: int, ticks: int) -> int:
    return int(next_at_hand(crew, desk, need, ready, ticks))


def _work_out(facts: Facts, sketch: Sketch, desk: Desk, most: float) -> float:
    return float(priced(facts, sketch, desk, most))


write, ask, ask_next, work_out = (
    numba.njit(**COMPILED)(one) for one in (_write, _ask, _ask_next, _work_out)
)
"""What only compiled code can call, called from tests."""


def lab(
    stations: tuple[Station, ...],
    hours: tuple[float, ...],
    scans_s: tuple[float, ...],
    staff: tuple[Window, ...],
    due: tuple[int, ...] = (),
) -> Problem:
    """Return a build for each scan time on two machines; all pass these stations so long."""
    tall = Orientation(id="up", width_mm=90.0, depth_mm=90.0, height_mm=5.0)
    steps = tuple(
        Step(station=one.id, time_s=3600.0 * h, programme="650" if one.kind == "batch" else None)
        for one, h in zip(stations, hours, strict=True)
    )
    return problem(
        horizon=60 * 1440,
        stations=stations,
        staff=staff,
        machines=(machine("M1"), machine("M2")),
        parts=tuple(
            part(
                f"p{n}",
                orientations=(tall,),
                steps=steps,
                due=due[n] if due else 1440 + n,
                scan_s=dict.fromkeys(("M1", "M2")[n % 2 :][:1], scan_s),
            )
            for n, scan_s in enumerate(scans_s)
        ),
    )


@pytest.mark.parametrize("seed", range(6))
def test_one_person_is_not_in_two_places(seed: int) -> None:
    """With one person for machines and stations, a sketch is late where its plan is late."""
    rng = np.random.default_rng(seed)
    scans_s = tuple(rng.uniform(3_000.0, 40_000.0, 5).tolist())
    furnace = replace(STATIONS[0], capacity=1)
    asked = lab((furnace, *STATIONS[1:]), (2.0, 1.0, 0.3), scans_s, ALONE)
    plan = first_plan(asked)
    facts, sketch, desk, cost = sketched(plan)
    assert desk.end.tolist() == ends_of(plan)
    assert work_out(facts, sketch, desk, cost) == cost  # surely late is never later than late
    work = desk.hands[: desk.handed[ROWS]]
    assert (np.diff(work[:, 0]) >= 0).all()
    assert (work[1:, 0] >= work[:-1, ENDED]).all()


def test_a_furnace_may_wait_until_it_is_full() -> None:
    """Two builds half an hour apart go in one by one, or together where it waits."""
    furnace = replace(STATIONS[0], capacity=2, load_s=0.0, unload_s=0.0)
    facts, sketch, desk, _ = sketched(
        first_plan(lab((furnace,), (10.0,), (3_600.0, 5_400.0), EVER))
    )
    ends = set(desk.end.tolist())
    facts.waits[FULL] = True
    cost_of(facts, sketch, desk)
    assert len(ends) == 2
    assert len(set(desk.end.tolist())) == 1


def test_no_sketch_asks_a_station_for_more_than_it_can_do_in_one_go() -> None:
    """Two parts for five hours each are no build where somebody is at the wire for nine."""
    wire = replace(STATIONS[1], attended=True)
    asked = lab((wire,), (5.0,), (3_600.0, 7_200.0), ALONE)
    one_machine = tuple(replace(p, scan_s={"M1": 3_600.0}) for p in asked.parts)
    facts, sketch, desk, cost = sketched(first_plan(replace(asked, parts=one_machine)))
    assert cost < IMPOSSIBLE
    sketch.home[:] = sketch.home[0]
    sketch.order[0, 0], sketch.sizes[0] = sketch.home[0], 1
    assert cost_of(facts, sketch, desk) >= IMPOSSIBLE


def test_a_unit_may_wait_for_what_is_more_urgent() -> None:
    """The build that comes half an hour later and is due first is done first where that is so."""
    wire = replace(STATIONS[1], capacity=1)
    plan = first_plan(lab((wire,), (10.0,), (3_600.0, 5_400.0), EVER, due=(5000, 1000)))
    facts, sketch, desk, _ = sketched(plan)
    first, second = desk.end.tolist()
    facts.waits[URGENT] = True
    cost_of(facts, sketch, desk)
    waited, sooner = desk.end.tolist()
    assert first < second
    assert sooner < waited
    assert sooner < second


def test_copies_are_treated_in_the_order_in_which_they_come() -> None:
    """What leaves its machine first and the furnace last does not keep others from the cabin."""
    furnace = replace(STATIONS[0], capacity=1, load_s=0.0, unload_s=0.0)
    plan = first_plan(
        lab((furnace, STATIONS[2]), (5.0, 0.2), (3_600.0, 3_700.0, 3_600.0), EVER, (1, 9000, 2))
    )
    _, _, desk, _ = sketched(plan)
    left = desk.left[np.argsort(desk.times[:3, UNLOADED])]
    assert desk.end.tolist() == ends_of(plan)
    assert not (np.diff(left) > 0).all()


def test_a_machine_that_must_change_powder_twice_for_a_build() -> None:
    """A fixed build in between takes another powder: all that people do is written down."""
    furnace = replace(STATIONS[0], load_s=0.0, unload_s=0.0)
    pinned = fixed(
        id="F1",
        start=500,
        end=520,
        powder_change_start=400,
        powder_change_end=460,
        placements=(placement("old"),),
    )
    step = Step(station=furnace.id, time_s=3600.0, programme="650")
    asked = problem(
        stations=(furnace,),
        staff=EVER,
        machines=(machine(loaded="316L"),),
        parts=(
            part("old"),
            part("new", setting="titanium", steps=(step,), scan_s={"M1": 40_000.0}),
        ),
        fixed=(pinned,),
    )
    _, _, desk, _ = sketched(first_plan(asked))
    assert 3 < desk.handed[ROWS] <= len(desk.hands)


@pytest.mark.parametrize("waits", WAITS)
@pytest.mark.parametrize("seed", range(5))
def test_a_sketch_is_the_course_with_the_same_waits(seed: int, waits: Waits) -> None:
    """Through wire and a furnace for three, each job ends when it does there."""
    rng = np.random.default_rng(seed)
    scans_s = tuple(rng.uniform(3_000.0, 9_000.0, 6).tolist())
    due = tuple(int(one) for one in rng.integers(200, 2_000, 6))
    furnace = replace(STATIONS[0], capacity=3)
    asked = lab((STATIONS[1], furnace), (1.0, 8.0), scans_s, EVER, due)
    plan = first_plan(asked)
    facts, sketch, desk, _ = sketched(plan)
    facts.waits[:] = waits
    cost_of(facts, sketch, desk)
    shop = plan.workshop.shop
    works = [
        work
        for line in plan.lines
        for times in line.times
        for work in times.work(shop.printers[line.printer].needs)
    ]
    course = Course(shop, plan.platforms(), works, waits).run()
    assert desk.end.tolist() == [course.job_ends[job] for job in range(6)]


SHORT = st.integers(0, 380)
NEEDED = st.integers(0, 1)
"""The furnace, which everybody serves, or the wire, which only technicians do."""


@given(
    heads=st.lists(st.integers(1, 3), min_size=4, max_size=4),
    technicians=st.lists(st.integers(1, 2), min_size=2, max_size=2),
    work=st.lists(st.tuples(SHORT, st.integers(1, 60), NEEDED), max_size=9),
    asked=st.lists(st.tuples(SHORT, st.integers(1, 40), NEEDED), min_size=1, max_size=6),
)
@settings(deadline=None)
def test_who_is_at_hand_is_so_in_the_calendar(
    heads: list[int],
    technicians: list[int],
    work: list[tuple[int, int, int]],
    asked: list[tuple[int, int, int]],
) -> None:
    """The first start is the calendar's, asked for once or as one of many in the order of time."""
    staff = (
        *_hours((0, 100, 200, 300), 90, heads, "powder"),
        *_hours((30, 210), 150, technicians, "edm"),
        *EVER_LATER,
    )
    stations = (STATIONS[0], replace(STATIONS[1], skill="edm"))
    plan = first_plan(lab(stations, (1.0, 1.0), (600.0,), staff))
    shop = plan.workshop.shop
    needs = [post.need for post in shop.posts]
    facts, _, desk, _ = sketched(plan)
    desk, crew = desk._replace(hands=np.zeros((len(work), 3), dtype=np.int64)), Crew(())
    desk.handed[ROWS] = desk.handed[LONGEST] = 0
    for start, ticks, place in sorted(work):
        at = shop.calendar.earliest(start, ticks, crew, needs[place])
        assert at is not None
        crew.add(Work(at, at + ticks, needs[place]))
        write(desk, at, at + ticks, needs[place])
    desk.handed[OF_NEED] = -1
    for ready, ticks, place in sorted(asked):
        expected = shop.calendar.earliest(ready, ticks, crew, needs[place])
        assert ask(facts.crew, desk, needs[place], ready, ticks) == expected
        assert ask_next(facts.crew, desk, needs[place], ready, ticks) == expected


def _hours(starts: tuple[int, ...], ticks: int, heads: list[int], skill: str) -> tuple[Window, ...]:
    """Return windows of so many ticks for people with one skill."""
    return tuple(
        Window(start=start, end=start + ticks, heads=count, skills=(skill,))
        for start, count in zip(starts, heads, strict=True)
    )
