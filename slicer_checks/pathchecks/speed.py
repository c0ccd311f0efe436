"""Vectors that are scanned slower or faster than is usual."""

from collections.abc import Iterator

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking, said, said_at
from slicer_checks.toolpath import Shape


def speed(subject: Subject) -> Iterator[Finding]:
    """Hold the speed of a part's hatch, and separately that of other vectors, against the range.

    Contours and supports are often slower or faster on purpose. Where the file changes the speed
    along vectors, the least and the highest count. No speed at all is judged by a check of its own.
    """
    speed_mm_s = said(subject, "speed_mm_s")
    slowest, fastest = (
        said_at(speed_mm_s, said(subject, name)) for name in ("least_speed_mm_s", "most_speed_mm_s")
    )
    lines = subject.toolpath.blocks.block_shape <= Shape.HATCHES
    moving = marking(subject) & lines & (speed_mm_s > 0)
    hatch, others = moving & subject.hatched, moving & ~subject.hatched
    for name, blocks, above, variant in (
        ("path-speed-low", hatch, False, "low"),
        ("path-speed-high", hatch, True, "high"),
        ("path-speed-other-low", others, False, "other_low"),
        ("path-speed-other-high", others, True, "other_high"),
    ):
        limit = subject.process.limit(name)
        judged = Judged(numbers=fastest if above else slowest, blocks=blocks)
        yield from beyond("path-speed", subject, judged, limit, above=above, variant=variant)
