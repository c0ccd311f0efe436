"""path-height: a toolpath at another height than its part, or far above the platform."""

import dataclasses

import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.finding import Finding
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.toolpath import Toolpath
from tests.known_layers import filled, line, made, path_of
from tests.known_parts import box_triangles, frustum, moved
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-height"


def raised(path: Toolpath, z_mm: float) -> Toolpath:
    """Return a toolpath with every layer higher."""
    return changed(path, layer_z_mm=path.blocks.layer_z_mm + z_mm)


def planned(path: Toolpath, part: Part) -> list[Finding]:
    """Return what is told of the height where the toolpath is of a planned build."""
    process = default_process(layer_mm=0.03)
    report = check_toolpath(path, part, process, planned=True)
    return [one for one in report.findings if one.code == CODE]


@pytest.mark.parametrize("shape", [frustum(4.0, 6.0, 0.9).triangles, box_triangles(5.0, 5.0, 0.9)])
def test_a_toolpath_at_its_height_is_right(shape: object) -> None:
    """The part's own toolpath has no finding, at either face of its layers."""
    path, part = made(shape)  # type: ignore[arg-type]
    for higher_mm in (0.0, 0.015, -0.015):
        assert found(CODE, raised(path, higher_mm), part) == []
        assert planned(raised(path, higher_mm), part) == []


@pytest.mark.parametrize("z_mm", [0.3, 3.0, -0.3])
def test_a_shift_in_height_is_told(z_mm: float) -> None:
    """It is a warning with the shift's sign, and an error where the build was planned."""
    path, part = made(frustum(4.0, 6.0, 0.9).triangles)
    (finding,) = found(CODE, raised(path, z_mm), part)
    (other,) = planned(raised(path, z_mm), part)
    assert (finding.severity, other.severity) == ("warning", "error")
    assert finding.params["z_mm"] == pytest.approx(z_mm, abs=0.031)
    assert "variant" not in finding.params


def test_heights_may_count_from_the_part_or_the_platform() -> None:
    """A part whose file has it high above has its toolpath there, or on the platform."""
    path, _ = made(frustum(4.0, 6.0, 0.9).triangles)
    _, part = made(moved(frustum(4.0, 6.0, 0.9).triangles, z=20.0))
    assert found(CODE, path, part) == []
    (finding,) = found(CODE, raised(path, 20.0), part)
    assert finding.params["variant"] == "start"
    assert planned(path, part) == []
    assert "variant" not in planned(raised(path, 20.0), part)[0].params


def test_a_part_held_up_by_supports_is_a_choice() -> None:
    """Supports that begin on the platform make it a warning, even for a planned build."""
    layers = [[line(1.0, 5.0, 8.0)] for _ in range(40)] + [filled() for _ in range(20)]
    _, part = made(box_triangles(10.0, 10.0, 1.0))
    process = default_process(layer_mm=0.05)
    report = check_toolpath(path_of(layers), part, process, planned=True)
    (finding,) = [one for one in report.findings if one.code == CODE]
    assert (finding.severity, finding.params["variant"]) == ("warning", "held")
    assert finding.value == pytest.approx(2.0, abs=0.06)


def test_a_first_layer_far_above_the_platform_is_a_warning() -> None:
    """Without a part, too; half a millimetre and the layer itself are allowed."""
    path, _ = made(box_triangles(5.0, 5.0, 0.3))
    assert found(CODE, raised(path, 0.45)) == []
    (finding,) = found(CODE, raised(path, 3.99))
    assert (finding.severity, finding.params["variant"]) == ("warning", "start")
    welded = dataclasses.replace(path.facts, file_format="gcode")
    assert found(CODE, dataclasses.replace(raised(path, 3.99), facts=welded)) == []
