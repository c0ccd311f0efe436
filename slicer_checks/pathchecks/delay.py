"""Delays of the scanner that are a thousand times too long or too short: another unit was meant."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking, said
from slicer_checks.pathtime import US
from slicer_checks.toolpath import Floats

MIRRORS: Final = ("jump_delay_us", "mark_delay_us", "polygon_delay_us")
"""Delays until mirrors are where they should be: of any sense from microseconds on."""
SWITCHES: Final = ("laser_on_delay_us", "laser_off_delay_us")
"""Delays of the laser alone may be short, or below 0."""
WAITS: Final = ("wait_before_us", "wait_after_us")


def delay(subject: Subject) -> Iterator[Finding]:
    """Hold the longest and the shortest delay of each set, and its longest wait, against limits.

    No delay is a delay too: what is 0 is not judged.
    """
    longest, shortest, waits = (
        _of_blocks(subject, names, least=least)
        for names, least in (((*MIRRORS, *SWITCHES), False), (MIRRORS, True), (WAITS, False))
    )
    for name, numbers, above, variant in (
        ("path-delay-long", longest, True, "long"),
        ("path-delay-wait", waits * US, True, "wait"),
        ("path-delay-short", shortest, False, "short"),
    ):
        judged = Judged(numbers=numbers, blocks=marking(subject) & (numbers > 0))
        limit = subject.process.limit(name)
        yield from beyond("path-delay", subject, judged, limit, above=above, variant=variant)


def _of_blocks(subject: Subject, names: tuple[str, ...], *, least: bool) -> Floats:
    """Return the longest or the shortest number above 0 of each block (B); NaN for none."""
    columns = [said(subject, name) for name in names]
    above = [np.where(one > 0, one, np.nan) for one in columns]
    return np.asarray((np.fmin if least else np.fmax).reduce(above))
