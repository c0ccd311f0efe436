"""What a job shares its platform with: all copies in one build, another job, or no strangers."""

from collections.abc import Sequence

from sqlalchemy import select

from printlab import audit
from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.records import Job, PartRevision, new_id
from printlab.services import jobs, plan_rows
from printlab.services.authorise import require_staff

__all__ = ["OWN", "candidates", "group_of", "set_mates"]

OWN = "own"
"""Chosen in place of another job: the job's own copies in one build."""
_CHANGEABLE = ("open", "planned")


def group_of(desk: Desk, job: Job) -> list[Job]:
    """Return the other unfinished jobs that are in one build with a job, by number; for staff."""
    require_staff(desk.actor)
    if job.together is None:
        return []
    query = select(Job).where(
        Job.together == job.together, Job.id != job.id, Job.state.in_(jobs.UNFINISHED)
    )
    return list(desk.session.scalars(query.order_by(Job.number)))


def candidates(desk: Desk, job: Job) -> list[Job]:
    """Return the jobs that one can be built with: of its owner, in its parameter set; for staff."""
    require_staff(desk.actor)
    query = (
        select(Job)
        .join(PartRevision, Job.part_revision_id == PartRevision.id)
        .where(
            Job.organisation_id == job.organisation_id,
            PartRevision.parameter_set_id == job.part_revision.parameter_set_id,
            Job.state.in_(_CHANGEABLE),
            Job.id != job.id,
        )
    )
    return list(desk.session.scalars(query.order_by(Job.number)))


def set_mates(desk: Desk, job_id: str, *, together: str, confidential: bool) -> Job:
    """Say what a job shares a platform with; the next plan keeps to it.

    ``together`` is empty (its copies may be in several builds), `OWN`, or the number of a job that
    is to be in the same build: one of its `candidates`, or of its group now. A ``confidential``
    job never shares one with another owner's work.

    Raises
    ------
    Invalid
        ``together-unknown``: no such job of this owner in this parameter set is yet to be printed.
    Conflict
        ``job-state`` once it is printing or over, ``job-fixed`` while a build that runs or is
        pinned holds copies of it, or of the other job.
    """
    require_staff(desk.actor)
    job = desk.session.get(Job, job_id)
    if job is None:
        raise NotFound
    _require_free(desk, (job,))
    job.together = _group(desk, job, together)
    job.confidential = confidential
    desk.session.flush()
    detail = {"together": together, "confidential": confidential}
    audit.record(desk, "job-mates-set", "job", job.id, detail=detail)
    return job


def _group(desk: Desk, job: Job, together: str) -> str | None:
    """Return the name of the group that a job is to be in."""
    if together in {"", OWN}:
        alone = job.together is not None and not group_of(desk, job)
        return None if not together else (job.together if alone else new_id())
    if together in {one.number for one in group_of(desk, job)}:
        return job.together
    other = next((one for one in candidates(desk, job) if one.number == together), None)
    if other is None:
        raise Invalid(
            "together-unknown",
            f"No job {together} of this owner and parameter set is yet to be printed.",
            {"job": together},
            field="together",
        )
    _require_free(desk, (other,))
    other.together = other.together or new_id()
    return other.together


def _require_free(desk: Desk, wanted: Sequence[Job]) -> None:
    """Refuse to change what is under way, or held by a build that a plan may not move."""
    held = {p.job_id: build for build in plan_rows.fixed_builds(desk) for p in build.held}
    for job in wanted:
        if job.state not in _CHANGEABLE:
            raise Conflict(
                "job-state",
                f"This cannot be done: job {job.number} is {job.state}.",
                {"job": job.number, "state": job.state},
            )
        if job.id in held:
            number = held[job.id].number or ""
            raise Conflict(
                "job-fixed",
                f"Build {number} runs or is pinned and holds copies of job {job.number}.",
                {"job": job.number, "build": number},
            )
