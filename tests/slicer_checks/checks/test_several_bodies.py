"""The check several-bodies."""

from tests.known_parts import box_triangles, hollow_box, moved
from tests.slicer_checks.checked import findings, with_limit

BOX = box_triangles(5.0, 5.0, 5.0)


def test_one_body_is_one_part() -> None:
    """A box, also a hollow one, is a single body."""
    assert findings("several-bodies", BOX) == []
    assert findings("several-bodies", hollow_box().triangles) == []


def test_two_bodies_are_a_warning() -> None:
    """Two boxes in one file are counted, and the place is the whole file."""
    (finding,) = findings("several-bodies", BOX, moved(BOX, 10.0))

    assert (finding.severity, finding.value, finding.limit) == ("warning", 2, 1)
    assert finding.where.bounds_mm == ((0.0, 0.0, 0.0), (15.0, 5.0, 5.0))


def test_a_lab_may_allow_more() -> None:
    """A lab that allows two bodies hears nothing of two."""
    two = findings("several-bodies", BOX, moved(BOX, 10.0), held=with_limit("bodies-max", value=2))

    assert two == []
