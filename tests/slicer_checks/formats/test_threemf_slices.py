"""3MF slices: which contours are read, and where they are placed."""

import numpy as np
import pytest

from slicer_checks.formats.threemf_slices import read_slices, write_slices
from slicer_checks.toolpath import Direction, PathPart, Role, Shape
from tests.known_parts import CORPUS, NO_CORPUS
from tests.mesh_files import box_points, object_xml
from tests.threemf_paths import (
    LIMITS,
    model_of,
    opened,
    package_of,
    same_blocks,
)
from tests.threemf_slice_files import (
    ITEM,
    STACK,
    read,
    slice_xml,
    sliced_object,
    stack_xml,
)
from tests.toolpaths import unread

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)


@needs_corpus
@pytest.mark.parametrize(("name", "layers", "contours"), [("box", 379, 378), ("sphere", 253, 252)])
def test_the_published_samples_are_read_whole(name: str, layers: int, contours: int) -> None:
    """Both samples have a closed contour in every layer but the last, lifted by their item."""
    data = (CORPUS / "toolpaths" / "3mf_slices" / f"{name}_sliced.3mf").read_bytes()
    toolpath = read_slices(opened(data), LIMITS)

    assert (len(toolpath), len(toolpath.blocks.block_shape)) == (layers, contours)
    assert set(toolpath.blocks.block_direction.tolist()) == {Direction.COUNTER_CLOCKWISE}
    assert toolpath.blocks.layer_z_mm[0] == pytest.approx(14.967 + 0.08)
    assert toolpath.parts == (PathPart(number=2, name=name),)
    again = read_slices(opened(write_slices(toolpath).data), LIMITS)
    same_blocks(again, toolpath)


def test_a_polygon_is_a_contour_with_its_turn() -> None:
    """Closed polygons have their first point at both ends, and turn as their area says."""
    toolpath = read(
        stack_xml(slice_xml(1) + slice_xml(2, (0, 2, 1, 0)) + slice_xml(3, (0, 1, 0)))
        + sliced_object()
    )
    blocks = toolpath.blocks

    assert toolpath.layer(0).points_mm[0].tolist() == [[0, 0], [10, 0], [0, 10], [0, 0]]
    assert blocks.block_direction.tolist() == [
        Direction.COUNTER_CLOCKWISE,
        Direction.CLOCKWISE,
        Direction.UNSAID,
    ]
    assert set(blocks.block_shape.tolist()) == {Shape.POLYLINE}
    assert blocks.block_role.tolist() == [Role.CORE] * 3
    assert unread(toolpath) == {"meshes": 1, "properties of segments": 8}


@pytest.mark.parametrize("kind", ["support", "solidsupport"])
def test_supports_may_be_open(kind: str) -> None:
    """Contours of support objects are supports; a polygon that ends elsewhere is open."""
    resources = stack_xml(slice_xml(1, (0, 1, 2))) + sliced_object(more=f'type="{kind}"')
    blocks = read(resources).blocks

    assert blocks.block_role.tolist() == [Role.SUPPORT]
    assert blocks.block_direction.tolist() == [Direction.OPEN]
    assert len(blocks.points_mm) == 3


def test_slices_in_another_part_are_found() -> None:
    """A stack may consist of stacks in other parts, and an object may name one there itself."""
    reference = '<s:sliceref slicestackid="{}" slicepath="/2D/slices.model"/>'
    side = stack_xml(slice_xml(1), 5) + stack_xml(slice_xml(2), 6)
    stacks = stack_xml(reference.format(5) + reference.format(6))
    direct = sliced_object(2, 6, 's:slicepath="/2D/slices.model"')

    assert read(stacks + sliced_object(), side=side).blocks.layer_z_mm.tolist() == [1, 2]
    assert read(direct, side=side).blocks.layer_z_mm.tolist() == [2]


def test_objects_are_placed_in_the_plane() -> None:
    """Transforms turn and move contours and lift layers; a mirrored contour keeps its inside."""
    turn = '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 100 0 5"/>'
    mirror = '<item objectid="2" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>'
    resources = stack_xml(slice_xml(1)) + sliced_object()

    turned, mirrored = read(resources, turn), read(resources, mirror)
    assert turned.layer(0).points_mm[0][:3].tolist() == [[100, 0], [100, 10], [90, 0]]
    assert turned.blocks.layer_z_mm.tolist() == [6]
    assert mirrored.layer(0).points_mm[0].tolist() == [[0, 0], [0, 10], [-10, 0], [0, 0]]
    assert mirrored.blocks.block_direction.tolist() == [Direction.COUNTER_CLOCKWISE]


