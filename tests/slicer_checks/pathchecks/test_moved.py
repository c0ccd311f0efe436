"""path-moved: a toolpath that lies elsewhere than its part."""

import numpy as np
import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from tests.known_layers import Points, edited, made, part_of
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles, frustum, moved
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


def test_a_toolpath_that_lacks_a_body_has_not_moved() -> None:
    """The middle of what is left lies elsewhere, but it lies in its place."""
    path, _ = made(box_triangles(5.0, 5.0, 0.3))
    both = np.concatenate(
        [box_triangles(5.0, 5.0, 0.3), moved(box_triangles(2.0, 2.0, 0.3), x=8.0)]
    )
    assert found(CODE, path, part_of(both)) == []

    def away(points: Points) -> Points:
        return np.asarray(points + np.array([0.0, 30.0]))

    (finding,) = found(CODE, edited(path, away), part_of(both))
    assert (finding.params["x_mm"], finding.params["y_mm"]) == pytest.approx((0, 30), abs=0.01)
    assert finding.params["variant"] == "other"


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
def test_a_plate_with_fine_marks_lies_in_its_place() -> None:
    """Marks thinner than the track vanish, and move the middle by more than a millimetre."""
    process = default_process(layer_mm=0.05)
    part = read(CORPUS / "meshes" / "good" / "oasis_SingleStripe_markings.stl")
    path = make_toolpath(part, ScanStrategy(), process)
    assert found(CODE, path, part, process) == []


@pytest.mark.parametrize(("x_mm", "errors"), [(0.0, 0), (0.03, 0), (0.06, 1), (300.0, 2)])
def test_a_planned_build_lies_nowhere_else(x_mm: float, errors: int) -> None:
    """There a shift is an error from 0.05 mm on, and its vectors are outside the part."""
    path, part = made(frustum(4.0, 6.0, 0.6).triangles)

    def shifted(points: Points) -> Points:
        return np.asarray(points + np.array([x_mm, 0.0]))

    process = default_process(layer_mm=0.03)
    report = check_toolpath(edited(path, shifted), part, process, planned=True)
    told = [one for one in report.findings if one.code in (CODE, "path-outside-part")]
    assert [one.severity for one in told] == ["error"] * errors
    assert errors == 0 or told[-1].params["variant"] == "planned"
