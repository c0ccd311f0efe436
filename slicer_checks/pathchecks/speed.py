"""Vectors that are scanned slower or faster than is usual."""

from collections.abc import Iterator

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking, said
from slicer_checks.toolpath import Shape


def speed(subject: Subject) -> Iterator[Finding]:
    """Hold the speed of a part's hatch, and separately that of other vectors, against the range.

    Contours and supports are often slower or faster on purpose. No speed at all is judged by a
    check of its own.
    """
    speed_mm_s = said(subject, "speed_mm_s")
    lines = subject.toolpath.blocks.block_shape <= Shape.HATCHES
    moving = marking(subject) & lines & (speed_mm_s > 0)
    hatch = Judged(numbers=speed_mm_s, blocks=moving & subject.hatched)
    others = Judged(numbers=speed_mm_s, blocks=moving & ~subject.hatched)
    for name, judged, above, variant in (
        ("path-speed-low", hatch, False, "low"),
        ("path-speed-high", hatch, True, "high"),
        ("path-speed-other-low", others, False, "other_low"),
        ("path-speed-other-high", others, True, "other_high"),
    ):
        limit = subject.process.limit(name)
        yield from beyond("path-speed", subject, judged, limit, above=above, variant=variant)
