"""The check nested-bodies."""

import pytest

from tests.known_parts import box_triangles, hollow_box, moved
from tests.slicer_checks.checked import findings

OUTER = box_triangles(20.0, 20.0, 20.0)
INNER = box_triangles(10.0, 10.0, 10.0)


@pytest.mark.parametrize(("gap_mm", "count"), [(0.01, 1), (0.0, 0), (-0.01, 0)])
def test_a_body_wholly_in_metal_is_nested(gap_mm: float, count: int) -> None:
    """Just inside it is nested; flush with the outer skin, or through it, it overlaps."""
    inner = moved(INNER, gap_mm, 5.0, 5.0)

    assert len(findings("nested-bodies", OUTER, inner)) == count
    assert len(findings("overlapping-bodies", OUTER, inner)) == 1 - count


def test_the_place_is_the_inner_body() -> None:
    """The finding shows the inner body's faces and says what it holds."""
    (finding,) = findings("nested-bodies", OUTER, moved(INNER, 5.0, 5.0, 5.0))

    assert finding.severity == "warning"
    assert finding.where.faces == tuple(range(12, 24))
    assert finding.where.bounds_mm == ((5.0, 5.0, 5.0), (15.0, 15.0, 15.0))
    assert finding.params["inner_mm3"] == pytest.approx(1000.0)
    assert finding.params["union_mm3"] == pytest.approx(8000.0)


def test_a_cavity_is_not_a_nested_body() -> None:
    """A surface that faces inward is a cavity, and a body in it is loose."""
    loose = moved(box_triangles(4.0, 4.0, 4.0), 8.0, 8.0, 8.0)

    assert findings("nested-bodies", hollow_box().triangles, loose) == []
