"""A plan as its reader may see it: what is not theirs is "reserved", without name or shape.

Of a company's or confidential work others do not even learn how much room it takes; of a build
that holds nothing of theirs, neither powder, layer nor height.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from printlab.convert.insight import Odds, job_odds
from printlab.convert.timeline import Timeline
from printlab.lab import Desk
from printlab.records import Build, Job, Machine, Operation, Placement, Plan
from printlab.services import lab
from printlab.services.authorise import may_see, sees_own_only
from printlab.services.operation_reader import operation_views, station_view
from printlab.services.plan_view import (
    BuildView,
    JobView,
    MachineView,
    PlacementView,
    PlanView,
)
from printlab.services.ready_times import Progress, planned_ends, progress_of

__all__ = ["Rows", "build_view", "plan_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All that a plan is shown with; ``past`` is of the weeks before it."""

    machines: Sequence[Machine]
    builds: Sequence[Build]
    operations: Sequence[Operation] = ()
    past: Sequence[Build] = ()
    past_operations: Sequence[Operation] = ()


def plan_view(desk: Desk, plan: Plan, rows: Rows) -> PlanView:
    """Return a plan for this actor; a company sees only what holds work of its own."""
    before = progress_of(desk, rows.past, rows.past_operations)
    progress = progress_of(desk, rows.builds, rows.operations)
    views = _build_views(desk, rows.builds, progress)
    past_views = _build_views(desk, rows.past, before)
    shown = {view.machine.id for view in (*views, *past_views)}
    operations = operation_views(desk, rows.operations, progress.moments)
    past_operations = operation_views(desk, rows.past_operations, before.moments)
    used = {view.station.id for view in (*operations, *past_operations)}
    hides = sees_own_only(desk.actor)
    return PlanView(
        id=plan.id,
        version=plan.version,
        state=plan.state,
        status=plan.status,
        created_at=plan.created_at,
        published_at=plan.published_at,
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        seed=plan.seed,
        runtime_s=plan.runtime_s,
        machines=tuple(
            machine_view(machine) for machine in rows.machines if machine.id in shown or not hides
        ),
        builds=views,
        jobs=_job_views(desk, plan, rows, progress),
        past=past_views,
        stations=tuple(
            station_view(row) for row in lab.stations(desk) if row.id in used or not hides
        ),
        operations=operations,
        past_operations=past_operations,
        moved=plan.summary.get("moved"),
        planned_before=plan.summary.get("planned_before", 0),
        moved_builds=plan.summary.get("moved_builds"),
        builds_before=plan.summary.get("builds_before", 0),
    )


def _build_views(desk: Desk, builds: Sequence[Build], progress: Progress) -> tuple[BuildView, ...]:
    """Return the builds that the actor may know of, in the order of time."""
    views = [build_view(desk, build, progress) for build in builds]
    if sees_own_only(desk.actor):
        views = [view for view in views if not view.reserved]
    return tuple(sorted(views, key=lambda view: (view.setup_at, view.machine.name)))


def machine_view(machine: Machine) -> MachineView:
    """Return a machine as the schedule and the plate drawing need it."""
    round_mm = machine.platform_diameter_mm or 0.0
    is_circle = machine.platform_shape == "circle"
    return MachineView(
        id=machine.id,
        name=machine.name,
        machine_class=machine.machine_class,
        platform_shape=machine.platform_shape,
        width_mm=round_mm if is_circle else machine.platform_width_mm or 0.0,
        depth_mm=round_mm if is_circle else machine.platform_depth_mm or 0.0,
        margin_mm=machine.platform_margin_mm,
        height_mm=machine.height_mm,
        loaded=machine.loaded_material.name if machine.loaded_material else None,
        skills={
            work: skill
            for work, skill in (
                ("powder", machine.powder_change_skill),
                ("setup", machine.setup_skill),
                ("unload", machine.unload_skill),
            )
            if skill is not None
        },
        keep_outs=tuple(
            tuple((float(x), float(y)) for x, y in ring) for ring in machine.keep_outs or ()
        ),
    )


