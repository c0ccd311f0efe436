"""Faults of every kind, planted in two toolpaths each: found where they are, and little else.

`python -m benchmarks seeded-paths` plants every kind in ten, and writes the page of the docs.
"""

from functools import cache
from pathlib import Path

import pytest

from slicer_checks.pathchecks import PATH_CHECKS
from tests.seeded_paths.catalogue import KINDS
from tests.seeded_paths.hosts import HOSTS, Host
from tests.seeded_paths.kinds import usual_process
from tests.seeded_paths.verdict import Verdict, clean_findings, verdicts

NOT_PLANTED = {
    "path-header",  # of headers that our writers do not write
    "path-unread",  # of files that hold more than a toolpath does
}
"""Checks that no planted fault is for, and why."""
CODES = {f"path-{str(getattr(check, '__name__', '')).replace('_', '-')}" for check in PATH_CHECKS}
FEWER = 2
"""Files of each kind; all kinds are planted."""


@cache
def judged() -> tuple[Verdict, ...]:
    """Return what came of a few files of each kind."""
    return tuple(verdict for kind in KINDS for verdict in verdicts(kind, FEWER))


def test_planted_faults_are_found_where_they_are() -> None:
    """At least 98 of 100 faults are told by an expected code in their layers."""
    missed = [verdict for verdict in judged() if not verdict.hit]

    assert len(missed) <= 0.02 * len(judged()), missed


def test_little_else_is_told() -> None:
    """Of what is told, at most one in fifty is a false alarm."""
    hits = sum(verdict.hit for verdict in judged())
    alarms = [verdict for verdict in judged() if verdict.false_alarms]

    assert hits >= 0.98 * (hits + sum(len(one.false_alarms) for one in alarms)), alarms


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_clean_toolpaths_have_no_errors(host: Host) -> None:
    """The toolpaths that faults are planted in are right, beside their part too."""
    for with_part in (False, True):
        findings = clean_findings(host, host.file_format, usual_process, with_part=with_part)
        assert "error" not in {finding.severity for finding in findings}


def test_every_check_has_a_fault_planted_for_it() -> None:
    """Each check's code is what some kind of fault is found by, but for those named here."""
    planted = frozenset[str]().union(*(kind.expects for kind in KINDS))

    assert CODES - planted == NOT_PLANTED


def test_kinds_are_told_apart() -> None:
    """There are at least twenty-five kinds, each with a name of its own and enough files."""
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 25


def test_the_page_names_every_kind() -> None:
    """The table in the docs has a row for each kind, planted in ten files at least."""
    page = Path(__file__).resolve().parents[2] / "docs/seeded-path-faults.md"
    rows = [line.split(" | ") for line in page.read_text("utf-8").splitlines()]
    planted = {row[0].removeprefix("| "): row[3] for row in rows if len(row) == 6}

    assert all(int(planted[kind.name]) >= 10 for kind in KINDS)
