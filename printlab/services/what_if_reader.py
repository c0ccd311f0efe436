"""The scheduler's comparison read as an answer: jobs, machines and builds by their names."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

import scheduler
from printlab.convert.question import BOUGHT
from printlab.convert.timeline import Timeline
from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.records import Job, Machine, Station, Task
from printlab.services import what_if
from printlab.services.insight import Speech
from printlab.services.proposed_view import Facts, proposed_view
from printlab.services.what_if_view import Answer, Compared, JobChange, Moved, TermChange
from printlab.texts import called
from printlab.working_hours import StaffedWindow
from scheduler.changes import MachineBought
from scheduler.result import Cause, Reason
from scheduler.what_if.comparison import JobShift

__all__ = ["answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What ids of jobs, of machines and stations are called, and when ticks are."""

    jobs: Mapping[str, Job]
    machines: Mapping[str, str]
    timeline: Timeline
    speech: Speech

    def of(self, key: str, value: str | float) -> str | float:
        """Return a parameter of a sentence as people say it."""
        if key == "horizon" and isinstance(value, int):
            return self.speech.moment(self.timeline.moment(value))
        jobs = {job.id: job.number for job in self.jobs.values()}
        return called(value, {**self.machines, **jobs})


def answer(desk: Desk, task_id: str, speech: Speech) -> Answer:
    """Return the answer to a question that was asked; `speech.others` names a new machine.

    Raises
    ------
    NotFound
        There is no such question, or no answer yet.
    """
    task = what_if.task_of(desk, task_id)
    if task.result is None:
        raise NotFound
    found = scheduler.Comparison.from_dict(task.result["comparison"])
    names = _names(desk, task, found, speech)
    shown = replace(found, reason=_named(found.reason, names))
    lines = shown.sentences(speech.lang, lambda tick: speech.moment(names.timeline.moment(tick)))
    question = what_if.question_of(desk, task_id)
    subject = names.machines.get(question.machine_id or "", "")
    if question.job_id is not None and question.job_id in names.jobs:
        subject = names.jobs[question.job_id].number
    whole = Answer(
        question=question,
        asked_at=task.created_at,
        subject=subject,
        lines=tuple(lines),
        runtime_s=found.runtime_s,
    )
    if found.after is None:
        return whole
    return replace(
        whole,
        jobs=tuple(_job_changes(found.shifts, names)),
        moved=_moved(found, names),
        terms=_terms(found),
        compared=_compared(desk, task, found, names),
    )


def _names(desk: Desk, task: Task, found: scheduler.Comparison, speech: Speech) -> _Names:
    machines = {row.id: row.name for row in desk.session.scalars(select(Machine))}
    machines |= {row.id: row.name for row in desk.session.scalars(select(Station))}
    schedules = [found.before, *([] if found.after is None else [found.after])]
    held = {p.part for one in schedules for build in one.builds for p in build.placements}
    reason = found.reason or Reason(code="", params={})
    told = [reason.params, *(cause.params for cause in reason.causes)]
    held |= {str(value) for params in told for value in params.values()}
    held |= {str(what_if.question_of(desk, task.id).job_id)}
    rows = desk.session.scalars(select(Job).where(Job.id.in_(held))).all()
    origin = dt.datetime.fromisoformat((task.result or {})["origin"])
    return _Names(
        jobs={row.id: row for row in rows},
        machines={**machines, BOUGHT: speech.others},
        timeline=Timeline(origin=origin, tick_s=found.tick_s),
        speech=speech,
    )


def _named(reason: Reason | None, names: _Names) -> Reason | None:
    """Return why there is no plan, with jobs and machines by their names."""
    if reason is None:
        return None

    def said(params: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
        return {key: names.of(key, value) for key, value in params.items()}

    causes = tuple(Cause(code=one.code, params=said(one.params)) for one in reason.causes)
    return Reason(code=reason.code, params=said(reason.params), causes=causes)


def _job_changes(shifts: Iterable[JobShift], names: _Names) -> list[JobChange]:
    """Return the jobs that are done at another time, those that are worse off first."""
    by_number = {job.number: job for job in names.jobs.values()}
    timeline = names.timeline
    ordered = sorted(shifts, key=lambda one: (-one.late_after, -one.later, one.job))
    return [
        JobChange(
            number=shift.job,
            name=by_number[shift.job].part_revision.part.name,
            submission_id=by_number[shift.job].submission_id,
            due_at=None if shift.due is None else timeline.moment(shift.due),
            before_at=None if shift.end_before is None else timeline.moment(shift.end_before),
            after_at=None if shift.end_after is None else timeline.moment(shift.end_after),
            late_s=shift.late_after * timeline.tick_s,
            later_s=shift.later * timeline.tick_s,
            code=shift.code,
        )
        for shift in ordered
        if shift.job in by_number
    ]


def _moved(found: scheduler.Comparison, names: _Names) -> tuple[Moved, ...]:
    """Return the copies that move, those of one job that move alike together."""
    alike = Counter(
        (one.part, one.machine_before, one.start_before, one.machine_after, one.start_after)
        for one in found.moves
    )
    rows = [
        Moved(
            number=names.jobs[part].number,
            name=names.jobs[part].part_revision.part.name,
            copies=copies,
            machine_before=names.machines.get(before, ""),
            start_before=names.timeline.moment(start_before),
            machine_after=names.machines.get(after, ""),
            start_after=names.timeline.moment(start_after),
        )
        for (part, before, start_before, after, start_after), copies in alike.items()
        if part in names.jobs
    ]
    return tuple(sorted(rows, key=lambda row: (row.start_after, row.number)))


def _terms(found: scheduler.Comparison) -> tuple[TermChange, ...]:
    before = found.terms_before
    return tuple(
        TermChange(name=name, before=before[name].cost if name in before else 0.0, after=term.cost)
        for name, term in found.terms_after.items()
        if term.weight
    )


def _compared(
    desk: Desk, task: Task, found: scheduler.Comparison, names: _Names
) -> Compared | None:
    """Return the two plans as they are drawn."""
    if found.after is None or task.result is None:
        return None
    before = Facts(jobs=names.jobs, timeline=names.timeline, new_machine=names.machines[BOUGHT])
    after = replace(
        before,
        like_id=found.change.like if isinstance(found.change, MachineBought) else None,
        moved=frozenset((one.part, one.copy) for one in found.moves),
        dues={shift.job: shift.due for shift in found.shifts},
    )
    moment = names.timeline.moment
    return Compared(
        before=proposed_view(desk, found.before, before, task.result["known_before"]),
        after=proposed_view(desk, found.after, after, task.result["known_after"]),
        staffed=tuple(
            StaffedWindow(starts_at=moment(start), ends_at=moment(end), heads=heads)
            for start, end, heads in task.result["staff"]
        ),
    )
