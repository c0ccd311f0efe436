"""The check overlapping-bodies."""

import pytest

from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


@pytest.mark.parametrize(("shift_mm", "count"), [(9.99, 1), (10.0, 0), (10.01, 0)])
def test_boxes_that_share_metal_overlap(shift_mm: float, count: int) -> None:
    """Just inside each other they overlap; touching, and just apart, they do not."""
    found = findings("overlapping-bodies", BOX, moved(BOX, shift_mm, 2.0, 3.0))

    assert len(found) == count


def test_the_finding_tells_the_volume_of_the_union() -> None:
    """Two cubes that share 125 mm³ have 1,875 mm³; the place is around what they share."""
    (finding,) = findings("overlapping-bodies", BOX, moved(BOX, 5.0, 5.0, 5.0))

    assert finding.severity == "warning"
    assert finding.value == finding.params["bodies"] == 2
    assert finding.params["union_mm3"] == pytest.approx(1875.0)
    assert finding.params["shared_mm3"] == pytest.approx(125.0)
    assert finding.where.faces_total > 0


def test_bodies_that_share_metal_are_one_piece() -> None:
    """What overlaps is no longer told to be several bodies; a third box apart still is."""
    pair = BOX, moved(BOX, 5.0, 5.0, 5.0)

    assert findings("several-bodies", *pair) == []
    assert findings("several-bodies", *pair, moved(BOX, 40.0))[0].value == 2
