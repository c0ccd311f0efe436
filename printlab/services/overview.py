"""The manager's first question of the day: what runs, what needs a person, what will be late."""

import datetime as dt
from dataclasses import dataclass

from printlab.lab import Desk
from printlab.records import Submission
from printlab.services import jobs, lab, plans, submissions
from printlab.services.authorise import require_staff
from printlab.services.operation_view import OperationView
from printlab.services.plan_view import BuildView, JobView, PlanView

__all__ = ["Action", "Today", "manager_today"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a person does at a machine or a station.

    At a machine ``set-up``, ``unload`` or ``powder-change``; at a station ``load``, ``take-out``
    or, where somebody stays with it, ``attend``. ``place`` is its name, ``what`` a material, a
    furnace's programme or a job; ``build_id`` has the page on which it is noted.
    """

    kind: str
    at: dt.datetime
    ends_at: dt.datetime
    is_overdue: bool
    place: str
    builds: tuple[str, ...]
    what: str
    build_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a manager needs to know now; ``working`` is what stations do."""

    now: dt.datetime
    running: tuple[BuildView, ...]
    working: tuple[OperationView, ...]
    actions: tuple[Action, ...]
    late_jobs: tuple[JobView, ...]
    awaiting: tuple[Submission, ...]
    unplanned_jobs: int
    proposed_plan_id: str | None
    plan_task_id: str | None


def manager_today(desk: Desk) -> Today:
    """Return the lab's day: everything a person must do before the day ends, and what is wrong."""
    require_staff(desk.actor)
    plan = plans.current(desk)
    proposal = plans.proposed(desk)
    task = plans.running_task(desk)
    builds = plan.builds if plan else ()
    return Today(
        now=desk.now,
        running=tuple(build for build in builds if build.state == "running"),
        working=tuple(o for o in plan.operations if o.state == "running") if plan else (),
        actions=_actions(desk, plan),
        late_jobs=tuple(j for j in plan.late_jobs if j.ready_at > desk.now) if plan else (),
        awaiting=tuple(submissions.awaiting_approval(desk)),
        unplanned_jobs=sum(job.state == "open" for job in jobs.open_jobs(desk)),
        proposed_plan_id=proposal.id if proposal else None,
        plan_task_id=task.id if task else None,
    )


def _actions(desk: Desk, plan: PlanView | None) -> tuple[Action, ...]:
    """Return what is to be done by hand until the local day ends, the overdue first."""
    zone = lab.terms(desk).time_zone
    tomorrow = desk.now.astimezone(zone).date() + dt.timedelta(days=1)
    ends = dt.datetime.combine(tomorrow, dt.time(), tzinfo=zone)
    if plan is None:
        return ()
    found = [action for build in plan.builds for action in _of_build(desk.now, build)]
    found += [action for one in plan.operations for action in _of_operation(desk.now, one)]
    return tuple(sorted((a for a in found if a.at < ends), key=lambda action: action.at))


def _of_build(now: dt.datetime, build: BuildView) -> list[Action]:
    """Return the handwork a build still needs."""
    if build.state == "running":
        at = build.expected_unload_at
        return [_action("unload", at, at + (build.unload_end_at - build.unload_at), now, build)]
    if build.state != "planned":
        return []
    steps = [_action("set-up", build.setup_at, build.start_at, now, build)]
    if build.powder_change_at is not None and build.powder_change_end_at is not None:
        first, last = build.powder_change_at, build.powder_change_end_at
        steps.insert(0, _action("powder-change", first, last, now, build))
    return [*steps, _action("unload", build.unload_at, build.unload_end_at, now, build)]


def _of_operation(now: dt.datetime, one: OperationView) -> list[Action]:
    """Return the handwork that what follows printing still needs."""
    if one.is_over:
        return []
    at = one.expected
    spans = [("load", at.load_at, at.start_at), ("take-out", at.unload_at, at.unload_end_at)]
    if one.station.attended:
        spans = [("attend", at.load_at, at.unload_end_at)]
    elif one.state == "running":
        spans = spans[1:]
    numbers = tuple(build.number or "" for build in one.builds)
    return [
        Action(
            kind=kind,
            at=first,
            ends_at=last,
            is_overdue=last < now,
            place=one.station.name,
            builds=numbers,
            what=one.programme or one.job_number or "",
            build_id=one.builds[0].id,
        )
        for kind, first, last in spans
        if first < last
    ]


def _action(
    kind: str, at: dt.datetime, ends_at: dt.datetime, now: dt.datetime, build: BuildView
) -> Action:
    return Action(
        kind=kind,
        at=at,
        ends_at=ends_at,
        is_overdue=ends_at < now,
        place=build.machine.name,
        builds=(build.number or "",),
        what=build.material,
        build_id=build.id,
    )
