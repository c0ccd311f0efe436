"""The check not-watertight."""

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings, with_limit

BOX = box_triangles(10.0, 10.0, 10.0)


def test_a_closed_box_is_watertight() -> None:
    """A box has no open edge."""
    assert findings("not-watertight", BOX) == []


def test_one_missing_triangle_opens_three_edges() -> None:
    """A box without one triangle leaks at three edges, and the place is beside the hole."""
    (finding,) = findings("not-watertight", BOX[:-1])

    assert finding.severity == "error"
    assert finding.value == 3
    assert finding.where.faces_total == 3
    assert finding.where.bounds_mm is not None
    assert finding.where.bounds_mm[1][2] == 10.0


def test_a_check_that_is_off_is_silent() -> None:
    """A lab that switches the limit off hears nothing."""
    assert findings("not-watertight", BOX[:-1], held=with_limit("open-edges", level="off")) == []
