"""The check trapped-powder."""

import dataclasses
from math import cos, pi

import numpy as np
import pytest

from slicer_checks import slice_part
from slicer_checks.checks.trapped_powder import trapped_powder
from slicer_checks.texts import render
from tests.known_parts import (
    Triangles,
    bottle,
    box_triangles,
    hollow_box,
    moved,
    open_box,
    rotated,
    tube,
)
from tests.slicer_checks.checked import findings, part_of, process

FACETED = cos(pi / 64)
"""A hole of 64 sides passes a ball of this share of its diameter."""


@pytest.mark.parametrize(
    ("neck_mm", "severity"),
    [
        (1.0, "error"),
        (1.9, "error"),
        (2.1, "warning"),
        (2.9, "warning"),
        (3.1, "info"),
        (4.9, "info"),
        (5.1, None),
    ],
)
def test_the_neck_of_a_bottle_is_held_against_each_limit(
    neck_mm: float, severity: str | None
) -> None:
    """Below 2 mm a neck is an error, below 3 mm a warning, below 5 mm a single one is a note."""
    found = findings("trapped-powder", bottle(neck_mm / 2))

    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(one.value == pytest.approx(neck_mm * FACETED, abs=0.08) for one in found)


def test_the_hollow_and_its_opening_are_placed() -> None:
    """The box is the chamber's, the opening is in the neck, and the volume is the chamber's."""
    (finding,) = findings("trapped-powder", moved(bottle(0.75), 30.0, 0.0, -5.0))

    assert finding.params["volume_mm3"] == pytest.approx(pi * 36 * 12, rel=0.05)
    assert finding.params["ports"] == 1
    assert finding.params["x_mm"] == pytest.approx(30.0, abs=0.5)
    assert 15.5 < float(finding.params["z_mm"]) < 20.5
    assert finding.where.bounds_mm is not None
    low, high = finding.where.bounds_mm
    assert low == pytest.approx((24.0, -6.0, -1.0), abs=0.9)
    assert high[:2] == pytest.approx((36.0, 6.0), abs=0.9)


@pytest.mark.parametrize(("degrees", "axis"), [(90.0, 0), (33.0, 1), (45.0, 2)])
def test_the_opening_does_not_depend_on_how_the_part_stands(degrees: float, axis: int) -> None:
    """A turned bottle has the same opening within a tenth of a millimetre."""
    (finding,) = findings("trapped-powder", rotated(bottle(0.75), degrees, axis))

    assert finding.value == pytest.approx(1.5 * FACETED, abs=0.1)


def test_two_openings_are_enough_from_3_mm_on() -> None:
    """A chamber of two openings of 3.4 mm is emptied; with one it gets a note."""
    assert findings("trapped-powder", bottle(1.7, foot_hole=1.7)) == []
    assert [one.severity for one in findings("trapped-powder", bottle(1.7))] == ["info"]


def test_the_largest_opening_counts() -> None:
    """A hole of 1 mm beside one of 4 mm traps nothing; the hollow still has one way out."""
    (finding,) = findings("trapped-powder", bottle(2.0, foot_hole=0.5))

    assert (finding.severity, finding.params["ports"]) == ("info", 1)
    assert finding.value == pytest.approx(4.0 * FACETED, abs=0.1)


@pytest.mark.parametrize(
    ("height_mm", "severity"), [(18.0, None), (30.0, "warning"), (80.0, "error")]
)
def test_a_narrow_channel_is_trouble_when_it_is_deep(
    height_mm: float, severity: str | None
) -> None:
    """A bore of 1.5 mm may be 24 mm long, is a warning from there on, an error from 60 mm on."""
    found = findings("trapped-powder", tube(5.0, 0.75, height_mm).triangles)

    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(one.value == pytest.approx(1.5, abs=0.1) for one in found)


def test_a_wide_channel_drains() -> None:
    """A bore of 4 mm drains however long it is."""
    assert findings("trapped-powder", tube(6.0, 2.0, 80.0).triangles) == []


