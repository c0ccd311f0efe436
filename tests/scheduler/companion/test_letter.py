"""A plan told in a letter is the same plan where it is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Limits, Part, Problem
from scheduler.companion.letter import Reader, written
from scheduler.construct.assemble import assemble
from scheduler.construct.plan import Plan, Workshop
from scheduler.control import Control
from scheduler.search import Search
from scheduler.shop.shop import Shop
from tests.scheduler.problems import part, problem, problems

ANGLE = ((0.0, 0.0), (60.0, 0.0), (60.0, 10.0), (10.0, 10.0), (10.0, 60.0), (0.0, 60.0))


def searched(asked: Problem) -> Search:
    """Return a search that has made some steps."""
    search = Search(Workshop(Shop(asked)), Control(Limits(time_s=20.0, iterations=5)))
    search.run()
    return search


def angles() -> tuple[Part, ...]:
    """Return eight angles, two of which lie in each other's boxes."""
    (orientation,) = part().orientations
    drawn = replace(orientation, width_mm=60.0, depth_mm=60.0, polygon=ANGLE)
    return tuple(part(f"p{n}", orientations=(drawn,), due=100 * n) for n in range(8))


def read_elsewhere(plan: Plan) -> Plan:
    """Return a plan as another process makes it of its letter."""
    workshop = Workshop(Shop(plan.workshop.shop.problem))
    return Reader(workshop).read(written(plan), None)[0]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_nothing_of_a_plan_is_lost(asked: Problem) -> None:
    """Placements, machines, times and operations are the same, and so are cost and objective."""
    plan = searched(asked).plan
    if plan is None:
        return
    read = read_elsewhere(plan)
    assert assemble(read) == assemble(plan)
    assert read.cost() == pytest.approx(plan.cost())
    assert read.objective() == pytest.approx(plan.objective())


def test_nested_shadows_stay_nested() -> None:
    """Where shadows lie in each other's boxes, what is taken is worked out by shadows again."""
    plan = searched(problem(parts=angles(), part_gap_mm=1.0)).plan
    assert plan is not None
    nested = [b.layout.skyline is None for line in plan.lines for b in line.batches]
    read = read_elsewhere(plan)
    assert any(nested)
    assert [b.layout.skyline is None for line in read.lines for b in line.batches] == nested
    assert assemble(read) == assemble(plan)


def test_items_without_a_place_are_told_by_their_absence() -> None:
    """What the plan does not hold has no place in it there either."""
    asked = problem(parts=(part("a", copies=2), part("b", copies=3)))
    workshop = Workshop(Shop(asked))
    assert Reader(workshop).read(written(Plan(workshop)), None)[1] == list(workshop.shop.items)


def test_a_build_that_both_plans_have_is_the_same_object() -> None:
    """So what was found out about it, such as what does not fit, is kept."""
    plan = searched(problem(parts=angles())).plan
    assert plan is not None
    reader = Reader(plan.workshop)
    read, _ = reader.read(written(plan), plan)
    again, _ = reader.read(written(read), None)
    for line, other, third in zip(plan.lines, read.lines, again.lines, strict=True):
        for one, two, three in zip(line.batches, other.batches, third.batches, strict=True):
            assert one is two is three
