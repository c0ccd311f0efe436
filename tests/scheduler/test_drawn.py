"""First plans in drawn orders: whole, different, the same from the same seed."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from scheduler import Limits, Problem, solve, verify
from scheduler.construct.assemble import assemble
from scheduler.construct.construction import construct
from scheduler.construct.drawn import drawn
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.shop.shop import Shop
from tests.scheduler.problems import machine, part, problem

NAMES = ("M1", "M2")


def late_lab(seed: int) -> Problem:
    """Return twenty parts, some of them long, of which most are due before all can be done."""
    rng = Random(seed)  # noqa: S311  a lab, not a secret
    return problem(
        horizon=1_000_000,
        machines=tuple(machine(name) for name in NAMES),
        parts=tuple(
            part(
                f"p{number}",
                area_mm2=rng.uniform(500.0, 4000.0),
                due=rng.randint(50, 900),
                release=rng.choice((0, 0, 100)),
                setting=rng.choice(("steel", "titanium")),
                scan_s=dict.fromkeys(NAMES, rng.choice((600.0, 900.0, 30_000.0))),
            )
            for number in range(20)
        ),
    )


def some(asked: Problem, seed: int, count: int = 6) -> list[Plan]:
    """Return some drawn plans, of which each holds every part."""
    workshop, control = Workshop(Shop(asked)), Control(Limits(time_s=60.0), None)
    rng = Random(seed)  # noqa: S311  a search, not a secret
    plans = []
    for plan, homeless in islice(drawn(workshop, control, rng), count):
        assert homeless == []
        plans.append(plan)
    return plans


@pytest.mark.parametrize("seed", range(4))
def test_each_is_a_whole_plan_that_keeps_the_rules(seed: int) -> None:
    """All parts have their place, every rule is kept, and they are not one plan again and again."""
    asked = late_lab(seed)
    plans = some(asked, seed)
    for plan in plans:
        assert verify(asked, assemble(plan)) == []
    assert len({plan.objective() for plan in plans}) > 1


def test_the_same_seed_draws_the_same_plans() -> None:
    """What is drawn depends on the seed alone."""
    asked = late_lab(0)
    values = [[plan.objective() for plan in some(asked, seed)] for seed in (3, 3, 4)]
    assert values[0] == values[1] != values[2]


def test_where_jobs_are_late_one_of_them_is_often_a_better_beginning() -> None:
    """Of six labs most have a drawn plan better than all in a fixed order."""
    better = 0
    for seed in range(6):
        asked = late_lab(seed)
        control = Control(Limits(time_s=60.0), None)
        firsts = [plan for plan, _ in construct(Workshop(Shop(asked)), control)]
        best = min(plan.objective() for plan in firsts)
        better += min(plan.objective() for plan in some(asked, seed, 20)) < best
    assert better > 3


def test_nothing_is_drawn_of_nothing_or_after_the_end() -> None:
    """Without parts, or once the search is to end, there is no plan."""
    control = Control(Limits(time_s=60.0), lambda _: False)
    control.tell()
    stopped = drawn(Workshop(Shop(late_lab(0))), control, Random(0))  # noqa: S311
    assert next(stopped, None) is None
    running = Control(Limits(time_s=60.0), None)
    empty = drawn(Workshop(Shop(problem(parts=()))), running, Random(0))  # noqa: S311
    assert next(empty, None) is None


def test_a_search_of_late_jobs_is_better_than_every_plan_in_a_fixed_order() -> None:
    """The search draws too: what it returns costs less than what each order gives."""
    asked = late_lab(1)
    control = Control(Limits(time_s=60.0), None)
    firsts = [plan.objective() for plan, _ in construct(Workshop(Shop(asked)), control)]
    result = solve(asked, Limits(time_s=3.0))
    assert result.objective is not None
    assert result.objective < min(firsts)
