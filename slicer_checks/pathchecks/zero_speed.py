"""Vectors that the laser stands still on."""

from collections.abc import Iterator

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import marking, standing_still, too_many
from slicer_checks.toolpath import Shape


def zero_speed(subject: Subject) -> Iterator[Finding]:
    """Count vectors whose exposure says 0 mm/s, or less, and no time of exposure for points.

    Machines that expose vectors point by point need no speed; blocks of single points neither.
    """
    lines = subject.toolpath.blocks.block_shape <= Shape.HATCHES
    still = marking(subject) & lines & standing_still(subject)
    limit = subject.process.limit("path-zero-speed-vectors")
    yield from too_many("path-zero-speed", limit, subject, still)
