"""Contours of a part that do not come back to where they began; lines of supports may be open.

Lines that together do are a contour in pieces, such as one that several lasers share.
"""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.joined import joined
from slicer_checks.pathchecks.protocol import Subject, at_block
from slicer_checks.toolpath import Direction


def open_contour(subject: Subject) -> Iterator[Finding]:
    """Count contours whose ends are apart; a line that the file says is open is none."""
    limit = subject.process.limit("path-contour-gap")
    said_open = subject.toolpath.blocks.block_direction == Direction.OPEN
    subject = joined(subject).subject
    apart = subject.contours & ~said_open & (subject.measures.gap_mm > limit.value)
    if not apart.any():
        return
    worst = int(np.argmax(np.where(apart, subject.measures.gap_mm, 0.0)))
    yield from breach(
        "path-open-contour",
        limit,
        float(subject.measures.gap_mm[worst]),
        at_block(subject, worst),
        count=int(apart.sum()),
        layer=int(subject.block_layer[worst]),
    )
