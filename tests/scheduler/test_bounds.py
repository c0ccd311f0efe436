"""Bounds: never above the value of a plan, and sharp where it is easy to be."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler import Limits, Orientation, Part, Platform, Problem, solve
from scheduler.bounds import lower_bound, most_builds, rounded_up
from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.cpsat.packing import cannot_pack
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
        assert rounded_up(workshop, crowded_bound(workshop)) <= value
        assert rounded_up(workshop, plan.objective()) <= value
        builds = sum(len(line.batches) for line in plan.lines)
        assert builds <= most_builds(workshop, plan.objective())


def test_a_crowded_machine_raises_the_bound_of_tardiness() -> None:
    """Twenty long parts due at once cannot all be in time, which counting alone does not see."""
    parts = tuple(part(f"p{i}", due=150, scan_s={"M1": 6000.0}) for i in range(20))
    tight = machine(platform=Platform(width_mm=25.0, depth_mm=25.0))
    workshop = Workshop(Shop(problem(parts=parts, machines=(tight,))))
    assert crowded_bound(workshop) > 5.0 * lower_bound(workshop)


def test_a_machine_that_is_free_much_later_does_not_raise_the_makespan() -> None:
    """Time before a machine is there is no time that another machine must make up for."""
    both = {"M1": 600.0, "M2": 600.0}
    late = machine("M2", available_from=5000)
    asked = problem(
        parts=(part(scan_s=both), part("t", scan_s=both, setting="titanium")),
        machines=(machine(), late),
        objective="makespan",
    )
    assert lower_bound(Workshop(Shop(asked))) == 95  # the titanium after its powder change
    assert solve(asked, Limits(iterations=5)).objective == 130


def test_an_area_and_boxes_may_share_a_platform_to_its_last_bit() -> None:
    """Beside a part known by area, boxes need no gap; the bound asks for one build alone."""
    flat = part("f", orientations=(block(0.0),), area_mm2=9_000.0)
    boxes = tuple(part(f"b{i}", orientations=(block(10.0),)) for i in range(9))
    result = solve(problem(parts=(flat, *boxes), part_gap_mm=10.0), Limits(time_s=5.0))
    assert (result.status, result.objective) == ("optimal", 10 + 110 + 5)


def triangle(name: str, *corners: tuple[float, float]) -> Part:
    """Return a part with a shadow in a box as large as the platform."""
    shape = Orientation(id="up", width_mm=100.0, depth_mm=100.0, height_mm=5.0, polygon=corners)
    return part(name, orientations=(shape,))


def test_shadows_bound_by_their_own_area() -> None:
    """Two triangles whose boxes fill the platform may share it: two builds are no proven best."""
    lower = triangle("a", (0.0, 0.0), (100.0, 0.0), (0.0, 100.0))
    upper = triangle("b", (100.0, 100.0), (0.0, 100.0), (100.0, 0.0))
    asked = problem(parts=(lower, upper))
    assert lower_bound(Workshop(Shop(asked))) == 10 + 30 + 5
    result = solve(asked, Limits(time_s=3.0))
    assert (result.status, result.objective) == ("feasible", 2 * (10 + 20 + 5))


def test_a_shadow_may_lie_where_its_box_does_not() -> None:
    """A disc-like shadow on a round platform of its size is not called impossible."""
    rhombus = triangle("r", (50.0, 0.0), (100.0, 50.0), (50.0, 100.0), (0.0, 50.0))
    round_one = machine(platform=Platform(shape="circle", diameter_mm=100.0))
    result = solve(problem(parts=(rhombus,), machines=(round_one,)), Limits(iterations=0))
    assert result.status == "unknown"
    assert result.reason is not None
    assert result.reason.code == "too-wide-round"
    large = problem(
        parts=(rhombus,), machines=(machine(platform=Platform(diameter_mm=70.0, shape="circle")),)
    )
    assert solve(large, Limits(iterations=0)).status == "infeasible"


def block(side_mm: float) -> Orientation:
    """Return an orientation with a square footprint."""
    return Orientation(id="up", width_mm=side_mm, depth_mm=side_mm, height_mm=5.0)


def test_parts_keep_the_gap_corner_to_corner() -> None:
    """Boxes a gap apart along the diagonal are no proof that their gaps do not pack."""
    bed = Shop(
        problem(
            machines=(machine(platform=Platform(width_mm=28.0, depth_mm=28.0)),), part_gap_mm=10.0
        )
    )
    kinds = [Shop(problem(parts=(part(orientations=(block(10.0),)),))).kinds[0]] * 2
    control = Control(Limits(time_s=10.0), None)
    assert not cannot_pack(bed.printers[0].bed, kinds, control)


@pytest.mark.parametrize(("loaded", "changed"), [("316L", 0), ("Ti64", 60), (None, 60)])
def test_a_powder_that_no_machine_holds_is_changed_to(loaded: str | None, changed: int) -> None:
    """A steel part on a machine that holds another powder, or none, costs one change."""
    workshop = Workshop(Shop(problem(machines=(machine(loaded=loaded),))))
    alone = 10 + 20 + 5
    assert lower_bound(workshop) == changed + alone


def test_a_way_to_lie_that_no_machine_holds_does_not_lower_the_bound() -> None:
    """Of three ways to lay a part one fits, and its plan is proven at once."""
    ways = tuple(
        Orientation(id=name, width_mm=x, depth_mm=y, height_mm=z)
        for name, x, y, z in (
            ("up", 30.0, 30.0, 200.0),
            ("flat", 200.0, 30.0, 30.0),
            ("tilted", 90.0, 90.0, 80.0),
        )
    )
    small = machine(platform=Platform(width_mm=100.0, depth_mm=100.0), height_mm=150.0)
    asked = problem(parts=(part(orientations=ways),), machines=(small,))
    result = solve(asked, Limits(time_s=20.0, iterations=1))
    assert result.status == "optimal"
    assert result.bound == result.objective


def test_a_bound_is_a_whole_number_where_plans_are() -> None:
    """Ticks that cost whole amounts lift it; what is a whole number but for rounding stays."""
    whole = Workshop(Shop(problem(parts=(part(due=10),))))
    parted = Workshop(
        Shop(problem(parts=(part(due=10, weight=0.25),), objective="total_tardiness"))
    )
    assert rounded_up(whole, 624.4999) == 625.0
    assert rounded_up(whole, 624.0000001) == 624.0000001
    assert rounded_up(parted, 624.25) == 624.25
