"""What happens on the shop floor: builds begin, end, fail, and are pinned where they are.

::

    planned --start--> running --finish--> finished
       |                  '------fail----> failed      (its jobs go back to the next plan,
       |                                               and nothing follows it any more)
       '-- pin / unpin (stays planned; a new plan leaves a pinned build where it is)
"""

from sqlalchemy import func, select

from printlab import audit
from printlab.errors import Conflict, Invalid
from printlab.lab import Desk
from printlab.records import Build, Job, Placement, Plan
from printlab.services import jobs, operations, plan_rows
from printlab.services.authorise import require_staff
from printlab.services.plan_reader import build_view
from printlab.services.plan_view import BuildView

__all__ = ["fail", "finish", "get", "pin", "start", "unpin"]

_LONGEST_REASON = 2000


def get(desk: Desk, build_id: str) -> BuildView:
    """Return a build of the published plan; for staff also one that is only proposed.

    A company sees builds with work of its own, and nothing of what else is in them.
    """
    return build_view(desk, plan_rows.visible_build(desk, build_id))


def start(desk: Desk, build_id: str) -> BuildView:
    """Note that the machine prints; the powder in it is now this build's."""
    build = _for_work(desk, build_id)
    _require_state(build, "planned")
    other = desk.session.scalar(
        select(Build).where(Build.machine_id == build.machine_id, Build.state == "running")
    )
    if other is not None:
        raise Conflict(
            "machine-busy",
            f"{build.machine.name} still runs {other.number}; finish it first.",
            {"machine": build.machine.name, "build": other.number or ""},
        )
    build.state, build.actual_start_at = "running", desk.now
    build.machine.loaded_material_id = build.material_id
    for job in _jobs_in(build):
        job.state = "printing"
    return _done(desk, build, "build-started")


def finish(desk: Desk, build_id: str) -> BuildView:
    """Note that the build is off the machine; jobs with all copies printed are printed.

    What follows it at the stations goes on; until that is done, the next plan keeps the build.
    """
    build = _for_work(desk, build_id)
    _require_state(build, "running")
    build.state, build.actual_end_at = "finished", desk.now
    desk.session.flush()
    for job in _jobs_in(build):
        if _copies_in(desk, job, "finished") >= job.copies:
            job.state = "printed"
        elif not _copies_in(desk, job, "running"):
            job.state = "planned" if _copies_in(desk, job, "planned") else "open"
    return _done(desk, build, "build-finished")


def fail(desk: Desk, build_id: str, reason: str) -> BuildView:
    """Note that the build has failed; its jobs go back to the next plan."""
    build = _for_work(desk, build_id)
    _require_state(build, "running")
    reason = reason.strip()
    if not reason:
        raise Invalid("reason-missing", "Say what went wrong.", field="reason")
    build.state, build.actual_end_at = "failed", desk.now
    build.failure_reason = reason[:_LONGEST_REASON]
    operations.give_up(desk, build)
    for job in _jobs_in(build):
        jobs.reopen(job)
    return _done(desk, build, "build-failed")


def pin(desk: Desk, build_id: str) -> BuildView:
    """Keep a planned build where it is when the lab plans again."""
    build = _for_work(desk, build_id)
    _require_state(build, "planned")
    build.pinned = True
    return _done(desk, build, "build-pinned")


def unpin(desk: Desk, build_id: str) -> BuildView:
    """Let the next plan move a build again."""
    build = _for_work(desk, build_id)
    _require_state(build, "planned")
    build.pinned = False
    return _done(desk, build, "build-unpinned")


def _for_work(desk: Desk, build_id: str) -> Build:
    """Return a build of a plan that was published, for staff."""
    require_staff(desk.actor)
    build = plan_rows.find_build(desk, build_id)
    plan_rows.require_published(desk, build.plan_id)
    return build


def _require_state(build: Build, state: str) -> None:
    if build.state != state:
        raise Conflict(
            "build-state",
            f"This cannot be done: build {build.number} is {build.state}.",
            {"build": build.number or "", "state": build.state},
        )


def _jobs_in(build: Build) -> list[Job]:
    found = {placement.job_id: placement.job for placement in build.placements}
    return list(found.values())


def _copies_in(desk: Desk, job: Job, state: str) -> int:
    """Count a job's copies in builds of one state, in plans that were published."""
    query = (
        select(func.count())
        .select_from(Placement)
        .join(Build, Placement.build_id == Build.id)
        .join(Plan, Build.plan_id == Plan.id)
        .where(Placement.job_id == job.id, Build.state == state, ~Placement.lost)
        .where(Plan.published_at.is_not(None))
    )
    return desk.session.scalar(query) or 0


def _done(desk: Desk, build: Build, action: str) -> BuildView:
    desk.session.flush()
    audit.record(desk, action, "build", build.id, detail={"number": build.number})
    return build_view(desk, build)
