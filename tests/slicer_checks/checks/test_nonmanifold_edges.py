"""The check nonmanifold-edges."""

from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


def test_boxes_apart_share_no_edge() -> None:
    """Two boxes with a gap of 1 µm touch nowhere."""
    assert findings("nonmanifold-edges", BOX, moved(BOX, 10.001, 10.001)) == []


def test_boxes_that_touch_along_a_line_share_one_edge() -> None:
    """Two boxes along one edge make an edge of four faces: a warning with its place."""
    (finding,) = findings("nonmanifold-edges", BOX, moved(BOX, 10.0, 10.0))

    assert finding.severity == "warning"
    assert finding.value == 1
    assert finding.where.faces_total == 4
