"""Hatches that are shorter than the melt pool is wide."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import shorter_than
from slicer_checks.pathchecks.protocol import Subject, at_block


def short_vectors(subject: Subject) -> Iterator[Finding]:
    """Tell the share that short hatches have of the length, else of the number, of all hatches."""
    process, hatched = subject.process, subject.hatched
    short_mm = process.limit("path-short-vector").value
    counts, lengths_mm = (one[hatched] for one in shorter_than(subject, short_mm))
    vectors = int(subject.toolpath.block_vectors[hatched].sum())
    scan_mm = float(subject.measures.scan_mm[hatched].sum())
    if not counts.any() or scan_mm <= 0:
        return
    of_length, of_count = 100.0 * lengths_mm.sum() / scan_mm, 100.0 * counts.sum() / vectors
    worst = int(np.flatnonzero(hatched)[np.argmax(counts)])
    for name, share in (
        ("path-short-length-share", of_length),
        ("path-short-count-share", of_count),
    ):
        limit = process.limit(name)
        if share > limit.value and limit.severity is not None:
            yield from breach(
                "path-short-vectors",
                limit,
                share,
                at_block(subject, worst),
                variant="length" if name == "path-short-length-share" else "count",
                count=int(counts.sum()),
                vectors=vectors,
                length_share=float(of_length),
                count_share=float(of_count),
                short_mm=short_mm,
                layer=int(subject.block_layer[worst]),
            )
            return
