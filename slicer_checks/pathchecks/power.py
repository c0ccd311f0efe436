"""Vectors with less or more power than lasers of such machines have, or than this machine's."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking, said


def power(subject: Subject) -> Iterator[Finding]:
    """Hold the power of all vectors against the usual range and the most that the laser gives.

    Where the file changes power along vectors, the highest counts. None at all is no low power: it
    has a check of its own.
    """
    power_w = np.fmax(said(subject, "power_w"), said(subject, "most_power_w"))
    judged = Judged(numbers=power_w, blocks=marking(subject) & (power_w > 0))
    for name, above, variant in (
        ("path-power-machine-max", True, "machine"),
        ("path-power-high", True, "high"),
        ("path-power-low", False, "low"),
    ):
        limit = subject.process.limit(name)
        yield from beyond("path-power", subject, judged, limit, above=above, variant=variant)
