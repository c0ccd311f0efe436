"""The check zero-thickness."""

import numpy as np
import pytest

from tests.known_parts import SOLIDS, box_triangles, moved, overhang_wedge, rotated
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


@pytest.mark.parametrize(("thickness_mm", "count"), [(0.002, 1), (0.009, 1), (0.011, 0), (0.5, 0)])
def test_a_plate_thinner_than_the_limit_is_a_sheet(thickness_mm: float, count: int) -> None:
    """Below a hundredth of a millimetre a plate has no thickness; above it, it is a thin wall."""
    found = findings("zero-thickness", box_triangles(10.0, thickness_mm, 5.0))

    assert [one.severity for one in found] == ["warning"] * count
    for one in found:
        assert one.value == pytest.approx(thickness_mm, rel=1e-3)
        assert one.params["area_mm2"] == pytest.approx(100.0, rel=1e-3)


@pytest.mark.parametrize("degrees", [0.0, 31.0])
def test_a_single_skin_beside_a_part_is_a_sheet(degrees: float) -> None:
    """A flat surface of 3 mm by 3 mm that encloses nothing has no thickness."""
    skin = np.array(
        [[[20.0, 0, 0], [23, 0, 0], [23, 0, 3]], [[20.0, 0, 0], [23, 0, 3], [20, 0, 3]]]
    )
    (finding,) = findings("zero-thickness", BOX, rotated(skin, degrees))

    assert (finding.value, finding.params["area_mm2"]) == pytest.approx((0.0, 9.0))
    assert finding.where.faces == (12, 13)


def test_a_box_without_a_lid_is_not_a_sheet() -> None:
    """An open box has walls behind its walls: it is not watertight, and no sheet."""
    assert findings("zero-thickness", BOX[(BOX[:, :, 2] < 10.0).any(axis=1)]) == []


@pytest.mark.parametrize("degrees", [20.0, 35.0])
def test_sharp_wedges_are_not_sheets(degrees: float) -> None:
    """What thins out to an edge is a wedge."""
    assert findings("zero-thickness", overhang_wedge(degrees).triangles) == []


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_known_solids_have_thickness(name: str) -> None:
    """No known solid is a sheet, nor are bodies that touch."""
    assert findings("zero-thickness", SOLIDS[name]().triangles) == []


def test_touching_bodies_are_not_a_sheet() -> None:
    """A box that stands on another has metal behind its skin."""
    assert findings("zero-thickness", BOX, moved(box_triangles(4, 4, 4), 3.0, 3.0, 10.0)) == []
