"""Hatches that are longer than a stripe should be wide."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import at_line, longest_in, shorter_than
from slicer_checks.pathchecks.protocol import Subject


def long_vectors(subject: Subject) -> Iterator[Finding]:
    """Count hatches above the limit and show the longest; contours are as long as their edge."""
    limit = subject.process.limit("path-long-vector")
    longest_mm = np.where(subject.hatched, subject.measures.longest_mm, 0.0)
    if longest_mm.max(initial=0.0) <= limit.value:
        return
    worst = int(np.argmax(longest_mm))
    vectors = subject.toolpath.block_vectors
    above = subject.hatched & (longest_mm > limit.value)
    shorter, _ = shorter_than(subject, np.nextafter(limit.value, np.inf))
    layer = int(subject.block_layer[worst])
    yield from breach(
        "path-long-vectors",
        limit,
        float(longest_mm[worst]),
        at_line(subject, layer, longest_in(subject, worst)),
        count=int((vectors - shorter)[above].sum()),
        vectors=int(vectors[subject.hatched].sum()),
        layer=layer,
    )
