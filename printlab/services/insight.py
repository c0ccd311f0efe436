"""Why a job is ready when it is, how sure that is, and what would help: for one reader."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from printlab import tasks
from printlab.convert.insight import (
    Odds,
    Told,
    Words,
    job_odds,
    named_in,
    told,
    wanting_advice,
)
from printlab.convert.timeline import Timeline
from printlab.errors import Conflict
from printlab.lab import Desk
from printlab.records import Build, Job, Machine, Placement, Plan, Station, Task, new_id
from printlab.services import background, jobs, mates, plan_rows
from printlab.services.authorise import may_see, require_staff
from printlab.services.background import TaskProgress

__all__ = [
    "Brief",
    "Insight",
    "Speech",
    "advice_progress",
    "advice_task",
    "ask_advice",
    "odds_of",
    "of_job",
    "of_plan",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a reader is spoken to: the language, moments in words, a word for others' work."""

    lang: str
    moment: Callable[[dt.datetime], str]
    others: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """What a plan knew of a job when it was made; nothing where the plan is older than that.

    ``together`` are the jobs that are to be in one build with it (none: its own copies alone);
    None where nobody asked for that, or the reader does not run the lab. ``advised`` where it was
    looked for what would help, ``looking`` while a worker does.
    """

    plan_version: int
    made_at: dt.datetime
    number: str
    name: str
    submission_id: str
    due_at: dt.datetime | None
    odds: Odds | None
    told: Told | None
    together: tuple[str, ...] | None = None
    confidential: bool = False
    advised: bool = False
    looking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The main reason why a job is ready when it is, and what would help most (staff only).

    ``help`` is empty where it was not looked for, or in vain (``advised``); ``looking`` while a
    worker looks for it.
    """

    reason: str
    help: str
    advised: bool
    looking: bool


def of_plan(desk: Desk, plan_id: str, speech: Speech) -> dict[str, Brief]:
    """Return for each job of a plan that the actor may see what a plan says of it, by its id."""
    plan = plan_rows.visible_plan(desk, plan_id)
    insight = plan.insight or {"explanations": {}}
    numbers = tuple(insight["explanations"])
    query = select(Job).where(Job.number.in_(numbers)).options(joinedload(Job.submission))
    seen = [job for job in desk.session.scalars(query) if may_see(desk.actor, job.submission)]
    ids = {one for job in seen for one in named_in(insight, job.number)}
    words = _words(plan, _names(desk, ids, speech), speech)
    advised = insight.get("advised", ())
    looking = _looked_for(desk, plan)
    briefs = {}
    for job in seen:
        found = told(insight, job.number, words, to_staff=desk.actor.is_staff)
        if found is not None:
            briefs[job.id] = Brief(
                reason=found.main,
                help=next(iter(found.advice), ""),
                advised=desk.actor.is_staff and job.number in advised,
                looking=job.number in looking,
            )
    return briefs


def _looked_for(desk: Desk, plan: Plan) -> set[str]:
    """Return the numbers of jobs for which workers look, now or next, what would help."""
    if not desk.actor.is_staff or plan.insight is None:
        return set()
    tasks_now = background.under_way(desk, "advise_job")
    asked = {task.payload["job"] for task in tasks_now if task.payload["plan_id"] == plan.id}
    return asked | set(wanting_advice(plan.insight)) if asked else asked


def odds_of(desk: Desk, planned: Iterable[Job]) -> dict[str, Odds]:
    """Return how sure the dates of jobs are that the published plan holds, by the jobs' ids.

    Who may see a job may see this.
    """
    query = select(Plan.insight["robustness"], Plan.origin_at, Plan.tick_s)
    row = desk.session.execute(query.where(Plan.state == "published")).first()
    if row is None or row[0] is None:
        return {}
    document, origin_at, tick_s = row
    timeline = Timeline(origin=origin_at, tick_s=tick_s)
    found = {
        job.id: job_odds({"robustness": document}, job.number, timeline)
        for job in planned
        if job.promised_at is not None and job.state in jobs.UNFINISHED
    }
    return {job_id: odds for job_id, odds in found.items() if odds is not None}


def of_job(desk: Desk, plan_id: str, job_id: str, speech: Speech) -> Insight:
    """Return what a plan says of a job, to whoever may see both.

    Staff is told names, what it delays and what would help; others learn nothing of others' work.
    """
    plan = plan_rows.visible_plan(desk, plan_id)
    job = jobs.get(desk, job_id)
    timeline = Timeline(origin=plan.origin_at, tick_s=plan.tick_s)
    insight = plan.insight
    names = _names(desk, named_in(insight, job.number) if insight else (), speech)
    words = _words(plan, names, speech)
    return Insight(
        plan_version=plan.version,
        made_at=plan.created_at,
        number=job.number,
        name=job.part_revision.part.name,
        submission_id=job.submission_id,
        due_at=job.due_at,
        together=_together(desk, job),
        confidential=job.confidential,
        advised=job.number in insight.get("advised", ()) if insight else False,
        looking=job.number in _looked_for(desk, plan),
        odds=job_odds(insight, job.number, timeline) if insight else None,
        told=told(insight, job.number, words, to_staff=desk.actor.is_staff) if insight else None,
    )


def _words(plan: Plan, names: Mapping[str, str], speech: Speech) -> Words:
    timeline = Timeline(origin=plan.origin_at, tick_s=plan.tick_s)
    return Words(
        lang=speech.lang,
        name=lambda one: names.get(one, one),
        says=lambda tick: speech.moment(timeline.moment(tick)),
    )


def ask_advice(desk: Desk, plan_id: str, job_id: str) -> Task:
    """Queue the search for what would help a job that a plan explains.

    Raises
    ------
    Conflict
        ``advice-nothing-told``: the plan does not say why the job is ready when it is.
    """
    require_staff(desk.actor)
    plan = plan_rows.visible_plan(desk, plan_id)
    job = jobs.get(desk, job_id)
    if job.number not in (plan.insight or {"explanations": {}})["explanations"]:
        raise Conflict(
            "advice-nothing-told", "This plan does not say why the job is ready then; plan again."
        )
    for under_way in background.under_way(desk, "advise_job", job.id):
        if under_way.payload["plan_id"] == plan.id:
            return under_way
    payload = {"plan_id": plan.id, "job_id": job.id, "job": job.number}
    key = f"advise_job:{plan.id}:{job.id}:{new_id()}"
    return tasks.enqueue(desk, "advise_job", payload, idempotency_key=key, subject_id=job.id)


def advice_task(desk: Desk, task_id: str) -> Task:
    """Return a search for advice that was queued; its payload names the plan and the job."""
    require_staff(desk.actor)
    return background.found(desk, task_id, "advise_job")


def advice_progress(desk: Desk, task_id: str) -> TaskProgress:
    """Tell how far the search for advice is."""
    return background.told(advice_task(desk, task_id))


def _together(desk: Desk, job: Job) -> tuple[str, ...] | None:
    if job.together is None or not desk.actor.is_staff:
        return None
    return tuple(one.number for one in mates.group_of(desk, job))


def _names(desk: Desk, ids: Collection[str], speech: Speech) -> dict[str, str]:
    """Return what ids in explanations are called; what the reader may not see is others' work."""
    names = {machine.id: machine.name for machine in desk.session.scalars(select(Machine))}
    names |= {station.id: station.name for station in desk.session.scalars(select(Station))}
    placed = selectinload(Build.placements).joinedload(Placement.job).joinedload(Job.submission)
    builds = select(Build).where(Build.id.in_(ids)).options(joinedload(Build.machine), placed)
    for build in desk.session.scalars(builds):
        seen = any(may_see(desk.actor, place.job.submission) for place in build.placements)
        label = build.number or f"{build.machine.name}, {speech.moment(build.planned_setup_at)}"
        names[build.id] = label if seen else speech.others
    query = select(Job).where(Job.id.in_(ids)).options(joinedload(Job.submission))
    for job in desk.session.scalars(query):
        names[job.id] = job.number if may_see(desk.actor, job.submission) else speech.others
    return names
