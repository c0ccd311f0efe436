"""The check small-hole."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, moved, rotated, tube
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(
    ("diameter_mm", "severity"),
    [(0.48, "warning"), (0.52, "info"), (0.97, "info"), (1.0, None), (1.03, None)],
)
def test_a_hole_is_held_against_both_limits(diameter_mm: float, severity: str | None) -> None:
    """Below 0.5 mm a hole closes, below 1.0 mm it is rough, and at 1.0 mm it is right."""
    found = findings("small-hole", tube(4.0, diameter_mm / 2, 5.0).triangles)

    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("axis", "angle_deg"), [(0, 0.0), (0, 90.0), (1, 37.0), (0, 61.0)])
def test_the_diameter_does_not_depend_on_the_direction(axis: int, angle_deg: float) -> None:
    """A hole reads the same within 5 % whatever way its axis leans."""
    (finding,) = findings("small-hole", rotated(tube(3.0, 0.2, 5.0).triangles, angle_deg, axis))

    assert finding.value == pytest.approx(0.4, rel=0.05)
    assert finding.params["depth_mm"] == pytest.approx(5.0, rel=0.15)


def test_the_place_is_the_hole() -> None:
    """The place of a hole is a narrow box around it, over its whole depth."""
    (finding,) = findings("small-hole", moved(tube(4.0, 0.2, 5.0).triangles, 10.0))

    assert finding.where.bounds_mm is not None
    assert np.allclose(finding.where.bounds_mm, ((9.8, -0.2, 0), (10.2, 0.2, 5)), atol=0.05)


def test_a_hole_is_not_a_gap_as_well() -> None:
    """One small hole gives one finding, not a slot and a hole."""
    part = tube(4.0, 0.2, 5.0).triangles

    assert findings("thin-gap", part) == []
    assert len(findings("small-hole", part)) == 1


def test_a_slot_is_no_hole() -> None:
    """Two blocks side by side have a slot between them, and no hole."""
    block = box_triangles(5.0, 5.0, 5.0)

    assert findings("small-hole", block, moved(block, 5.2)) == []


def test_a_dent_is_no_hole() -> None:
    """What is less deep than half its diameter is a dent."""
    assert findings("small-hole", tube(4.0, 0.45, 0.3).triangles) == []
