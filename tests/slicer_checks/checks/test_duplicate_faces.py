"""The check duplicate-faces."""

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings, part_of

BOX = box_triangles(10.0, 10.0, 10.0)


def test_a_box_has_no_duplicate_face() -> None:
    """Each triangle of a box is there once."""
    assert findings("duplicate-faces", BOX) == []


def test_the_same_box_twice_is_an_error_and_weighs_once() -> None:
    """A body exported twice repeats twelve faces; its volume is counted once."""
    (finding,) = findings("duplicate-faces", BOX, BOX)

    assert (finding.severity, finding.value) == ("error", 12)
    assert finding.where.faces == tuple(range(12, 24))
    assert 999 < part_of(BOX, BOX).volume_mm3 < 1001
