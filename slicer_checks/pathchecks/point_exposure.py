"""Exposure point by point that does not add up to the speed that is said."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking, point_speeds_mm_s, said


def point_exposure(subject: Subject) -> Iterator[Finding]:
    """Compare point distance over point time with the speed, for vectors that say all three."""
    speed_mm_s, points_mm_s = said(subject, "speed_mm_s"), point_speeds_mm_s(subject)
    points_mm_s = points_mm_s[subject.toolpath.blocks.block_exposure]
    with np.errstate(all="ignore"):
        off_percent = np.abs(points_mm_s / speed_mm_s - 1.0) * 100.0
    judged = Judged(numbers=off_percent, blocks=marking(subject) & (speed_mm_s > 0))
    limit = subject.process.limit("path-point-speed")
    found = judged.worst(limit, above=True)
    if found is not None:
        yield from beyond(
            "path-point-exposure",
            subject,
            judged,
            limit,
            above=True,
            speed_mm_s=float(speed_mm_s[found[0]]),
            points_mm_s=float(points_mm_s[found[0]]),
        )
