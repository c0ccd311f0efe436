"""The check no-volume."""

import pytest

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings


@pytest.mark.parametrize(("thickness_mm", "found"), [(0.00009, True), (0.00011, False)])
def test_a_sheet_needs_a_thousandth_of_a_cubic_millimetre(thickness_mm: float, found: bool) -> None:
    """A box of 10 mm x 1 mm passes from a thickness of 0.1 µm on, where it holds 0.001 mm³."""
    box = box_triangles(10.0, thickness_mm, 1.0)

    assert bool(findings("no-volume", box)) is found
