"""Layers without any vector between layers that have some."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers


def empty_layer(subject: Subject) -> Iterator[Finding]:
    """Tell layers between others, and separately those below the first or above the last."""
    exposed = np.bincount(
        subject.block_layer,
        weights=subject.toolpath.block_vectors,
        minlength=len(subject.toolpath),
    )
    filled = np.flatnonzero(exposed > 0)
    if not len(filled):
        return  # another check tells a file without any vector
    low, high = int(filled[0]), int(filled[-1])
    numbers = np.arange(len(subject.toolpath))
    between = (numbers > low) & (numbers < high)
    for name, where in (("path-empty-between", between), ("path-empty-ends", ~between)):
        empty = np.flatnonzero((exposed == 0) & where)
        limit = subject.process.limit(name)
        if len(empty) > limit.value:
            yield from breach(
                "path-empty-layer",
                limit,
                len(empty),
                in_layers(subject, empty),
                variant="between" if name == "path-empty-between" else "ends",
                first=int(empty[0]),
                layers=len(subject.toolpath),
            )
