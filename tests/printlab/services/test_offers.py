"""Taking the mended file, or another way to lay the part down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from printlab.cli import main
from printlab.convert.report import report_document, report_in_language
from printlab.errors import Conflict, Invalid, NotFound
from printlab.part_offers import MENDED, TURNED, mended, turn_part
from printlab.services import offers, parts, reread, submissions, uploads
from slicer_checks import check, read
from slicer_checks.texts import LANGUAGES
from tests.known_parts import (
    Triangles,
    box_triangles,
    cube,
    moved,
    rotated,
    stl_bytes,
    thin_wall,
    twisted_prism,
)
from tests.printlab.workshop import Workshop

OPEN = stl_bytes(cube().triangles[:-1])
"""A cube that lacks one triangle."""
TURNED_BOX = rotated(box_triangles(10.0, 20.0, 30.0), 20.0, axis=0)
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


@pytest.mark.parametrize("take", ["mended", "turn", "unit"])
def test_what_was_changed_in_between_is_not_replaced(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, take: str
) -> None:
    """While a file is read somebody lays the part another way: that stays, and this is refused."""
    student = shop.people["student"]
    submission_id = shop.upload("student", OPEN)
    assert shop.work() == ["done"]
    others: list[str] = []

    def slowly(*asked: Any) -> uploads.InspectedPart:  # noqa: ANN401 (passed on as it came)
        part = uploads.inspect_upload(*asked)
        if not others:
            others.append("")
            others.append(reread.read_in_unit(shop.lab, student, submission_id, "mm"))
        return part

    monkeypatch.setattr(offers, "inspect_upload", slowly)
    monkeypatch.setattr(reread, "inspect_upload", slowly)
    with pytest.raises(Conflict) as refused:
        {
            "mended": lambda: offers.take_mended(shop.lab, student, submission_id),
            "turn": lambda: offers.turn(shop.lab, student, submission_id, "0"),
            "unit": lambda: reread.read_in_unit(shop.lab, student, submission_id, "inch"),
        }[take]()

    assert refused.value.code == "part-changed"
    with shop.lab.read(student) as desk:
        assert submissions.get(desk, submission_id).part_revision_id == others[-1]


def _obj(triangles: Triangles) -> bytes:
    """Write triangles as OBJ, in full precision."""
    lines = [f"v {x!r} {y!r} {z!r}" for x, y, z in triangles.reshape(-1, 3).tolist()]
    lines += [f"f {3 * n + 1} {3 * n + 2} {3 * n + 3}" for n in range(len(triangles))]
    return "\n".join(lines).encode()


def test_a_repair_that_fails_says_why(tmp_path: Path) -> None:
    """Too far away for float32 an open cube shrinks to a point: a code, and no file."""
    part = read(_obj(moved(cube(1.0).triangles[:-1], 1e8, 1e8, 1e8)), "mm", name="far.obj")
    told = mended(check(part), tmp_path)

    assert told is not None
    assert set(told["error"]) == {"code", "params"}
    assert not (tmp_path / MENDED).exists()
    document = {"findings": [], "repair": told}
    for language in LANGUAGES:
        shown = report_in_language(document, language)
        assert shown["repair"] is None
        assert shown["repair_refused"].endswith(".")


def test_a_stored_report_names_our_own_proposals_in_the_language() -> None:
    """Sources are stored as they are cited; what is no title is translated when it is read."""
    report = check(read(stl_bytes(thin_wall(0.5).triangles), name="wall.stl"))
    document = report_document(report)
    told = {lang: report_in_language(document, lang)["findings"] for lang in LANGUAGES}
    sources = {lang: {one for row in told[lang] for one in row["sources"]} for lang in LANGUAGES}

    assert any("own proposal" in source for source in sources["en"])
    assert any("voorstel van printlab" in source for source in sources["nl"])
    assert not any("own proposal" in source for source in sources["nl"] | sources["de"])


def test_no_repair_is_tried_for_what_it_leaves(tmp_path: Path) -> None:
    """A surface that crosses itself is nothing that a repair mends, so none is offered."""
    report = check(read(stl_bytes(twisted_prism(-60.0)), name="twisted.stl"))

    assert "self-intersection" in {finding.code for finding in report.findings}
    assert mended(report, tmp_path) is None


def test_command_and_site_lay_a_part_down_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command's file and the site's are the same bytes, faults and all."""
    part, out = tmp_path / "part.stl", tmp_path / "laid.stl"
    part.write_bytes(stl_bytes(moved(np.concatenate((TURNED_BOX, TURNED_BOX[:1])), 300, 200, 100)))
    with pytest.raises(SystemExit):
        main(["orient", str(part), "--json", "--write", str(out)])
    best = json.loads(capsys.readouterr().out)["orientations"][0]
    request = {"path": str(part), "unit": "mm", "name": "part.stl", "rotation": best["rotation"]}
    turn_part({**request, "scratch": str(tmp_path)}, lambda *_: None)

    assert out.read_bytes() == (tmp_path / TURNED).read_bytes()
    assert read(out).triangles == 13
    assert np.array(read(out).bounds_mm)[0] == pytest.approx(np.zeros(3), abs=1e-6)


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