def test_layers_of_several_objects_are_merged_by_height() -> None:
    """Objects at the same height share a layer, to the micrometre, and stay parts of their own."""
    resources = (
        stack_xml(slice_xml(1) + slice_xml(2))
        + stack_xml(slice_xml("1.0000001") + slice_xml(3), 7)
        + sliced_object()
        + sliced_object(4, 7)
    )
    toolpath = read(resources, ITEM + '<item objectid="4" partnumber="44"/>')

    assert toolpath.blocks.layer_z_mm.tolist() == [1, 2, 3]
    assert toolpath.blocks.layer_offsets.tolist() == [0, 2, 3, 4]
    assert toolpath.blocks.block_part.tolist() == [0, 1, 0, 1]
    assert toolpath.parts == (PathPart(number=2, name="o2"), PathPart(number=44, name="o4"))


def test_components_of_one_item_share_its_layers() -> None:
    """Two components at the same place are merged like two items, and are one part."""
    assembly = '<object id="9" name="pair"><components>{}</components></object>'
    resources = (
        stack_xml(slice_xml(1))
        + stack_xml(slice_xml(1), 7)
        + sliced_object()
        + sliced_object(4, 7)
        + assembly.format('<component objectid="2"/><component objectid="4"/>')
    )
    toolpath = read(resources, '<item objectid="9"/>')

    assert toolpath.blocks.layer_offsets.tolist() == [0, 2]
    assert toolpath.parts == (PathPart(number=9, name="pair"),)


def test_heights_of_one_object_stay_as_they_are() -> None:
    """Slices that do not rise are read in the order of the file, for a check to find."""
    toolpath = read(stack_xml(slice_xml(2) + slice_xml(1), bottom="3") + sliced_object())

    assert toolpath.blocks.layer_z_mm.tolist() == [2, 1]
    assert unread(toolpath)["heights below the first slice"] == 1


def test_slices_of_several_objects_that_fall_are_counted() -> None:
    """Their layers are sorted by height, so the file's own order would be lost unseen."""
    resources = (
        stack_xml(slice_xml(2) + slice_xml(1))
        + stack_xml(slice_xml(1) + slice_xml(2), 7)
        + sliced_object()
        + sliced_object(4, 7)
    )
    toolpath = read(resources, ITEM + '<item objectid="4"/>')

    assert toolpath.blocks.layer_z_mm.tolist() == [1, 2]
    assert unread(toolpath)["slices out of order"] == 1


def test_units_of_the_model_count() -> None:
    """Slices in inches are in millimetres afterwards."""
    model = model_of(stack_xml(slice_xml(1)) + sliced_object(), ITEM, unit="inch")
    toolpath = read_slices(opened(package_of(model, {})), LIMITS)

    assert toolpath.blocks.layer_z_mm.tolist() == [25.4]
    assert toolpath.blocks.points_mm.max() == 254


def test_what_is_not_sliced_is_counted() -> None:
    """Objects of other types and without slices are placed by a build and are no toolpath."""
    resources = (
        stack_xml(slice_xml(1))
        + sliced_object()
        + object_xml(4, box_points())
        + sliced_object(6, 1, 'type="other"')
    )
    counts = unread(read(resources, ITEM + '<item objectid="4"/><item objectid="6"/>'))

    assert counts["objects without slices"] == 1
    assert counts["objects of a type that is not built"] == 1


def test_empty_slices_are_layers() -> None:
    """A slice without content is a layer of its own."""
    toolpath = read(stack_xml('<s:slice ztop="1"/>' + slice_xml(2)) + sliced_object())

    assert toolpath.blocks.layer_z_mm.tolist() == [1, 2]
    assert toolpath.blocks.layer_offsets.tolist() == [0, 0, 1]
    assert np.isnan(toolpath.facts.layer_mm)


def test_objects_in_other_parts_are_placed() -> None:
    """An item may place an object of another part, with its name, and the stack beside it."""
    item = '<item objectid="2" p:path="/2D/slices.model"/>'
    toolpath = read("", item, STACK + sliced_object())

    assert toolpath.parts == (PathPart(number=2, name="o2"),)
    assert len(toolpath.blocks.block_shape) == 1
