"""What if: a manager asks what a change would make of the plan; nothing is changed by asking."""

import datetime as dt
from collections.abc import Sequence

from printlab import audit, tasks
from printlab.convert.question import KINDS, Question
from printlab.errors import Conflict, Invalid
from printlab.lab import Desk
from printlab.records import Job, Machine, Task, new_id
from printlab.services import background, jobs, lab, plan_rows
from printlab.services.authorise import require_manager
from printlab.services.background import TaskProgress

__all__ = [
    "MOST_HEADS",
    "ask",
    "machines",
    "planned_jobs",
    "progress",
    "question_of",
    "skills",
    "task_of",
    "waiting_jobs",
]

MOST_HEADS = 50
"""People that one question may take away."""
_OF_JOBS = frozenset({"rush-job", "due-date-moved"})
_OF_MACHINES = frozenset({"machine-down", "machine-bought"})
_OF_STRETCHES = frozenset({"machine-down", "operator-absent"})


def machines(desk: Desk) -> list[Machine]:
    """Return the machines that can be asked about."""
    require_manager(desk.actor)
    return lab.machines(desk)


def waiting_jobs(desk: Desk) -> list[Job]:
    """Return the jobs that no published plan holds yet, any of which can be a rush job."""
    held = _held(desk)
    return [job for job in jobs.open_jobs(desk) if job.id not in held]


def planned_jobs(desk: Desk) -> list[Job]:
    """Return the jobs of which the published plan still has something to do."""
    held = _held(desk)
    return [job for job in jobs.open_jobs(desk) if job.id in held]


def _held(desk: Desk) -> set[str]:
    """Return the jobs that are in a build that stays or is planned."""
    require_manager(desk.actor)
    builds = (*plan_rows.fixed_builds(desk), *plan_rows.movable_builds(desk))
    return {placed.job_id for build in builds for placed in build.held}


def skills(desk: Desk) -> list[str]:
    """Return what people of the lab are trained for, by name."""
    require_manager(desk.actor)
    return sorted({skill for shift in lab.shifts(desk) for skill in shift.skills or ()})


def ask(desk: Desk, question: Question) -> Task:
    """Queue a question about the published plan.

    Raises
    ------
    Invalid
        A field is missing or does not hold what the kind of change needs.
    Conflict
        ``what-if-nothing``: no plan is published.
    """
    require_manager(desk.actor)
    if not _held(desk):
        raise Conflict("what-if-nothing", "Nothing is planned; publish a plan first.")
    _check(desk, question)
    key = f"what_if:{new_id()}"
    task = tasks.enqueue(desk, "what_if", question.to_dict(), idempotency_key=key)
    audit.record(desk, "what-if-asked", "task", task.id, detail={"kind": question.kind})
    return task


def task_of(desk: Desk, task_id: str) -> Task:
    """Return a question that was asked."""
    require_manager(desk.actor)
    return background.found(desk, task_id, "what_if")


def progress(desk: Desk, task_id: str) -> TaskProgress:
    """Tell how far the answer is."""
    return background.told(task_of(desk, task_id))


def question_of(desk: Desk, task_id: str) -> Question:
    """Return what was asked."""
    return Question.from_dict(task_of(desk, task_id).payload)


def _check(desk: Desk, question: Question) -> None:
    """Refuse what does not say all that its kind of change needs."""
    if question.kind not in KINDS:
        raise Invalid("what-if-unknown", "Choose what is to change.")
    if question.kind in _OF_JOBS:
        known = waiting_jobs(desk) if question.kind == "rush-job" else planned_jobs(desk)
        _check_id(question.job_id, known, "job")
    if question.kind in _OF_MACHINES:
        _check_id(question.machine_id, machines(desk), "machine")
    _check_due(question, desk.now)
    _check_near(question, desk.now)
    if question.kind in _OF_STRETCHES:
        _check_stretch(question, desk.now)
    if question.skill and question.skill not in skills(desk):
        raise Invalid("what-if-skill", "Choose a skill of the list.", field="skill")
    if not 1 <= question.heads <= MOST_HEADS:
        raise Invalid(
            "what-if-heads",
            f"Ask for 1 to {MOST_HEADS} people.",
            {"most": MOST_HEADS},
            field="heads",
        )


def _check_due(question: Question, now: dt.datetime) -> None:
    if question.kind == "due-date-moved" and question.due_at is None:
        raise Invalid("what-if-day-missing", "Fill in the new day.", field="due_on")
    if question.due_at is not None and question.due_at <= now:
        raise Invalid("due-past", "The due day is in the past.", field="due_on")


def _check_near(question: Question, now: dt.datetime) -> None:
    for field, at in (("since", question.since), ("until", question.until)):
        if at is not None and at > now + jobs.MOST_AHEAD:
            raise jobs.far_ahead(field)


def _check_id(wanted: str | None, known: Sequence[Job] | Sequence[Machine], what: str) -> None:
    if wanted not in {row.id for row in known}:
        raise Invalid(f"what-if-{what}", f"Choose a {what} of the list.", field=f"{what}_id")


def _check_stretch(question: Question, now: dt.datetime) -> None:
    if question.since is None or question.until is None:
        field = "since" if question.since is None else "until"
        raise Invalid("what-if-moment-missing", "Fill in from when until when.", field=field)
    if question.until <= max(question.since, now):
        raise Invalid(
            "what-if-stretch", "The end lies after the start, and in the future.", field="until"
        )
