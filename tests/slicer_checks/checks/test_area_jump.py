"""The check area-jump."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, cone, loft, moved, polygon, sphere
from tests.slicer_checks.checked import findings


def _mushroom(side_mm: float, top_mm: float) -> list[np.ndarray]:
    """Return a square stem with a larger square head at a height of 8 mm."""
    stem = box_triangles(side_mm, side_mm, 8.0)
    return [stem, moved(box_triangles(top_mm, top_mm, 4.0), z=8.0)]


@pytest.mark.parametrize(("top_mm", "found"), [(17.2, False), (17.4, True), (30.0, True)])
def test_a_section_that_grows_threefold_is_a_warning(top_mm: float, found: bool) -> None:
    """A head of three times the area of its stem is at the limit."""
    jumps = findings("area-jump", *_mushroom(10.0, top_mm))

    assert [one.severity for one in jumps] == ["warning"] * found


def test_the_factor_and_the_height_are_told() -> None:
    """From 100 to 900 mm² at 8 mm."""
    (finding,) = findings("area-jump", *_mushroom(10.0, 30.0))

    assert finding.value == pytest.approx(9.0)
    assert finding.params["z_mm"] == pytest.approx(8.0, abs=0.3)
    assert finding.where.z_mm is not None
    assert finding.where.z_mm[0] < 8.0 < finding.where.z_mm[1]


@pytest.mark.parametrize(("top_mm", "found"), [(14.0, False), (13.0, True)])
def test_a_section_that_drops_fivefold_is_a_note(top_mm: float, found: bool) -> None:
    """A boss on a plate of more than five times its area is told, and no more."""
    plate, boss = box_triangles(30.0, 30.0, 5.0), box_triangles(top_mm, top_mm, 10.0)
    jumps = findings("area-jump", plate, moved(boss, z=5.0))

    assert [one.severity for one in jumps] == ["info"] * found


@pytest.mark.parametrize(
    "part",
    [
        box_triangles(20.0, 20.0, 10.0),
        cone(20.0, 30.0).triangles,
        sphere(20.0).triangles,
        loft([(polygon(64, 5.0), 0.0), (polygon(64, 20.0), 15.0)]),
        np.concatenate((box_triangles(3, 3, 9), moved(box_triangles(9, 9, 2), z=8))),
    ],
    ids=["box", "cone", "ball", "slope", "small"],
)
def test_slopes_and_small_steps_are_none(part: np.ndarray) -> None:
    """Areas that change evenly, and steps below 100 mm², are nothing."""
    assert findings("area-jump", part) == []
