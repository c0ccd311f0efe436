"""Vectors without a length: the laser stands still where it should draw."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import shorter_than
from slicer_checks.pathchecks.protocol import Subject, at_block
from slicer_checks.toolpath import Shape


def zero_length(subject: Subject) -> Iterator[Finding]:
    """Count hatches without a length, a few or many, and corners that polylines name twice.

    A hatch of no length is a pulse on one spot; a polyline with such a piece draws the same line.
    """
    process, toolpath = subject.process, subject.toolpath
    counts, _ = shorter_than(subject, process.limit("path-vector-least").value)
    shape = toolpath.blocks.block_shape
    hatches = np.where(shape == Shape.HATCHES, counts, 0)
    vectors = int(toolpath.block_vectors[shape == Shape.HATCHES].sum())
    count = int(hatches.sum())
    values = {
        "path-zero-share": 100.0 * count / max(vectors, 1),
        "path-zero-count": float(count),
    }
    passed = first_passed(process, tuple(values), lambda one: values[one.id] > one.value)
    if passed is not None:
        worst = int(np.argmax(hatches))
        yield from breach(
            "path-zero-length",
            passed,
            values[passed.id],
            at_block(subject, worst),
            count=count,
            vectors=vectors,
            layer=int(subject.block_layer[worst]),
        )
    corners = np.where(shape == Shape.POLYLINE, counts, 0)
    twice = process.limit("path-zero-corners")
    if corners.sum() > twice.value:
        worst = int(np.argmax(corners))
        yield from breach(
            "path-zero-length",
            twice,
            int(corners.sum()),
            at_block(subject, worst),
            variant="corners",
            count=int(corners.sum()),
            vectors=int(toolpath.block_vectors[shape == Shape.POLYLINE].sum()),
            layer=int(subject.block_layer[worst]),
        )
