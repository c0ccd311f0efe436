"""Stations in a sketch: who is at work elsewhere is missed there, and units may wait."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler import Orientation, Problem, Station, Step, Window
from scheduler.construct.plan import Plan
from scheduler.sketch.costing import cost_of
from scheduler.sketch.tables import ENDED, FULL, ROWS, UNLOADED, URGENT
from tests.scheduler.problems import BLASTER, EDM, FURNACE, machine, part, problem
from tests.scheduler.sketch.labs import first_plan, sketched

ALONE = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020, heads=1) for day in range(60))
EVER = (Window(start=0, end=90_000, heads=9),)
STATIONS = tuple(
    replace(one, skill=None, site=None, downtime=()) for one in (FURNACE, EDM, BLASTER)
)


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


def ends_of(plan: Plan) -> list[int]:
    """Return when each job of a plan is done."""
    ends = plan.finish().job_ends
    return [ends[job] for job in range(len(ends))]


@pytest.mark.parametrize("seed", range(6))
def test_one_person_is_not_in_two_places(seed: int) -> None:
    """With one person for machines and stations, a sketch is late where its plan is late."""
    rng = np.random.default_rng(seed)
    scans_s = tuple(rng.uniform(3_000.0, 40_000.0, 5).tolist())
    furnace = replace(STATIONS[0], capacity=1)
    asked = lab((furnace, *STATIONS[1:]), (2.0, 1.0, 0.3), scans_s, ALONE)
    plan = first_plan(asked)
    _, _, desk, _ = sketched(plan)
    assert desk.end.tolist() == ends_of(plan)
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
