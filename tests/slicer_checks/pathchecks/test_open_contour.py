"""path-open-contour: contours that do not close."""

import numpy as np

from slicer_checks.toolpath import Direction, Role
from tests.known_paths import small_path
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-open-contour"


def test_closed_contours_and_open_supports_are_right() -> None:
    """The small toolpath has closed contours, and a support line that is open."""
    assert found(CODE, small_path(4)) == []


def test_a_gap_is_an_error() -> None:
    """The widest gap of all contours is told with its place."""
    points = small_path(4).blocks.points_mm.copy()
    per_layer = len(points) // 4
    points[4] += (0.0, 0.002)
    points[2 * per_layer + 4] += (0.3, 0.4)
    (finding,) = found(CODE, changed(points_mm=points))
    assert finding.severity == "error"
    assert finding.value is not None
    assert abs(finding.value - 0.5) < 1e-9
    assert (finding.params["count"], finding.params["layer"]) == (2, 2)
    assert finding.where.layers == (2, 2)
    assert len(finding.where.polygons[0]) == 5


def test_a_line_that_the_file_says_is_open_is_none() -> None:
    """Where a file does not know supports, its open lines are no contours of a part."""
    path = small_path(4)
    unsaid = np.full(len(path.blocks.block_role), Role.UNSAID, dtype=np.uint8)
    assert found(CODE, changed(path, block_role=unsaid)) == []
    nobody = np.full(len(unsaid), Direction.UNSAID, dtype=np.uint8)
    told = found(CODE, changed(path, block_role=unsaid, block_direction=nobody))
    assert [finding.params["count"] for finding in told] == [4]
