"""Which blocks of a layer are drawn together, and in which order."""

import pytest

from slicer_checks.errors import NotAskable
from slicer_checks.formats.layer_drawing import layer_box_mm, layer_groups
from tests.drawn_layers import many_kinds


def test_groups_are_of_one_role_and_shape() -> None:
    """Jumps lie below hatches, hatches below contours and those below points; no order is lost."""
    toolpath = many_kinds()
    groups = list(layer_groups(toolpath, toolpath.layer(0)))

    assert [group.names for group in groups] == [
        ("jump",),
        ("core", "hatch"),
        ("up-skin", "hatch"),
        ("contour",),
        ("core", "contour"),
        ("down-skin", "contour"),
        ("support", "contour"),
        ("point",),
    ]
    assert [len(group.blocks_mm) for group in groups] == [1, 2, 1, 1, 2, 1, 2, 1]


def test_the_box_is_of_all_points() -> None:
    """The box spans jumps too, and is a point in a layer without blocks."""
    toolpath = many_kinds()
    low, high = layer_box_mm(toolpath.layer(0))

    assert (low.tolist(), high.tolist()) == ([-3, -2], [12, 13])
    assert [corner.tolist() for corner in layer_box_mm(toolpath.layer(1))] == [[0, 0]] * 2


@pytest.mark.parametrize("layer", [-1, 2, 10**9])
def test_a_layer_that_is_not_there_is_not_drawn(layer: int) -> None:
    """Layers count from 0, and there is none below."""
    with pytest.raises(NotAskable) as caught:
        many_kinds().layer(layer)

    assert caught.value.code == "toolpath-layer-unknown"
    assert caught.value.params == {"layer": layer, "layers": 2}
