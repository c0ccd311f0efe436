"""Toolpaths of a layer with blocks of every role and shape, to be drawn."""

import numpy as np

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.toolpath import FileFacts, Floats, Role, Shape, Toolpath

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)])


def hatches(low: float, high: float) -> Floats:
    """Return the ends of hatches 0.5 mm apart, there and back, (N, 2) in mm."""
    rows = [
        [(0.4, y), (9.6, y)] if number % 2 else [(9.6, y), (0.4, y)]
        for number, y in enumerate(np.arange(low, high, 0.5).tolist())
    ]
    return np.array(rows).reshape(-1, 2)


def many_kinds(name: str = "cube") -> Toolpath:
    """Return a layer with a block of every kind, and an empty one."""
    draft = BlockDraft()
    draft.layer(0.2)
    draft.block(SQUARE, Tag(shape=Shape.POLYLINE, role=Role.CORE))
    draft.block(hatches(0.5, 4.0), Tag(shape=Shape.HATCHES, role=Role.CORE))
    draft.block(hatches(4.0, 6.5), Tag(shape=Shape.HATCHES, role=Role.UP_SKIN))
    draft.block(hatches(6.5, 9.6), Tag(shape=Shape.HATCHES, role=Role.CORE))
    draft.block(SQUARE * 0.5 + 2.5, Tag(shape=Shape.POLYLINE, role=Role.CORE))
    draft.block(SQUARE * 0.2 + 4, Tag(shape=Shape.POLYLINE, role=Role.DOWN_SKIN))
    for x in (11.0, 12.0):
        line = np.array([(x, -1.0), (x, 11.0)])
        draft.block(line, Tag(shape=Shape.POLYLINE, role=Role.SUPPORT))
    draft.block(np.array([(12.0, 11.0), (-3.0, 13.0), (-3, -2)]), Tag(shape=Shape.JUMP))
    draft.block(np.array([(-2.0, -1.0), (-2.0, 5.00004)]), Tag(shape=Shape.POLYLINE))
    draft.block(np.array([(-1.0, 0.0), (-1.0, 1.0), (-1.0, -0.00001)]), Tag(shape=Shape.POINTS))
    draft.block(np.empty((0, 2)), Tag(shape=Shape.POLYLINE))
    draft.layer(0.25)
    return Toolpath(
        blocks=draft.blocks(),
        exposures=(),
        parts=(),
        facts=FileFacts(file_format="none"),
        name=name,
    )
