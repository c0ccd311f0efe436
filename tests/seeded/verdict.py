"""Whether the checks find what was planted, where it was planted, and nothing else.

A finding of the clean part is no news: it is left out when the spoiled part has the same again
(same code, overlapping box). What is left is a hit (an expected code at the planted place), a
consequence (a documented code that the fault brings along), or a false alarm.
"""

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np

import slicer_checks
from slicer_checks import Finding, SlicerChecksError
from tests.known_parts import stl_bytes
from tests.seeded.kinds import EVERYTHING, Box, Host, Kind, Planted

_NEAR_MM = 0.5
_SAME = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one fault in one part."""

    kind: str
    host: str
    hit: bool
    told: tuple[str, ...]
    false_alarms: tuple[str, ...]


def seeded(kind: Kind, host: Host) -> np.random.Generator:
    """Return the generator of one fault in one part: the same in every run."""
    names = (zlib.crc32(name.encode()) for name in (kind.name, host.name))
    return np.random.default_rng((host.seed, *names))


@cache
def known_findings(host: Host) -> tuple[Finding, ...]:
    """Return the findings of the clean part."""
    return _check(stl_bytes(host.triangles))


def judge(kind: Kind, host: Host, planted: Planted) -> Verdict:
    """Check a spoiled part and judge every finding."""
    try:
        findings = _check(planted.data)
    except SlicerChecksError as refused:
        return _verdict(kind, host, {refused.code} & kind.expects, [refused.code])
    news = [one for one in findings if not _same(one, known_findings(host))]
    hits = {one.code for one in news if one.code in kind.expects and at(one, planted.place)}
    alarms = [one.code for one in news if not _true(one, kind, hits, host)]
    return _verdict(kind, host, hits, [one.code for one in news], alarms)


def _verdict(
    kind: Kind, host: Host, hits: set[str], told: list[str], alarms: list[str] | None = None
) -> Verdict:
    wrong = told if alarms is None and not hits else alarms or []
    return Verdict(
        kind=kind.name,
        host=host.name,
        hit=bool(hits),
        told=tuple(sorted(set(told))),
        false_alarms=tuple(sorted(wrong)),
    )


def _check(data: bytes) -> tuple[Finding, ...]:
    return slicer_checks.check(slicer_checks.read(data)).findings


def _true(finding: Finding, kind: Kind, hits: set[str], host: Host) -> bool:
    """Tell whether a new finding is a hit, a consequence, an old one changed, or mere advice."""
    if finding.severity == "info" or kind.brings == EVERYTHING:
        return True
    if finding.code in hits | kind.brings:
        return True
    old = [one for one in known_findings(host) if one.code == finding.code]
    return any(_overlap(one, finding) for one in old)


def _same(finding: Finding, known: tuple[Finding, ...]) -> bool:
    return any(
        one.code == finding.code and _close(one.value, finding.value) and _overlap(one, finding)
        for one in known
    )


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one == other
    return abs(one - other) <= _SAME * max(abs(one), abs(other), 1e-9)


def _overlap(one: Finding, other: Finding) -> bool:
    return at(one, _box(other))


def at(finding: Finding, place: Box | None) -> bool:
    """Tell whether a finding's box meets a place; no box or no place is everywhere."""
    box = _box(finding)
    if box is None or place is None:
        return True
    (low, high), (other_low, other_high) = box, place
    return bool(np.all(low <= other_high + _NEAR_MM) and np.all(other_low <= high + _NEAR_MM))


def _box(finding: Finding) -> Box | None:
    bounds = finding.where.bounds_mm
    return None if bounds is None else (np.array(bounds[0]), np.array(bounds[1]))
