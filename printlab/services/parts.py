"""Parts and their reports, for those who may see them."""

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab import audit
from printlab.convert.report import report_in_language
from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.records import Part, PartRevision, Submission, Task
from printlab.services.authorise import require_visible

__all__ = [
    "TaskProgress",
    "estimate",
    "file",
    "layers_table",
    "picture",
    "progress",
    "report",
    "revision",
    "submission_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgress:
    """How far a piece of background work is.

    ``state`` is the task's (``queued``, ``running``, ``done``, ``failed``, ``cancelled``);
    ``stage`` names what it does now: ``queued``, ``reading``, ``slicing``, ``checking``, ...
    """

    state: str
    stage: str
    done: int
    total: int
    error_code: str | None = None
    error_message: str | None = None
    error_params: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will change."""
        return self.state in {"done", "failed", "cancelled"}


def revision(desk: Desk, revision_id: str) -> PartRevision:
    """Return a revision with its part, material and parameter set."""
    row = desk.session.scalar(
        select(PartRevision)
        .where(PartRevision.id == revision_id)
        .options(
            joinedload(PartRevision.part).joinedload(Part.user),
            joinedload(PartRevision.part).joinedload(Part.group),
            joinedload(PartRevision.material),
            joinedload(PartRevision.parameter_set),
        )
    )
    if row is None:
        raise NotFound
    require_visible(desk.actor, row.part)
    return row


def submission_of(desk: Desk, revision_id: str) -> Submission | None:
    """Return the submission that asks for a revision, if there is one."""
    row = revision(desk, revision_id)
    query = select(Submission).where(Submission.part_revision_id == row.id)
    return desk.session.scalar(query.order_by(Submission.created_at.desc()))


def report(desk: Desk, revision_id: str, language: str = "en") -> dict[str, object]:
    """Return the report of a checked revision with its texts in one language.

    Keys are those of ``printlab check --json`` (part, layers, findings, estimate, accepted), and
    ``ready``: when it could be ready, with a code and parameters saying why.
    """
    row = revision(desk, revision_id)
    return report_in_language(_document(desk, row.report_sha256), language)


def estimate(desk: Desk, revision_id: str) -> dict[str, object]:
    """Return the estimate of a checked revision: time with interval and breakdown, masses."""
    found = report(desk, revision_id)["estimate"]
    if not isinstance(found, dict):
        raise NotFound
    return found


def _document(desk: Desk, sha256: str | None) -> dict[str, object]:
    if sha256 is None:
        raise NotFound("report-not-ready", "This part has not been checked yet.")
    document: dict[str, object] = json.loads(desk.files.read(sha256))
    return document


def layers_table(desk: Desk, revision_id: str) -> dict[str, list[float | None]]:
    """Return the statistics per layer, column by column, as ``printlab layers`` names them."""
    row = revision(desk, revision_id)
    if row.layers_sha256 is None:
        raise NotFound("report-not-ready", "This part has not been checked yet.")
    with np.load(io.BytesIO(desk.files.read(row.layers_sha256)), allow_pickle=False) as table:
        return {name: _plain(table[name].tolist()) for name in table.files}


def _plain(column: list[float]) -> list[float | None]:
    """Return a column as JSON can hold it: where there is no number, None."""
    return [None if math.isnan(value) else value for value in column]


def picture(desk: Desk, revision_id: str, theme: str = "light") -> bytes:
    """Return the picture of a revision as PNG, for ``light`` or ``dark`` pages."""
    row = revision(desk, revision_id)
    sha256 = row.picture_dark_sha256 if theme == "dark" else row.picture_sha256
    if sha256 is None:
        raise NotFound("report-not-ready", "There is no picture of this part yet.")
    return desk.files.read(sha256)


def file(desk: Desk, revision_id: str) -> tuple[bytes, str]:
    """Return the file as it was handed in, and the name to show for it.

    Needs a writing desk: when somebody other than the owner takes the file, that is recorded.
    """
    row = revision(desk, revision_id)
    if desk.actor.user_id != row.part.user_id:
        audit.record(
            desk, "file-taken", "part_revision", row.id, organisation_id=row.organisation_id
        )
    return desk.files.read(row.file_sha256), row.file_name


def progress(desk: Desk, revision_id: str) -> TaskProgress:
    """Tell how far the check of a revision is."""
    row = revision(desk, revision_id)
    task = desk.session.scalar(
        select(Task)
        .where(Task.subject_id == row.id, Task.kind == "check_part")
        .order_by(Task.created_at.desc())
    )
    return task_progress(task)


def task_progress(task: Task | None) -> TaskProgress:
    """Return a task as people are told of it."""
    if task is None:
        raise NotFound
    return TaskProgress(
        state=task.state,
        stage=task.progress_stage,
        done=task.progress_done,
        total=task.progress_total,
        error_code=task.error_code,
        error_message=task.error_message,
        error_params=task.error_params,
    )
