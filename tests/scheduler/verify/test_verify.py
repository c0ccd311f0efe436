"""The independent check: a good schedule passes, and each fault is caught by its rule alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scheduler import (
    Build,
    Orientation,
    Platform,
    Problem,
    Reservation,
    Schedule,
    Setting,
    Violation,
    Window,
    verify,
)
from scheduler.part import Turn
from tests.scheduler.problems import STEEL, TITANIUM, fixed, machine, part, placement, problem

Case = tuple[Problem, Schedule]
Mutation = Callable[[Case], Case]


def good() -> Case:
    """Return three builds by hand: p and q, then t after a powder change, and m beside them."""
    asked = problem(
        settings=(STEEL, TITANIUM, Setting(id="steel too", material="316L", layer_mm=0.05)),
        parts=(
            part("p"),
            part("q", scan_s={"M1": 0.0}),
            part("t", setting="titanium"),
            part("m", scan_s={"M2": 600.0}),
        ),
        machines=(machine("M1"), machine("M2")),
        staff=(Window(start=0, end=1000, heads=1),),
        part_gap_mm=2.0,
        horizon=1000,
    )
    first = Build(
        id="first",
        machine="M1",
        setting="steel",
        setup_start=0,
        start=10,
        end=30,
        cool_end=30,
        unload_start=30,
        unload_end=35,
        height_mm=5.0,
        placements=(placement("p"), placement("q", x_mm=12.0)),
    )
    second = replace(
        first,
        id="second",
        setting="titanium",
        powder_change_start=35,
        powder_change_end=95,
        setup_start=95,
        start=105,
        end=125,
        cool_end=125,
        unload_start=125,
        unload_end=130,
        placements=(placement("t"),),
    )
    beside = replace(
        first,
        id="beside",
        machine="M2",
        setup_start=10,
        start=20,
        end=40,
        cool_end=40,
        unload_start=105,
        unload_end=110,
        placements=(placement("m"),),
    )
    return asked, Schedule(builds=(first, second, beside))


def ask(**changes: Any) -> Mutation:  # noqa: ANN401  fields of a value
    """Return a mutation that changes the problem."""
    return lambda case: (replace(case[0], **changes), case[1])


def ask_part(name: str, **changes: Any) -> Mutation:  # noqa: ANN401
    """Return a mutation that changes a part of the problem."""

    def mutate(case: Case) -> Case:
        parts = tuple(replace(p, **changes) if p.id == name else p for p in case[0].parts)
        return replace(case[0], parts=parts), case[1]

    return mutate


def plan(name: str, **changes: Any) -> Mutation:  # noqa: ANN401
    """Return a mutation that changes a build of the schedule."""

    def mutate(case: Case) -> Case:
        builds = tuple(replace(b, **changes) if b.id == name else b for b in case[1].builds)
        return case[0], replace(case[1], builds=builds)

    return mutate


def place(**changes: Any) -> Mutation:  # noqa: ANN401
    """Return a mutation that changes where part q lies."""
    return plan("first", placements=(placement("p"), replace(placement("q", x_mm=12.0), **changes)))


def both(*mutations: Mutation) -> Mutation:
    """Return one mutation after the other."""

    def mutate(case: Case) -> Case:
        for mutation in mutations:
            case = mutation(case)
        return case

    return mutate


def without_q(case: Case) -> Case:
    """Forget a part that is planned."""
    return replace(case[0], parts=tuple(p for p in case[0].parts if p.id != "q")), case[1]


def with_more(case: Case) -> Case:
    """Ask for another copy than is planned."""
    return replace(case[0], parts=(*case[0].parts, part("more"))), case[1]


def with_empty(case: Case) -> Case:
    """Plan a build of nothing."""
    empty = replace(
        case[1].builds[2],
        id="empty",
        setup_start=200,
        start=210,
        end=210,
        cool_end=210,
        unload_start=210,
        unload_end=215,
        height_mm=0.0,
        placements=(),
    )
    return case[0], Schedule(builds=(*case[1].builds, empty))


TWICE = (placement("p"), placement("q", x_mm=12.0), placement("q", x_mm=24.0))
CORNER = ((21.0, 19.0), (30.0, 19.0), (30.0, 30.0))
LOW = (machine("M1", height_mm=4.0), machine("M2"))
DOWN = (machine("M1", downtime=(Window(start=20, end=25),)), machine("M2"))
DOWN_CHANGE = (machine("M1", downtime=(Window(start=36, end=40),)), machine("M2"))
RESERVED = machine("M1", reserved=(Reservation(start=34, end=35, owners=("acme",)),))
KEPT_FREE = machine("M1", platform=Platform(width_mm=100.0, depth_mm=100.0, keep_outs=(CORNER,)))
SUPPORTED = replace(part().orientations[0], support_s={"M1": 60.0})
TWO_SHIFTS = (Window(start=0, end=33), Window(start=33, end=1000))

MUTATIONS: tuple[tuple[str, Mutation], ...] = (
    ("copy-missing", with_more),
    ("copy-unknown", without_q),
    ("copy-twice", plan("first", placements=TWICE)),
    ("machine-unknown", plan("second", machine="M9")),
    ("setting-mixed", ask_part("q", setting="steel too")),
    ("not-eligible", ask_part("q", scan_s={})),
    ("confidential-shared", ask_part("q", owner="acme", confidential=True)),
    ("orientation-unknown", place(orientation="down")),
    ("box-wrong", place(width_mm=9.0)),
    ("box-wrong", place(rotation_deg=90)),
    ("box-wrong", place(rotation_deg=45)),
    ("off-platform", place(x_mm=91.0)),
    ("off-platform", place(y_mm=-0.1)),
    ("parts-too-close", place(x_mm=11.9)),
    ("parts-too-close", place(x_mm=0.0)),
    ("area-exceeded", ask_part("q", area_mm2=9_900.0)),
    ("build-too-tall", ask(machines=LOW)),
    ("height-wrong", plan("first", height_mm=4.99)),
    ("build-empty", with_empty),
    ("build-id-twice", plan("second", id="first")),
    ("duration-wrong", plan("second", end=126, cool_end=126, unload_start=126, unload_end=131)),
    ("duration-wrong", plan("second", setup_start=96)),
    ("duration-wrong", plan("second", cool_end=126, unload_start=126, unload_end=131)),
    ("duration-wrong", plan("second", unload_end=131)),
    ("duration-wrong", plan("second", powder_change_end=94)),
    ("order-wrong", plan("second", unload_start=124, unload_end=129)),
    ("order-wrong", plan("beside", powder_change_end=0)),
    ("release-broken", ask_part("q", release=1)),
    ("past-start", ask(now=1)),
    ("past-start", ask(machines=(machine("M1", available_from=1), machine("M2")))),
    ("horizon-exceeded", ask(horizon=129)),
    (
        "machine-overlap",
        both(
            ask(staff=(Window(start=0, end=1000, heads=2),)),
            plan("second", powder_change_start=34, powder_change_end=94),
        ),
    ),
    ("downtime-broken", ask(machines=DOWN)),
    ("downtime-broken", ask(machines=DOWN_CHANGE)),
    ("not-staffed", ask(staff=TWO_SHIFTS)),
    ("people-exceeded", plan("beside", setup_start=9, start=19, end=39, cool_end=39)),
    ("powder-change-missing", plan("second", powder_change_start=None, powder_change_end=None)),
    ("powder-change-needless", plan("beside", powder_change_start=0, powder_change_end=0)),
    ("fixed-moved", plan("first", fixed=True)),
    ("apart-shared", ask_part("q", apart_from=("p",))),
    ("together-split", both(ask_part("q", together="pair"), ask_part("m", together="pair"))),
    ("reservation-broken", ask(machines=(RESERVED, machine("M2")))),
    ("on-keep-out", ask(machines=(KEPT_FREE, machine("M2")))),
    ("duration-wrong", ask_part("q", orientations=(SUPPORTED,))),
)


def codes(case: Case) -> set[str]:
    """Return the codes of what is wrong with a case."""
    return {violation.code for violation in verify(*case)}


@pytest.mark.parametrize(("code", "mutation"), MUTATIONS)
def test_a_fault_is_caught_by_its_rule_alone(code: str, mutation: Mutation) -> None:
    """The good schedule passes; with one fault, one rule and no other speaks."""
    assert codes(good()) == set()
    assert codes(mutation(good())) == {code}


def test_fixed_builds_are_facts() -> None:
    """A pinned build outside staffing and horizon is kept and not judged; moved, it is."""
    pin = fixed(start=5000, end=5100)
    asked = problem(fixed=(pin,), horizon=4000, staff=(Window(start=0, end=10),))
    kept = Schedule(builds=(pin.as_build(),))
    assert verify(asked, kept) == []
    moved = Schedule(builds=(replace(pin.as_build(), end=5101),))
    assert [violation.code for violation in verify(asked, moved)] == ["fixed-moved"]


def test_a_plan_before_a_pinned_build_leaves_it_its_powder() -> None:
    """What precedes a pinned build without a powder change must hold its powder."""
    asked, schedule = good()
    after = fixed(start=500, end=600, placements=(placement("last"),))
    pinned = replace(asked, parts=(*asked.parts, part("last")), fixed=(after,))
    builds = Schedule(builds=(*schedule.builds, after.as_build()))
    assert codes((pinned, builds)) == {"powder-change-missing"}
    ready = replace(after, powder_change_start=400, powder_change_end=460, setup_start=460)
    ready_problem = replace(pinned, fixed=(ready,))
    builds = Schedule(builds=(*schedule.builds, ready.as_build()))
    assert codes((ready_problem, builds)) == set()


def test_a_round_platform_ends_at_its_edge() -> None:
    """A corner in the corner of the bounding square is off a round platform."""
    asked, schedule = good()
    round_one = machine("M1", platform=Platform(shape="circle", diameter_mm=100.0))
    asked = replace(asked, machines=(round_one, machine("M2")))
    assert codes((asked, schedule)) == {"off-platform"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("field", ["x_mm", "y_mm", "width_mm", "depth_mm"])
def test_a_place_that_is_no_number_is_a_fault(value: float, field: str) -> None:
    """It is told as one beside a place kept free and a mate, for a box as for a shadow."""
    ring = ((80.0, 80.0), (99.0, 80.0), (99.0, 99.0))
    kept = Platform(width_mm=100.0, depth_mm=100.0, keep_outs=(ring,))
    asked, schedule = place(**{field: value})(good())
    asked = replace(asked, machines=(machine("M1", platform=kept), machine("M2")))
    wrong = {"off-platform"} if field in {"x_mm", "y_mm"} else {"box-wrong"}
    assert wrong <= codes((asked, schedule)) <= {"off-platform", "box-wrong"}
    (box,) = part().orientations
    corners = ((0.0, 0.0), (10.0, 0.0), (10.0, 20.0))
    shadow = (replace(box, polygon=corners),)
    assert wrong <= codes(ask_part("q", orientations=shadow)((asked, schedule)))


def test_shadows_may_share_a_box_corner() -> None:
    """Two triangles whose boxes overlap are apart when their shadows are."""
    shape = Orientation(
        id="up",
        width_mm=10.0,
        depth_mm=20.0,
        height_mm=5.0,
        polygon=((0.0, 0.0), (10.0, 0.0), (0.0, 20.0)),
    )
    lower, upper = part("p", orientations=(shape,)), part("q", orientations=(shape,))
    asked, schedule = good()
    parts = tuple({"p": lower, "q": upper}.get(p.id, p) for p in asked.parts)
    asked = replace(
        asked, parts=tuple(replace(p, scan_s={"M1": 0.0}) if p.id == "q" else p for p in parts)
    )
    assert codes(place(x_mm=9.0, y_mm=15.0)((asked, schedule))) == set()
    assert codes(place(x_mm=5.0)((asked, schedule))) == {"parts-too-close"}


def test_a_part_may_lie_in_the_hole_of_another() -> None:
    """Inside a frame there is room for a part that keeps the gap; beyond its rim there is none."""
    frame = Orientation(
        id="up",
        width_mm=60.0,
        depth_mm=60.0,
        height_mm=5.0,
        polygon=((0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)),
        holes=(((10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)),),
    )
    around = replace(placement("p"), width_mm=60.0, depth_mm=60.0)
    asked, schedule = ask_part("p", orientations=(frame,))(good())

    def inside(x_mm: float) -> set[str]:
        lying = (around, placement("q", x_mm=x_mm, y_mm=20.0))
        return codes(plan("first", placements=lying)((asked, schedule)))

    assert inside(12.0) == set()
    assert inside(11.0) == {"parts-too-close"}
    assert inside(55.0) == {"parts-too-close"}
    solid = replace(frame, holes=())
    asked = ask_part("p", orientations=(solid,))((asked, schedule))[0]
    assert inside(12.0) == {"parts-too-close"}


@pytest.mark.parametrize(
    ("turn_deg", "corner"), [(0, (9, 1)), (90, (1, 1)), (180, (1, 19)), (270, (19, 9))]
)
def test_a_turned_shadow_lies_as_documented(turn_deg: Turn, corner: tuple[float, float]) -> None:
    """A spot of the platform is under a part's tip only when it is turned that way."""
    tip = Orientation(
        id="up",
        width_mm=10.0,
        depth_mm=20.0,
        height_mm=5.0,
        polygon=((0.0, 0.0), (10.0, 0.0), (10.0, 2.0), (2.0, 2.0), (2.0, 20.0), (0.0, 20.0)),
    )
    size = (20.0, 10.0) if turn_deg in {90, 270} else (10.0, 20.0)
    lying = replace(placement("p"), width_mm=size[0], depth_mm=size[1], rotation_deg=turn_deg)
    speck = Orientation(id="up", width_mm=0.5, depth_mm=0.5, height_mm=5.0)
    spot = replace(placement("q", x_mm=corner[0], y_mm=corner[1]), width_mm=0.5, depth_mm=0.5)
    case = ask_part("q", orientations=(speck,))(ask_part("p", orientations=(tip,))(good()))
    assert codes(plan("first", placements=(lying, spot))(case)) == {"parts-too-close"}
    far = replace(spot, x_mm=60.0)
    assert codes(plan("first", placements=(lying, far))(case)) == set()


