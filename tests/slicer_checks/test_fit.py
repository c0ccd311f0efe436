"""Whether a part fits on a machine."""

import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import Machine, Platform
from slicer_checks.fit import excess_mm

SQUARE = Machine(name="square", platform=Platform(width_mm=100.0, depth_mm=100.0), height_mm=100.0)
ROUND = Machine(name="round", platform=Platform(shape="circle", diameter_mm=100.0), height_mm=100.0)


@pytest.mark.parametrize(
    ("width_mm", "fits"), [(100.0, True), (100.1, True), (131.0, True), (131.5, False)]
)
def test_a_bar_may_lie_across_the_corner(width_mm: float, fits: bool) -> None:
    """A bar of 10 mm fits a square of 100 mm on its diagonal up to 100 sqrt(2) - 10 mm."""
    outline = shapely.box(0, 0, width_mm, 10.0)

    assert (excess_mm(outline, 10.0, SQUARE) == 0.0) is fits


def test_a_round_plate_holds_the_smallest_circle() -> None:
    """A square of 71 mm has a diagonal of 100.4 mm and misses a round plate of 100 mm."""
    assert excess_mm(shapely.box(0, 0, 70, 70), 10.0, ROUND) == 0.0
    assert excess_mm(shapely.box(0, 0, 71, 71), 10.0, ROUND) == pytest.approx(0.409, abs=1e-3)


def test_height_counts() -> None:
    """A part that is too tall misses by its height."""
    assert excess_mm(shapely.box(0, 0, 10, 10), 104.0, SQUARE) == pytest.approx(4.0)


@given(angle_deg=st.floats(0, 360), width_mm=st.floats(1, 99), depth_mm=st.floats(1, 99))
@settings(max_examples=50, deadline=None)
def test_a_part_that_fits_also_fits_turned(
    angle_deg: float, width_mm: float, depth_mm: float
) -> None:
    """How a part is drawn does not matter: a rectangle that fits, fits from every angle."""
    outline = shapely.affinity.rotate(shapely.box(0, 0, width_mm, depth_mm), angle_deg)

    assert excess_mm(outline, 1.0, SQUARE) == 0.0
