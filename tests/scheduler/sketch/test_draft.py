"""Sketches: they cost what plans cost, keep the rules, and become better plans."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import (
    Limits,
    Machine,
    Orientation,
    Platform,
    Problem,
    Reservation,
    Station,
    Step,
    Window,
    verify,
)
from scheduler.compiling import two_parts
from scheduler.construct.assemble import assemble
from scheduler.construct.construction import construct
from scheduler.construct.plan import Plan, Workshop
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.search import Search
from scheduler.shop.shop import Shop
from scheduler.sketch.annealing import Trail, anneal
from scheduler.sketch.costing import IMPOSSIBLE, cost_of
from scheduler.sketch.draft import Draft, outlined
from scheduler.sketch.facts import facts_of, units_of
from scheduler.sketch.moves import copy_into
from scheduler.sketch.tables import OVERFULL, SETUP, UNLOAD, Desk, Facts, Sketch, blank, desk_for
from tests.scheduler.problems import (
    BLASTER,
    EDM,
    FURNACE,
    fixed,
    machine,
    part,
    placement,
    problem,
    problems,
)

NAMES = ("M1", "M2")
DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020, heads=2) for day in range(60))


def whole_plan(asked: Problem) -> Plan | None:
    """Return the first plan that holds every copy, if one does."""
    plans = construct(Workshop(Shop(asked)), Control(Limits(time_s=60.0), None))
    return next((plan for plan, left in plans if not left and not plan.undone()), None)


def first_plan(asked: Problem) -> Plan:
    """Return the first plan that holds every copy."""
    found = whole_plan(asked)
    assert found is not None
    return found


def sketched(plan: Plan) -> tuple[Facts, Sketch, Desk, float]:
    """Return what is known of a plan's problem, its sketch, where that was worked out, its cost."""
    units = units_of(plan.workshop.shop)
    facts = facts_of(plan.workshop, units, 1.0)
    desk, sketch = desk_for(facts), outlined(plan, units)
    return facts, sketch, desk, cost_of(facts, sketch, desk, IMPOSSIBLE)


