"""Toolpaths in the lab: taken in, checked in a child, shown to whom they concern."""

from __future__ import annotations

import json
import struct

import pytest
from sqlalchemy import func, select

from printlab.errors import Invalid, NotFound, Unreadable
from printlab.records import AuditEntry, Build, Task, Toolpath
from printlab.services import reread, toolpaths
from printlab.services.plan_view import PlanView
from printlab.services.toolpaths import Subject
from slicer_checks import default_process, make_toolpath, read, write_toolpath
from tests.known_paths import small_path
from tests.printlab.services.station_work import draft_of
from tests.printlab.workshop import CUBE, Workshop
from tests.slicer_checks.pathchecked import changed


@pytest.fixture(scope="module")
def cube_path() -> bytes:
    """Make the toolpath of the cube that everybody hands in."""
    part = read(CUBE, "mm", name="cube.stl")
    return write_toolpath(make_toolpath(part, process=default_process("316L")), "ovf").data


def of_student(shop: Workshop) -> Subject:
    """Return the student's submission as what a toolpath is of."""
    return Subject(submission_id=draft_of(shop, "student"))


def test_a_toolpath_is_taken_in_and_checked(checked: Workshop, cube_path: bytes) -> None:
    """It is read at once, checked by a worker against its part, and its layers can be seen."""
    subject = of_student(checked)
    who = checked.people["student"]
    path_id = toolpaths.upload(checked.lab, who, subject, file_name="cube.ovf", content=cube_path)
    with checked.lab.read(who) as desk:
        row = toolpaths.get(desk, path_id)
        assert (row.state, row.file_format, row.layer_count) == ("queued", "ovf", 333)
        with pytest.raises(NotFound, match="not been checked"):
            toolpaths.report(desk, path_id)
    assert checked.work() == ["done"]

    with checked.lab.read(who) as desk:
        row = toolpaths.get(desk, path_id)
        assert (row.state, row.accepted, row.error_count) == ("checked", True, 0)
        assert row.time_s is not None
        assert row.time_s > 1000
        report = toolpaths.report(desk, path_id, "nl")
        assert report["toolpath"]["layers"] == 333
        assert all(finding["title"] for finding in report["findings"])
        index = json.loads(toolpaths.index(desk, path_id))
        assert len(index["layers"]) == 333
        layer = toolpaths.layer(desk, path_id, 3)
        assert struct.unpack("<I", layer[:4]) == (index["layers"][3]["vectors"],)
        assert len(layer) == 4 + 14 * index["layers"][3]["vectors"]
        last = toolpaths.layer(desk, path_id, 332)
        assert struct.unpack("<I", last[:4])[0] > 0
        for number in (-1, 333):
            with pytest.raises(NotFound):
                toolpaths.layer(desk, path_id, number)
    with checked.lab.write(checked.people["operator"]) as desk:
        assert toolpaths.file(desk, path_id) == (cube_path, "cube.ovf")
        taken = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "file-taken"))
        assert [entry.subject_id for entry in taken] == [path_id]
    with checked.lab.read(who) as desk:
        assert [one.id for one in toolpaths.of_subject(desk, subject)] == [path_id]


def test_what_is_wrong_with_it_is_told(checked: Workshop) -> None:
    """A toolpath whose layers fall is kept and not accepted, with the reason in each language."""
    z_mm = small_path(4).blocks.layer_z_mm[::-1].copy()
    content = write_toolpath(changed(layer_z_mm=z_mm), "ovf").data
    who = checked.people["student"]
    path_id = toolpaths.upload(
        checked.lab, who, of_student(checked), file_name="a.ovf", content=content
    )
    assert checked.work() == ["done"]
    with checked.lab.read(who) as desk:
        assert toolpaths.get(desk, path_id).accepted is False
        (german,) = (
            finding
            for finding in toolpaths.report(desk, path_id, "de")["findings"]
            if finding["code"] == "path-layer-order"
        )
        assert "Schichten liegen nicht höher" in german["title"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "", "file-missing"),
        (CUBE, "cube.stl", "toolpath-type-unknown"),
        (b"$$HEADERSTART\n$$ASCII\n$$UNITS/0\n$$HEADEREND", "a.cli", "cli-header-value"),
    ],
)
def test_what_is_no_toolpath_leaves_nothing_behind(
    checked: Workshop, content: bytes, name: str, code: str
) -> None:
    """It is refused with its code before anything is stored."""
    who, subject = checked.people["student"], of_student(checked)
    stored = set(checked.lab.files.stored())
    with pytest.raises((Invalid, Unreadable)) as refusal:
        toolpaths.upload(checked.lab, who, subject, file_name=name, content=content)
    assert refusal.value.code == code
    with checked.lab.read(who) as desk:
        assert desk.session.scalar(select(func.count()).select_from(Toolpath)) == 0
        assert desk.session.scalar(select(func.count()).where(Task.state == "queued")) == 0
    assert set(checked.lab.files.stored()) == stored


