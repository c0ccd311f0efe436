"""Layers that do not rise: at the height of the one before, or below it."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers


def layer_order(subject: Subject) -> Iterator[Finding]:
    """Count steps from layer to layer that do not rise."""
    steps_mm = np.diff(subject.toolpath.blocks.layer_z_mm)
    falling = 1 + np.flatnonzero(steps_mm <= 0)
    limit = subject.process.limit("path-falling-layers")
    if len(falling) <= limit.value:
        return
    yield from breach(
        "path-layer-order",
        limit,
        len(falling),
        in_layers(subject, falling),
        first=int(falling[0]),
        z_mm=float(subject.toolpath.blocks.layer_z_mm[falling[0]]),
        layers=len(subject.toolpath),
    )
