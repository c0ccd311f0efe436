"""What is asked of a plan: a change as a person says it, and as the scheduler takes it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final

from printlab.convert.published import Scene
from printlab.convert.timeline import Timeline
from printlab.errors import Conflict
from printlab.records import JsonObject
from scheduler.changes import (
    Change,
    DueDateMoved,
    MachineBought,
    MachineDown,
    OperatorAbsent,
    RushJob,
)

__all__ = ["BOUGHT", "KINDS", "Question", "change_of"]

KINDS: Final = ("rush-job", "due-date-moved", "machine-down", "operator-absent", "machine-bought")

BOUGHT: Final = "bought"
"""The id of a machine that is not there yet."""

RUSH_WEIGHT: Final = 10.0
"""How many ordinary jobs a rush job weighs as; our own choice."""

_MOMENTS: Final = ("since", "until", "due_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A change of one of the `KINDS`, with what that kind needs; moments are UTC.

    The answer may move everything that has not begun where it is ``anew``, a tenth otherwise.
    """

    kind: str
    machine_id: str | None = None
    job_id: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    due_at: dt.datetime | None = None
    heads: int = 1
    skill: str | None = None
    anew: bool = False

    def to_dict(self) -> JsonObject:
        """Return it as a task keeps it."""
        values: JsonObject = asdict(self)
        texts = {name: values[name].isoformat() for name in _MOMENTS if values[name] is not None}
        return values | texts

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> "Question":
        """Read it back."""
        values: JsonObject = dict(document)
        told = {name: values[name] for name in _MOMENTS if values[name] is not None}
        return cls(**values | {name: dt.datetime.fromisoformat(at) for name, at in told.items()})


def change_of(question: Question, scene: Scene) -> Change:
    """Return the scheduler's change; raises `Conflict` where what it names is no longer there."""
    now, timeline = scene.problem.now, scene.timeline
    start = now if question.since is None else max(now, timeline.floor(question.since))
    if question.kind == "rush-job":
        return _rush_job(question, scene)
    if question.kind == "due-date-moved":
        return DueDateMoved(job=_number(question, scene), due=_tick(question.due_at, timeline))
    if question.kind == "machine-bought":
        return MachineBought(machine=BOUGHT, like=question.machine_id or "", available_from=start)
    end = max(start + 1, _tick(question.until, timeline) or 0)
    if question.kind == "machine-down":
        return MachineDown(machine=question.machine_id or "", start=start, end=end)
    return OperatorAbsent(start=start, end=end, heads=question.heads, skill=question.skill)


def _tick(moment: dt.datetime | None, timeline: Timeline) -> int | None:
    return None if moment is None else timeline.floor(moment)


def _rush_job(question: Question, scene: Scene) -> RushJob:
    part = scene.waiting.get(question.job_id or "")
    if part is None:
        raise _gone()
    due = _tick(question.due_at, scene.timeline)
    weight = max(part.weight, RUSH_WEIGHT)
    return RushJob(parts=(replace(part, due=part.due if due is None else due, weight=weight),))


def _number(question: Question, scene: Scene) -> str:
    """Return under which name the scheduler knows a job."""
    names = {part.id: part.job for part in scene.problem.parts}
    if question.job_id not in names:
        raise _gone()
    return names[question.job_id]


def _gone() -> Conflict:
    return Conflict("what-if-job-gone", "The plan has moved on: this job is in another state now.")
