"""The check small-foot."""

from math import sqrt

import pytest

from tests.known_parts import box_triangles, cube, frustum, moved, sphere, table
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(("share", "found"), [(0.09, True), (0.11, False), (1.0, False)])
def test_a_foot_of_less_than_a_tenth_is_small(share: float, found: bool) -> None:
    """The foot of a widening block is held against its largest section."""
    part = frustum(10.0 * sqrt(share), 10.0, 20.0).triangles

    assert [one.severity for one in findings("small-foot", part)] == ["warning"] * found


def test_a_ball_stands_on_a_point() -> None:
    """The areas are told, and the place is the lowest layers."""
    (finding,) = findings("small-foot", moved(sphere(10.0, 96, 96).triangles, 5.0, 5.0))

    assert finding.params["foot_mm2"] == pytest.approx(4.7, abs=1.0)
    assert finding.params["largest_mm2"] == pytest.approx(314.0, rel=0.01)
    assert finding.where.layers == (0, 2)
    assert len(finding.where.polygons) == 1


def test_legs_are_a_foot() -> None:
    """A cube and a table stand well; a part that is small all over is not judged."""
    assert findings("small-foot", cube().triangles) == []
    assert findings("small-foot", table().triangles) == []
    assert findings("small-foot", sphere(2.0).triangles) == []
    assert findings("small-foot", box_triangles(1.0, 10.0, 30.0)) == []
