"""Taking the mended file, or another way to lay the part down."""

from __future__ import annotations

import numpy as np
import pytest

from printlab.errors import Conflict, Invalid, NotFound
from printlab.services import offers, parts, submissions
from tests.known_parts import box_triangles, cube, stl_bytes
from tests.printlab.workshop import Workshop

OPEN = stl_bytes(cube().triangles[:-1])
"""A cube that lacks one triangle."""
TALL = stl_bytes(box_triangles(10.0, 10.0, 60.0))


def test_a_mended_file_takes_the_faulty_ones_place(shop: Workshop) -> None:
    """An open cube is mended; once taken, the new revision is closed and the old one stays."""
    student = shop.people["student"]
    submission_id = shop.upload("student", OPEN)
    assert shop.work() == ["done"]
    with shop.lab.read(student) as desk:
        before = submissions.get(desk, submission_id).part_revision
        report = parts.report(desk, before.id, "nl")
        content, name = offers.mended_file(desk, before.id)
    revision_id = offers.take_mended(shop.lab, student, submission_id)
    assert shop.work() == ["done"]

    assert report["repair"]["sound"]  # type: ignore[index]
    assert name.endswith("-mended.stl")
    with shop.lab.read(student) as desk:
        now = submissions.get(desk, submission_id).part_revision
        assert now.id == revision_id != before.id
        assert desk.files.read(now.file_sha256) == content
        assert parts.report(desk, now.id)["part"]["watertight"]  # type: ignore[index]
        assert parts.report(desk, now.id)["repair"] is None


def test_a_part_is_laid_down_as_offered(shop: Workshop) -> None:
    """A tower is laid on its side: the new revision is low, and has the same volume."""
    student = shop.people["student"]
    submission_id = shop.upload("student", TALL)
    assert shop.work() == ["done"]
    with shop.lab.read(student) as desk:
        before = submissions.get(desk, submission_id).part_revision
        ways = parts.report(desk, before.id)["orientations"]
        drawn = {figure.name for figure in parts.figures(desk, before.id)}
    heights = [way["height_mm"] for way in ways]  # type: ignore[attr-defined]
    lowest = int(np.argmin(heights))
    offers.turn(shop.lab, student, submission_id, str(lowest))
    assert shop.work() == ["done"]

    assert "orientation-0" in drawn
    with shop.lab.read(student) as desk:
        now = submissions.get(desk, submission_id).part_revision
        assert now.size_z_mm == pytest.approx(heights[lowest], abs=1e-3)
        assert now.volume_mm3 == pytest.approx(6000.0, rel=1e-4)


def test_what_is_not_offered_changes_nothing(shop: Workshop) -> None:
    """There is nothing to mend, no such way, or the part is somebody else's or handed in."""
    student = shop.people["student"]
    submission_id = shop.upload("student", TALL)
    assert shop.work() == ["done"]

    with pytest.raises(NotFound):
        offers.take_mended(shop.lab, student, submission_id)
    for number in ("99", "-1", "x"):
        with pytest.raises(Invalid):
            offers.turn(shop.lab, student, submission_id, number)
    with pytest.raises(NotFound):
        offers.turn(shop.lab, shop.people["rival"], submission_id, "0")
    with shop.lab.write(student) as desk:
        submissions.submit(desk, submission_id)
    with pytest.raises(Conflict):
        offers.turn(shop.lab, student, submission_id, "0")
