"""What of a toolpath is exposed at all: blocks with points that are no jumps."""

import numpy as np

from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Floats, Longs, Shape


def exposed_blocks(subject: Subject) -> Longs:
    """Return the numbers of blocks that have points and are no jumps."""
    blocks = subject.toolpath.blocks
    full = np.diff(blocks.block_offsets) > 0
    return subject.kept.once(
        "exposed blocks", lambda: np.flatnonzero(full & (blocks.block_shape != Shape.JUMP))
    )


def exposed_layers(subject: Subject) -> Longs:
    """Return the numbers of layers in which something is exposed."""
    return np.unique(subject.block_layer[exposed_blocks(subject)])


def reach_mm(subject: Subject) -> tuple[Floats, Floats]:
    """Return the lowest and the highest x, y and z (3) of what is exposed, of at least a point."""
    ids, measures = exposed_blocks(subject), subject.measures
    z_mm = subject.toolpath.blocks.layer_z_mm[exposed_layers(subject)]
    low = [measures.low_x_mm[ids].min(), measures.low_y_mm[ids].min(), z_mm.min()]
    high = [measures.high_x_mm[ids].max(), measures.high_y_mm[ids].max(), z_mm.max()]
    return np.array(low), np.array(high)
