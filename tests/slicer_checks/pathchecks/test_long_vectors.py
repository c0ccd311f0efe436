"""path-long-vectors: hatches longer than a stripe should be wide."""

from slicer_checks.toolpath import Role
from tests.known_paths import hatches, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import contour, drawn, hatch

CODE = "path-long-vectors"


def test_hatches_up_to_the_limit_are_right() -> None:
    """Twenty millimetres are let pass; contours are as long as their edge."""
    assert found(CODE, small_path(3)) == []
    assert found(CODE, drawn([[hatch(hatches(10, 20.0)), contour(square(90.0))]])) == []
    assert found(CODE, drawn([[hatch(hatches(10, 40.0), Role.SUPPORT)]])) == []


def test_longer_ones_are_counted_and_the_longest_is_shown() -> None:
    """It is a warning, with both ends of the longest."""
    points = hatches(10, 20.5)
    points[8:10, 0] = (1.0, 31.0)
    (finding,) = found(CODE, drawn([[hatch(hatches(4, 5.0))], [hatch(points)]]))
    assert (finding.severity, finding.value) == ("warning", 30.0)
    assert (finding.params["count"], finding.params["vectors"]) == (10, 14)
    assert finding.where.layers == (1, 1)
    assert finding.where.polygons == (((1.0, points[8, 1]), (31.0, points[9, 1])),)


def test_nothing_is_not_long() -> None:
    """A toolpath without layers, blocks or points has no long vectors."""
    assert found(CODE, drawn([])) == []
    assert found(CODE, drawn([[], [hatch(hatches(0))]])) == []
