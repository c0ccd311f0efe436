"""Lasers of which one works much longer than another."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import ROUNDING
from slicer_checks.pathchecks.working import LASERS_MOST, laser_name, working


def laser_balance(subject: Subject) -> Iterator[Finding]:
    """Compare the time of the busiest laser with that of the idlest that the file knows.

    One that the file describes and no block names works for no time.
    """
    at_work = working(subject)
    if not len(at_work.numbers) or not at_work.laser_s.max() > 0:
        return
    numbers = np.union1d(at_work.numbers, np.arange(len(subject.toolpath.lasers)))
    if not 1 < len(numbers) <= LASERS_MOST:
        return
    seconds = np.zeros(len(numbers))
    seconds[np.searchsorted(numbers, at_work.numbers)] = at_work.laser_s
    busiest, idlest = int(seconds.argmax()), int(seconds.argmin())
    behind = 100 * (1 - float(seconds[idlest] / seconds[busiest]))
    limit = subject.process.limit("path-laser-imbalance")
    if behind > limit.value * (1 + ROUNDING):
        yield from breach(
            "path-laser-balance",
            limit,
            behind,
            Where(),
            lasers=len(seconds),
            busiest=laser_name(subject, int(numbers[busiest])),
            idlest=laser_name(subject, int(numbers[idlest])),
            most_h=float(seconds[busiest]) / 3600,
            least_h=float(seconds[idlest]) / 3600,
        )
