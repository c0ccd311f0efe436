"""The times of a build that are told: the same as found, or refused by the rule they break."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Problem, Reservation, Window
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.shop.calendar import Crew
from scheduler.shop.shop import Shop
from scheduler.shop.timeline import Load, Moment, Times, when
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_times_of_a_plan_can_be_told(asked: Problem) -> None:
    """Of each build of any plan, beside the people whom all others take."""
    for plan, _ in construct(Workshop(Shop(asked)), Control(Limits(time_s=60.0), None)):
        shop = plan.workshop.shop
        for line in plan.lines:
            printer = shop.printers[line.printer]
            for number, (batch, times) in enumerate(zip(line.batches, line.times, strict=True)):
                others = [
                    work
                    for other in plan.lines
                    for one in other.times
                    if one is not times
                    for work in one.work(shop.printers[other.printer].needs)
                ]
                crew = Crew([*plan.workshop.fixed_work, *others])
                starts = (times.change_start or 0, times.setup_start, times.unload_start)
                moment = line.moments[number]
                told = when(shop, printer, batch.load, starts, moment, crew=crew)
                assert told == (times, line.moments[number + 1])


def told(asked: Problem, starts: tuple[int, int, int], load: Load) -> Times | None:
    """Return the times of a build on the first machine, told as starts, if they can be."""
    shop = Shop(asked)
    moment = Moment(100, "316L", 0)
    found = when(shop, shop.printers[0], load, starts, moment, crew=Crew(()))
    return None if found is None else found[0]


LAB = problem(parts=(part(), part("old")), staff=(Window(start=0, end=5000, heads=1),))
STEEL_LOAD = Load(0, 150, 60, 70, frozenset({"lab"}))
TITANIUM_LOAD = STEEL_LOAD._replace(setting=1)


def test_what_can_be_is_told_in_full() -> None:
    """Set-up takes ten minutes, unloading five, a change of powder an hour."""
    found = told(LAB, (0, 200, 300), STEEL_LOAD)
    assert found == Times(None, None, 200, 210, 270, 280, 300, 305)
    assert told(LAB, (120, 200, 300), TITANIUM_LOAD) == found._replace(
        change_start=120, change_end=180
    )


@pytest.mark.parametrize(
    ("starts", "load"),
    [
        ((0, 90, 300), STEEL_LOAD),
        ((0, 140, 300), STEEL_LOAD),
        ((0, 200, 279), STEEL_LOAD),
        ((150, 200, 300), TITANIUM_LOAD),
        ((90, 200, 300), TITANIUM_LOAD),
        ((0, 200, 4998), STEEL_LOAD),
        ((0, 200, 99_996), STEEL_LOAD),
    ],
    ids=["taken", "released", "hot", "changing", "taken for a change", "unstaffed", "horizon"],
)
def test_what_cannot_be_is_refused(starts: tuple[int, int, int], load: Load) -> None:
    """Before the machine is free, the parts are there, it has cooled, the powder is in ..."""
    assert told(LAB, starts, load) is None


@pytest.mark.parametrize("start", [195, 250, 304])
def test_a_machine_that_is_away_is_refused(start: int) -> None:
    """While it is down, or kept for others; kept for the owner it is there."""
    away = Window(start=start, end=start + 10)
    kept = Reservation(start=start, end=start + 10, owners=("others",))
    mine = replace(kept, owners=("lab",))
    for changes, fine in (({"downtime": (away,)}, False), ({"reserved": (kept,)}, False)):
        lab = replace(LAB, machines=(machine(**changes),))
        assert (told(lab, (0, 200, 300), STEEL_LOAD) is not None) == fine
    assert told(replace(LAB, machines=(machine(reserved=(mine,)),)), (0, 200, 300), STEEL_LOAD)
    later = replace(away, start=305, end=400)
    assert told(replace(LAB, machines=(machine(downtime=(later,)),)), (0, 200, 300), STEEL_LOAD)


def test_a_fixed_build_keeps_its_machine_and_its_powder() -> None:
    """What ends before it is fine in its powder; another needs a change that nobody has planned."""
    pinned = fixed(placements=(placement("old"),), start=400, end=500)
    lab = replace(LAB, fixed=(pinned,))
    assert told(lab, (0, 200, 300), STEEL_LOAD) is not None
    assert told(lab, (0, 200, 396), STEEL_LOAD) is None
    assert told(lab, (110, 200, 300), TITANIUM_LOAD) is None
