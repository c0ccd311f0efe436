"""path-area-differs: layers and volume that are not the part's."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.toolpath import Role, Toolpath
from tests.known_layers import Points, edited, made, part_of
from tests.known_parts import box_triangles, frustum, moved, sphere, tube
from tests.slicer_checks.pathchecked import found

CODE = "path-area-differs"


def lifted(path: Toolpath, z_mm: float) -> Toolpath:
    """Return a toolpath at other heights."""
    heights = path.blocks.layer_z_mm + z_mm
    return dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, layer_z_mm=heights))


@pytest.mark.parametrize("z_mm", [0.0, -0.03, 1.5, 5.0])
@pytest.mark.parametrize("beam_mm", [0.0, 0.1, 0.2])
def test_the_parts_own_toolpath_agrees(z_mm: float, beam_mm: float) -> None:
    """Heights may count from anywhere, and contours lie half a beam inside."""
    for triangles in (frustum(3.0, 6.0, 1.5).triangles, tube(6.0, 4.0, 0.9).triangles):
        path, part = made(moved(triangles, z=5.0), beam_mm=beam_mm)
        assert found(CODE, lifted(path, z_mm), part) == []


def test_a_sphere_agrees_whatever_height_it_was_cut_at() -> None:
    """Slices below and above bound what a layer may have."""
    path, _ = made(sphere(4.0).triangles)
    assert found(CODE, path, part_of(moved(sphere(4.0).triangles, z=0.015))) == []


@pytest.mark.parametrize(
    ("scale", "levels"), [(1.004, []), (1.02, ["error", "warning"]), (1.05, ["error", "error"])]
)
def test_another_scale_is_told(scale: float, levels: list[str]) -> None:
    """Layers 3 % too large are warned of, 9 % are an error; so is a volume beyond its limit."""
    path, part = made(box_triangles(20.0, 20.0, 3.0), hatch_mm=1.0)

    def scaled(points: Points) -> Points:
        return np.asarray((points - 10.0) * scale + 10.0)

    assert [one.severity for one in found(CODE, edited(path, scaled), part)] == levels


def test_a_part_too_small_to_tell_the_beam_is_not_compared() -> None:
    """Of a pin of 0.6 mm the beam takes a third, and no layer is large enough to tell it."""
    path, part = made(box_triangles(0.6, 0.6, 0.3))
    assert found(CODE, path, part) == []


@pytest.mark.parametrize("layer_mm", [1e-9, 500.0])
def test_a_file_that_names_no_possible_layer_is_compared_by_its_steps(layer_mm: float) -> None:
    """Nothing can be cut a nanometre thick; what differs is told all the same, and the name too."""
    path, part = made(box_triangles(20.0, 20.0, 3.0), hatch_mm=1.0)
    named = dataclasses.replace(path, facts=dataclasses.replace(path.facts, layer_mm=layer_mm))
    assert found(CODE, named, part) == []
    smaller = part_of(box_triangles(16.0, 20.0, 3.0))
    assert [one.severity for one in found(CODE, named, smaller)] == ["error", "error"]
    assert found("path-layer-thickness", named, part)


def test_missing_layers_are_a_missing_volume() -> None:
    """Half of the layers are half of the volume."""
    path, _ = made(box_triangles(10.0, 10.0, 0.3))
    (finding,) = found(CODE, path, part_of(box_triangles(10.0, 10.0, 0.6)))
    assert (finding.severity, finding.params["variant"]) == ("error", "volume")
    assert finding.value == pytest.approx(50.0, abs=1.0)


def test_a_hole_that_was_filled_is_told_with_its_layer() -> None:
    """A tube's slices are smaller than the layers of a cylinder."""
    path, _ = made(tube(6.0, 1.0, 0.3).triangles)
    _, solid = made(tube(6.0, 3.0, 0.3).triangles)
    layer, volume = found(CODE, path, solid)
    assert layer.params["sign"] == "+"
    assert layer.value == pytest.approx(100 * (5.95**2 - 1.05**2 - 27) / 27, rel=0.01)
    assert volume.params["variant"] == "volume"


def test_with_several_parts_it_is_told_that_nothing_is_compared() -> None:
    """Which of several parts is given is not known; without a part nothing is asked."""
    path, part = made(box_triangles(10.0, 10.0, 0.3))
    other = part_of(box_triangles(5.0, 5.0, 0.3))
    assert found(CODE, path) == []
    parts = np.where(np.arange(len(path.blocks.block_part)) % 2, -1, 0).astype(np.int32)
    blocks = dataclasses.replace(path.blocks, block_part=parts)
    (finding,) = found(CODE, dataclasses.replace(path, blocks=blocks), other)
    assert (finding.severity, finding.params["variant"]) == ("info", "several")
    assert (finding.value, finding.params["bodies"]) == (2.0, 1)
    assert found(CODE, path, part) == []


def test_supports_alone_are_not_several_parts() -> None:
    """A file without any part has nothing to compare, and that is no note."""
    path, part = made(box_triangles(10.0, 10.0, 0.3))
    roles = np.full_like(path.blocks.block_role, Role.SUPPORT)
    blocks = dataclasses.replace(path.blocks, block_role=roles)
    assert found(CODE, dataclasses.replace(path, blocks=blocks), part) == []


def test_all_copies_of_a_platform_are_compared_as_one() -> None:
    """With two parts in the file and two bodies in what is given, whole is held against whole."""
    cubes = [moved(box_triangles(5.0, 5.0, 0.3), x=8.0 * n) for n in range(2)]
    path, part = made(np.concatenate(cubes))
    middle = path.blocks.points_mm[path.blocks.block_offsets[:-1], 0] > 6.5
    blocks = dataclasses.replace(path.blocks, block_part=middle.astype(np.int32))
    two = (path.parts[0], dataclasses.replace(path.parts[0], number=2))
    both = dataclasses.replace(path, blocks=blocks, parts=two)
    assert found(CODE, both, part) == []
    wider = part_of(np.concatenate([cubes[0], moved(box_triangles(12.0, 5.0, 0.3), x=8.0)]))
    assert found(CODE, both, wider)[0].severity == "error"
