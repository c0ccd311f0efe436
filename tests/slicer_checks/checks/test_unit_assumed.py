"""The check unit-assumed."""

import pytest

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings


def test_millimetres_need_no_word() -> None:
    """A part of 10 is one of 10 mm."""
    assert findings("unit-assumed", box_triangles(10.0, 10.0, 10.0)) == []


def test_a_part_that_can_only_be_in_metres_says_so() -> None:
    """Numbers too small for millimetres are taken as metres, and a note tells both sizes."""
    (finding,) = findings("unit-assumed", box_triangles(0.02, 0.01, 0.005))

    assert (finding.severity, finding.value) == ("info", 1000.0)
    assert finding.params["unit"] == "m"
    assert finding.params["size_mm"] == pytest.approx(20.0)
    assert finding.params["as_mm"] == pytest.approx(0.02)
