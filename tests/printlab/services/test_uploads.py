"""Handing in a part: each mistake has a name, and what is refused leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from printlab.errors import Invalid, PrintlabError, Unreadable
from printlab.lab import Desk
from printlab.records import Machine, Part, PartRevision, Submission, Task
from printlab.services import parts, submissions, uploads
from printlab.services.upload_fields import InvalidForm
from tests.known_parts import box, cube, stl_bytes
from tests.mesh_files import box_3mf, box_points
from tests.printlab.workshop import CUBE, Workshop

FIELDS = [
    ("quantity", "", "quantity-out-of-range"),
    ("quantity", "0", "quantity-out-of-range"),
    ("quantity", "501", "quantity-out-of-range"),
    ("quantity", "1.5", "quantity-out-of-range"),
    ("quantity", "-3", "quantity-out-of-range"),
    ("quantity", "٣", "quantity-out-of-range"),
    ("quantity", "1" * 5000, "quantity-out-of-range"),
    ("needed_by", "", "needed-by-missing"),
    ("needed_by", "28-03-2027", "needed-by-malformed"),
    ("needed_by", "2027-01-31", "needed-by-past"),
    ("needed_by", "2031-01-01", "needed-by-far"),
    ("material_id", "", "material-missing"),
    ("material_id", "unobtainium", "material-unknown"),
    ("machine_class", "gigantic", "machine-class-unknown"),
    ("machine_class", "large", "material-not-on-machine"),
    ("unit", "parsec", "unit-unknown"),
    ("note", "x" * 2001, "note-too-long"),
    ("name", "x" * 201, "name-too-long"),
    ("group_id", "nobody", "group-unknown"),
    ("organisation_id", "nobody", "organisation-unknown"),
]


def counted(desk: Desk) -> tuple[int, ...]:
    """Count the rows that an upload makes."""
    return tuple(
        desk.session.scalar(select(func.count()).select_from(row)) or 0
        for row in (Part, PartRevision, Submission, Task)
    )


def stored_files(shop: Workshop) -> set[str]:
    """Return the names of all stored files."""
    return {sha256 for sha256, _ in shop.lab.files.stored()}


def scratch(shop: Workshop) -> list[Path]:
    """Return what is left in the folder for children's files."""
    folder = shop.lab.settings.scratch_path
    return list(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    ("field", "text", "code"), FIELDS, ids=[f"{f[0]}={f[1][:9]}" for f in FIELDS]
)
def test_each_field_has_its_own_mistakes(shop: Workshop, field: str, text: str, code: str) -> None:
    """A wrong field is named, with its own code and one sentence."""
    with pytest.raises(InvalidForm) as refusal:
        shop.upload("student", **{field: text})

    (error,) = refusal.value.errors
    assert (error.field, error.code) == (field, code)
    assert error.message.endswith(".")


def test_all_wrong_fields_are_told_at_once(shop: Workshop) -> None:
    """A form with three mistakes names three fields."""
    with pytest.raises(InvalidForm) as refusal:
        shop.upload("student", quantity="no", needed_by="", unit="foot")

    assert [error.field for error in refusal.value.errors] == ["quantity", "needed_by", "unit"]


def test_nobody_hands_in_for_others(shop: Workshop) -> None:
    """A student cannot name a company's organisation or another class's group."""
    company = next(iter(shop.people["company"].organisation_ids))
    stranger = next(iter(shop.people["stranger"].group_ids))
    for changes in ({"organisation_id": company, "group_id": ""}, {"group_id": stranger}):
        with pytest.raises(InvalidForm) as refusal:
            shop.upload("student", **changes)
        assert refusal.value.code == "not-a-member"


UNREADABLE = [
    (b"", "file-empty"),
    (b"solid x\nfacet normal 0 0 0\n", "stl-ascii-unfinished"),
    (CUBE[:300], "stl-truncated"),
    (b"<html><body>no part</body></html>" * 20, "file-type-unknown"),
]


@pytest.mark.parametrize(("content", "code"), UNREADABLE, ids=[row[1] for row in UNREADABLE])
def test_a_file_that_is_no_part_leaves_nothing(shop: Workshop, content: bytes, code: str) -> None:
    """An unreadable file is refused with the library's code; no row, file or scratch is left."""
    with shop.lab.read(shop.people["manager"]) as desk:
        before = counted(desk)

    with pytest.raises(Unreadable) as refusal:
        shop.upload("student", content)

    assert refusal.value.code == code
    assert refusal.value.message
    with shop.lab.read(shop.people["manager"]) as desk:
        assert counted(desk) == before
    assert stored_files(shop) == set()
    assert scratch(shop) == []


def test_a_missing_file_and_one_too_large_are_told_apart(shop: Workshop) -> None:
    """No file at all and a file above the limit each have their own code."""
    for content, name, code in (
        (b"", "", "file-missing"),
        (bytes(shop.lab.settings.upload_bytes + 1), "big.stl", "file-too-large"),
    ):
        with pytest.raises(Invalid) as refusal:
            uploads.inspect_upload(shop.lab, content, name, None)
        assert (refusal.value.code, refusal.value.field) == (code, "file")


