"""path-zero-speed: vectors that the laser stands still on."""

from math import nan

import pytest

from slicer_checks.toolpath import Shape
from tests.known_paths import small_path
from tests.set_paths import CONTOUR, HATCH, with_set
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-zero-speed"


def test_sets_with_a_speed_are_right() -> None:
    """A toolpath with speeds everywhere has no finding."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize("speed_mm_s", [0.0, -1.0])
def test_vectors_without_speed_are_an_error(speed_mm_s: float) -> None:
    """They are counted with their set and their first layer."""
    (finding,) = found(CODE, with_set(CONTOUR, speed_mm_s=speed_mm_s))
    assert (finding.severity, finding.value) == ("error", 16.0)
    assert (finding.params["set"], finding.params["layer"]) == ("contour", 0)
    assert finding.where.layers == (0, 3)


def test_exposure_point_by_point_needs_no_speed() -> None:
    """A time of exposure for each point stands in for the speed; 0 us does not."""
    assert found(CODE, with_set(HATCH, speed_mm_s=0.0, point_time_us=60.0)) == []
    assert len(found(CODE, with_set(HATCH, speed_mm_s=0.0, point_time_us=0.0))) == 1


def test_single_points_need_no_speed() -> None:
    """Nothing moves while a point is exposed."""
    path = with_set(HATCH, speed_mm_s=0.0)
    shapes = path.blocks.block_shape.copy()
    shapes[1::3] = Shape.POINTS
    assert found(CODE, changed(path, block_shape=shapes)) == []


def test_a_speed_that_is_unsaid_is_none() -> None:
    """A file that does not say how fast is not one that says 0."""
    assert found(CODE, with_set(HATCH, speed_mm_s=nan)) == []