def test_a_slot_between_fins_is_open() -> None:
    """Fins of 10 mm with slots of 1.5 mm between them hold no powder."""
    fins = [moved(box_triangles(1.0, 30.0, 12.0), 2.5 * place) for place in range(6)]
    plate = moved(box_triangles(13.5, 30.0, 2.0), z=-1.0)

    assert findings("trapped-powder", plate, *fins) == []


def test_corners_hold_nothing() -> None:
    """What a ball cannot reach in the corner of a step is no trap."""
    step = np.concatenate((box_triangles(20.0, 20.0, 5.0), moved(box_triangles(9, 20, 15), z=2.0)))

    assert findings("trapped-powder", step) == []


def test_a_closed_cavity_is_left_to_its_own_check() -> None:
    """What has no opening at all is reported as closed-cavity only."""
    assert findings("trapped-powder", hollow_box().triangles) == []
    assert len(findings("closed-cavity", hollow_box().triangles)) == 1


def test_an_opening_smaller_than_a_cube_is_bounded() -> None:
    """An opening of 0.2 mm is an error, told as a few tenths of a millimetre."""
    (finding,) = findings("trapped-powder", bottle(0.1))

    assert finding.severity == "error"
    assert 0.2 < float(finding.value or 0) < 0.8


def test_an_open_surface_is_not_judged() -> None:
    """Where the surface leaks, nobody can say what is inside."""
    assert findings("trapped-powder", open_box()) == []


def test_of_very_many_hollows_the_largest_are_measured() -> None:
    """Of 48 bottles, one of them larger, 40 are measured, and the finding tells of 8 more."""
    small = bottle(0.75, chamber=3.0)
    places = [(21.0 * (number % 7), 21.0 * (number // 7)) for number in range(47)]
    bottles = [moved(small, x, y) for x, y in places]
    part = part_of(*bottles, moved(bottle(0.75), -21.0))
    large = next(trapped_powder(part, slice_part(part, 1.0), process()))

    assert large.params["volume_mm3"] == pytest.approx(pi * 36 * 12, rel=0.05)
    assert (large.params["places"], large.params["more"]) == (40, 8)
    assert "not measured: 8" in render(large).title
    assert "not measured" not in render(findings("trapped-powder", bottle(0.75))[0]).title


def _plate(side_mm: float) -> Triangles:
    """Return a plate that is half as high as it is wide."""
    return box_triangles(side_mm, side_mm, side_mm / 2)


@pytest.mark.parametrize(("side_mm", "notes"), [(150.0, 0), (200.0, 1)])
def test_what_coarse_cubes_may_miss_is_said(side_mm: float, notes: int) -> None:
    """In cubes of more than 1 mm, nothing found is told as not fully judged; in finer ones not."""
    part = part_of(_plate(side_mm))
    found = [*trapped_powder(part, slice_part(part, 1.0), process())]

    assert [(one.severity, one.value) for one in found] == notes * [("info", None)]
    for one in found:
        assert 1.0 < float(one.params["pitch_mm"]) < 1.2
        assert one.params["least_mm"] == pytest.approx(2 + 1.5 * float(one.params["pitch_mm"]))
        assert "nothing was found" in render(one).title


def test_the_size_of_the_cubes_is_told() -> None:
    """A finding names the cubes that it was found in."""
    (finding,) = findings("trapped-powder", bottle(0.75))

    assert finding.params["pitch_mm"] == 0.5
    assert "cubes of 0.5 mm" in render(finding).why


def test_a_note_is_off_with_the_limits() -> None:
    """Where no limit makes findings, nothing is told of a coarse look either."""
    part = part_of(_plate(200.0))
    held = process()
    for name in ("escape-error", "escape-warning", "escape-single"):
        rules = dataclasses.replace(
            held.rules,
            limits={
                **held.rules.limits,
                name: dataclasses.replace(held.rules.limits[name], level="off"),
            },
        )
        held = dataclasses.replace(held, rules=rules)

    assert [*trapped_powder(part, slice_part(part, 1.0), held)] == []
