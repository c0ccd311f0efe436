"""Toolpaths that melt nothing, or the rims of parts alone."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.joined import joined
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.toolpath import Shape


def no_hatch(subject: Subject) -> Iterator[Finding]:
    """Tell a file without any vector, and one with contours of parts and nothing inside them."""
    process, path = subject.process, subject.toolpath
    least = process.limit("path-vectors-least")
    if path.vectors < least.value:
        everywhere = in_layers(subject, range(len(path)))
        yield from breach("path-no-hatch", least, path.vectors, everywhere, variant="nothing")
        return
    inside = subject.hatched | (path.blocks.block_shape == Shape.POINTS)
    if inside.any() or not subject.contours.any():
        return
    limit = process.limit("path-no-hatch-area")
    area_mm2 = np.zeros(len(path))
    whole = joined(subject).subject
    rings = np.abs(whole.measures.area_mm2[whole.contours])
    np.maximum.at(area_mm2, whole.block_layer[whole.contours], rings)
    rims = np.flatnonzero(area_mm2 > limit.value)
    if len(rims):
        yield from breach(
            "path-no-hatch",
            limit,
            float(area_mm2.max()),
            in_layers(subject, rims),
            layer=int(area_mm2.argmax()),
            count=len(rims),
        )
