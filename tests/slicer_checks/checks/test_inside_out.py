"""The check inside-out."""

import numpy as np

from tests.known_parts import box_triangles, hollow_box, inverted, moved
from tests.slicer_checks.checked import findings, part_of

BOX = box_triangles(10.0, 10.0, 10.0)


def test_a_box_is_the_right_way_out() -> None:
    """A box faces outward."""
    assert findings("inside-out", BOX) == []


def test_a_cavity_is_not_inside_out() -> None:
    """A surface that faces inward inside a body is a cavity."""
    assert findings("inside-out", hollow_box().triangles) == []


def test_an_inverted_box_is_told_and_never_weighs_less_than_nothing() -> None:
    """A box inside out is an error, and its volume is still that of the box."""
    (finding,) = findings("inside-out", inverted(BOX))

    assert finding.severity == "error"
    assert finding.value == 1
    assert finding.where.faces_total == 12
    assert part_of(inverted(BOX)).volume_mm3 > 999


def test_one_of_two_bodies_may_be_inside_out() -> None:
    """Only the body that is inside out is shown."""
    (finding,) = findings("inside-out", BOX, inverted(moved(BOX, 20.0)))

    assert finding.where.bounds_mm is not None
    assert finding.where.bounds_mm[0][0] == 20.0


def test_a_flat_sheet_has_no_inside() -> None:
    """Two faces back to back enclose nothing, whatever sign rounding gives it."""
    drawn = np.array([(0, 0, 0), (3.1, 1.7, 0), (3.1, 1.7, 2.3), (0, 0, 2.3)], dtype=np.float32)
    a, b, c, d = (drawn + np.float32(30.3)).astype(np.float64)
    sheet = np.array([(a, b, c), (a, c, d), (d, b, a), (d, c, b)])

    assert findings("inside-out", BOX, sheet) == []
    assert findings("inside-out", BOX, inverted(sheet)) == []
