"""How far background work is, in words a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from printlab.errors import Unreadable
from printlab.services.background import TaskProgress
from web.localise import number
from web.messages import sentence

__all__ = [
    "MADE_STEPS",
    "PART_STEPS",
    "TOOLPATH_STEPS",
    "ProgressWords",
    "progress_document",
    "progress_words",
]

_STAGES: dict[str, object] = {
    "queued": _l("Queued"),
    "starting": _l("Starting"),
    "reading": _l("Reading the file"),
    "slicing": _l("Slicing"),
    "checking": _l("Checking"),
    "finding-a-date": _l("Looking for the first free day"),
    "offering": _l("Trying ways to lay it"),
    "drawing": _l("Drawing the part"),
    "making": _l("Making the vectors"),
    "laying-out": _l("Preparing the layers"),
    "storing": _l("Writing the report"),
    "planning": _l("Planning"),
    "done": _l("Done"),
    "failed": _l("Failed"),
}
PART_STEPS = ("queued", "reading", "slicing", "checking", "finding-a-date", "offering", "drawing")
"""What the check of a part does, in its order."""
TOOLPATH_STEPS = ("queued", "reading", "checking", "laying-out")
"""What the check of a toolpath does, in its order."""
MADE_STEPS = ("queued", "reading", "making", "checking", "laying-out")
"""What is done where the lab makes the toolpath."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressWords:
    """The stage in words, its share done (None: unknown), and the steps with the one at hand."""

    line: str
    percent: int | None
    steps: tuple[tuple[str, str], ...]
    failure: str = ""


def progress_words(progress: TaskProgress, steps: Sequence[str] = PART_STEPS) -> ProgressWords:
    """Return a task's progress as shown, among the steps that such a task takes."""
    stage = str(_STAGES.get(progress.stage, progress.stage))
    counted = progress.total > 1
    line = stage
    if progress.stage == "slicing" and counted:
        line = _(
            "Slicing, layer %(done)s of %(total)s",
            done=number(progress.done),
            total=number(progress.total),
        )
    return ProgressWords(
        line=line,
        percent=round(100 * progress.done / progress.total) if counted else None,
        steps=_marked(steps, progress.stage),
        failure=_failure(progress),
    )


def progress_document(progress: TaskProgress) -> dict[str, object]:
    """Return how far a task is, for a program."""
    return {
        "state": progress.state,
        "stage": progress.stage,
        "done": progress.done,
        "total": progress.total,
    }


def _marked(steps: Sequence[str], stage: str) -> tuple[tuple[str, str], ...]:
    """Return each step's word with ``done``, ``now`` or ``later``."""
    at = steps.index(stage) if stage in steps else (0 if stage == "starting" else len(steps) - 1)
    marks = ["done" if i < at else "now" if i == at else "later" for i in range(len(steps))]
    return tuple((str(_STAGES[step]), mark) for step, mark in zip(steps, marks, strict=True))


def _failure(progress: TaskProgress) -> str:
    """Return why the work failed, in the page's language."""
    if progress.error_code is None:
        return ""
    english = progress.error_message or progress.error_code
    return sentence(Unreadable(progress.error_code, english, progress.error_params))
