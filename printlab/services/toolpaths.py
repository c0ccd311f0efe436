"""Toolpaths of submissions and builds: uploaded, checked, looked at layer by layer."""

import json
import struct
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab import audit, tasks
from printlab.actor import Actor
from printlab.convert.report import told_in_language
from printlab.errors import Invalid, NotFound
from printlab.lab import Desk, Lab
from printlab.records import Submission, Toolpath
from printlab.services import background, plan_rows, submissions
from printlab.services.authorise import require_staff, require_visible
from printlab.services.background import TaskProgress
from printlab.services.uploads import read_in_child
from slicer_checks.pathview import OFFSET

__all__ = [
    "InspectedPath",
    "Subject",
    "file",
    "get",
    "index",
    "inspect_path",
    "layer",
    "of_build",
    "of_subject",
    "progress",
    "report",
    "store_path",
    "upload",
]


LAYERS_MAX: Final = 50_000
"""A metre in layers of 20 micrometres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPath:
    """A file that was read in a limited child: it is a toolpath, and this is what it is."""

    content: bytes
    file_name: str
    file_format: str
    layers: int
    vectors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a toolpath is of: a submission or a build, by its id."""

    submission_id: str | None = None
    build_id: str | None = None


def upload(lab: Lab, actor: Actor, subject: Subject, *, file_name: str, content: bytes) -> str:
    """Take in a toolpath of a submission or a build; return its id.

    Raises
    ------
    NotFound
        There is no such thing for this actor; builds are the staff's.
    Invalid
        ``file-missing``, ``file-too-large``.
    Unreadable
        The file is not a toolpath; code and parameters are those of ``slicer_checks``.
    """
    with lab.read(actor) as desk:
        _resolved(desk, subject)
    found = inspect_path(lab, content, file_name)
    with lab.write(actor) as desk:
        return store_path(desk, found, subject).id


def inspect_path(lab: Lab, content: bytes, file_name: str) -> InspectedPath:
    """Read a file's bytes in a limited child, and say what toolpath it is; nothing is stored."""
    name, found = read_in_child(lab, content, file_name, "printlab.toolpath_work:inspect_path", {})
    if int(found["layers"]) > LAYERS_MAX:
        raise Invalid(
            "toolpath-layers-many",
            f"The toolpath has more than {LAYERS_MAX} layers.",
            {"most": LAYERS_MAX},
            field="file",
        )
    return InspectedPath(
        content=content,
        file_name=name,
        file_format=str(found["file_format"]),
        layers=int(found["layers"]),
        vectors=int(found["vectors"]),
    )


def store_path(desk: Desk, found: InspectedPath, subject: Subject) -> Toolpath:
    """Store an inspected toolpath, and queue its check."""
    organisation_id, part_revision_id = _resolved(desk, subject)
    if desk.actor.user_id is None:
        raise Invalid("owner-missing", "A toolpath belongs to a person; sign in first.")
    row = Toolpath(
        organisation_id=organisation_id,
        user_id=desk.actor.user_id,
        submission_id=subject.submission_id,
        part_revision_id=part_revision_id,
        build_id=subject.build_id,
        file_sha256=desk.files.put(found.content),
        file_name=found.file_name,
        file_bytes=len(found.content),
        file_format=found.file_format,
        layer_count=found.layers,
        vector_count=found.vectors,
    )
    desk.session.add(row)
    desk.session.flush()
    tasks.enqueue(
        desk,
        "check_toolpath",
        {"toolpath_id": row.id},
        subject_id=row.id,
        organisation_id=organisation_id,
        idempotency_key=f"check_toolpath:{row.id}",
    )
    audit.record(
        desk,
        "toolpath-uploaded",
        "toolpath",
        row.id,
        organisation_id=organisation_id,
        detail={"sha256": row.file_sha256},
    )
    return row


