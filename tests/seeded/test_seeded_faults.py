"""Faults of every kind, planted in a generated part: found where they are, and nothing else.

Real parts take minutes: `python -m benchmarks seeded-faults` plants every kind in all of them.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from slicer_checks.checks import CHECKS
from slicer_checks.errors import ERROR_CODES
from tests.seeded import hosts
from tests.seeded.catalogue import KINDS
from tests.seeded.kinds import Host, Kind
from tests.seeded.solids import solid_of
from tests.seeded.verdict import judge, known_findings, seeded

NOT_PLANTED = {
    "layer-mismatch",  # of the process, not of the part
    "machining-allowance",  # a hint for every part with a flat underside
    "unread-content",  # of formats that hold more than a part
}
"""Checks that no planted fault is for, and why."""
CODES = {str(getattr(check, "__name__", "")).replace("_", "-") for check in CHECKS}


@cache
def block() -> Host:
    """Return the generated part, its places found once."""
    return hosts.block()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_planted_fault_is_found_where_it_is(kind: Kind) -> None:
    """An expected code is told at the place of the fault, without a false alarm."""
    if not kind.expects & (CODES | set(ERROR_CODES)):
        pytest.skip(f"no check tells {', '.join(sorted(kind.expects))} yet")
    planted = kind.plant(block(), seeded(kind, block()))

    assert planted is not None
    verdict = judge(kind, block(), planted)
    assert verdict.hit, verdict
    assert not verdict.false_alarms, verdict


def test_the_generated_part_is_clean() -> None:
    """The part that faults are planted in has none of its own, but for hints."""
    assert {finding.severity for finding in known_findings(block())} <= {"info"}


def test_every_check_has_a_fault_planted_for_it() -> None:
    """Each check's code is what some kind of fault is found by, but for those named here."""
    planted = frozenset[str]().union(*(kind.expects for kind in KINDS))

    assert CODES - planted == NOT_PLANTED


def test_the_page_names_every_kind() -> None:
    """The table in the docs has a row for each kind, and all of them were planted."""
    page = (Path(__file__).resolve().parents[2] / "docs/seeded-faults.md").read_text("utf-8")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if "|" in line]

    assert {kind.name for kind in KINDS} <= set(rows)


def test_kinds_are_told_apart() -> None:
    """There are at least thirty kinds, each with a name of its own."""
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 30


def test_places_are_on_and_in_the_part() -> None:
    """The top looks up, the side is upright, and there is material all around inside."""
    host = block()

    assert host.top is not None
    assert host.side is not None
    assert host.inside is not None
    assert host.top.frame[:, 2] == pytest.approx((0, 0, 1))
    assert round(float(host.top.origin[2]), 6) in {15.0, 19.0}
    assert abs(host.side.frame[2, 2]) < 1e-9
    assert host.side.room_mm >= 6.5
    low, high = host.bounds
    assert np.all(host.inside.origin - host.inside.room_mm * 0.5 > low)
    assert np.all(host.inside.origin + host.inside.room_mm * 0.5 < high)


def test_an_open_part_is_no_host() -> None:
    """Faults are planted in closed solids only."""
    with pytest.raises(ValueError, match="no closed solid"):
        solid_of(block().triangles[1:])
