"""Lasers of which one works much longer than another."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import ROUNDING
from slicer_checks.pathchecks.working import laser_name, working


def laser_balance(subject: Subject) -> Iterator[Finding]:
    """Compare the time of the busiest laser with that of the idlest of those that are used."""
    at_work = working(subject)
    seconds = at_work.laser_s
    if len(seconds) < 2 or not seconds.max() > 0:  # noqa: PLR2004  one laser has nothing to share
        return
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
            busiest=laser_name(subject, int(at_work.numbers[busiest])),
            idlest=laser_name(subject, int(at_work.numbers[idlest])),
            most_h=float(seconds[busiest]) / 3600,
            least_h=float(seconds[idlest]) / 3600,
        )