@pytest.mark.parametrize("who", ["classmate", "company", "rival", "stranger"])
def test_others_do_not_learn_of_it(checked: Workshop, cube_path: bytes, who: str) -> None:
    """Nobody else's submission can have a toolpath, and nobody else sees one."""
    subject = of_student(checked)
    with pytest.raises(NotFound):
        toolpaths.upload(
            checked.lab, checked.people[who], subject, file_name="a.ovf", content=cube_path
        )
    path_id = toolpaths.upload(
        checked.lab, checked.people["student"], subject, file_name="a.ovf", content=cube_path
    )
    with checked.lab.read(checked.people[who]) as desk:
        for ask in (toolpaths.get, toolpaths.file, toolpaths.index, toolpaths.report):
            with pytest.raises(NotFound):
                ask(desk, path_id)
    for allowed in ("teacher", "operator", "manager"):
        with checked.lab.read(checked.people[allowed]) as desk:
            assert toolpaths.get(desk, path_id).file_name == "a.ovf"


def test_a_toolpath_of_a_build_is_the_staffs(
    planned: tuple[Workshop, PlanView], cube_path: bytes
) -> None:
    """An operator hands one in for a build; whoever has work in it does not see it."""
    published, _ = planned
    with published.lab.read(published.people["operator"]) as desk:
        build = desk.session.scalars(select(Build).where(Build.number.is_not(None))).first()
        assert build is not None
        build_id = build.id
    subject = Subject(build_id=build_id)
    for who in ("student", "company", "teacher"):
        with pytest.raises(NotFound):
            toolpaths.upload(
                published.lab, published.people[who], subject, file_name="b.ovf", content=cube_path
            )
    path_id = toolpaths.upload(
        published.lab,
        published.people["operator"],
        subject,
        file_name="b.ovf",
        content=cube_path,
    )
    assert published.work() == ["done"]
    with published.lab.read(published.people["manager"]) as desk:
        assert toolpaths.get(desk, path_id).state == "checked"
        assert [one.id for one in toolpaths.of_build(desk, build_id)] == [path_id]
    for who in ("student", "company"):
        with published.lab.read(published.people[who]) as desk, pytest.raises(NotFound):
            toolpaths.get(desk, path_id)


def test_a_toolpath_stays_that_of_the_part_it_was_checked_against(
    checked: Workshop, cube_path: bytes
) -> None:
    """Once the submission has another revision of its part, the toolpath is of an earlier one."""
    subject, who = of_student(checked), checked.people["student"]
    path_id = toolpaths.upload(checked.lab, who, subject, file_name="a.ovf", content=cube_path)
    assert checked.work() == ["done"]
    with checked.lab.read(who) as desk:
        row = toolpaths.get(desk, path_id)
        assert row.submission is not None
        assert (row.part_revision_id, row.outdated) == (row.submission.part_revision_id, False)
        part_id = row.submission.part_revision.part_id
    reread.read_in_unit(checked.lab, who, subject.submission_id or "", "inch")
    with checked.lab.read(who) as desk:
        row = toolpaths.get(desk, path_id)
        assert row.outdated
        assert row.part_revision is not None
        assert row.part_revision.part_id == part_id


def test_more_layers_than_a_machine_has_are_refused(
    checked: Workshop, cube_path: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of very many layers would make pages slow for everybody."""
    monkeypatch.setattr(toolpaths, "LAYERS_MAX", 332)
    with pytest.raises(Invalid) as refusal:
        toolpaths.upload(
            checked.lab,
            checked.people["student"],
            of_student(checked),
            file_name="a.ovf",
            content=cube_path,
        )
    assert refusal.value.code == "toolpath-layers-many"
