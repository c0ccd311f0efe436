"""The value: what of blocks cannot be is refused where they are made."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.toolpath import Blocks, Shape


def blocks_of(shape: Shape, points: int) -> Blocks:
    """Return a whole hatch, and a block of some shape and as many points."""
    draft = BlockDraft()
    draft.layer(0.03)
    draft.block(np.zeros((2, 2)), Tag(shape=Shape.HATCHES))
    draft.block(np.zeros((points, 2)), Tag(shape=shape))
    return draft.blocks()


@pytest.mark.parametrize("points", [1, 3, 101])
def test_a_hatch_has_both_ends(points: int) -> None:
    """An odd number of points is refused: no format could hold it, and no reader makes it."""
    with pytest.raises(ValueError, match="two points each"):
        blocks_of(Shape.HATCHES, points)


@pytest.mark.parametrize("shape", [Shape.POLYLINE, Shape.POINTS, Shape.JUMP])
def test_other_shapes_may_have_any_number_of_points(shape: Shape) -> None:
    """Polylines, points and jumps may have three; hatches none at all, or four."""
    assert blocks_of(shape, 3).block_offsets.tolist() == [0, 2, 5]
    assert blocks_of(Shape.HATCHES, 0).block_offsets.tolist() == [0, 2, 2]
    assert blocks_of(Shape.HATCHES, 4).block_offsets.tolist() == [0, 2, 6]


def test_a_block_that_becomes_hatches_is_held_to_it() -> None:
    """The shape cannot be changed behind the number of points."""
    blocks = blocks_of(Shape.POLYLINE, 3)
    shapes = np.full_like(blocks.block_shape, Shape.HATCHES)
    with pytest.raises(ValueError, match="two points each"):
        dataclasses.replace(blocks, block_shape=shapes)
