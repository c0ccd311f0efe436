"""Makespans of many parts: bounds that hold, machines that share their parts anew."""

from __future__ import annotations

from random import Random

import pytest

from scheduler import Limits, Orientation, Problem, solve, verify
from scheduler.bounds import lower_bound
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan, Workshop
from scheduler.cpsat.headed import MOST_CHOICES, HeadedModel, choices
from scheduler.cpsat.levels import LevelModel
from scheduler.shop.shop import Shop
from tests.scheduler.cpsat.test_headed import first_plan, watch
from tests.scheduler.problems import machine, part, problem
from tests.scheduler.test_exhaustive import least, small_lab

NAMES = ("M1", "M2", "M3")
MAKESPANS = [seed for seed in range(40) if small_lab(seed).objective == "makespan"]


def crowd(count: int, seed: int) -> Problem:
    """Return parts of random area, height and time on three machines of different speed."""
    rng = Random(seed)  # noqa: S311  a lab, not a secret
    return problem(
        objective="makespan",
        horizon=1_000_000,
        machines=tuple(
            machine(name, recoat_s=rng.uniform(4.0, 9.0), available_from=rng.choice((0, 40)))
            for name in NAMES
        ),
        parts=tuple(
            part(
                f"p{number}",
                area_mm2=rng.uniform(300.0, 4000.0),
                release=rng.choice((0, 0, 500)),
                scan_s={name: rng.uniform(600.0, 9000.0) for name in NAMES},
                orientations=(
                    Orientation(
                        id="up", width_mm=0.0, depth_mm=0.0, height_mm=rng.uniform(5.0, 90.0)
                    ),
                ),
            )
            for number in range(count)
        ),
    )


@pytest.mark.parametrize("seed", MAKESPANS)
def test_no_bound_is_above_the_best_plan(seed: int) -> None:
    """Counted level by level or by heads, with machines that come late, too."""
    asked = small_lab(seed)
    best, plan = least(asked), first_plan(asked)
    for model in (LevelModel(plan, 0.0), HeadedModel(plan, 0.0)):
        assert model.solve(watch(), 20.0).bound <= best + 1e-6


def test_a_machine_that_comes_late_and_is_not_used_bounds_nothing() -> None:
    """What is done before the second machine is there needs no second machine."""
    late = (machine("M1"), machine("M2", available_from=50))
    both = {"M1": 60.0, "M2": 60.0}
    asked = problem(objective="makespan", machines=late, parts=(part(scan_s=both),))
    slow = Plan(Workshop(Shop(asked)))
    item = slow.workshop.shop.items[0]
    batch = slow.workshop.batcher.start(item, slow.workshop.shop.printers[1])
    assert batch is not None
    line = slow.try_line(1, (batch,), 0)
    assert line is not None
    slow.put(line)
    for model in (LevelModel(slow, 0.0), HeadedModel(slow, 0.0)):
        assert model.solve(watch(), 20.0).bound == 26.0  # 10 set-up, 1 scan, 10 layers, 5 unloading


@pytest.mark.parametrize("seed", range(3))
def test_counting_levels_bounds_more_than_counting_alone(seed: int) -> None:
    """The model's bound is better, its solution is a plan of every part, and the plan holds."""
    asked = crowd(16, seed)
    plan = first_plan(asked)
    found = LevelModel(plan, lower_bound(plan.workshop)).solve(watch(), 40.0)
    assert found.bound > lower_bound(plan.workshop)
    assert found.plan is not None
    assert found.plan.items() == set(plan.workshop.shop.items)
    assert verify(asked, assemble(found.plan)) == []
    assert found.bound <= found.plan.objective()


def test_a_makespan_of_many_parts_is_searched_and_bounded() -> None:
    """The whole search, beyond what one model of all can hold, knows who may print what.

    Counting alone shares all work among all machines; most of it may go to the first one only.
    """
    first = {NAMES[0]: 6000.0}
    asked = problem(
        objective="makespan",
        horizon=1_000_000,
        machines=tuple(machine(name) for name in NAMES),
        parts=tuple(
            part(
                f"p{number}",
                area_mm2=2000.0,
                scan_s=first if number % 8 else dict.fromkeys(NAMES, 6000.0),
                orientations=(Orientation(id="up", width_mm=0.0, depth_mm=0.0, height_mm=20.0),),
            )
            for number in range(72)
        ),
    )
    workshop = Workshop(Shop(asked))
    assert choices(workshop) > MOST_CHOICES
    result = solve(asked, Limits(time_s=8.0))
    assert result.schedule is not None
    assert result.bound is not None
    assert result.objective is not None
    assert 2.0 * lower_bound(workshop) < result.bound <= result.objective
