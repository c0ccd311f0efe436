"""Layers much larger than the one below."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.regions import regions_of


def area_step(subject: Subject) -> Iterator[Finding]:
    """Tell the largest ratio of a layer's area to that of the one below; a small layer is none."""
    limit = subject.process.limit("path-area-step")
    least_mm2 = subject.process.limit("path-area-step-least").value
    regions = regions_of(subject)
    below, above = regions.area_mm2[:-1], regions.area_mm2[1:]
    judged = (below > 0) & (above > least_mm2) & regions.judged[1:] & regions.judged[:-1]
    ratio = np.divide(above, below, out=np.zeros(len(above)), where=judged)
    if (ratio > limit.value).any():
        layer = int(ratio.argmax()) + 1
        yield from breach(
            "path-area-step",
            limit,
            float(ratio[layer - 1]),
            in_layers(subject, [layer]),
            count=int((ratio > limit.value).sum()),
            layer=layer,
            area_mm2=float(above[layer - 1]),
            below_mm2=float(below[layer - 1]),
        )
