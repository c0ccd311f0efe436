"""Contours that run the other way round than the file says, or than what they bound."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.joined import joined
from slicer_checks.pathchecks.protocol import Mask, Subject, at_block
from slicer_checks.pathchecks.ringnesting import NOT_INSIDE, rings_around
from slicer_checks.pathchecks.rings import Rings, rings_of
from slicer_checks.rules import Limit
from slicer_checks.toolpath import Direction


def contour_direction(subject: Subject) -> Iterator[Finding]:
    """Hold the direction of closed contours against what the file says, and against nesting.

    Neither is an error: a machine exposes the points in their order, whatever the direction; only
    programs that fill or shift contours go by it. Where all outer contours of a file are clockwise,
    it has another convention, which is a note.
    """
    subject = joined(subject).subject
    process = subject.process
    gap_mm = process.limit("path-contour-gap").value
    rings = rings_of(subject, gap_mm, process.limit("path-direction-area").value)
    if not len(rings.block):
        return
    said = subject.toolpath.blocks.block_direction[rings.block]
    anti = subject.measures.area_mm2[rings.block] > 0
    opposite = (said == Direction.CLOCKWISE) & anti
    opposite |= (said == Direction.COUNTER_CLOCKWISE) & ~anti
    yield from _told(subject, process.limit("path-direction-said"), rings, opposite, "said")
    outer, alike = _nested(subject, rings, anti)
    reversed_file = bool(outer.any()) and not anti[outer].any()
    if reversed_file:
        limit = process.limit("path-direction-reversed")
        yield from _told(subject, limit, rings, outer, "reversed")
        outer = np.zeros_like(outer)
    wrong = (outer & ~anti) | alike
    yield from _told(subject, process.limit("path-direction-nested"), rings, wrong, "nested")


def _nested(subject: Subject, rings: Rings, anti: Mask) -> tuple[Mask, Mask]:
    """Tell which rings have none around them, and which run as the one around them does.

    Contours side by side also run alike: what lies between a ring and those in it that run alike
    has to be wider, on average, than contours of one region are apart.
    """
    measures, blocks = subject.measures, subject.toolpath.blocks
    around = rings_around(
        blocks.points_mm, blocks.block_offsets, measures.area_mm2, rings.block, rings.bounds
    )
    outer, parent = around == NOT_INSIDE, np.maximum(around, 0)
    alike = (around >= 0) & (anti == anti[parent])
    area_mm2 = np.abs(measures.area_mm2[rings.block])
    inside_mm2 = np.bincount(parent[alike], weights=area_mm2[alike], minlength=len(parent))
    width_mm = (area_mm2 - inside_mm2) / measures.scan_mm[rings.block]
    wide = width_mm[parent] > subject.process.limit("path-contour-offset").value
    return outer, alike & wide


def _told(
    subject: Subject, limit: Limit, rings: Rings, wrong: Mask, variant: str
) -> Iterator[Finding]:
    count = int(wrong.sum())
    if count <= limit.value:
        return
    first = int(rings.block[np.flatnonzero(wrong)[0]])
    yield from breach(
        "path-contour-direction",
        limit,
        count,
        at_block(subject, first),
        variant=variant,
        contours=len(rings.block),
        layer=int(subject.block_layer[first]),
    )
