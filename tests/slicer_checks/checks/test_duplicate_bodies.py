"""The check duplicate-bodies."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, cylinder, moved, two_islands
from tests.slicer_checks.checked import findings, part_of

BOX = box_triangles(10.0, 10.0, 10.0)


def test_an_exact_copy_is_an_error() -> None:
    """A cube that is there twice is one copy of 1,000 mm³, and the part has 1,000 mm³."""
    (finding,) = findings("duplicate-bodies", BOX, BOX)

    assert finding.severity == "error"
    assert (finding.value, finding.params["copied_mm3"]) == pytest.approx((1, 1000.0))
    assert finding.params["volume_mm3"] == pytest.approx(1000.0)
    assert finding.where.faces == tuple(range(12, 24))


@pytest.mark.parametrize(("shift_mm", "count"), [(0.0001, 1), (0.09, 1), (0.11, 0)])
def test_a_copy_a_hair_apart_is_one_too(shift_mm: float, count: int) -> None:
    """Two cubes of 10 mm that share more than 99 % are copies; with less they overlap."""
    shifted = moved(BOX, shift_mm)

    assert len(findings("duplicate-bodies", BOX, shifted)) == count
    assert len(findings("overlapping-bodies", BOX, shifted)) == 1 - count


def test_a_few_faces_twice_are_no_body() -> None:
    """Faces that are there twice without enclosing anything are duplicate faces alone."""
    triangles = np.concatenate((BOX, BOX[:3]))

    assert findings("duplicate-bodies", triangles) == []
    assert len(findings("duplicate-faces", triangles)) == 1


def test_two_equal_bodies_apart_are_no_copies() -> None:
    """Equal columns beside each other, and a cylinder alone, are as they should be."""
    assert findings("duplicate-bodies", two_islands().triangles) == []
    assert findings("duplicate-bodies", cylinder(5.0, 5.0).triangles) == []


def test_the_volume_counts_the_copy_once() -> None:
    """Three times the same cube is one cube."""
    assert part_of(BOX, BOX, BOX).volume_mm3 == pytest.approx(1000.0)
