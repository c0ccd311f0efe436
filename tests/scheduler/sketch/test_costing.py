"""What compiled code finds of a sketch is what its plan has, and moves keep it whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler import Limits, Orientation, Problem, Station, Step, Window
from scheduler.control import Control
from scheduler.sketch.annealing import Trail, anneal, late_units
from scheduler.sketch.costing import cost_of
from scheduler.sketch.draft import Draft
from scheduler.sketch.moves import copy_into
from scheduler.sketch.tables import IMPOSSIBLE, OVERFULL, SETUP, TARDINESS, UNLOAD, blank
from tests.scheduler.problems import BLASTER, EDM, FURNACE, fixed, machine, part, placement, problem
from tests.scheduler.sketch.labs import (
    DAYS,
    NAMES,
    busy_lab,
    ends_of,
    every_unit,
    first_plan,
    sketched,
)


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
    assert desk.end.tolist() == ends_of(plan)


def test_platforms_share_a_furnace() -> None:
    """Those that are there when it is loaded go in together, up to its capacity."""
    furnace = replace(FURNACE, capacity=3, skill=None, site=None, load_s=0.0, unload_s=0.0)
    step = Step(station=furnace.id, time_s=360_000.0, programme="650")
    plan = first_plan(station_lab(furnace, (step,), 5))
    _, _, desk, _ = sketched(plan)
    assert len(set(desk.end.tolist())) == 3  # one alone, then three, then the last


def test_nobody_is_waited_for_where_nothing_is_loaded() -> None:
    """A furnace that needs no hands works at night, in a sketch as in a plan."""
    furnace = replace(FURNACE, capacity=1, skill=None, site=None, load_s=0.0, unload_s=0.0)
    step = Step(station=furnace.id, time_s=36_000.0, programme="650")
    plan = first_plan(replace(station_lab(furnace, (step,)), staff=DAYS))
    _, _, desk, _ = sketched(plan)
    assert desk.end.tolist() == ends_of(plan)


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
    anneal(facts, trail, every_unit(facts), (0.3 * cost, 0.001 * cost), (20_000, seed))
    for sketch in (trail.now, trail.best):
        placed = [
            int(b) for row, n in zip(sketch.order, sketch.sizes, strict=True) for b in row[:n]
        ]
        assert sorted(placed) == sorted(set(sketch.home.tolist()))
        for build in placed:
            units = np.flatnonzero(sketch.home == build)
            assert facts.together[np.ix_(units, units)].all()
    assert trail.costs[1] == pytest.approx(cost_of(facts, trail.best, desk))
    assert all(desk.share[build] <= 1.0 + 1e-6 for build in placed)
    assert trail.costs[1] < cost


def test_two_builds_share_units_by_when_they_are_released() -> None:
    """Alike otherwise, those released early go together in one move, and those released later."""
    lab = problem(
        machines=tuple(machine(name) for name in NAMES),
        parts=tuple(
            part(f"p{n}", release=60 * (n % 2), scan_s=dict.fromkeys(NAMES, 600.0))
            for n in range(12)
        ),
    )
    facts, start, desk, cost = sketched(first_plan(lab))
    start.home[:] = np.arange(12) // 6
    start.order[:, 0], start.sizes[:] = range(2), 1
    mixed = blank(12, 2)
    copy_into(mixed, start)
    shared = set()
    for seed in range(1000):
        copy_into(start, mixed)
        trail = Trail(start, blank(12, 2), blank(12, 2), np.array([cost, IMPOSSIBLE]), desk)
        anneal(facts, trail, every_unit(facts), (1e9, 1e9), (1, seed))
        shared.add(tuple(trail.now.home.tolist()))
    assert {(0, 1) * 6, (1, 0) * 6} <= shared


def test_late_units_are_those_that_cost_for_being_late() -> None:
    """Of jobs that end after they are due and weigh something; none where nothing is late."""
    lab = busy_lab(12, 0)
    parts = tuple(
        replace(one, due=400 * n, weight=1.0 if n % 3 else 0.0) for n, one in enumerate(lab.parts)
    )
    plan = first_plan(replace(lab, parts=parts))
    facts, _, desk, _ = sketched(plan)
    ends, jobs = plan.finish().job_ends, plan.workshop.shop.jobs
    asked = {job for job, end in ends.items() if jobs[job].weight and end > (jobs[job].due or end)}
    late = np.zeros(len(facts.unit), dtype=np.int64)
    count = late_units.py_func(facts, desk, late)
    unit_job = dict(zip(facts.unit.tolist(), facts.job.tolist(), strict=True))
    assert 0 < count < len(late)
    assert {unit_job[unit] for unit in late[:count].tolist()} == asked
    facts.rates[TARDINESS] = 0.0
    assert late_units.py_func(facts, desk, late) == 0


def test_the_same_seed_takes_the_same_moves() -> None:
    """Chance is the seed's alone."""
    found = []
    for _ in range(2):
        facts, start, desk, cost = sketched(first_plan(busy_lab(15, 1)))
        trail = Trail(start, blank(15, 2), blank(15, 2), np.array([cost, IMPOSSIBLE]), desk)
        anneal(facts, trail, every_unit(facts), (cost, 1.0), (3000, 7))
        found.append((trail.costs.tolist(), trail.now.home.tolist()))
    assert found[0] == found[1]


