"""How far the laser jumps, beside how far it draws."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import at_line, longest_in
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Floats, Shape


def jump_share(subject: Subject) -> Iterator[Finding]:
    """Compare all jumps with all vectors, and tell the longest single jump.

    Jumps lie within layers. The way from one laser's block to another's is none, and points are
    left out: between them the laser steps.
    """
    process, measures = subject.process, subject.measures
    lines = subject.toolpath.blocks.block_shape != Shape.POINTS
    entry_mm = _entries(subject)
    jump_mm = float(measures.jump_mm[lines].sum() + entry_mm.sum())
    scan_mm = float(measures.scan_mm.sum())
    share, longest = process.limit("path-jump-share"), process.limit("path-jump-longest")
    within_mm = np.where(lines, measures.longest_jump_mm, 0.0)
    worst_mm = np.maximum(within_mm, entry_mm)
    if not len(worst_mm):
        return
    worst = int(np.argmax(worst_mm))
    entered = bool(entry_mm[worst] >= within_mm[worst])
    layer = int(subject.block_layer[worst])
    ends_mm = _entry(subject, worst) if entered else longest_in(subject, worst, jump=True)
    told = {
        "jump_m": jump_mm / 1000,
        "scan_m": scan_mm / 1000,
        "longest_mm": float(worst_mm[worst]),
        "layer": layer,
    }
    if scan_mm > 0 and jump_mm > share.value * scan_mm:
        where = at_line(subject, layer, ends_mm)
        yield from breach("path-jump-share", share, jump_mm / scan_mm, where, **told)
    if worst_mm[worst] > longest.value:
        where, count = at_line(subject, layer, ends_mm), int((worst_mm > longest.value).sum())
        told |= {"count": count}
        yield from breach(
            "path-jump-share", longest, worst_mm[worst], where, **told, variant="longest"
        )


def _entries(subject: Subject) -> Floats:
    """Return the way to each block from the one before it, where both are lines of one laser."""
    blocks = subject.toolpath.blocks
    entry_mm = np.where(blocks.block_shape == Shape.POINTS, 0.0, subject.measures.entry_mm)
    entry_mm[1:][np.diff(blocks.block_laser) != 0] = 0.0
    return np.asarray(entry_mm)


def _entry(subject: Subject, block: int) -> Floats:
    """Return both ends of the jump that leads to a block; blocks before may have no points."""
    start = int(subject.toolpath.blocks.block_offsets[block])
    ends = subject.toolpath.blocks.points_mm[max(start - 1, 0) : start + 1]
    return np.asarray(ends)
