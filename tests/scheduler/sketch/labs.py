"""Labs to sketch, plans of them, and their sketches."""

from __future__ import annotations

from random import Random

import numpy as np

from scheduler import Limits, Orientation, Problem, Window
from scheduler.construct.construction import construct
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.shop.shop import Shop
from scheduler.sketch.costing import cost_of
from scheduler.sketch.facts import facts_of, units_of
from scheduler.sketch.outline import outlined
from scheduler.sketch.tables import Desk, Facts, Numbers, Sketch, desk_for
from tests.scheduler.problems import machine, part, problem

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
    return facts, sketch, desk, cost_of(facts, sketch, desk)


def every_unit(facts: Facts) -> Numbers:
    """Return all units of a sketch."""
    return np.arange(len(facts.setting))


def ends_of(plan: Plan) -> list[int]:
    """Return when each job of a plan is done."""
    ends = plan.finish().job_ends
    return [ends[job] for job in range(len(ends))]


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
