"""Makespans by builds named after their tallest part: bounds that hold, proofs that are true."""

from __future__ import annotations

from dataclasses import replace

from scheduler import Limits, Orientation, Problem, Window, solve
from scheduler.bounds import lower_bound
from scheduler.construct.construction import construct
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.cpsat.headed import MOST_CHOICES, HeadedModel, choices
from scheduler.shop.shop import Shop
from tests.scheduler.problems import machine, part, problem


def watch() -> Control:
    """Return a clock with a minute on it, that starts now."""
    return Control(Limits(time_s=60.0), None)


def first_plan(asked: Problem) -> Plan:
    """Return the first plan of a problem."""
    plan, homeless = next(construct(Workshop(Shop(asked)), watch()))
    assert homeless == []
    return plan


def quarters(count: int) -> Problem:
    """Return parts of which four fill a platform, in pairs of equal height, ready at once."""
    names = ("M1", "M2")
    return problem(
        objective="makespan",
        parts=tuple(
            part(
                f"p{number}",
                area_mm2=2400.0,
                scan_s=dict.fromkeys(names, 600.0),
                orientations=(
                    Orientation(
                        id="up", width_mm=0.0, depth_mm=0.0, height_mm=5.0 * (number // 4 + 1)
                    ),
                ),
            )
            for number in range(count)
        ),
        machines=tuple(machine(name) for name in names),
    )


def test_parts_alike_in_height_are_built_together() -> None:
    """Sixteen quarters make four builds; the best split of heights 5 to 20 mm is known by hand."""
    asked = quarters(16)
    plan = first_plan(asked)
    assert choices(plan.workshop) == 16 * 17 // 2 * 2 <= MOST_CHOICES
    found = HeadedModel(plan, 0.0).solve(watch(), 50.0)
    # a build: 10 min set-up, four times 10 min, 10 min for each 5 mm, 5 min unloading
    by_hand = (55 + 10 * 4) + (55 + 10 * 1)
    assert found.bound == by_hand
    assert found.plan is not None
    assert found.plan.objective() == by_hand


def test_builds_cannot_be_split_as_counting_hopes() -> None:
    """Three full builds on two machines: two of them follow each other on one."""
    asked = quarters(12)
    plan = first_plan(asked)
    counted = lower_bound(plan.workshop)
    found = HeadedModel(plan, 0.0).solve(watch(), 50.0)
    assert counted == 113  # half of 65 + 75 + 85
    assert found.plan is not None
    assert counted < found.bound == found.plan.objective()


def test_machines_and_parts_that_come_late_are_waited_for() -> None:
    """One machine is there too late to help, and one part holds its build up: by hand 165."""
    asked = quarters(8)
    first, *others = asked.parts
    near, far = asked.machines
    asked = replace(
        asked,
        parts=(replace(first, release=100), *others),
        machines=(near, replace(far, available_from=300)),
    )
    found = HeadedModel(first_plan(asked), 0.0).solve(watch(), 50.0)
    assert found.bound == 100 + 65
    assert found.plan is not None
    assert found.plan.objective() == 100 + 65


def test_without_eight_hours_of_staff_the_bound_still_holds() -> None:
    """People are left out of the model: a plan that waits for them lies above its bound."""
    asked = replace(quarters(8), staff=(Window(start=500, end=700, heads=1),))
    plan = first_plan(asked)
    found = HeadedModel(plan, 0.0).solve(watch(), 20.0)
    assert 0 < found.bound < plan.objective()
    result = solve(asked, Limits(time_s=3.0))
    assert result.objective is not None
    assert found.bound <= result.objective
