"""The bound by prices of parts: no plan is below it, and others are where builds cannot wait."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from scheduler import Limits, Problem, Window, solve
from scheduler.bounds import lower_bound
from scheduler.construct.construction import construct
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.prices.ascent import Prices
from scheduler.prices.stretches import stretches
from scheduler.shop.shop import Shop
from tests.scheduler.problems import fixed, part, problem, problems


def first_plan(asked: Problem) -> Plan:
    """Return a plan that holds every copy."""
    workshop = Workshop(Shop(asked))
    control = Control(Limits(time_s=60.0), None)
    return next(plan for plan, homeless in construct(workshop, control) if not homeless)


def proven(plan: Plan, steps: int) -> float:
    """Return what so many steps prove."""
    return Prices(plan).climb(lambda taken: taken < steps)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_no_plan_is_below_what_prices_prove(asked: Problem) -> None:
    """Every constructed plan, and the plan of a search, cost at least what any prices prove."""
    assume(asked.objective != "makespan")
    workshop = Workshop(Shop(asked))
    control = Control(Limits(time_s=60.0), None)
    plans = [plan for plan, homeless in construct(workshop, control) if not homeless]
    assume(plans)
    found = solve(asked, Limits(iterations=30))
    values = [plan.objective() for plan in plans if not plan.undone()]
    values += [] if found.objective is None else [found.objective]
    assume(values)
    assert proven(plans[0], 40) <= min(values) + 1e-6


def apart() -> Problem:
    """Return parts that could share a build, but for each being due soon after it comes."""
    parts = tuple(part(f"p{i}", release=400 * i, due=400 * i + 60, weight=5.0) for i in range(5))
    return problem(parts=parts, staff=(Window(start=0, end=5000, heads=2),))


def test_builds_that_cannot_wait_for_each_other_are_counted() -> None:
    """Five builds, which areas alone would let be one, are nearly proven, and it takes a moment."""
    plan = first_plan(apart())
    assert plan.objective() == 5 * (10 + 20 + 5)
    assert crowded_bound(plan.workshop) == lower_bound(plan.workshop) == 10 + 60 + 5
    assert 170.0 < proven(plan, 150) <= 175.0


def test_a_pinned_build_to_come_may_change_the_powder() -> None:
    """A change that a pinned build makes is not asked of the others."""
    pinned = fixed(setting="titanium", powder_change_start=420, powder_change_end=480)
    parts = (
        part("p", setting="titanium"),
        part("q", setting="titanium", release=700, due=800, weight=5.0),
    )
    plan = first_plan(problem(parts=parts, fixed=(pinned,)))
    assert plan.objective() == 10 + 20 + 5
    assert proven(plan, 100) <= 35.0


def test_more_windows_than_stretches_are_taken_together() -> None:
    """Of many short windows some make one stretch, and the last has no end."""
    days = tuple(Window(start=100 * day, end=100 * day + 40, heads=1) for day in range(500))
    workshop = Workshop(Shop(problem(staff=days)))
    edges = stretches(workshop, 30_000, 12)
    assert len(edges) <= 12
    assert edges[0] == 0
    assert stretches(workshop, 300, 12)[-1] == 300


def test_a_lab_with_one_powder_that_is_loaded_has_prices() -> None:
    """No powder can be changed to another there: every machine holds the only one."""
    asked = apart()
    steel = tuple(one for one in asked.settings if one.material == "316L")
    machines = tuple(replace(one, materials=("316L",)) for one in asked.machines)
    plan = first_plan(replace(asked, settings=steel, machines=machines))

    assert 0.0 < proven(plan, 20) <= plan.objective()