def busy_lab(count: int, seed: int) -> Problem:
    """Return parts, some of them long, of which most are due before all can be done."""
    rng = Random(seed)  # noqa: S311  a lab, not a secret
    return problem(
        horizon=60 * 1440,
        machines=tuple(machine(name) for name in NAMES),
        staff=DAYS,
        parts=tuple(
            part(
                f"p{number}",
                orientations=(
                    Orientation(
                        id="up",
                        width_mm=rng.uniform(10.0, 60.0),
                        depth_mm=rng.uniform(10.0, 60.0),
                        height_mm=rng.uniform(2.0, 90.0),
                    ),
                ),
                due=rng.randint(1, 9) * 1440,
                release=rng.choice((0, 0, 1440)),
                setting=rng.choice(("steel", "titanium")),
                scan_s=dict.fromkeys(NAMES, rng.choice((600.0, 900.0, 30_000.0))),
            )
            for number in range(count)
        ),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_sketch_becomes_a_plan_that_keeps_every_rule(asked: Problem) -> None:
    """Whatever is annealed, what comes out holds every copy once, and verifies."""
    assume(asked.objective != "makespan")
    plan = whole_plan(asked)
    assume(plan is not None and plan.items())
    assert plan is not None
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assume(draft.possible)
    for found in (draft.anneal(0.05), draft.refine(plan, 0.02)):
        if found is not None and not found[1] and not found[0].undone():
            assert found[0].items() == plan.items()
            assert verify(asked, assemble(found[0])) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_sketch_costs_what_its_plan_costs(seed: int) -> None:
    """On one machine, where nothing can be promised in another order, to the last tick."""
    lab = busy_lab(12, seed)
    parts = tuple(replace(one, scan_s={"M1": one.scan_s["M1"]}) for one in lab.parts)
    plan = first_plan(replace(lab, machines=lab.machines[:1], parts=parts))
    _, sketch, desk, cost = sketched(plan)
    assert cost == pytest.approx(plan.cost())
    line = plan.lines[0]
    starts = [desk.times[build, SETUP] for build in sketch.order[0, : sketch.sizes[0]]]
    assert starts == [times.setup_start for times in line.times]
    ends = [desk.times[build, UNLOAD] for build in sketch.order[0, : sketch.sizes[0]]]
    assert ends == [times.unload_start for times in line.times]


def test_a_sketch_passes_what_is_fixed_and_what_is_down() -> None:
    """A build comes after a fixed one and its powder, and not while a machine is down."""
    down = Window(start=0, end=3000)
    pinned = fixed(placements=(placement("old"),), start=4000, end=4100)
    lab = problem(
        parts=(part("old"), part("new", setting="titanium", release=3500)),
        machines=(machine(downtime=(down,)),),
        fixed=(pinned,),
    )
    plan = first_plan(lab)
    _, _, desk, cost = sketched(plan)
    assert cost == pytest.approx(plan.cost())
    assert desk.times[0, SETUP] == plan.lines[0].times[0].setup_start


def station_lab(station: Station, steps: tuple[Step, ...], count: int = 4) -> Problem:
    """Return parts of so many builds that all pass a station."""
    tall = Orientation(id="up", width_mm=90.0, depth_mm=90.0, height_mm=5.0)
    parts = tuple(
        part(f"p{n}", orientations=(tall,), steps=steps, due=100 + n, scan_s={"M1": 600.0 + 60 * n})
        for n in range(count)
    )
    return problem(parts=parts, stations=(station,), staff=(Window(start=0, end=90_000, heads=9),))


@pytest.mark.parametrize(
    ("station", "hours"), [(FURNACE, 20.0), (EDM, 3.0), (BLASTER, 2.0), (EDM, 0.1)]
)
def test_platforms_queue_at_stations_as_in_a_plan(station: Station, hours: float) -> None:
    """Jobs are done when the course of the plan says so, where nobody waits there either."""
    programme = "650" if station.kind == "batch" else None
    step = Step(station=station.id, time_s=3600.0 * hours, programme=programme)
    plan = first_plan(station_lab(replace(station, capacity=1, skill=None, site=None), (step,)))
    _, _, desk, _ = sketched(plan)
    ends = plan.finish().job_ends
    assert desk.end.tolist() == [ends[job] for job in range(len(ends))]


def test_platforms_share_a_furnace() -> None:
    """Those that are there when it is loaded go in together, up to its capacity."""
    furnace = replace(FURNACE, capacity=3, skill=None, site=None, load_s=0.0, unload_s=0.0)
    step = Step(station=furnace.id, time_s=360_000.0, programme="650")
    plan = first_plan(station_lab(furnace, (step,), 5))
    _, _, desk, _ = sketched(plan)
    assert len(set(desk.end.tolist())) == 3  # one alone, then three, then the last


@pytest.mark.parametrize("seed", range(4))
def test_moves_keep_a_sketch_whole(seed: int) -> None:
    """Each unit is in one build, each build once on one machine, and strangers stay apart."""
    lab = busy_lab(20, seed)
    secret = tuple(
        replace(one, owner=f"o{n % 3}", confidential=n % 4 == 0) for n, one in enumerate(lab.parts)
    )
    plan = first_plan(replace(lab, parts=secret))
    facts, start, desk, cost = sketched(plan)
    facts.rates[OVERFULL] = cost
    trail = Trail(start, blank(20, 2), blank(20, 2), np.array([cost, IMPOSSIBLE]), desk)
    anneal(facts, trail, (0.3 * cost, 0.001 * cost), 5000, seed)
    for sketch in (trail.now, trail.best):
        placed = [
            int(b) for row, n in zip(sketch.order, sketch.sizes, strict=True) for b in row[:n]
        ]
        assert sorted(placed) == sorted(set(sketch.home.tolist()))
        for build in placed:
            units = np.flatnonzero(sketch.home == build)
            assert facts.together[np.ix_(units, units)].all()
    assert trail.costs[1] == pytest.approx(cost_of(facts, trail.best, desk, IMPOSSIBLE))
    assert all(desk.share[build] <= 1.0 + 1e-6 for build in placed)
    assert trail.costs[1] < cost


def test_the_same_seed_takes_the_same_moves() -> None:
    """Chance is the seed's alone."""
    found = []
    for _ in range(2):
        facts, start, desk, cost = sketched(first_plan(busy_lab(15, 1)))
        trail = Trail(start, blank(15, 2), blank(15, 2), np.array([cost, IMPOSSIBLE]), desk)
        anneal(facts, trail, (cost, 1.0), 3000, 7)
        found.append((trail.costs.tolist(), trail.now.home.tolist()))
    assert found[0] == found[1]


def test_sketches_are_better_than_first_plans() -> None:
    """On labs where jobs are late, of which one may have its best plan at once."""
    better = 0
    for seed in range(3):
        plan = first_plan(busy_lab(30, seed))
        found = Draft(plan, Control(Limits(time_s=60.0, seed=seed), None)).anneal(0.6)
        assert found is not None
        better += worth(*found) < worth(plan, [])
    assert better >= 2


def test_what_finds_no_room_counts_for_more() -> None:
    """Squares of which four fit by area, and one by shape: the plan has one on each platform."""
    square = Orientation(id="up", width_mm=55.0, depth_mm=55.0, height_mm=5.0)
    lab = problem(parts=tuple(part(f"p{n}", orientations=(square,)) for n in range(5)))
    plan = first_plan(lab)
    found = Draft(plan, Control(Limits(time_s=60.0), None)).anneal(0.3)
    assert found is not None
    assert found[1] == []
    assert [len(batch.items) for batch in found[0].lines[0].batches] == [1] * 5


def test_what_is_together_in_a_plan_is_so_in_its_sketch() -> None:
    """However full a platform of a plan is, its sketch is none that is too full."""
    square = Orientation(id="up", width_mm=49.0, depth_mm=49.0, height_mm=5.0)
    plan = first_plan(problem(parts=tuple(part(f"p{n}", orientations=(square,)) for n in range(4))))
    assert len(plan.lines[0].batches) == 1
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    found = draft.refine(plan, 0.1)
    assert found is not None
    assert len(found[0].lines[0].batches) == 1


def test_a_horizon_too_near_is_told() -> None:
    """A plan that the sketch cannot time within the horizon is none to begin from."""
    plan = first_plan(problem(horizon=100))
    assert Draft(plan, Control(Limits(time_s=60.0), None)).possible
    facts, sketch, desk, _ = sketched(plan)
    assert cost_of(facts._replace(horizon=10), sketch, desk, IMPOSSIBLE) == IMPOSSIBLE


def test_a_plan_that_is_no_sketch_is_left_alone() -> None:
    """A plan may use what is kept for its owner; a sketch does not, so none is refined."""
    both = tuple(machine(name) for name in NAMES)
    kept = Reservation(start=0, end=60 * 1440, owners=("lab",))
    lab = busy_lab(12, 0)
    on_first = tuple(replace(one, scan_s={"M1": one.scan_s["M1"]}) for one in lab.parts)
    reserved = (both[0], replace(both[1], reserved=(kept,)))
    workshop = Workshop(Shop(replace(lab, machines=reserved)))
    plans = construct(workshop, Control(Limits(time_s=60.0), None))
    plan = next(plan for plan, left in plans if not left and plan.lines[1].batches)
    draft = Draft(plan, Control(Limits(time_s=60.0), None))
    assert not draft.possible
    assert draft.refine(plan, 0.1) is None
    alone = first_plan(replace(lab, machines=both[:1], parts=on_first))
    assert Draft(alone, Control(Limits(time_s=60.0), None)).possible


def test_no_move_starts_from_what_breaks_a_rule() -> None:
    """From a sketch that is none, none is accepted, and it stays whole."""
    facts, start, desk, _ = sketched(first_plan(busy_lab(15, 1)))
    facts = facts._replace(horizon=10)
    trail = Trail(start, blank(15, 2), blank(15, 2), np.array([IMPOSSIBLE, IMPOSSIBLE]), desk)
    before = start.home.tolist()
    anneal(facts, trail, (1000.0, 1.0), 500, 3)
    assert trail.now.home.tolist() == before


def test_a_plan_that_costs_nothing_can_be_sketched() -> None:
    """A machine without times, and a part without scanning: no heat, and no fault."""
    free = Machine(
        id="M1",
        platform=Platform(width_mm=100.0, depth_mm=100.0),
        height_mm=100.0,
        materials=("316L",),
    )
    plan = first_plan(problem(machines=(free,), parts=(part(scan_s={"M1": 0.0}),)))
    assert Draft(plan, Control(Limits(time_s=60.0), None)).anneal(0.05) is not None


def test_nobody_is_waited_for_where_nothing_is_loaded() -> None:
    """A furnace that needs no hands works at night, in a sketch as in a plan."""
    furnace = replace(FURNACE, capacity=1, skill=None, site=None, load_s=0.0, unload_s=0.0)
    step = Step(station=furnace.id, time_s=36_000.0, programme="650")
    plan = first_plan(replace(station_lab(furnace, (step,)), staff=DAYS))
    _, _, desk, _ = sketched(plan)
    ends = plan.finish().job_ends
    assert desk.end.tolist() == [ends[job] for job in range(len(ends))]


def test_a_copy_is_the_same() -> None:
    """Of the builds that there are; what comes after them is of no account."""
    _, sketch, _, _ = sketched(first_plan(busy_lab(10, 0)))
    copy = blank(10, 2)
    copy_into(copy, sketch)
    assert copy.home.tolist() == sketch.home.tolist()
    assert copy.sizes.tolist() == sketch.sizes.tolist()


def test_compiling_does_not_count() -> None:
    """The clock of a search stands still while something else is done."""
    control = Control(Limits(time_s=60.0), None)
    started = control.started_s
    with control.paused():
        Workshop(Shop(two_parts()))
    assert control.started_s > started


def test_a_search_anneals_sketches_unless_the_same_is_asked_for() -> None:
    """With a number of iterations a plan is the same each time: sketches go by the clock."""
    workshop = Workshop(Shop(busy_lab(10, 0)))
    assert Search(workshop, Control(Limits(time_s=1.0), None)).sketches
    assert not Search(workshop, Control(Limits(time_s=1.0, iterations=5), None)).sketches
