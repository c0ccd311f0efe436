"""Reading a part again in another unit."""

from __future__ import annotations

import pytest

from printlab.errors import Conflict, Invalid, NotFound, Unreadable
from printlab.services import offers, parts, reread, submissions
from tests.known_parts import cube, stl_bytes
from tests.printlab.workshop import Workshop

SMALL = stl_bytes(cube().triangles / 10)
"""A cube of 1 unit: 1 mm, or 25.4 mm."""


def test_a_part_is_read_again_in_another_unit(shop: Workshop) -> None:
    """A new revision of the same file takes the old one's place and is checked; the old stays."""
    submission_id = shop.upload("student", SMALL)
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        before = submissions.get(desk, submission_id).part_revision
    revision_id = reread.read_in_unit(shop.lab, shop.people["student"], submission_id, "inch")
    assert shop.work() == ["done"]

    with shop.lab.read(shop.people["student"]) as desk:
        now = submissions.get(desk, submission_id).part_revision
        assert now.id == revision_id != before.id
        assert (now.number, now.unit, now.state) == (2, "inch", "checked")
        assert now.size_x_mm == pytest.approx(25.4)
        assert now.file_sha256 == before.file_sha256
        assert parts.report(desk, now.id)["part"]["unit"] == "inch"  # type: ignore[index]
        assert parts.report(desk, before.id)["part"]["unit"] == "mm"  # type: ignore[index]
        assert parts.submission_of(desk, before.id) is None


def test_who_says_the_unit_is_not_warned_of_it(shop: Workshop) -> None:
    """The size alone raises a doubt; once the same millimetres are asked for there is none.

    That holds of what is made of the part as well: it is not asked again.
    """
    fraction = stl_bytes(cube().triangles * 0.0787)
    submission_id = shop.upload("student", fraction)
    assert shop.work() == ["done"]
    assert "suspicious-unit" in codes(shop, submission_id)

    reread.read_in_unit(shop.lab, shop.people["student"], submission_id, "mm")
    assert shop.work() == ["done"]
    assert not codes(shop, submission_id) & {"suspicious-unit", "unit-assumed"}
    with shop.lab.read(shop.people["student"]) as desk:
        ways = parts.report(desk, submissions.get(desk, submission_id).part_revision_id)
    if len(ways.get("orientations", ())) > 1:  # type: ignore[arg-type]
        offers.turn(shop.lab, shop.people["student"], submission_id, "1")
        assert shop.work() == ["done"]
        assert not codes(shop, submission_id) & {"suspicious-unit", "unit-assumed"}

    other = shop.upload("student", fraction, unit="mm", idempotency_key="said")
    assert shop.work() == ["done"]
    assert not codes(shop, other) & {"suspicious-unit", "unit-assumed"}


def codes(shop: Workshop, submission_id: str) -> set[str]:
    """Return the codes of what was found of a submission's part."""
    with shop.lab.read(shop.people["student"]) as desk:
        revision_id = submissions.get(desk, submission_id).part_revision_id
        return {str(one["code"]) for one in parts.report(desk, revision_id)["findings"]}  # type: ignore[attr-defined]


def test_a_check_that_still_waits_is_given_up(shop: Workshop) -> None:
    """Only the new revision is checked when the old one's check had not begun."""
    submission_id = shop.upload("student", SMALL)
    reread.read_in_unit(shop.lab, shop.people["student"], submission_id, "inch")

    assert shop.work() == ["done"]


def test_what_cannot_be_read_so_changes_nothing(shop: Workshop) -> None:
    """An unknown unit, a size no part has and another's submission are refused."""
    submission_id = shop.upload("student", SMALL)
    for person, unit, error in (
        ("student", "parsec", Invalid),
        ("student", "um", Unreadable),
        ("rival", "inch", NotFound),
    ):
        with pytest.raises(error):
            reread.read_in_unit(shop.lab, shop.people[person], submission_id, unit)

    with shop.lab.read(shop.people["student"]) as desk:
        assert submissions.get(desk, submission_id).part_revision.number == 1


def test_what_is_handed_in_keeps_its_unit(shop: Workshop) -> None:
    """Once somebody of the lab looks at a part it does not change under their eyes."""
    submission_id = shop.upload("student", SMALL)
    assert shop.work() == ["done"]
    with shop.lab.write(shop.people["student"]) as desk:
        submissions.submit(desk, submission_id)

    with pytest.raises(Conflict):
        reread.read_in_unit(shop.lab, shop.people["student"], submission_id, "inch")
