"""Plans: asked for, looked at, published."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from printlab import audit, tasks
from printlab.errors import Conflict, Invalid, NotFound
from printlab.lab import Desk
from printlab.records import Build, Machine, Plan, Task, new_id
from printlab.services import background, jobs, plan_rows
from printlab.services.advising import advise_next
from printlab.services.authorise import require_signed_in, require_staff
from printlab.services.background import TaskProgress
from printlab.services.numbers import next_number
from printlab.services.plan_reader import Rows as ViewRows
from printlab.services.plan_reader import plan_view
from printlab.services.plan_view import PlanView
from printlab.services.ready_times import progress_of
from printlab.services.still_true import Rows, require_still_true

__all__ = [
    "current",
    "get",
    "history",
    "progress",
    "proposed",
    "publish",
    "request_plan",
    "running_task",
    "take_best",
    "terms",
    "withdraw",
]

_LONGEST_S = 300.0


def request_plan(desk: Desk, time_limit_s: float = 10.0, *, anew: bool = False) -> Task:
    """Queue a new plan; while one is being made, that one is given back.

    Of what is planned and has not begun it moves at most a tenth, unless it is made ``anew``.
    """
    require_staff(desk.actor)
    if not 0.5 <= time_limit_s <= _LONGEST_S:  # noqa: PLR2004 (below, nothing is searched)
        raise Invalid(
            "time-limit-out-of-range",
            f"Let the planner search for 0.5 to {_LONGEST_S:.0f} seconds.",
            {"least": 0.5, "most": _LONGEST_S},
            field="time_limit_s",
        )
    under_way = running_task(desk)
    if under_way is not None:
        return under_way
    if not jobs.open_jobs(desk) and not plan_rows.pending_builds(desk):
        raise Conflict("nothing-to-plan", "There is nothing to plan: no job is open.")
    task = tasks.enqueue(
        desk,
        "make_plan",
        {"time_limit_s": time_limit_s, "anew": anew},
        idempotency_key=f"make_plan:{new_id()}",
    )
    audit.record(desk, "plan-requested", "task", task.id)
    return task


def running_task(desk: Desk) -> Task | None:
    """Return the task that makes a plan now, if there is one."""
    require_staff(desk.actor)
    return next(iter(background.under_way(desk, "make_plan")), None)


def progress(desk: Desk, task_id: str) -> TaskProgress:
    """Tell how far a plan is; a plan that was impossible says why in one sentence."""
    require_staff(desk.actor)
    return background.told(background.found(desk, task_id, "make_plan"))


def take_best(desk: Desk, task_id: str) -> None:
    """Ask the planner to end with the best plan that it has, or the first that it finds."""
    progress(desk, task_id)
    tasks.request_enough(desk, task_id)
    audit.record(desk, "plan-best-taken", "task", task_id)


def get(desk: Desk, plan_id: str) -> PlanView:
    """Return a plan; whoever does not run the lab sees the published one only."""
    return _view(desk, plan_rows.visible_plan(desk, plan_id))


def terms(desk: Desk, plan_id: str) -> dict[str, dict[str, float]]:
    """Return of what a plan's cost is made: per term its amount, weight and cost, in ticks."""
    require_staff(desk.actor)
    plan = desk.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    document = json.loads(desk.files.read(plan.result_sha256))
    found: dict[str, dict[str, float]] = document.get("terms", {})
    return found


def current(desk: Desk) -> PlanView | None:
    """Return the published plan as the actor may see it."""
    require_signed_in(desk.actor)
    plan = _latest(desk, "published")
    return None if plan is None else _view(desk, plan)


def proposed(desk: Desk) -> PlanView | None:
    """Return the latest proposal, for staff to look at."""
    require_staff(desk.actor)
    plan = _latest(desk, "proposed")
    return None if plan is None else _view(desk, plan)


def history(desk: Desk) -> list[Plan]:
    """Return the plans made so far, the latest first."""
    require_staff(desk.actor)
    return list(desk.session.scalars(select(Plan).order_by(Plan.version.desc()).limit(100)))


def publish(desk: Desk, plan_id: str) -> PlanView:
    """Make a proposal the plan of the lab: builds get numbers, jobs their promised dates.

    Running and pinned builds, those that wait for a station, and what has begun at one stay the
    rows they are and move under the new plan; what never began in the old plan is superseded.
    """
    require_staff(desk.actor)
    plan = desk.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    _require_proposed(plan)
    kept = plan_rows.fixed_builds(desk)
    begun = plan_rows.begun_operations(desk, kept)
    own = plan_rows.builds_of(desk, plan, own_only=True)
    require_still_true(desk, plan, Rows(kept=kept, begun=begun, own=own))
    for old in desk.session.scalars(select(Plan).where(Plan.state == "published")):
        _supersede(desk, old, kept)
    desk.session.flush()  # one plan is published at any moment
    for build in kept:
        build.plan_id = plan.id
    for operation in begun:
        operation.plan_id = plan.id
    for build in own:
        build.number = next_number(desk, "B")
    plan.state, plan.published_at = "published", desk.now
    plan.published_by_id = desk.actor.user_id
    desk.session.flush()
    _promise(desk, plan)
    audit.record(desk, "plan-published", "plan", plan.id, detail={"version": plan.version})
    advise_next(desk, plan)
    return _view(desk, plan)


def withdraw(desk: Desk, plan_id: str) -> None:
    """Throw a proposal away."""
    require_staff(desk.actor)
    plan = desk.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    _require_proposed(plan)
    plan.state = "withdrawn"
    audit.record(desk, "plan-withdrawn", "plan", plan.id, detail={"version": plan.version})


def _view(desk: Desk, plan: Plan) -> PlanView:
    machines = desk.session.scalars(
        select(Machine).order_by(Machine.name).options(joinedload(Machine.loaded_material))
    ).all()
    rows = ViewRows(
        machines=machines,
        builds=plan_rows.builds_of(desk, plan),
        past=plan_rows.past_builds(desk, plan),
        operations=plan_rows.operations_of(desk, plan),
        past_operations=plan_rows.past_operations(desk, plan),
    )
    return plan_view(desk, plan, rows)


def _latest(desk: Desk, state: str) -> Plan | None:
    query = select(Plan).where(Plan.state == state).order_by(Plan.version.desc())
    return desk.session.scalar(query.limit(1))


def _require_proposed(plan: Plan) -> None:
    if plan.state != "proposed":
        raise Conflict(
            "plan-state",
            f"This cannot be done: plan {plan.version} is {plan.state}.",
            {"version": plan.version, "state": plan.state},
        )


def _supersede(desk: Desk, old: Plan, kept: Sequence[Build]) -> None:
    kept_ids = {build.id for build in kept}
    old.state = "superseded"
    for build in old.builds:
        if build.state == "planned" and build.id not in kept_ids:
            build.state = "superseded"
    for operation in plan_rows.operations_of(desk, old):
        if operation.state == "planned":
            operation.state = "superseded"


def _promise(desk: Desk, plan: Plan) -> None:
    """Write into each job when its last copy has passed its last station.

    What the plan leaves out is open again.
    """
    builds = plan_rows.builds_of(desk, plan)
    ends = progress_of(desk, builds, plan_rows.operations_of(desk, plan)).job_ends(builds)
    for job in jobs.open_jobs(desk):
        job.promised_at = None
        if job.state == "planned" and job.id not in ends:
            jobs.reopen(job)
    for build in builds:
        for placement in build.placements:
            placement.job.promised_at = ends.get(placement.job_id)
            if placement.job.state == "open":
                placement.job.state = "planned"
