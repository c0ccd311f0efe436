"""The check thin-gap."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, moved, rotated
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(
    ("gap_mm", "severity"),
    [(0.29, "warning"), (0.31, "info"), (0.49, "info"), (0.5, None), (0.51, None)],
)
def test_a_gap_is_held_against_both_limits(gap_mm: float, severity: str | None) -> None:
    """Below 0.3 mm a gap closes, below 0.5 mm it is tight, and at 0.5 mm it is right."""
    block = box_triangles(5.0, 5.0, 5.0)
    found = findings("thin-gap", block, moved(block, 5.0 + gap_mm))

    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("axis", "angle_deg"), [(0, 0.0), (0, 90.0), (1, 90.0), (1, 37.0)])
def test_the_width_does_not_depend_on_the_direction(axis: int, angle_deg: float) -> None:
    """A gap reads the same within 5 % upright, level and leaning."""
    block = box_triangles(5.0, 5.0, 5.0)
    both = np.concatenate((block, moved(block, 5.2)))
    (finding,) = findings("thin-gap", rotated(both, angle_deg, axis))

    assert finding.value == pytest.approx(0.2, rel=0.05)
    assert finding.params["depth_mm"] == pytest.approx(5.0, rel=0.15)


def test_the_place_is_the_gap() -> None:
    """The place of a gap between two blocks is the box between their sides."""
    block = box_triangles(5.0, 5.0, 5.0)
    (finding,) = findings("thin-gap", block, moved(block, 5.2))

    assert finding.where.bounds_mm is not None
    assert np.allclose(finding.where.bounds_mm, ((5, 0, 0), (5.2, 5, 5)), atol=0.05)


def test_bodies_that_touch_have_no_gap() -> None:
    """A block that stands on another leaves no gap, nor does one that goes into it."""
    block = box_triangles(5.0, 5.0, 5.0)

    assert findings("thin-gap", block, moved(block, z=5.0)) == []
    assert findings("thin-gap", block, moved(block, z=4.9)) == []


def test_a_groove_is_no_gap() -> None:
    """What is less deep than 1.25 times the limit is a groove."""
    low = box_triangles(5.0, 5.0, 0.3)

    assert findings("thin-gap", low, moved(low, 5.2)) == []
