"""The model that puts settled builds into order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from ortools.sat.python import cp_model

from scheduler import Limits, Platform, Problem, Station, Step, Window
from scheduler.construct.construction import construct
from scheduler.construct.line import EARLY
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.sequencing import resequence, tasks_of
from scheduler.cpsat.task import SCALE
from scheduler.shop.shop import Shop
from tests.scheduler.problems import machine, part, problem, problems


def first_plan(problem: Problem) -> Plan | None:
    """Return the first constructed plan when it holds every part."""
    workshop = Workshop(Shop(problem))
    plan, homeless = next(construct(workshop, Control(Limits(time_s=60.0), None)))
    return None if homeless or not plan.items() else plan


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_the_plan_at_hand_is_a_solution_of_the_model(problem: Problem) -> None:
    """Fixed to its hint, the model is feasible and costs what the plan costs.

    What it does not know of (moved copies, fair shares, waiting at stations) it takes for free.
    """
    plan = first_plan(problem)
    assume(plan is not None)
    assert plan is not None
    tasks = tasks_of(plan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(tasks.model) == cp_model.OPTIMAL
    early = EARLY * sum(times.unload_end for line in plan.lines for times in line.times)
    cost, rates = plan.cost() - early, plan.workshop.rates
    assert solver.objective_value / SCALE <= cost * (1.0 + 1e-6) + 1.0
    if not (rates.stability or rates.fairness or problem.stations):
        assert solver.objective_value / SCALE == pytest.approx(cost, rel=1e-6, abs=1)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_a_better_order_is_a_plan_of_the_same_items(problem: Problem) -> None:
    """Nothing is lost or doubled by putting builds into another order."""
    plan = first_plan(problem)
    assume(plan is not None)
    assert plan is not None
    control = Control(Limits(time_s=60.0), None)
    better = resequence(plan, control, 0.5)
    if better is not None:
        assert better.items() == plan.items()


def one_by_one(asked: Problem) -> Plan:
    """Return the plan that prints each part by itself on the first machine, in their order."""
    workshop = Workshop(Shop(asked))
    plan = Plan(workshop)
    for item in workshop.shop.items:
        batch = workshop.batcher.start(item, workshop.shop.printers[0])
        assert batch is not None
        batches = (*plan.lines[0].batches, batch)
        line = plan.try_line(0, batches, len(batches) - 1)
        assert line is not None
        plan.put(line)
    return plan


def test_a_bad_order_is_put_right() -> None:
    """Builds planned in the wrong order come out in the order of their dues, families together."""
    small = machine(platform=Platform(width_mm=11.0, depth_mm=21.0))
    parts = (
        part("late", due=9_000),
        part("powder", due=300, setting="titanium"),
        part("soon", due=40),
    )
    plan = one_by_one(problem(parts=parts, machines=(small,)))
    better = resequence(plan, Control(Limits(time_s=60.0), None), 10.0)
    assert better is not None
    assert better.cost() < plan.cost()
    order = [plan.workshop.shop.name(batch.items[0])[0] for batch in better.lines[0].batches]
    assert order == ["soon", "late", "powder"]


def test_what_must_be_cut_off_before_the_evening_is_printed_first() -> None:
    """At the wire is somebody until 300: what goes there is printed before what goes nowhere."""
    small = machine(platform=Platform(width_mm=11.0, depth_mm=21.0))
    wire = Station(id="wire", kind="platform", load_s=300.0, unload_s=300.0, skill="wire")
    parts = (
        part("long", due=300, scan_s={"M1": 13_500.0}),
        part("cut", due=400, steps=(Step(station="wire", time_s=600.0),)),
    )
    staff = (
        Window(start=0, end=9000, heads=2, skills=("print",)),
        Window(start=0, end=300, skills=("wire",)),
        Window(start=1000, end=1300, skills=("wire",)),
    )
    plan = one_by_one(problem(parts=parts, machines=(small,), stations=(wire,), staff=staff))
    assert plan.late() > 0.0
    better = resequence(plan, Control(Limits(time_s=60.0), None), 10.0)
    assert better is not None
    assert better.late() == 0.0
