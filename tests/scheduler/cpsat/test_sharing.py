"""Machines that share parts anew: better plans of the same parts, or none."""

from __future__ import annotations

from random import Random

import pytest

from scheduler import Problem, verify
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.sharing import share_all, share_some
from scheduler.limits import Limits
from scheduler.shop.shop import Shop
from tests.scheduler.cpsat.test_headed import first_plan, watch
from tests.scheduler.cpsat.test_levels import crowd


def on_one_machine(asked: Problem) -> Plan:
    """Return a plan that has everything on the first machine, each part in a build of its own."""
    plan = Plan(Workshop(Shop(asked)))
    shop = plan.workshop.shop
    batches = [plan.workshop.batcher.start(item, shop.printers[0]) for item in shop.items]
    line = plan.try_line(0, tuple(batch for batch in batches if batch is not None), 0)
    assert line is not None
    plan.put(line)
    return plan


def chance(seed: int = 0) -> Random:
    """Return chance that is the same each time."""
    return Random(seed)  # noqa: S311  no secret


def test_two_machines_share_what_one_of_them_had() -> None:
    """Everything on one machine is divided; a plan that nothing betters stays."""
    plan = on_one_machine(crowd(8, 1))
    better = share_all(plan, watch(), 3.0, chance())
    assert better is not None
    assert better.objective() < plan.objective()
    assert better.items() == plan.items()
    alone = on_one_machine(crowd(1, 1))
    best = share_all(alone, watch(), 3.0, chance()) or alone
    assert share_all(best, watch(), 3.0, chance()) is None


def test_what_two_machines_have_too_much_of_is_modelled() -> None:
    """Forty parts on one machine, beyond a table of all sets: a model divides them."""
    asked = crowd(40, 2)
    plan = on_one_machine(asked)
    better = share_all(plan, watch(), 5.0, chance())
    assert better is not None
    assert better.objective() < plan.objective()
    assert verify(asked, assemble(better)) == []


@pytest.mark.parametrize("seed", range(3))
def test_step_by_step_a_few_builds_make_a_better_plan(seed: int) -> None:
    """Sharing some builds goes on for as long as it betters the plan, and loses no part."""
    asked = crowd(40, seed)
    plan = first_plan(asked)
    first, items, steps = plan.objective(), plan.items(), 0
    while (better := share_some(plan, watch(), 5.0, chance(steps))) is not None and steps < 9:
        assert better.objective() <= plan.objective()
        plan, steps = better, steps + 1
    assert plan.objective() < first
    assert plan.items() == items
    assert verify(asked, assemble(plan)) == []


def test_who_stops_it_gets_nothing() -> None:
    """A search that is to end shares nothing more."""
    stopped = Control(Limits(time_s=60.0), lambda _: False)
    stopped.tell()
    plan = on_one_machine(crowd(8, 1))
    assert share_all(plan, stopped, 3.0, chance()) is None
    assert share_some(plan, stopped, 3.0, chance()) is None
