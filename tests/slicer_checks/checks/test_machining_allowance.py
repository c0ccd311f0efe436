"""The check machining-allowance."""

import pytest

from tests.known_parts import box_triangles, moved, sphere
from tests.slicer_checks.checked import findings, with_limit


@pytest.mark.parametrize(("side_mm", "found"), [(4.9, False), (5.1, True)])
def test_a_flat_foot_of_25_mm2_is_reminded_of(side_mm: float, found: bool) -> None:
    """The note comes with a flat face that is worth a cut."""
    notes = findings("machining-allowance", moved(box_triangles(side_mm, side_mm, 5.0), z=3.0))

    assert [one.severity for one in notes] == ["info"] * found
    assert all(one.params["area_mm2"] == pytest.approx(side_mm**2, rel=1e-4) for one in notes)
    assert all(one.where.z_mm == pytest.approx((0.0, 0.0)) for one in notes)


def test_a_round_part_has_none() -> None:
    """A ball has no face on the platform."""
    assert findings("machining-allowance", sphere(10.0).triangles) == []


def test_a_lab_sets_its_own_allowance_or_silences_it() -> None:
    """The number is the limit's; level off makes no note."""
    (finding,) = findings(
        "machining-allowance",
        box_triangles(10.0, 10.0, 5.0),
        held=with_limit("machining-allowance", value=0.5),
    )

    assert finding.value == 0.5
    silent = with_limit("machining-allowance", level="off")
    assert findings("machining-allowance", box_triangles(10.0, 10.0, 5.0), held=silent) == []