def _resolved(desk: Desk, subject: Subject) -> tuple[str, str | None]:
    """Return whose the toolpath is and the revision it is of; refuse what the actor may not see."""
    if subject.submission_id is not None:
        submission = submissions.get(desk, subject.submission_id)
        return submission.organisation_id, submission.part_revision_id
    require_staff(desk.actor)
    if subject.build_id is None:
        raise NotFound
    return plan_rows.visible_build(desk, subject.build_id).organisation_id, None


def get(desk: Desk, toolpath_id: str) -> Toolpath:
    """Return a toolpath for whoever may see its submission; of a build for staff."""
    row = desk.session.scalar(
        select(Toolpath)
        .where(Toolpath.id == toolpath_id)
        .options(
            joinedload(Toolpath.user),
            joinedload(Toolpath.submission).joinedload(Submission.part_revision),
            joinedload(Toolpath.build),
        )
    )
    if row is None:
        raise NotFound
    if row.submission is None:
        require_staff(desk.actor)
    else:
        require_visible(desk.actor, row.submission)
    return row


def of_subject(desk: Desk, subject: Subject) -> tuple[Toolpath, ...]:
    """Return the toolpaths of a submission or a build, the newest first.

    Raises
    ------
    NotFound
        There is no such thing for this actor; toolpaths of builds are the staff's.
    """
    _resolved(desk, subject)
    chosen = select(Toolpath).where(
        Toolpath.submission_id == subject.submission_id
        if subject.submission_id is not None
        else Toolpath.build_id == subject.build_id
    )
    return tuple(desk.session.scalars(chosen.order_by(Toolpath.created_at.desc(), Toolpath.id)))


def of_build(desk: Desk, build_id: str) -> tuple[Toolpath, ...]:
    """Return the toolpaths of a build, the newest first; none for those who are not staff."""
    plan_rows.visible_build(desk, build_id)
    return of_subject(desk, Subject(build_id=build_id)) if desk.actor.is_staff else ()


def progress(desk: Desk, toolpath_id: str) -> TaskProgress:
    """Tell how far the check of a toolpath is."""
    row = get(desk, toolpath_id)
    return background.told(background.latest_of(desk, row.id))


def report(desk: Desk, toolpath_id: str, language: str = "en") -> dict[str, Any]:
    """Return the report of a checked toolpath with its texts in one language."""
    document = json.loads(desk.files.read(_kept(get(desk, toolpath_id).report_sha256)))
    return {**document, "findings": told_in_language(document["findings"], language)}


def index(desk: Desk, toolpath_id: str) -> bytes:
    """Return what a viewer needs to know of all layers as JSON; see `slicer_checks.pathview`."""
    return desk.files.read(_kept(get(desk, toolpath_id).index_sha256))


def layer(desk: Desk, toolpath_id: str, number: int) -> bytes:
    """Return one layer, counted from 0, as bytes for a viewer."""
    row = get(desk, toolpath_id)
    kept = _kept(row.layers_sha256)
    if not 0 <= number < (row.layer_count or 0):
        raise NotFound
    with desk.files.open(kept) as stream:
        stream.seek(OFFSET.size * number)
        begins, following = struct.unpack("<QQ", stream.read(2 * OFFSET.size))
        stream.seek(begins)
        return stream.read(following - begins)


def file(desk: Desk, toolpath_id: str) -> tuple[bytes, str]:
    """Return the file as it was uploaded or made, and its name.

    Needs a writing desk: when somebody other than the owner takes the file, that is recorded.
    """
    row = get(desk, toolpath_id)
    if desk.actor.user_id != row.user_id:
        audit.record(desk, "file-taken", "toolpath", row.id, organisation_id=row.organisation_id)
    return desk.files.read(_kept(row.file_sha256)), row.file_name


def _kept(sha256: str | None) -> str:
    if sha256 is None:
        raise NotFound("toolpath-not-checked", "This toolpath has not been checked yet.")
    return sha256
