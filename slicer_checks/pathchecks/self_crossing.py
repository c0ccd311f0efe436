"""Contours that cross themselves, cross each other, or enclose nothing."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.joined import joined
from slicer_checks.pathchecks.protocol import Subject, at_block
from slicer_checks.pathchecks.ringcrossings import (
    Loops,
    Overlap,
    at_crossing,
    loops_of,
    overlaps_of,
)
from slicer_checks.pathchecks.rings import Rings, closed, polygons_of, rings_of
from slicer_checks.rules import Limit

CODE = "path-self-crossing"


def self_crossing(subject: Subject) -> Iterator[Finding]:
    """Judge closed contours by the area that a crossing ties off, or that two of them share.

    A loop of less area than the limit comes from rounding, and is a note. Only contours of one
    layer, part, role and exposure are held against each other: others may lap over.
    """
    subject = joined(subject).subject
    gap_mm = subject.process.limit("path-contour-gap").value
    rings = rings_of(subject, gap_mm, 0.0)
    polygons = polygons_of(subject, rings.block)
    loops = loops_of(subject, rings, polygons)
    yield from _selves(subject, rings, loops)
    limit = subject.process.limit("path-contour-overlap")
    if limit.severity is not None:
        yield from _others(subject, limit, overlaps_of(subject, rings, polygons, loops.valid))
    least = subject.process.limit("path-zero-area")
    thin = closed(subject, gap_mm) & (np.abs(subject.measures.area_mm2) < least.value)
    thin[rings.block[np.nan_to_num(loops.area_mm2, nan=np.inf) >= least.value]] = False
    flat = np.flatnonzero(thin)
    if len(flat):
        told = {"count": len(flat), "layer": int(subject.block_layer[flat[0]])}
        area_mm2, where = abs(float(subject.measures.area_mm2[flat[0]])), at_block(subject, flat[0])
        yield from breach(CODE, least, area_mm2, where, variant="flat", **told)


def _selves(subject: Subject, rings: Rings, loops: Loops) -> Iterator[Finding]:
    """Tell the largest area that is wound wrongly, and how many contours have some."""
    area_mm2 = np.nan_to_num(loops.area_mm2)
    if not len(area_mm2):
        return
    worst = int(np.argmax(area_mm2))
    names = ("path-crossing-area", "path-crossing-rounding")
    limit = first_passed(subject.process, names, lambda one: bool(area_mm2[worst] > one.value))
    if limit is None:
        return
    block = int(rings.block[worst])
    yield from breach(
        CODE,
        limit,
        float(area_mm2[worst]),
        at_crossing(subject, block),
        variant="itself" if limit.id == names[0] else "rounding",
        count=int((area_mm2 > limit.value).sum()),
        contours=len(rings.block),
        layer=int(subject.block_layer[block]),
    )


def _others(subject: Subject, limit: Limit, overlaps: list[Overlap]) -> Iterator[Finding]:
    """Tell the pair of contours that share most, and how many pairs there are."""
    found = [one for one in overlaps if one.area_mm2 > limit.value]
    if found:
        worst = max(found, key=lambda one: one.area_mm2)
        told = {"count": len(found), "layer": int(subject.block_layer[worst.one])}
        where = at_block(subject, worst.one)
        yield from breach(CODE, limit, worst.area_mm2, where, variant="another", **told)
