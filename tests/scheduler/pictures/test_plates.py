"""Platforms with what lies on them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from scheduler import Limits, Orientation, Platform, Problem, Schedule, solve
from scheduler.pictures import page, plates
from scheduler.pictures.plate import Plate, _middle
from tests.scheduler.pictures.drawn import named, numbers
from tests.scheduler.problems import machine, part, placement, problem

FRAME = Orientation(
    id="up",
    width_mm=20.0,
    depth_mm=40.0,
    height_mm=5.0,
    polygon=((0.0, 0.0), (20.0, 0.0), (20.0, 40.0), (0.0, 20.0)),
    holes=(((12.0, 10.0), (18.0, 10.0), (18.0, 20.0)),),
)


def planned(asked: Problem) -> Schedule:
    """Return a plan of a problem."""
    schedule = solve(asked, Limits(iterations=3)).schedule
    assert schedule is not None
    return schedule


def test_every_part_lies_on_its_platform() -> None:
    """Each copy is drawn once; the margin is a line."""
    platform = Platform(width_mm=100.0, depth_mm=80.0, margin_mm=5.0)
    asked = problem(
        parts=(part("a", copies=3), part("b", orientations=(FRAME,))),
        machines=(machine(platform=platform),),
        part_gap_mm=2.0,
    )
    drawn = named(plates(asked, planned(asked)))

    assert (drawn["part-a"], drawn["part-b"]) == (3, 1)
    assert drawn["platform"] == drawn["margin"] == 1


def test_a_turned_shadow_keeps_its_holes() -> None:
    """A quarter turn takes (x, y) to (depth - y, x), holes too."""
    asked = problem(parts=(part("p", orientations=(FRAME,)),))
    build = planned(asked).builds[0]
    turned = placement("p", x_mm=10.0, y_mm=20.0)
    shadow = Plate(problem=asked, build=build).shadow(
        type(turned)(
            part="p",
            copy=1,
            orientation="up",
            x_mm=10.0,
            y_mm=20.0,
            rotation_deg=90,
            width_mm=40.0,
            depth_mm=20.0,
        )
    )

    assert shadow[0] == ((50.0, 20.0), (50.0, 40.0), (10.0, 40.0), (30.0, 20.0))
    assert shadow[1][0] == (40.0, 32.0)


def test_fill_is_the_share_of_the_usable_area() -> None:
    """Shadows count with their holes taken out, areas alone as they are."""
    plain = problem(machines=(machine(platform=Platform(width_mm=50, depth_mm=60, margin_mm=5)),))
    shaped = problem(parts=(part(orientations=(FRAME,)),))
    flat = problem(parts=(part(area_mm2=2500.0),))

    fills = [Plate(problem=one, build=planned(one).builds[0]).fill for one in (plain, shaped, flat)]
    assert fills == pytest.approx([200 / 2000, (600 - 30) / 10_000, 0.25])


def test_parts_known_by_area_lie_nowhere() -> None:
    """They are told in words, and nothing is drawn for them."""
    asked = problem(parts=(part(area_mm2=2500.0),))
    picture = plates(asked, planned(asked))

    assert not [name for name in named(picture) if name.startswith("part-")]


def test_names_stand_in_the_middle_or_where_metal_is_thick() -> None:
    """A bar has its name in its middle, an L on its foot, a frame on its rim."""
    bar = _middle(((0, 0), (100, 0), (100, 20), (0, 20)), ())
    foot = _middle(((0, 0), (100, 0), (100, 10), (40, 10), (40, 90), (0, 90)), ())
    rim = _middle(((0, 0), (90, 0), (90, 90), (0, 90)), (((20, 20), (80, 20), (80, 80), (20, 80)),))

    assert (bar.x, bar.y) == pytest.approx((50, 10))
    assert foot.x < 30
    assert min(rim.x, rim.y) < 20


def test_any_name_can_be_drawn() -> None:
    """Letters that no typeface has are boxes; signs of XML and of formulas are themselves."""
    names = ("\u90e8\u54c1", 'a"<&>$x_1$', "tab\tline\n", "\u0434\u0435\u0442", "x" * 150)
    asked = problem(parts=tuple(part(name, due=1) for name in names))
    picture = page(asked, planned(asked))

    ET.fromstring(picture.svg())  # noqa: S314  our own
    assert picture.png()


def test_a_round_platform_and_many_builds_fit_on_a_page() -> None:
    """Many builds stand in several lines, and the Gantt above them; no id is there twice."""
    circle = Platform(shape="circle", diameter_mm=30.0)
    asked = problem(
        parts=tuple(part(f"p{number}") for number in range(16)),
        machines=(machine(platform=circle),),
    )
    schedule = planned(asked)
    picture = page(asked, schedule)

    assert len(schedule.builds) > 6
    assert named(picture)["platform"] == len(schedule.builds)
    assert numbers(picture.svg())
    assert picture.height_px > plates(asked, schedule).height_px
