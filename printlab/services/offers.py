"""Taking what the lab offers for a part: the mended file, or another way to lay it down."""

import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from printlab.actor import Actor
from printlab.errors import Invalid, NotFound
from printlab.lab import Desk, Lab
from printlab.limited import run_limited
from printlab.records import JsonObject, PartRevision
from printlab.services import parts
from printlab.services.reread import open_submission, put_revision, unit_asked
from printlab.services.uploads import inspect_upload

__all__ = ["mended_file", "take_mended", "turn"]


def mended_file(desk: Desk, revision_id: str) -> tuple[bytes, str]:
    """Return the mended file of a revision (STL in millimetres), and the name to save it under.

    Raises
    ------
    NotFound
        There was nothing to mend.
    """
    row = parts.revision(desk, revision_id)
    if row.report_sha256 is None:
        raise NotFound("report-not-ready", "This part has not been checked yet.")
    if row.mended_sha256 is None:
        raise NotFound
    return desk.files.read(row.mended_sha256), _renamed(row, "mended")


def take_mended(lab: Lab, actor: Actor, submission_id: str) -> str:
    """Put the mended file in the place of the submission's, and return the new revision's id.

    Raises
    ------
    Conflict
        ``submission-state`` or ``part-changed``, as `open_submission`.
    """
    with lab.read(actor) as desk:
        read_id = open_submission(desk, submission_id).part_revision_id
        content, name = mended_file(desk, read_id)
    part = inspect_upload(lab, content, name, "mm")
    with lab.write(actor) as desk:
        row = open_submission(desk, submission_id, read_id)
        before = row.part_revision.file_sha256
        part = replace(part, unit_asked=unit_asked(desk, row.part_revision))
        return put_revision(desk, row, part, "part-mended", {"before": before}).id


def turn(lab: Lab, actor: Actor, submission_id: str, number: str) -> str:
    """Lay the submission's part down as one of the offered ways, and return the new revision's id.

    Parameters
    ----------
    number
        The way's place in the report's table, from 0, as a form sends it.

    Raises
    ------
    Invalid
        ``orientation-unknown``.
    Conflict
        ``submission-state`` or ``part-changed``, as `open_submission`.
    """
    with lab.read(actor) as desk:
        revision = open_submission(desk, submission_id).part_revision
        rotation = _rotation(desk, revision, number)
        request = {"name": revision.file_name, "unit": revision.unit, "rotation": rotation}
        content, name = desk.files.read(revision.file_sha256), _renamed(revision, "turned")
        read_id = revision.id
    part = inspect_upload(lab, _turned(lab, content, request), name, "mm")
    with lab.write(actor) as desk:
        row = open_submission(desk, submission_id, read_id)
        part = replace(part, unit_asked=unit_asked(desk, row.part_revision))
        return put_revision(desk, row, part, "part-turned", {"rotation": rotation}).id


def _rotation(desk: Desk, revision: PartRevision, number: str) -> JsonObject:
    ways = parts.report(desk, revision.id).get("orientations")
    if not isinstance(ways, list) or number not in {str(place) for place in range(len(ways))}:
        raise Invalid("orientation-unknown", "The report offers no such way to lay the part.")
    found: JsonObject = ways[int(number)]["rotation"]
    return found


def _turned(lab: Lab, content: bytes, request: JsonObject) -> bytes:
    """Turn a file in a limited child."""
    lab.settings.scratch_path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="turn-", dir=lab.settings.scratch_path) as folder:
        path = Path(folder) / "part"
        path.write_bytes(content)
        asked = {**request, "path": str(path), "scratch": folder}
        answer = run_limited("printlab.part_offers:turn_part", asked, lab.settings.upload_child)
        return (Path(folder) / str(answer["file"])).read_bytes()


def _renamed(row: PartRevision, how: str) -> str:
    return f"{PurePosixPath(row.file_name).stem or 'part'}-{how}.stl"