def test_a_turn_that_is_not_allowed_is_told() -> None:
    """A part that must lie as drawn is not turned about; a box turned by a half is the same box."""
    asked = ask_part("p", orientations=(replace(part().orientations[0], turns_deg=(0,)),))
    across = replace(placement("p"), width_mm=20.0, depth_mm=10.0, rotation_deg=90)
    about = replace(placement("p"), rotation_deg=180)
    for lying, told in ((across, {"box-wrong"}), (about, set())):
        both_there = (lying, placement("q", x_mm=30.0))
        assert codes(plan("first", placements=both_there)(asked(good()))) == told


def test_a_shadow_that_touches_itself_counts_as_its_hull() -> None:
    """A ring that is no polygon is measured by its hull, and nothing breaks."""
    glass = ((0.0, 0.0), (10.0, 0.0), (5.0, 10.0), (10.0, 20.0), (0.0, 20.0), (5.0, 10.0))
    shape = Orientation(id="up", width_mm=10.0, depth_mm=20.0, height_mm=5.0, polygon=glass)
    crossed = both(ask_part("p", orientations=(shape,)), ask_part("q", orientations=(shape,)))
    assert codes(crossed(good())) == set()
    assert codes(both(crossed, place(x_mm=5.0))(good())) == {"parts-too-close"}


