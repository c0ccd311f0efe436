"""Vectors that the laser runs along without power."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import marking, said, too_many


def zero_power(subject: Subject) -> Iterator[Finding]:
    """Count vectors and points whose exposure says 0 W, or less; jumps are none of them."""
    power_w = np.fmax(said(subject, "power_w"), said(subject, "most_power_w"))
    dark = marking(subject) & (power_w <= 0)
    limit = subject.process.limit("path-zero-power-vectors")
    yield from too_many("path-zero-power", limit, subject, dark)
