"""The check slender."""

import numpy as np
import pytest

from slicer_checks.texts import render
from slicer_checks.uprights import uprights
from tests.known_parts import (
    Triangles,
    box_triangles,
    cone,
    cylinder,
    moved,
    rotated,
    sphere,
    table,
    tube,
)
from tests.slicer_checks.checked import findings
from tests.slicer_checks.layers import stack_of


@pytest.mark.parametrize(
    ("height_mm", "severity"),
    [(15.8, None), (16.2, "warning"), (99.0, "warning"), (101.0, "error")],
)
def test_a_rod_is_held_against_both_limits(height_mm: float, severity: str | None) -> None:
    """A rod of 2 mm is a warning from 16 mm on and an error from 100 mm on."""
    found = findings("slender", box_triangles(2.0, 2.0, height_mm))

    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(one.value == pytest.approx(height_mm / 2.0, rel=0.01) for one in found)


def test_a_wall_is_a_warning_at_most() -> None:
    """A wall of 1 mm, 60 mm high and 20 mm long, is a warning; its width is that of the wall."""
    (finding,) = findings("slender", rotated(box_triangles(20.0, 1.0, 60.0), 30.0))

    assert finding.severity == "warning"
    assert finding.params["width_mm"] == pytest.approx(1.0, abs=1e-3)
    assert "a wall is a warning, however high" in render(finding).why


@pytest.mark.parametrize(
    ("length_mm", "severity"), [(7.9, "error"), (8.0, "error"), (8.1, "warning")]
)
def test_a_wall_is_longer_than_four_widths(length_mm: float, severity: str) -> None:
    """What stands 55 widths high is an error up to a length of four widths, a wall beyond."""
    (finding,) = findings("slender", box_triangles(length_mm, 2.0, 110.0))

    assert (finding.severity, finding.limit) == (severity, 50.0 if severity == "error" else 8.0)
    assert finding.params["variant"] == ("" if severity == "error" else "wall")


@pytest.mark.parametrize(
    ("height_mm", "severity"), [(99.9, "warning"), (100.0, "error"), (100.1, "error")]
)
def test_the_error_begins_at_fifty_widths(height_mm: float, severity: str) -> None:
    """A rod of 2 mm is an error from just 100 mm on."""
    (finding,) = findings("slender", box_triangles(2.0, 2.0, height_mm))

    assert finding.severity == severity


def _forest() -> list[Triangles]:
    """Return a plate of 5 mm with a thick and a thin pin that reach to 25 mm."""
    plate, thick = box_triangles(30.0, 30.0, 5.0), cylinder(4.0, 20.0).triangles
    return [
        plate,
        moved(thick, 8.0, 8.0, 5.0),
        moved(cylinder(0.75, 20.0).triangles, 22.0, 22.0, 5.0),
    ]


def test_each_column_is_judged_by_itself() -> None:
    """On a wide plate only the thin pin is told, with its own height, width and place."""
    (finding,) = findings("slender", *_forest())

    assert finding.value == pytest.approx(20.0 / 1.5, rel=0.04)
    assert finding.params["height_mm"] == pytest.approx(20.0, abs=0.5)
    assert finding.params["z_mm"] == pytest.approx(5.0, abs=0.5)
    assert finding.where.bounds_mm is not None
    low, high = finding.where.bounds_mm
    assert low[:2] == pytest.approx((21.25, 21.25), abs=0.05)
    assert high == pytest.approx((22.75, 22.75, 25.0), abs=0.05)


def test_columns_that_join_hold_each_other() -> None:
    """A leg stands alone up to the table top only: 18 mm of 2 mm, however high the rest is."""
    leg = table(width=20.0, leg=2.0, height=20.0).triangles
    tower = moved(box_triangles(20.0, 10.0, 30.0), z=20.0)
    found = findings("slender", leg, tower)

    assert [one.value for one in found] == pytest.approx([9.0, 9.0], rel=0.06)


def test_cones_tubes_and_balls_are_stiff() -> None:
    """A cone counts by its base, a tube by its outside; a ball on its pole is no column."""
    assert findings("slender", cone(3.0, 40.0).triangles) == []
    assert findings("slender", tube(5.0, 4.0, 70.0).triangles) == []
    assert findings("slender", sphere(10.0).triangles) == []


def test_low_pins_and_empty_layers_are_nothing() -> None:
    """What is lower than 5 mm does not swing."""
    assert findings("slender", cylinder(0.25, 4.9).triangles) == []
    assert uprights(stack_of(np.zeros(5), 0.05), 8.0, 5.0) == []