def build_view(desk: Desk, build: Build, progress: Progress | None = None) -> BuildView:
    """Return one build for this actor; without progress nothing is known of what follows it."""
    reserved = not any(_is_seen(desk, placement) for placement in build.placements)
    known = progress or progress_of(desk, [build])
    return BuildView(
        id=build.id,
        number=build.number,
        plan_id=build.plan_id,
        machine=machine_view(build.machine),
        material="" if reserved else build.material.name,
        layer_mm=0.0 if reserved else build.parameter_set.layer_mm,
        parameter_set="" if reserved else build.parameter_set.name,
        state=build.state,
        pinned=build.pinned,
        reserved=reserved,
        powder_change_at=None if reserved else build.planned_powder_change_at,
        powder_change_end_at=None if reserved else build.planned_powder_change_end_at,
        setup_at=build.planned_setup_at,
        start_at=build.planned_start_at,
        end_at=build.planned_end_at,
        cool_end_at=build.planned_cool_end_at,
        unload_at=build.planned_unload_at,
        unload_end_at=build.planned_unload_end_at,
        late=known.late[build.id],
        expected_unload_at=known.unload[build.id],
        done_at=None if progress is None else _done_at(desk, build, progress),
        actual_start_at=build.actual_start_at,
        actual_end_at=build.actual_end_at,
        height_mm=0.0 if reserved else build.height_mm,
        failure_reason=build.failure_reason if desk.actor.is_staff else None,
        placements=tuple(
            _placement_view(placement, seen=_is_seen(desk, placement))
            for placement in build.placements
            if _is_seen(desk, placement) or not _is_secret(placement.job)
        ),
    )


def _done_at(desk: Desk, build: Build, progress: Progress) -> dt.datetime:
    """Return when what the actor may see of a build has passed its last station."""
    seen = [placed for placed in build.placements if _is_seen(desk, placed)]
    ends = [progress.copy_end(build, placed.job_id, placed.copy) for placed in seen]
    return max(ends, default=progress.left[build.id])


def _is_seen(desk: Desk, placement: Placement) -> bool:
    return may_see(desk.actor, placement.job.submission)


def _is_secret(job: Job) -> bool:
    """Whether others may not even learn how large a part is."""
    return job.confidential or job.organisation.kind == "company"


def _placement_view(placement: Placement, *, seen: bool) -> PlacementView:
    job = placement.job
    rings = tuple(
        tuple((float(x), float(y)) for x, y in ring) for ring in placement.outline_mm or ()
    )
    return PlacementView(
        reserved=not seen,
        job_id=job.id if seen else None,
        job_number=job.number if seen else None,
        name=job.part_revision.part.name if seen else None,
        copy=placement.copy if seen else 0,
        x_mm=placement.x_mm,
        y_mm=placement.y_mm,
        width_mm=placement.width_mm,
        depth_mm=placement.depth_mm,
        height_mm=placement.height_mm if seen else 0.0,
        rotation_deg=placement.rotation_deg,
        outline_mm=rings if seen and rings else None,
        revision_id=job.part_revision_id if seen else None,
        submission_id=job.submission_id if seen else None,
    )


def _job_views(desk: Desk, plan: Plan, rows: Rows, progress: Progress) -> tuple[JobView, ...]:
    """Return the jobs the actor may see, each with when it is ready, by number.

    How often a date is kept was found of the plan as it was made: it says nothing any more of a job
    that what has happened since makes later.
    """
    ends = progress.job_ends(rows.builds)
    planned = planned_ends(rows.builds, rows.operations).job_ends(rows.builds)
    jobs = {
        placement.job_id: placement.job
        for build in rows.builds
        for placement in build.placements
        if placement.job_id in ends and _is_seen(desk, placement)
    }
    timeline = Timeline(origin=plan.origin_at, tick_s=plan.tick_s)
    views = [
        job_view(
            job,
            ends[job.id],
            job.due_at,
            job_odds(plan.insight, job.number, timeline)
            if plan.insight and ends[job.id] <= planned[job.id]
            else None,
        )
        for job in jobs.values()
    ]
    return tuple(sorted(views, key=lambda view: view.number))


def job_view(
    job: Job, ready_at: dt.datetime, due_at: dt.datetime | None, odds: Odds | None = None
) -> JobView:
    """Return a job that is ready and due at some moments, and how sure that is."""
    late_s = 0.0 if due_at is None else max(0.0, (ready_at - due_at).total_seconds())
    return JobView(
        id=job.id,
        number=job.number,
        name=job.part_revision.part.name,
        owner=job.submission.user.name,
        copies=job.copies,
        due_at=due_at,
        ready_at=ready_at,
        promised_at=job.promised_at,
        late_s=late_s,
        submission_id=job.submission_id,
        holds=odds.holds if odds else None,
        likely_at=odds.likely_at if odds else None,
        safe_at=odds.safe_at if odds else None,
    )
