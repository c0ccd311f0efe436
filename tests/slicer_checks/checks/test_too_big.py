"""The check too-big."""

import dataclasses

import numpy as np
import pytest

from slicer_checks import Finding, Machine, Platform, render
from slicer_checks.turning import turn_that_fits
from tests.known_parts import Triangles, box_triangles, cylinder, rotated
from tests.slicer_checks.checked import findings, process


@pytest.mark.parametrize(("size_mm", "found"), [(275.9, False), (276.0, False), (276.2, True)])
def test_the_largest_plate_is_the_limit(size_mm: float, found: bool) -> None:
    """A square plate of 280 mm with margins of 2 mm takes 276 mm and not more."""
    assert bool(findings("too-big", box_triangles(size_mm, size_mm, 2.0))) is found


def test_the_nearest_machine_is_named_with_what_is_missing() -> None:
    """A part of 280 mm misses the largest plate by 4 mm; the text's numbers are there."""
    (finding,) = findings("too-big", box_triangles(280.0, 280.0, 2.0))

    assert finding.severity == "error"
    assert finding.value == pytest.approx(4.0)
    assert finding.params["machine"] == "twin-280"
    assert finding.params["machine_x_mm"] == 276.0


def test_a_part_drawn_askew_fits_when_it_is_turned() -> None:
    """A square that just fits also fits when it is drawn at 30°."""
    assert findings("too-big", rotated(box_triangles(275.0, 275.0, 2.0), 30.0)) == []


def test_a_part_that_is_too_tall_is_too_big() -> None:
    """Above 350 mm no example machine is high enough."""
    (finding,) = findings("too-big", box_triangles(10.0, 10.0, 351.0))

    assert finding.value == pytest.approx(1.0)


def _turned(part: Triangles, finding: Finding) -> Triangles:
    """Return a part turned as a finding advises."""
    for axis, name in enumerate("xyz"):
        part = rotated(part, float(finding.params[f"turn_{name}_deg"]), axis)
    return part


@pytest.mark.parametrize(
    "part",
    [
        box_triangles(10.0, 10.0, 351.0),
        rotated(box_triangles(20.0, 20.0, 360.0), 17.0, 0),
        rotated(rotated(box_triangles(20.0, 20.0, 370.0), 10.0, 1), 40.0),
        box_triangles(10.0, 420.0, 10.0),
        cylinder(20.0, 360.0).triangles,
    ],
    ids=["tall", "leaning", "askew", "diagonal", "round"],
)
def test_the_turn_that_would_fit_is_named(part: Triangles) -> None:
    """A part that is turned as advised is not too big."""
    (finding,) = findings("too-big", part)

    assert finding.params["fits_machine"] == "twin-280"
    assert findings("too-big", _turned(part, finding)) == []
    assert "twin-280" in render(finding).fix
    assert "twin-280" in render(finding, "nl").fix


def test_a_round_plate_takes_what_lies_down() -> None:
    """On a round plate of 94 mm a rod of 95 mm has to stand or lean; the smallest tilt is told."""
    platform = Platform(shape="circle", diameter_mm=98.0, margin_mm=2.0)
    round_98 = Machine(name="R", platform=platform, height_mm=100.0)
    held = dataclasses.replace(process(), machines=(round_98,))
    rod = box_triangles(95.0, 4.0, 4.0)
    (finding,) = findings("too-big", rod, held=held)

    assert finding.params["fits_machine"] == "R"
    assert findings("too-big", _turned(rod, finding), held=held) == []


def test_where_no_turn_helps_none_is_told() -> None:
    """A cube of 400 mm fits nowhere; points in a plane have no turn."""
    (finding,) = findings("too-big", box_triangles(400.0, 400.0, 400.0))

    assert "fits_machine" not in finding.params
    assert "Lay the part down" in render(finding).fix
    assert turn_that_fits(np.zeros((9, 3)), process().machines) is None
