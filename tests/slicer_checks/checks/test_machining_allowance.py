"""The check machining-allowance."""

import pytest

from slicer_checks import Process
from tests.known_parts import box_triangles, moved, sphere
from tests.slicer_checks.checked import findings, with_limit


def asked(allowance_mm: float = 1.0) -> Process:
    """Return the usual process of a lab that wants the note."""
    return with_limit("machining-allowance", value=allowance_mm, level="info")


@pytest.mark.parametrize(("side_mm", "found"), [(4.9, False), (5.1, True)])
def test_a_flat_foot_of_25_mm2_is_reminded_of(side_mm: float, found: bool) -> None:
    """The note comes with a flat face that is worth a cut."""
    block = moved(box_triangles(side_mm, side_mm, 5.0), z=3.0)
    notes = findings("machining-allowance", block, held=asked())

    assert [one.severity for one in notes] == ["info"] * found
    assert all(one.params["area_mm2"] == pytest.approx(side_mm**2, rel=1e-4) for one in notes)
    assert all(one.where.z_mm == pytest.approx((0.0, 0.0)) for one in notes)


def test_a_round_part_has_none() -> None:
    """A ball has no face on the platform."""
    assert findings("machining-allowance", sphere(10.0).triangles, held=asked()) == []


def test_the_note_comes_only_when_a_lab_asks_for_it() -> None:
    """As built in the note is off; its number is the limit's."""
    (finding,) = findings("machining-allowance", box_triangles(10.0, 10.0, 5.0), held=asked(0.5))

    assert finding.value == 0.5
    assert findings("machining-allowance", box_triangles(10.0, 10.0, 5.0)) == []
