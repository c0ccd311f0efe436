"""path-outside-part: vectors outside contours, or outside the part."""

import numpy as np
import pytest

from tests.known_layers import CONTOUR, HATCH, Points, edited, filled, hatch, line, made, path_of
from tests.known_parts import box_triangles, frustum, tube
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-outside-part"


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_a_toolpath_that_is_made_stays_inside(pattern: str) -> None:
    """No vector leaves its contours or its part, whatever the pattern and the shape."""
    for triangles in (tube(6.0, 3.0, 0.3).triangles, frustum(4.0, 6.0, 1.0).triangles):
        path, part = made(triangles, pattern=pattern)
        assert found(CODE, path, part) == []


@pytest.mark.parametrize(("out_mm", "told"), [(0.04, 0), (0.06, 1)])
def test_a_line_may_end_half_a_track_outside(out_mm: float, told: int) -> None:
    """An end within the limit is none, one beyond is an error that shows the line."""
    lines = hatch().reshape(-1, 2, 2)
    lines[10, :, 0].sort()
    lines[10, 1, 0] = 10.0 + out_mm
    path = path_of([filled(), [(square(), CONTOUR), (lines.reshape(-1, 2), HATCH)]])
    findings = found(CODE, path)
    assert [one.severity for one in findings] == ["error"] * told
    for one in findings:
        assert one.value == pytest.approx(out_mm, abs=1e-6)
        assert (one.params["count"], one.params["layer"]) == (1, 1)
        assert one.where.polygons[0][1] == pytest.approx((10.0 + out_mm, 1.05))


def test_a_line_over_a_hole_leaves_the_part() -> None:
    """Both ends inside are not enough: the hole between them is no part."""
    path, _ = made(tube(6.0, 3.0, 0.09).triangles)
    (finding,) = found(
        CODE,
        path_of(
            [
                [
                    (path.layer(0).points_mm[1], CONTOUR),
                    (path.layer(0).points_mm[2], CONTOUR),
                    (np.array([(-5.0, 0.0), (5.0, 0.0)]), HATCH),
                ]
            ]
        ),
    )
    assert finding.value == pytest.approx(3.05, abs=0.05)


def test_supports_and_hatch_without_contours_may_be_anywhere() -> None:
    """Supports are no part, and hatch of a part without contours has no outline to leave."""
    assert found(CODE, path_of([[*filled(), line(30.0, 0.0)], [(hatch(), HATCH)]])) == []


def test_what_leaves_the_given_part_is_told_by_itself() -> None:
    """A toolpath of a wider part is inside its own contours, and outside the part."""
    path, _ = made(box_triangles(12.0, 10.0, 0.3))
    (finding,) = found(CODE, path, made(box_triangles(10.0, 10.0, 0.3))[1])
    assert (finding.severity, finding.params["variant"]) == ("error", "part")


def test_a_part_that_was_placed_elsewhere_is_moved_back() -> None:
    """What only lies elsewhere on the platform leaves nothing."""
    path, part = made(frustum(4.0, 6.0, 0.6).triangles)

    def placed(points: Points) -> Points:
        return np.asarray(points + np.array([40.0, 25.0]))

    assert found(CODE, edited(path, placed), part) == []


def test_hatch_that_was_moved_without_its_contours_is_an_error() -> None:
    """Lines are counted in all layers, the farthest is shown."""
    path = path_of([[(square(), CONTOUR), (hatch(x_mm=1.0), HATCH)]] * 3)
    (finding,) = found(CODE, path)
    assert finding.params["count"] == 300
