"""Lines of a hatch that lie nearer together or farther apart than they should.

How lines are told apart stands in `slicer_checks.pathchecks.spacing`.
"""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.lines import at_line
from slicer_checks.pathchecks.linesets import LineSet, line_sets, said_mm
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.spacing import spacing_of
from slicer_checks.rules import Limit


def hatch_distance(subject: Subject) -> Iterator[Finding]:
    """Hold distances of neighbouring lines against what is said, each other, and the usual range.

    Skins may have a distance of their own; the core's is held against the file's, else against the
    parameter set's. Where the file names none, being off is no error.
    """
    sets, process = line_sets(subject), subject.process
    if not sets:
        return
    yield from _off(subject, [one for one in sets if one.core])
    loose = max(sets, key=lambda one: one.wide_mm / one.median_mm)
    percent = 100.0 * (loose.wide_mm / loose.median_mm - 1.0)
    spread = process.limit("path-hatch-spread")
    if percent > spread.value:
        yield from _told(subject, spread, (percent, loose.widest), loose, "spread")
    near, far = min(sets, key=_median_mm), max(sets, key=_median_mm)
    low, high = process.limit("path-hatch-low"), process.limit("path-hatch-high")
    if near.median_mm < low.value - ROUNDING_MM:
        yield from _told(subject, low, (near.median_mm, near.usual), near, "near")
    if far.median_mm > high.value + ROUNDING_MM:
        yield from _told(subject, high, (far.median_mm, far.usual), far, "far")


ROUNDING_MM = 0.001
"""A distance at the limit is within it, however its ends are rounded."""


def _median_mm(one: LineSet) -> float:
    return one.median_mm


def _off(subject: Subject, sets: list[LineSet]) -> Iterator[Finding]:
    """Tell the core whose lines are farthest from the distance that is said."""
    named = subject.toolpath.facts.hatch_mm > 0
    asked_mm = said_mm(subject)
    worst = max(sets, key=lambda one: abs(one.median_mm - asked_mm), default=None)
    if worst is None:
        return
    percent = 100.0 * abs(worst.median_mm / asked_mm - 1.0)
    asked = ("path-hatch-off-error", "path-hatch-off-warning")[0 if named else 1 :]
    limit = first_passed(subject.process, asked, lambda one: percent > one.value)
    if limit is not None:
        variant = "named" if named else "usual"
        yield from _told(subject, limit, (percent, worst.usual), worst, variant)


def _told(
    subject: Subject, limit: Limit, value: tuple[float, int], lines: LineSet, variant: str
) -> Iterator[Finding]:
    spacing = spacing_of(subject)
    layer, place = int(subject.block_layer[spacing.block[value[1]]]), spacing.place[value[1]]
    where = at_line(subject, layer, subject.toolpath.blocks.points_mm[place : place + 2])
    yield from breach(
        "path-hatch-distance", limit, value[0], where,
        variant=variant, layer=layer, said_mm=said_mm(subject),
        median_mm=lines.median_mm, wide_mm=lines.wide_mm,
        set=subject.process.parameters.name,
    )  # fmt: skip
