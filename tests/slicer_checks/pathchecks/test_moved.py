"""path-moved: a toolpath that lies elsewhere than its part."""

import numpy as np
import pytest

from tests.known_layers import Points, edited, made
from tests.known_parts import box_triangles, frustum
from tests.slicer_checks.pathchecked import found

CODE = "path-moved"


def test_a_toolpath_in_its_place_is_right() -> None:
    """The part's own toolpath has no finding, and without a part there is nothing to compare."""
    path, part = made(frustum(4.0, 6.0, 0.6).triangles)
    assert found(CODE, path, part) == []
    assert found(CODE, path) == []


@pytest.mark.parametrize(("x_mm", "told"), [(0.08, 0), (0.12, 1), (50.0, 1)])
def test_a_shift_is_told_with_its_direction(x_mm: float, told: int) -> None:
    """Beyond a tenth of a millimetre it is a warning that says the layers are the part's."""
    path, part = made(frustum(4.0, 6.0, 0.6).triangles)

    def shifted(points: Points) -> Points:
        return np.asarray(points + np.array([x_mm, 0.0]))

    findings = found(CODE, edited(path, shifted), part)
    assert [(one.severity, "variant" in one.params) for one in findings] == [
        ("warning", False)
    ] * told
    assert all(one.params["x_mm"] == pytest.approx(x_mm, abs=0.01) for one in findings)
    assert all(one.params["y_mm"] == pytest.approx(0.0, abs=0.01) for one in findings)


def test_a_part_that_was_turned_is_another() -> None:
    """Moved back, the layers are not those of the part."""
    path, part = made(box_triangles(10.0, 4.0, 0.3))

    def turned(points: Points) -> Points:
        return np.asarray(points[:, ::-1])

    (finding,) = found(CODE, edited(path, turned), part)
    assert finding.params["variant"] == "other"
