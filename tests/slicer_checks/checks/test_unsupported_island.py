"""The check unsupported-island."""

import pytest

from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import findings, with_limit

BASE = box_triangles(30.0, 10.0, 5.0)


def test_what_stands_on_the_platform_is_no_island() -> None:
    """Two boxes side by side both start on the platform."""
    assert findings("unsupported-island", BASE, moved(BASE, 40.0)) == []


def test_a_body_in_mid_air_is_found_at_its_first_layer() -> None:
    """A box that floats 1 mm above another starts there, with its area and outline."""
    (finding,) = findings("unsupported-island", BASE, moved(box_triangles(4, 4, 4), 3.0, 3.0, 6.0))

    assert finding.severity == "warning"
    assert finding.params["area_mm2"] == pytest.approx(16.0)
    assert finding.params["z_mm"] == pytest.approx(6.0)
    assert finding.where.layers == (120, 120)
    assert finding.where.bounds_mm is not None
    assert finding.where.bounds_mm[0][:2] == pytest.approx((3.0, 3.0))
    assert len(finding.where.polygons[0]) >= 4


def test_the_three_largest_starts_are_shown_from_below() -> None:
    """Of four starts the three largest get a finding, in the order of printing."""
    hanging = [moved(box_triangles(n, n, 1.0), 3.0, z=20.0 - 2 * n) for n in range(1, 5)]
    found = findings("unsupported-island", BASE, *hanging)

    assert [one.params["starts"] for one in found] == [4, 4, 4]
    assert [one.value for one in found] == [1, 1, 1]
    assert [one.params["area_mm2"] for one in found] == pytest.approx([16.0, 9.0, 4.0])


def test_tiny_starts_are_left_out() -> None:
    """A start smaller than the least area is noise."""
    blind = with_limit("island-area-min", value=20.0)
    floating = moved(box_triangles(4, 4, 4), 3.0, 3.0, 6.0)

    assert findings("unsupported-island", BASE, floating, held=blind) == []
