"""Whether the checks of toolpaths find what was planted, in its layers, and nothing else.

A finding that the clean file has too is no news: one with the same code, weight, place and value is
left out. What is left is a hit (an expected code that meets the layers of the fault), a consequence
(a code that the fault brings), or a false alarm: an error or a warning of a code that the clean
file has not.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.errors import SlicerChecksError
from slicer_checks.finding import Finding
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.read_toolpath import read_toolpath
from slicer_checks.toolpath import Toolpath
from slicer_checks.write_toolpath import write_toolpath
from tests.seeded_paths.hosts import HOSTS, Host
from tests.seeded_paths.kinds import Kind, Layers, Planted

FILES = 10
"""Each kind is planted in so many files; one that few hosts hold, in several formats of each."""
_SAME = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one fault in one file."""

    kind: str
    host: str
    file_format: str
    hit: bool
    told: tuple[str, ...]
    false_alarms: tuple[str, ...]


def seeded(kind: Kind, host: Host, file_format: str) -> np.random.Generator:
    """Return the generator of one fault in one file: the same in every run."""
    names = (kind.name, host.name, file_format)
    return np.random.default_rng([zlib.crc32(name.encode()) for name in names])


def verdicts(kind: Kind, most: int = FILES) -> Iterator[Verdict]:
    """Plant a kind in its files, at most so many, and judge each; each kind has another first."""
    found: list[Verdict] = []
    first = zlib.crc32(kind.name.encode()) % len(HOSTS)
    for host, file_format in _files(kind, HOSTS[first:] + HOSTS[:first]):
        if len(found) == most:
            return
        spoiled = kind.plant(host, seeded(kind, host, file_format))
        if spoiled is not None:
            found.append(judge(kind, host, file_format, spoiled))
            yield found[-1]


def _files(kind: Kind, hosts: Sequence[Host]) -> list[tuple[Host, str]]:
    """Return each host in its own format or another that holds the fault, then in the others."""
    rows = []
    for number, host in enumerate(kind.base(one) for one in hosts):
        held = [one for one in kind.formats if one in host.formats]
        if held:
            own = host.file_format in held
            first = held.index(host.file_format) if own else number % len(held)
            rows.append([(host, one) for one in held[first:] + held[:first]])
    turns = range(len(kind.formats))
    return [row[turn] for turn in turns for row in rows if turn < len(row)]


def judge(kind: Kind, host: Host, file_format: str, spoiled: Planted) -> Verdict:
    """Write, read and check a toolpath with a fault, and judge every finding."""
    clean = known(kind, host, file_format)
    try:
        findings = check_toolpath(
            written(spoiled.path, file_format), _part(kind, host), kind.process()
        ).findings
    except SlicerChecksError as refused:
        told, hit = [refused.code], refused.code in kind.expects
        return _verdict(kind, (host, file_format), hit, told, [] if hit else told)
    news = [one for one in findings if not any(_same(one, old) for old in clean)]
    hit = any(one.code in kind.expects and meets(one, spoiled.layers) for one in news)
    allowed = kind.expects | kind.brings | {one.code for one in clean}
    alarms = [one.code for one in news if one.severity != "info" and one.code not in allowed]
    return _verdict(kind, (host, file_format), hit, [one.code for one in news], alarms)


def _verdict(
    kind: Kind, file: tuple[Host, str], hit: bool, told: list[str], alarms: list[str]
) -> Verdict:
    return Verdict(
        kind=kind.name,
        host=file[0].name,
        file_format=file[1],
        hit=hit,
        told=tuple(sorted(set(told))),
        false_alarms=tuple(sorted(set(alarms))),
    )


def written(path: Toolpath, file_format: str) -> Toolpath:
    """Return a toolpath as a file of a format gives it back."""
    return read_toolpath(write_toolpath(path, file_format).data)


def known(kind: Kind, host: Host, file_format: str) -> tuple[Finding, ...]:
    """Return the findings of the clean file."""
    return clean_findings(host, file_format, kind.process, kind.with_part)


@cache
def clean_findings(
    host: Host, file_format: str, process: Callable[[], Process], with_part: bool
) -> tuple[Finding, ...]:
    """Return the findings of a host in a format, with or without its part."""
    path = written(host.path, file_format)
    return check_toolpath(path, host.part if with_part else None, process()).findings


def _part(kind: Kind, host: Host) -> Part | None:
    return host.part if kind.with_part else None


def meets(finding: Finding, layers: Layers | None) -> bool:
    """Tell whether a finding's layers meet those of a fault; no layers are all of them."""
    own = finding.where.layers
    return own is None or layers is None or (own[0] <= layers[1] and layers[0] <= own[1])


def _same(one: Finding, other: Finding) -> bool:
    alike = one.code == other.code and one.severity == other.severity
    return alike and one.where.layers == other.where.layers and _close(one.value, other.value)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME * max(abs(one), abs(other), 1e-9)