@pytest.mark.parametrize("x_mm", [0.0, 70.0])
def test_every_lobe_of_a_place_kept_free_is_kept_free(x_mm: float) -> None:
    """The checker trusts no value: of a ring that crosses itself both lobes count."""
    platform = Platform(width_mm=100.0, depth_mm=100.0)
    bow = ((0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0))
    object.__setattr__(platform, "keep_outs", (bow,))
    asked, schedule = ask(machines=(machine("M1", platform=platform), machine("M2")))(good())
    lying = (placement("p", x_mm=x_mm, y_mm=35.0), placement("q", x_mm=x_mm + 15.0, y_mm=35.0))
    assert "on-keep-out" in codes(plan("first", placements=lying)((asked, schedule)))


def test_a_build_of_an_unknown_setting_is_told() -> None:
    """A setting that the problem does not have is a violation, not a fault of the checker."""
    assert "setting-mixed" in codes(plan("second", setting="glass")(good()))


def test_a_violation_says_what_in_one_sentence() -> None:
    """The sentence names the build, the part and the numbers."""
    found = verify(*place(x_mm=11.9)(good()))
    assert [str(v) for v in found] == [
        "Parts p and q in build first are 1.9 mm apart; 2 mm are needed."
    ]
    assert isinstance(found[0], Violation)
