"""The check thin-pin."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, cylinder, moved, rotated, tube
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(
    ("diameter_mm", "severity"),
    [(0.38, "error"), (0.42, "warning"), (0.97, "warning"), (1.0, None), (1.03, None)],
)
def test_a_pin_is_held_against_both_limits(diameter_mm: float, severity: str | None) -> None:
    """Below 0.4 mm a pin is an error, below 1.0 mm a warning, and at 1.0 mm it is right."""
    found = findings("thin-pin", cylinder(diameter_mm / 2, 4.0).triangles)

    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("axis", "angle_deg"), [(0, 0.0), (0, 90.0), (1, 37.0), (0, 61.0)])
def test_the_diameter_does_not_depend_on_the_direction(axis: int, angle_deg: float) -> None:
    """A pin reads the same within 5 % however its axis lies."""
    pin = rotated(cylinder(0.25, 5.0).triangles, angle_deg, axis)
    (finding,) = findings("thin-pin", pin)

    assert finding.value == pytest.approx(0.5, rel=0.05)
    assert finding.params["length_mm"] == pytest.approx(5.0, rel=0.15)


def test_a_pin_is_not_a_wall_as_well() -> None:
    """One thin pin gives one finding, not a wall and a pin."""
    assert findings("thin-wall", cylinder(0.15, 4.0).triangles) == []


def test_a_square_bar_is_a_pin() -> None:
    """A standing bar of 0.3 mm by 0.4 mm is told by its thin side, where it stands."""
    (finding,) = findings("thin-pin", moved(box_triangles(0.3, 0.4, 5.0), 3.0, 0.0, 2.0))

    assert finding.value == pytest.approx(0.3, abs=0.01)
    assert finding.where.bounds_mm is not None
    assert np.allclose(finding.where.bounds_mm, ((3.0, 0.0, 2.0), (3.3, 0.4, 7.0)), atol=0.15)


def test_a_pin_on_a_block_begins_at_its_foot() -> None:
    """Of a pin that goes down into a block only what stands out is thin."""
    block, pin = box_triangles(10.0, 10.0, 5.0), cylinder(0.2, 8.0).triangles
    (finding,) = findings("thin-pin", block, moved(pin, 5.0, 5.0))

    assert finding.where.z_mm == pytest.approx((5.0, 8.0), abs=0.25)


def test_a_stud_is_no_pin() -> None:
    """What is shorter than 1.25 times the limit is held by its foot."""
    block, stud = box_triangles(10.0, 10.0, 5.0), cylinder(0.2, 5.3).triangles

    assert findings("thin-pin", block, moved(stud, 5.0, 5.0)) == []


def test_a_tube_is_no_pin() -> None:
    """The wall of a tube is thin one way only."""
    assert findings("thin-pin", tube(5.0, 4.7, 5.0).triangles) == []