def test_no_move_starts_from_what_breaks_a_rule() -> None:
    """From a sketch that is none, none is accepted, and it stays whole."""
    facts, start, desk, _ = sketched(first_plan(busy_lab(15, 1)))
    facts = facts._replace(horizon=10)
    trail = Trail(start, blank(15, 2), blank(15, 2), np.array([IMPOSSIBLE, IMPOSSIBLE]), desk)
    before = start.home.tolist()
    anneal(facts, trail, every_unit(facts), (1000.0, 1.0), (500, 3))
    assert trail.now.home.tolist() == before


def test_a_copy_is_the_same() -> None:
    """Of the builds that there are; what comes after them is of no account."""
    _, sketch, _, _ = sketched(first_plan(busy_lab(10, 0)))
    copy = blank(10, 2)
    copy_into(copy, sketch)
    assert copy.home.tolist() == sketch.home.tolist()
    assert copy.sizes.tolist() == sketch.sizes.tolist()


def test_a_horizon_too_near_is_told() -> None:
    """A plan that the sketch cannot time within the horizon is none to begin from."""
    plan = first_plan(problem(horizon=100))
    assert Draft(plan, Control(Limits(time_s=60.0), None)).possible
    facts, sketch, desk, _ = sketched(plan)
    assert cost_of(facts._replace(horizon=10), sketch, desk) == IMPOSSIBLE


@pytest.mark.parametrize("seed", range(3))
def test_units_may_be_together_where_their_kinds_may(seed: int) -> None:
    """By setting, secrets of owners, parts that are kept apart, and what a furnace must run."""
    lab = station_lab(replace(FURNACE, skill=None, site=None), (), 12)
    parts = tuple(
        replace(
            one,
            owner=f"o{n % 2}",
            confidential=(n + seed) % 3 == 0,
            setting=("steel", "titanium")[(n + seed) % 4 == 0],
            apart_from=("p1",) if n == 5 + seed else (),
            steps=(Step(station="furnace", time_s=60.0, programme=str(n % 5 == 0)),)
            if n % 2
            else (),
        )
        for n, one in enumerate(lab.parts)
    )
    plan = first_plan(replace(lab, parts=parts))
    facts, _, _, _ = sketched(plan)
    kinds = plan.workshop.shop.kinds
    for one in kinds:
        for other in kinds:
            runs = {t.programme for kind in (one, other) for t in kind.treatments}
            may = one.setting == other.setting and one.may_meet(other) and len(runs) < 2
            assert facts.together[one.index, other.index] == may
        alike = [other.index for other in kinds if other.setting == one.setting]
        assert facts.choosy[one.index] == (not facts.together[one.index, alike].all())
