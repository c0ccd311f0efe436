"""Jobs: what the lab has taken on to print."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.records import Build, Job, PartRevision, Placement, Plan, Submission
from printlab.services import lab
from printlab.services.authorise import require_staff, require_visible
from printlab.services.numbers import next_number

__all__ = [
    "MOST_AHEAD",
    "cancel_job",
    "due_from",
    "far_ahead",
    "get",
    "job_of",
    "jobs_of",
    "make_job",
    "open_jobs",
    "printed_copies",
    "reopen",
]

UNFINISHED = ("open", "planned", "printing")

MOST_AHEAD = dt.timedelta(days=3653)
"""How far ahead anything can be asked for: a later day is a slip of the hand, and far beyond it
the ticks of a plan end. Our own choice."""


def get(desk: Desk, job_id: str) -> Job:
    """Return a job for whoever may see its submission."""
    job = desk.session.get(Job, job_id)
    if job is None:
        raise NotFound
    require_visible(desk.actor, job.submission)
    return job


def job_of(desk: Desk, submission_id: str) -> Job | None:
    """Return the job of a submission, if the lab has taken it on."""
    return jobs_of(desk, (submission_id,)).get(submission_id)


def jobs_of(desk: Desk, submission_ids: Iterable[str]) -> dict[str, Job]:
    """Return the jobs of those of some submissions that the lab has taken on, by submission."""
    query = select(Job).where(Job.submission_id.in_(tuple(submission_ids)))
    found = desk.session.scalars(query.options(joinedload(Job.submission))).all()
    for job in found:
        require_visible(desk.actor, job.submission)
    return {job.submission_id: job for job in found}


def open_jobs(desk: Desk) -> list[Job]:
    """Return the jobs that a plan still has to place or has placed, by number."""
    require_staff(desk.actor)
    query = (
        select(Job)
        .where(Job.state.in_(UNFINISHED))
        .order_by(Job.number)
        .options(
            joinedload(Job.part_revision).joinedload(PartRevision.parameter_set),
            joinedload(Job.submission),
            joinedload(Job.organisation),
        )
    )
    return list(desk.session.scalars(query))


def printed_copies(desk: Desk) -> dict[str, frozenset[int]]:
    """Return, per job that is not finished, the copies of it that came off a machine well.

    What was lost at a station since is not among them.
    """
    require_staff(desk.actor)
    rows = desk.session.execute(
        select(Placement.job_id, Placement.copy)
        .join(Build, Placement.build_id == Build.id)
        .join(Job, Placement.job_id == Job.id)
        .where(Build.state == "finished", ~Placement.lost, Job.state.in_(UNFINISHED))
    )
    printed: defaultdict[str, set[int]] = defaultdict(set)
    for job_id, copy in rows:
        printed[job_id].add(copy)
    return {job_id: frozenset(copies) for job_id, copies in printed.items()}


def due_from(desk: Desk, day: dt.date, field: str | None = None) -> dt.datetime:
    """Return the moment by which "needed by this day" is kept: the day's end on the lab's clock.

    Raises
    ------
    Invalid
        ``far-ahead`` at the form's ``field``: it is more than ten years from now.
    """
    if day > (desk.now + MOST_AHEAD).date():
        raise far_ahead(field)
    zone = lab.terms(desk).time_zone
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return midnight.astimezone(dt.UTC)


def far_ahead(field: str | None) -> Invalid:
    """Return the refusal of a moment that lies further ahead than `MOST_AHEAD`."""
    return Invalid("far-ahead", "Choose a moment within ten years from now.", field=field)


def make_job(
    desk: Desk, submission: Submission, *, due_at: dt.datetime | None, weight: float
) -> Job:
    """Take a submission on; the caller has decided that it may be."""
    job = Job(
        organisation_id=submission.organisation_id,
        number=next_number(desk, "J"),
        submission_id=submission.id,
        part_revision_id=submission.part_revision_id,
        copies=submission.quantity,
        release_at=desk.now,
        due_at=due_at or due_from(desk, submission.needed_by),
        weight=weight,
        confidential=submission.part_revision.part.confidential,
    )
    desk.session.add(job)
    desk.session.flush()
    return job


def cancel_job(desk: Desk, job: Job) -> None:
    """Take a job back that no published plan holds; a proposal that does is then outdated."""
    if job.state != "open" or _is_held(desk, job):
        raise Conflict(
            "job-planned",
            f"Job {job.number} is planned already; ask the lab to take it out.",
            {"job": job.number},
        )
    job.state = "cancelled"


def _is_held(desk: Desk, job: Job) -> bool:
    """Whether copies of a job run or are planned; after a failure others of an open job may."""
    planned = (Build.state == "planned") & (Plan.state == "published")
    held = (
        select(Placement.id)
        .join(Build, Placement.build_id == Build.id)
        .join(Plan, Build.plan_id == Plan.id)
        .where(Placement.job_id == job.id, (Build.state == "running") | planned)
    )
    return desk.session.scalar(held.limit(1)) is not None


def reopen(job: Job) -> None:
    """Give a job back to the next plan."""
    job.state = "open"
    job.promised_at = None
