"""Bounds: never above the value of a plan, and sharp where it is easy to be."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import Limits, Platform, Problem
from scheduler.bounds import lower_bound, most_builds
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.shop.shop import Shop
from tests.scheduler.problems import machine, part, problem, problems


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_no_plan_is_below_the_bounds(asked: Problem) -> None:
    """Every constructed plan costs at least what counting and crowding say."""
    workshop = Workshop(Shop(asked))
    for plan, homeless in construct(workshop, Control(Limits(time_s=60.0), None)):
        assume(not homeless)
        value = plan.objective() + 1e-6
        assert lower_bound(workshop) <= crowded_bound(workshop) + 1e-6 <= value + 1e-6
        builds = sum(len(line.batches) for line in plan.lines)
        assert builds <= most_builds(workshop, plan.objective())


def test_a_crowded_machine_raises_the_bound_of_tardiness() -> None:
    """Twenty long parts due at once cannot all be in time, which counting alone does not see."""
    parts = tuple(part(f"p{i}", due=150, scan_s={"M1": 6000.0}) for i in range(20))
    tight = machine(platform=Platform(width_mm=25.0, depth_mm=25.0))
    workshop = Workshop(Shop(problem(parts=parts, machines=(tight,))))
    assert crowded_bound(workshop) > 5.0 * lower_bound(workshop)


@pytest.mark.parametrize(("loaded", "changed"), [("316L", 0), ("Ti64", 60), (None, 60)])
def test_a_powder_that_no_machine_holds_is_changed_to(loaded: str | None, changed: int) -> None:
    """A steel part on a machine that holds another powder, or none, costs one change."""
    workshop = Workshop(Shop(problem(machines=(machine(loaded=loaded),))))
    alone = 10 + 20 + 5
    assert lower_bound(workshop) == changed + alone
