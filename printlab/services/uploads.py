"""Handing in a part: the fields and the file are checked before anything is stored."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select

from printlab import audit, tasks
from printlab.actor import Actor
from printlab.errors import Invalid
from printlab.lab import Desk, Lab
from printlab.limited import run_limited, scratch_folder
from printlab.records import JsonObject, Part, PartRevision, Submission
from printlab.services.authorise import require_member
from printlab.services.upload_fields import UploadFields, read_fields
from slicer_checks.formats.step import reads_step

__all__ = [
    "InspectedPart",
    "display_name",
    "inspect_upload",
    "queue_check",
    "read_in_child",
    "reads_step",
    "store_upload",
    "upload",
]

_LONGEST_FILE_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPart:
    """A file that was read in a limited child: it is a part, and this is what it is.

    ``unit_asked`` where somebody said in which unit the file is.
    """

    content: bytes
    file_name: str
    file_format: str
    unit: str
    unit_guess: str
    triangles: int
    volume_mm3: float
    area_mm2: float
    size_mm: tuple[float, float, float]
    unit_asked: bool = False

    def facts(self) -> dict[str, Any]:
        """Return the columns of a revision that speak of the part."""
        return {
            "file_format": self.file_format,
            "unit": self.unit,
            "triangles": self.triangles,
            "volume_mm3": self.volume_mm3,
            "area_mm2": self.area_mm2,
            "size_x_mm": self.size_mm[0],
            "size_y_mm": self.size_mm[1],
            "size_z_mm": self.size_mm[2],
        }


def upload(
    lab: Lab, actor: Actor, form: Mapping[str, str], *, file_name: str, content: bytes
) -> str:
    """Take in a part with its fields and return the id of the submission (a draft).

    Fields first, then the file in a limited child, then one transaction: what is refused leaves
    nothing behind.

    Raises
    ------
    InvalidForm
        With one error for every field that is wrong.
    Invalid
        ``file-missing``, ``file-too-large``.
    Unreadable
        The file is not a part; code and parameters are those of ``slicer_checks``.
    """
    with lab.read(actor) as desk:
        fields = read_fields(desk, form)
        earlier = _earlier(desk, fields)
        if earlier is not None:
            return earlier.id
    part = inspect_upload(lab, content, file_name, fields.unit)
    with lab.write(actor) as desk:
        return store_upload(desk, part, fields).id


def inspect_upload(lab: Lab, content: bytes, file_name: str, unit: str | None) -> InspectedPart:
    """Read a file's bytes in a limited child, and say what part it is; nothing is stored."""
    name, found = read_in_child(
        lab, content, file_name, "printlab.part_work:inspect_part", {"unit": unit}
    )
    return InspectedPart(
        content=content,
        file_name=name,
        file_format=str(found["file_format"]),
        unit=str(found["unit"]),
        unit_guess=str(found["unit_guess"]),
        triangles=int(found["triangles"]),
        volume_mm3=float(found["volume_mm3"]),
        area_mm2=float(found["area_mm2"]),
        size_mm=(
            float(found["size_mm"][0]),
            float(found["size_mm"][1]),
            float(found["size_mm"][2]),
        ),
        unit_asked=bool(found["unit_asked"]),
    )


def read_in_child(
    lab: Lab, content: bytes, file_name: str, target: str, asked: JsonObject
) -> tuple[str, JsonObject]:
    """Ask a limited child about a file's bytes; return the name to show and its answer.

    Raises
    ------
    Invalid
        ``file-missing``, ``file-too-large``.
    Unreadable
        The child's library refused the file.
    """
    if not content and not file_name:
        raise Invalid("file-missing", "Choose a file.", field="file")
    if len(content) > lab.settings.upload_bytes:
        most_mb = lab.settings.upload_bytes // (1024 * 1024)
        raise Invalid(
            "file-too-large",
            f"The file is larger than {most_mb} MB.",
            {"most_mb": most_mb},
            field="file",
        )
    name = display_name(file_name)
    with scratch_folder(lab.settings) as folder:
        path = folder / "upload"
        path.write_bytes(content)
        request = {"path": str(path), "name": name, **asked}
        return name, run_limited(target, request, lab.settings.upload_child)


