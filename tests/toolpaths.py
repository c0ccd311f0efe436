"""Toolpaths for tests, made of few words: blocks as (shape, points) and what they are tagged."""

from collections.abc import Sequence

import numpy as np

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.toolpath import FileFacts, LaserSource, PathPart, Toolpath

Block = tuple[Tag, Sequence[tuple[float, float]]]


def toolpath_of(
    layers: Sequence[tuple[float, Sequence[Block]]],
    *,
    exposures: Sequence[Exposure] = (),
    parts: Sequence[PathPart] = (),
    lasers: Sequence[LaserSource] = (),
    facts: FileFacts | None = None,
) -> Toolpath:
    """Return a toolpath of layers, each a height in mm and its blocks."""
    draft = BlockDraft()
    for z_mm, blocks in layers:
        draft.layer(z_mm)
        for tag, points in blocks:
            draft.block(np.array(points, dtype=np.float64).reshape(-1, 2), tag)
    return Toolpath(
        blocks=draft.blocks(),
        exposures=tuple(exposures),
        parts=tuple(parts),
        lasers=tuple(lasers),
        facts=facts or FileFacts(file_format="test", unit_mm=0.001),
    )


def unread(toolpath: Toolpath) -> dict[str, int]:
    """Return what was left out, by content."""
    return {one.content: one.count for one in toolpath.unread}
