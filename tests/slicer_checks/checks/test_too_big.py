"""The check too-big."""

import pytest

from tests.known_parts import box_triangles, rotated
from tests.slicer_checks.checked import findings


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
