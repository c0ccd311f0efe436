"""Lasers that work close to each other at the same time."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import ROUNDING
from slicer_checks.pathchecks.working import laser_name, pairs, working


def laser_distance(subject: Subject) -> Iterator[Finding]:
    """Find the pair of lasers that is nearest on average of the time in which both work."""
    found = pairs(subject)
    if found is None or np.isnan(found.apart_mm).all():
        return
    numbers, limit = working(subject).numbers, subject.process.limit("path-laser-distance")
    near = found.apart_mm < limit.value * (1 - ROUNDING)
    if not near.any():
        return
    one, other = np.unravel_index(int(np.nanargmin(found.apart_mm)), near.shape)
    yield from breach(
        "path-laser-distance",
        limit,
        float(found.apart_mm[one, other]),
        Where(),
        count=int(near.sum()),
        one=laser_name(subject, int(numbers[one])),
        other=laser_name(subject, int(numbers[other])),
        together_h=float(found.together_s[one, other]) / 3600,
    )
