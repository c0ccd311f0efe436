"""The task that follows an uploaded toolpath: read it, check it, lay its layers out to be seen."""

from dataclasses import dataclass
from pathlib import Path

from printlab import audit
from printlab.convert.process import process_document
from printlab.errors import NotFound, PrintlabError
from printlab.handler import Outcome
from printlab.lab import Desk
from printlab.records import JsonObject, Machine, ParameterSet, Task, Toolpath
from printlab.services import build_files, lab
from printlab.settings import ChildLimits, Settings
from printlab.toolpath_work import FILES

__all__ = ["CheckToolpath", "copies_in", "give_up", "keep_checked", "toolpath_of"]

_NUMBERS = (
    "file_format",
    "layer_count",
    "vector_count",
    "accepted",
    "error_count",
    "warning_count",
    "scan_mm",
    "jump_mm",
    "time_s",
)


@dataclass(frozen=True, slots=True)
class CheckToolpath:
    """Checks one toolpath."""

    child: str = "printlab.toolpath_work:check_path"

    def limits(self, settings: Settings) -> ChildLimits:
        """Return what the child may use."""
        return settings.check_child

    def request(self, desk: Desk, task: Task, scratch: Path) -> JsonObject:
        """Ask for the check with the material and the machine of what it is for."""
        row = toolpath_of(desk, task)
        row.state = "checking"
        parameters, machines = _printed_with(desk, row)
        return {
            "path": str(desk.files.local_path(_file(row), scratch)),
            "name": row.file_name,
            "part": _part(desk, row, scratch),
            "copies": copies_in(desk, row, scratch),
            "process": process_document(parameters, machines, lab.terms(desk), lab.learnt(desk)),
        }

    def store(self, desk: Desk, task: Task, outcome: Outcome) -> JsonObject:
        """Keep report, index and layers as files, and the numbers in the row."""
        return keep_checked(desk, toolpath_of(desk, task), outcome)

    def fail(self, desk: Desk, task: Task, error: PrintlabError) -> None:
        """Say on the toolpath why it could not be checked."""
        give_up(toolpath_of(desk, task), error)


def toolpath_of(desk: Desk, task: Task) -> Toolpath:
    """Return the toolpath that a task is about."""
    row = desk.session.get(Toolpath, task.payload["toolpath_id"])
    if row is None:
        raise NotFound
    return row


def keep_checked(desk: Desk, row: Toolpath, outcome: Outcome) -> JsonObject:
    """Keep report, index and layers as files, and the numbers in the row."""
    kept = (desk.files.put_file(outcome.scratch / name) for name in FILES)
    row.report_sha256, row.index_sha256, row.layers_sha256 = kept
    for name in _NUMBERS:
        setattr(row, name, outcome.result[name])
    row.state, row.checked_at = "checked", desk.now
    row.error_code, row.error_params = None, {}
    audit.record(
        desk,
        "toolpath-checked",
        "toolpath",
        row.id,
        organisation_id=row.organisation_id,
        detail={"accepted": row.accepted},
    )
    return {"toolpath_id": row.id, "accepted": row.accepted}


def give_up(row: Toolpath, error: PrintlabError) -> None:
    """Say on the toolpath why it could not be made or checked."""
    row.state = "failed"
    row.error_code, row.error_params = error.code, error.params


def copies_in(desk: Desk, row: Toolpath, scratch: Path) -> list[JsonObject]:
    """Return what lies in the build now that a toolpath is of, and remember it on the toolpath."""
    if row.build is None:
        return []
    row.laid_sha256 = row.build.laid_sha256
    return build_files.copies_of(desk, row.build, scratch)


def _file(row: Toolpath) -> str:
    if row.file_sha256 is None:
        raise NotFound("file-missing", "This toolpath has no file yet.")
    return row.file_sha256


def _printed_with(desk: Desk, row: Toolpath) -> tuple[ParameterSet, list[Machine]]:
    """Return the parameter set and machines of the submission, or the build's own."""
    if row.build is not None:
        return row.build.parameter_set, [row.build.machine]
    assert row.part_revision is not None  # noqa: S101  a toolpath is of one or the other
    revision = row.part_revision
    machines = lab.machines_for(desk, revision.parameter_set, revision.machine_class)
    return revision.parameter_set, machines


def _part(desk: Desk, row: Toolpath, scratch: Path) -> JsonObject | None:
    """Return the part to compare with, as it was handed in."""
    revision = row.part_revision
    if revision is None:
        return None
    return {
        "path": str(desk.files.local_path(revision.file_sha256, scratch)),
        "name": revision.file_name,
        "unit": revision.unit,
    }
