"""Reading a part again in another unit: a new revision of the same file, checked anew."""

from sqlalchemy import func, select

from printlab import audit
from printlab.actor import Actor
from printlab.errors import Conflict, Invalid
from printlab.lab import Desk, Lab
from printlab.records import JsonObject, PartRevision, Submission
from printlab.services import background, submissions
from printlab.services.upload_fields import UNITS
from printlab.services.uploads import InspectedPart, inspect_upload, queue_check

__all__ = ["open_submission", "put_revision", "read_in_unit", "unit_asked"]

_STATES = ("draft", "sent_back")


def read_in_unit(lab: Lab, actor: Actor, submission_id: str, unit: str) -> str:
    """Read a submission's file in another unit and return the id of the new revision.

    The file is read in a limited child, as an upload is; what is refused changes nothing. The
    earlier revision and its report stay.

    Raises
    ------
    Invalid
        ``unit-unknown``.
    Conflict
        ``submission-state`` or ``part-changed``, as `open_submission`.
    Unreadable
        Read in this unit the file is no part; code and parameters are those of ``slicer_checks``.
    """
    with lab.read(actor) as desk:
        revision = open_submission(desk, submission_id).part_revision
        if unit not in UNITS:
            raise Invalid("unit-unknown", f"Units are {', '.join(UNITS)}.", {"unit": unit})
        content, name = desk.files.read(revision.file_sha256), revision.file_name
        read_id = revision.id
    part = inspect_upload(lab, content, name, unit)
    with lab.write(actor) as desk:
        row = open_submission(desk, submission_id, read_id)
        detail = {"unit": part.unit, "before": row.part_revision.unit}
        return put_revision(desk, row, part, "part-read-again", detail).id


def unit_asked(desk: Desk, revision: PartRevision) -> bool:
    """Tell whether somebody said in which unit a revision's file is."""
    return bool(background.latest_of(desk, revision.id, "check_part").payload.get("unit_asked"))


def open_submission(desk: Desk, submission_id: str, revision_id: str | None = None) -> Submission:
    """Return a submission whose part may still be replaced.

    Raises
    ------
    Conflict
        ``submission-state``: it is handed in already. ``part-changed``: its part is no longer the
        revision that was read before.
    """
    row = submissions.get(desk, submission_id)
    if row.state not in _STATES:
        raise Conflict(
            "submission-state",
            f"This cannot be done: the submission is {row.state.replace('_', ' ')}.",
            {"state": row.state},
        )
    if revision_id not in {None, row.part_revision_id}:
        raise Conflict("part-changed", "The part was changed in the meantime.")
    return row


def put_revision(
    desk: Desk, row: Submission, part: InspectedPart, event: str, detail: JsonObject
) -> PartRevision:
    """Put a new revision in the earlier one's place, and queue its check."""
    before = row.part_revision
    highest = desk.session.scalar(
        select(func.max(PartRevision.number)).where(PartRevision.part_id == before.part_id)
    )
    revision = PartRevision(
        organisation_id=before.organisation_id,
        part_id=before.part_id,
        number=(highest or before.number) + 1,
        file_sha256=desk.files.put(part.content),
        file_name=part.file_name,
        file_bytes=len(part.content),
        material_id=before.material_id,
        parameter_set_id=before.parameter_set_id,
        machine_class=before.machine_class,
        **part.facts(),
    )
    desk.session.add(revision)
    desk.session.flush()
    background.cancel_of(desk, before.id)
    row.part_revision_id = revision.id
    queue_check(desk, revision, unit_asked=part.unit_asked)
    audit.record(
        desk,
        event,
        "submission",
        row.id,
        organisation_id=row.organisation_id,
        detail=detail,
    )
    return revision