def test_the_same_form_twice_is_one_submission(shop: Workshop) -> None:
    """An idempotency key gives the first submission back, even with the file read again."""
    first = shop.upload("student", idempotency_key="once")
    second = shop.upload("student", idempotency_key="once")
    other = shop.upload("classmate", idempotency_key="once")

    assert first == second != other
    with shop.lab.read(shop.people["manager"]) as desk:
        assert counted(desk) == (2, 2, 2, 2)


def test_the_same_file_twice_is_stored_once(shop: Workshop) -> None:
    """Two submissions of one file share one stored file."""
    shop.upload("student")
    shop.upload("student")

    assert len(stored_files(shop)) == 1


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\parts\\gear.stl", "gear.stl"),
    ("a\x00b\u202egnp.stl", "abgnp.stl"),
    ("  two   words .stl ", "two words .stl"),
    (".hidden.stl", "hidden.stl"),
    ("", "part"),
    ("...", "part"),
    ("x" * 300 + ".stl", "x" * 116 + ".stl"),
    ("x" * 300, "x" * 120),
    ("<b>tandwiel</b> café.stl", "b> café.stl"),
]


@pytest.mark.parametrize(("given", "shown"), NAMES)
def test_a_file_name_is_data(given: str, shown: str) -> None:
    """A name is shown without folders, control marks or length, and is never a path."""
    assert uploads.display_name(given) == shown


def test_what_was_handed_in_comes_back(checked: Workshop) -> None:
    """The owner takes the file as it was, and pictures for light and dark pages."""
    with checked.lab.write(checked.people["student"]) as desk:
        (row,) = submissions.list_for(desk).rows
        content, name = parts.file(desk, row.part_revision_id)
        pictures = [parts.picture(desk, row.part_revision_id, theme) for theme in ("light", "dark")]
        dutch = parts.picture(desk, row.part_revision_id, language="nl")
        german = parts.picture(desk, row.part_revision_id, language="de")
        names = [one.name for one in parts.written(desk, row.part_revision_id, "nl").pictures]
        shown = parts.written(desk, row.part_revision_id, "nl").pictures[0]

    assert (content, name) == (CUBE, "cube.stl")
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]
    assert dutch == german != pictures[0]
    assert shown.png["light"] == dutch
    assert names.count("part") == 1
    assert "part-with-comma" not in names


def test_a_unit_that_was_asked_for_holds(shop: Workshop) -> None:
    """A file in inches is 25.4 times as large, in the report too."""
    submission_id = shop.upload("student", stl_bytes(cube(1.0).triangles), unit="inch")
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        revision = submissions.get(desk, submission_id).part_revision

    assert revision.unit == "inch"
    assert revision.volume_mm3 == pytest.approx(25.4**3)


def test_a_part_too_big_for_every_machine_is_found_not_refused(shop: Workshop) -> None:
    """It gets a report that says so, no date, and still a price to talk about."""
    submission_id = shop.upload("student", stl_bytes(box(400.0, 20.0, 3.0).triangles))
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        revision = submissions.get(desk, submission_id).part_revision
        report = parts.report(desk, revision.id, "de")

    findings = report["findings"]
    assert isinstance(findings, list)
    assert "too-big" in {finding["code"] for finding in findings}
    assert (revision.accepted, revision.ready_at) == (False, None)


def test_a_check_that_fails_says_so_on_the_part(shop: Workshop) -> None:
    """When the worker cannot do it, the revision carries the code and the task ends failed."""
    submission_id = shop.upload("student")
    with shop.lab.write(shop.people["manager"]) as desk:
        for machine in parts_machines(desk):
            machine.active = False

    assert shop.work() == ["material-not-on-machine"]

    with shop.lab.read(shop.people["student"]) as desk:
        revision = submissions.get(desk, submission_id).part_revision
        told = parts.progress(desk, revision.id)
    assert (revision.state, revision.error_code) == ("failed", "material-not-on-machine")
    assert (told.state, told.is_over) == ("failed", True)


def parts_machines(desk: Desk) -> list[Machine]:
    """Return all machines of the lab."""
    return list(desk.session.scalars(select(Machine)))


def test_withdrawing_stops_the_check(shop: Workshop) -> None:
    """A withdrawn draft's check is cancelled, and cannot be submitted any more."""
    submission_id = shop.upload("student")
    with shop.lab.write(shop.people["student"]) as desk:
        submissions.withdraw(desk, submission_id)
    assert shop.work() == []

    with (
        shop.lab.write(shop.people["student"]) as desk,
        pytest.raises(PrintlabError, match="is withdrawn"),
    ):
        submissions.submit(desk, submission_id)


def test_other_formats_are_taken_in_as_they_name_themselves(shop: Workshop) -> None:
    """A 3MF in inches is stored under its own name, format and unit, whatever it is called."""
    content = box_3mf(box_points(1, 1, 1), unit="inch")
    submission_id = uploads.upload(
        shop.lab, shop.people["student"], shop.form("student"), file_name="a.stl", content=content
    )

    with shop.lab.read(shop.people["student"]) as desk:
        revision = submissions.get(desk, submission_id).part_revision
        assert (revision.file_format, revision.unit) == ("3mf", "inch")
        assert revision.size_x_mm == pytest.approx(25.4)
