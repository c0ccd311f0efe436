"""A plan as its reader may see it: what is not theirs is "reserved", without name or shape."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from printlab.lab import Desk
from printlab.records import Build, Job, Machine, Placement, Plan
from printlab.services.authorise import may_see

__all__ = [
    "BuildView",
    "JobView",
    "MachineView",
    "PlacementView",
    "PlanView",
    "build_view",
    "plan_view",
]

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """A machine as a row of the schedule and as the outline of a plate."""

    id: str
    name: str
    machine_class: str
    platform_shape: str
    width_mm: float
    depth_mm: float
    margin_mm: float
    height_mm: float
    loaded: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementView:
    """One copy on a plate; when ``reserved``, only the room it takes is told."""

    reserved: bool
    job_id: str | None
    job_number: str | None
    name: str | None
    copy: int
    x_mm: float
    y_mm: float
    width_mm: float
    depth_mm: float
    height_mm: float
    rotation_deg: int
    outline_mm: Ring | None
    revision_id: str | None
    submission_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildView:
    """One build with its planned and actual times (UTC)."""

    id: str
    number: str | None
    plan_id: str
    machine: MachineView
    material: str
    layer_mm: float
    parameter_set: str
    state: str
    pinned: bool
    reserved: bool
    powder_change_at: dt.datetime | None
    setup_at: dt.datetime
    start_at: dt.datetime
    end_at: dt.datetime
    cool_end_at: dt.datetime
    unload_at: dt.datetime
    unload_end_at: dt.datetime
    actual_start_at: dt.datetime | None
    actual_end_at: dt.datetime | None
    height_mm: float
    failure_reason: str | None
    placements: tuple[PlacementView, ...]

    @property
    def expected_unload_at(self) -> dt.datetime:
        """When it can be unloaded: as planned, or as much later as the machine was started."""
        return self.unload_at + _delay(self.start_at, self.actual_start_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job of the plan and when all its copies are off the machine.

    ``ready_at`` moves with a build that was started late; ``promised_at`` is what was published.
    """

    id: str
    number: str
    name: str
    owner: str
    copies: int
    due_at: dt.datetime | None
    ready_at: dt.datetime
    promised_at: dt.datetime | None
    late_s: float
    submission_id: str

    @property
    def is_late(self) -> bool:
        """Whether it is ready after it is due."""
        return self.late_s > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan: machines by time, and the promised date of each job the reader may see.

    ``past`` holds builds of earlier plans that are over, so that a schedule keeps its last weeks.
    """

    id: str
    version: int
    state: str
    status: str
    created_at: dt.datetime
    published_at: dt.datetime | None
    objective: float | None
    bound: float | None
    gap: float | None
    seed: int
    runtime_s: float
    machines: tuple[MachineView, ...]
    builds: tuple[BuildView, ...]
    jobs: tuple[JobView, ...]
    past: tuple[BuildView, ...] = ()

    @property
    def late_jobs(self) -> tuple[JobView, ...]:
        """The jobs that will be ready after they are due."""
        return tuple(job for job in self.jobs if job.is_late)


def _delay(planned: dt.datetime, actual: dt.datetime | None) -> dt.timedelta:
    """Return how much later than planned something began, if it did."""
    return dt.timedelta() if actual is None else max(dt.timedelta(), actual - planned)


def plan_view(
    desk: Desk,
    plan: Plan,
    builds: Iterable[Build],
    machines: Iterable[Machine],
    past: Iterable[Build] = (),
) -> PlanView:
    """Return a plan for this actor; a company sees only builds that hold work of its own."""
    views, past_views = _build_views(desk, builds), _build_views(desk, past)
    shown = {view.machine.id for view in (*views, *past_views)}
    hides_machines = _sees_own_only(desk)
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
            machine_view(machine)
            for machine in machines
            if machine.id in shown or not hides_machines
        ),
        builds=views,
        jobs=_job_views(desk, builds),
        past=past_views,
    )


def _sees_own_only(desk: Desk) -> bool:
    """Whether the actor is a company: it learns of its own slots and nothing else."""
    return not (desk.actor.is_staff or desk.actor.has("student", "teacher"))


def _build_views(desk: Desk, builds: Iterable[Build]) -> tuple[BuildView, ...]:
    """Return the builds that the actor may know of, in the order of time."""
    views = [build_view(desk, build) for build in builds]
    if _sees_own_only(desk):
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
    )


def build_view(desk: Desk, build: Build) -> BuildView:
    """Return one build for this actor."""
    placements = tuple(_placement_view(desk, placement) for placement in build.placements)
    return BuildView(
        id=build.id,
        number=build.number,
        plan_id=build.plan_id,
        machine=machine_view(build.machine),
        material=build.material.name,
        layer_mm=build.parameter_set.layer_mm,
        parameter_set=build.parameter_set.name,
        state=build.state,
        pinned=build.pinned,
        reserved=all(placement.reserved for placement in placements),
        powder_change_at=build.planned_powder_change_at,
        setup_at=build.planned_setup_at,
        start_at=build.planned_start_at,
        end_at=build.planned_end_at,
        cool_end_at=build.planned_cool_end_at,
        unload_at=build.planned_unload_at,
        unload_end_at=build.planned_unload_end_at,
        actual_start_at=build.actual_start_at,
        actual_end_at=build.actual_end_at,
        height_mm=build.height_mm,
        failure_reason=build.failure_reason if desk.actor.is_staff else None,
        placements=placements,
    )


def _placement_view(desk: Desk, placement: Placement) -> PlacementView:
    job = placement.job
    seen = may_see(desk.actor, job.submission)
    ring = tuple((float(x), float(y)) for x, y in placement.outline_mm or ())
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
        outline_mm=ring if seen and ring else None,
        revision_id=job.part_revision_id if seen else None,
        submission_id=job.submission_id if seen else None,
    )


def _job_views(desk: Desk, builds: Iterable[Build]) -> tuple[JobView, ...]:
    """Return the jobs the actor may see; a job is ready when its last build is unloaded."""
    ready: defaultdict[str, list[dt.datetime]] = defaultdict(list)
    jobs: dict[str, Job] = {}
    for build in builds:
        for placement in build.placements:
            if may_see(desk.actor, placement.job.submission):
                jobs[placement.job_id] = placement.job
                late = _delay(build.planned_start_at, build.actual_start_at)
                ready[placement.job_id].append(build.planned_unload_end_at + late)
    views = [_job_view(job, max(ready[job.id])) for job in jobs.values()]
    return tuple(sorted(views, key=lambda view: view.number))


def _job_view(job: Job, ready_at: dt.datetime) -> JobView:
    late_s = 0.0 if job.due_at is None else max(0.0, (ready_at - job.due_at).total_seconds())
    return JobView(
        id=job.id,
        number=job.number,
        name=job.part_revision.part.name,
        owner=job.submission.user.name,
        copies=job.copies,
        due_at=job.due_at,
        ready_at=ready_at,
        promised_at=job.promised_at,
        late_s=late_s,
        submission_id=job.submission_id,
    )
