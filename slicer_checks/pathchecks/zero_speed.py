"""Vectors that the laser stands still on."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.settings import marking, place_of, said
from slicer_checks.toolpath import Shape


def zero_speed(subject: Subject) -> Iterator[Finding]:
    """Count vectors whose exposure says 0 mm/s, or less, and no time of exposure for points.

    Machines that expose vectors point by point need no speed; blocks of single points neither.
    """
    lines = subject.toolpath.blocks.block_shape <= Shape.HATCHES
    pointwise = said(subject, "point_time_us") > 0
    still = marking(subject) & lines & (said(subject, "speed_mm_s") <= 0) & ~pointwise
    vectors = int(subject.toolpath.block_vectors[still].sum())
    limit = subject.process.limit("path-zero-speed-vectors")
    if vectors > limit.value:
        where = in_layers(subject, subject.block_layer[still])
        share = 100 * vectors / subject.toolpath.vectors
        told = place_of(subject, still)
        yield from breach("path-zero-speed", limit, vectors, where, **told, share_percent=share)
