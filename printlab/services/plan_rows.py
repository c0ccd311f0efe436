"""The rows of plans: builds and what follows them, with all that a reader is shown of them."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from printlab.errors import Conflict, NotFound
from printlab.lab import Desk
from printlab.records import (
    Build,
    Job,
    Machine,
    Operation,
    PartRevision,
    Placement,
    Plan,
    Submission,
    operation_build,
)
from printlab.services.authorise import may_see, require_signed_in

__all__ = [
    "begun_operations",
    "builds_of",
    "find_build",
    "fixed_builds",
    "movable_builds",
    "operations_of",
    "operations_with",
    "past_builds",
    "past_operations",
    "pending_builds",
    "require_published",
    "visible_build",
    "visible_plan",
]

_PAST_DAYS = 28
BEGUN = ("running", "finished")


def find_build(desk: Desk, build_id: str) -> Build:
    """Return a build, whoever asks."""
    build = desk.session.get(Build, build_id)
    if build is None:
        raise NotFound
    return build


def visible_build(desk: Desk, build_id: str) -> Build:
    """Return a build of a plan that was published; for staff also one that is only proposed.

    A company knows of builds with work of its own, students and teachers of all.
    """
    require_signed_in(desk.actor)
    build = find_build(desk, build_id)
    if desk.actor.is_staff:
        return build
    plan = desk.session.get_one(Plan, build.plan_id)
    is_class_member = desk.actor.has("student", "teacher")
    holds_own = any(may_see(desk.actor, place.job.submission) for place in build.placements)
    if plan.published_at is None or not (holds_own or is_class_member):
        raise NotFound
    return build


def visible_plan(desk: Desk, plan_id: str) -> Plan:
    """Return a plan; whoever does not run the lab knows of the published one only."""
    require_signed_in(desk.actor)
    plan = desk.session.get(Plan, plan_id)
    if plan is None or not (desk.actor.is_staff or plan.state == "published"):
        raise NotFound
    return plan


def require_published(desk: Desk, plan_id: str) -> None:
    """Refuse work on what is only proposed."""
    if desk.session.get_one(Plan, plan_id).published_at is None:
        raise Conflict("plan-not-published", "Publish the plan before work on it begins.")


def fixed_builds(desk: Desk) -> list[Build]:
    """Return the builds a new plan may not move.

    Running ones, pinned ones yet to begin, and those off their machine that wait for a station.
    """
    planned = (Build.state == "planned") & Build.pinned & (Plan.state == "published")
    query = _builds_query().join(Plan, Build.plan_id == Plan.id)
    stays = or_(Build.state == "running", planned, _is_pending())
    return list(desk.session.scalars(query.where(stays)))


def pending_builds(desk: Desk) -> list[Build]:
    """Return the builds that are off their machine while something still follows."""
    return list(desk.session.scalars(_builds_query().where(_is_pending())))


def _is_pending() -> ColumnElement[bool]:
    """Whether an operation of the published plan is still to be done with a finished build."""
    waiting = (
        select(operation_build.c.build_id)
        .join(Operation, Operation.id == operation_build.c.operation_id)
        .join(Plan, Operation.plan_id == Plan.id)
        .where(Plan.state == "published", Operation.state.in_(("planned", "running")))
    )
    return (Build.state == "finished") & Build.id.in_(waiting)


def movable_builds(desk: Desk) -> list[Build]:
    """Return the builds of the published plan that a new plan places anew."""
    query = _builds_query().join(Plan, Build.plan_id == Plan.id)
    planned = (Build.state == "planned", ~Build.pinned, Plan.state == "published")
    return list(desk.session.scalars(query.where(*planned)))


def builds_of(desk: Desk, plan: Plan, *, own_only: bool = False) -> list[Build]:
    """Return a plan's builds; for a proposal also the ones it was told to leave where they are."""
    condition = Build.plan_id == plan.id
    if plan.state == "proposed" and not own_only:
        condition = or_(condition, Build.id.in_(plan.summary.get("fixed_build_ids", [])))
    return list(desk.session.scalars(_builds_query().where(condition)))


def past_builds(desk: Desk, plan: Plan) -> list[Build]:
    """Return the builds of other plans that ended in the last weeks."""
    since = desk.now - dt.timedelta(days=_PAST_DAYS)
    over = Build.state.in_(("finished", "failed")) & (Build.actual_end_at > since)
    return list(desk.session.scalars(_builds_query().where(over, Build.plan_id != plan.id)))


def operations_of(desk: Desk, plan: Plan) -> list[Operation]:
    """Return what follows a plan's builds; for a proposal also what had begun before it."""
    condition = Operation.plan_id == plan.id
    if plan.state == "proposed":
        begun = plan.summary.get("fixed_operation_ids", [])
        condition = or_(condition, Operation.id.in_(begun))
    query = _operations_query().where(condition, Operation.state != "cancelled")
    return list(desk.session.scalars(query))


def past_operations(desk: Desk, plan: Plan) -> list[Operation]:
    """Return what ended in the last weeks at stations, of other plans."""
    since = desk.now - dt.timedelta(days=_PAST_DAYS)
    over = (Operation.state == "finished") & (Operation.actual_end_at > since)
    query = _operations_query().where(over, Operation.plan_id != plan.id)
    return list(desk.session.scalars(query))


def begun_operations(desk: Desk, builds: Sequence[Build]) -> list[Operation]:
    """Return what is under way or done with some builds after printing."""
    with_any = Operation.builds.any(Build.id.in_([build.id for build in builds]))
    query = _operations_query().where(Operation.state.in_(BEGUN), with_any)
    return list(desk.session.scalars(query))


def operations_with(desk: Desk, build: Build) -> list[Operation]:
    """Return what follows a build, in no order.

    What has begun may be in a later plan, with another build that was in it too.
    """
    query = _operations_query().where(Operation.builds.any(Build.id == build.id))
    in_plan = (Operation.plan_id == build.plan_id) & (Operation.state != "cancelled")
    query = query.where(or_(in_plan, Operation.state.in_(BEGUN)))
    return list(desk.session.scalars(query))


def _builds_query() -> Select[Build]:
    job = selectinload(Build.placements).joinedload(Placement.job)
    return (
        select(Build)
        .order_by(Build.planned_setup_at, Build.id)
        .options(
            joinedload(Build.machine).joinedload(Machine.loaded_material),
            joinedload(Build.material),
            joinedload(Build.parameter_set),
            job.joinedload(Job.submission).joinedload(Submission.user),
            job.joinedload(Job.part_revision).joinedload(PartRevision.part),
            job.joinedload(Job.organisation),
        )
    )


def _operations_query() -> Select[Operation]:
    job = joinedload(Operation.job)
    build = selectinload(Operation.builds)
    placed = build.selectinload(Build.placements).joinedload(Placement.job)
    return (
        select(Operation)
        .order_by(Operation.planned_load_at, Operation.id)
        .options(
            joinedload(Operation.station),
            job.joinedload(Job.submission).joinedload(Submission.user),
            job.joinedload(Job.part_revision).joinedload(PartRevision.part),
            build.joinedload(Build.machine),
            build.joinedload(Build.material),
            placed.joinedload(Job.submission).joinedload(Submission.user),
        )
    )