def store_upload(desk: Desk, part: InspectedPart, fields: UploadFields) -> Submission:
    """Store an inspected part with its fields as a draft, and queue its check.

    The same idempotency key from the same person gives the first submission back.
    """
    require_member(desk.actor, fields.organisation_id, fields.group_id)
    earlier = _earlier(desk, fields)
    if earlier is not None:
        return earlier
    if desk.actor.user_id is None:
        raise Invalid("owner-missing", "A part belongs to a person; sign in first.")
    owned = {"organisation_id": fields.organisation_id, "user_id": desk.actor.user_id}
    owner_part = Part(
        **owned,
        group_id=fields.group_id,
        name=fields.name or PurePosixPath(part.file_name).stem or part.file_name,
        confidential=fields.confidential,
    )
    desk.session.add(owner_part)
    desk.session.flush()
    revision = _revision(desk, part, fields, owner_part)
    submission = Submission(
        **owned,
        group_id=fields.group_id,
        part_revision_id=revision.id,
        quantity=fields.quantity,
        needed_by=fields.needed_by,
        note=fields.note,
        idempotency_key=fields.idempotency_key,
        state="draft",
    )
    desk.session.add(submission)
    desk.session.flush()
    queue_check(desk, revision, unit_asked=part.unit_asked)
    audit.record(
        desk,
        "part-uploaded",
        "submission",
        submission.id,
        organisation_id=submission.organisation_id,
        detail={"sha256": revision.file_sha256},
    )
    return submission


def _revision(
    desk: Desk, part: InspectedPart, fields: UploadFields, owner_part: Part
) -> PartRevision:
    """Store the file and the row that speaks of it."""
    revision = PartRevision(
        organisation_id=fields.organisation_id,
        part_id=owner_part.id,
        number=1,
        file_sha256=desk.files.put(part.content),
        file_name=part.file_name,
        file_bytes=len(part.content),
        material_id=fields.material_id,
        parameter_set_id=fields.parameter_set_id,
        machine_class=fields.machine_class,
        **part.facts(),
    )
    desk.session.add(revision)
    desk.session.flush()
    return revision


def queue_check(desk: Desk, revision: PartRevision, *, unit_asked: bool) -> None:
    """Have a new revision checked in the background.

    Who has said the unit of the file is not warned that its size suggests another.
    """
    tasks.enqueue(
        desk,
        "check_part",
        {"revision_id": revision.id, "unit_asked": unit_asked},
        subject_id=revision.id,
        organisation_id=revision.organisation_id,
        idempotency_key=f"check_part:{revision.id}",
    )


def _earlier(desk: Desk, fields: UploadFields) -> Submission | None:
    """Return what this person handed in with this idempotency key before."""
    if fields.idempotency_key is None or desk.actor.user_id is None:
        return None
    return desk.session.scalar(
        select(Submission).where(
            Submission.user_id == desk.actor.user_id,
            Submission.idempotency_key == fields.idempotency_key,
        )
    )


def display_name(file_name: str) -> str:
    """Return a file's name fit to be shown: no folders, no control or direction marks, short.

    It is never a path: files are stored by what is in them.
    """
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C"
    )
    clean = " ".join(clean.split()).lstrip(".")
    if len(clean) > _LONGEST_FILE_NAME:
        stem, dot, ending = clean.rpartition(".")
        keep = _LONGEST_FILE_NAME - len(dot + ending)
        clean = f"{stem[:keep]}{dot}{ending}" if keep > 0 else clean[:_LONGEST_FILE_NAME]
    return clean or "part"
