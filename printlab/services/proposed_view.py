"""A schedule that is in no row, looked at like a plan: what would be, if something changed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select

import scheduler
from printlab.convert.expected import Moments
from printlab.convert.question import BOUGHT
from printlab.convert.timeline import Timeline
from printlab.lab import Desk
from printlab.records import Build, Job, Station
from printlab.services import lab
from printlab.services.operation_reader import station_view
from printlab.services.operation_view import BuildName, OperationView
from printlab.services.plan_reader import job_view, machine_view
from printlab.services.plan_view import BuildView, JobView, MachineView, PlacementView, PlanView
from scheduler.completion import copy_ends

__all__ = ["Facts", "proposed_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known around a schedule: jobs by their ids, when ticks are, and what changes.

    ``dues`` are ticks by the numbers of jobs, where they are not the jobs' own; ``moved`` copies
    by job id; a machine that is not there yet is like ``like_id`` and is called ``new_machine``.
    """

    jobs: Mapping[str, Job]
    timeline: Timeline
    new_machine: str
    like_id: str | None = None
    moved: frozenset[tuple[str, int]] = frozenset()
    dues: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Facts with the rows that a schedule speaks of."""

    facts: Facts
    machines: Mapping[str, MachineView]
    materials: Mapping[str, tuple[str, str, float]]
    builds: Mapping[str, Build]
    known: Mapping[str, str]
    ends: Mapping[tuple[str, int], int]


def proposed_view(
    desk: Desk, schedule: scheduler.Schedule, facts: Facts, known: Mapping[str, str]
) -> PlanView:
    """Return a schedule as staff looks at a plan; ``known`` gives published builds by its ids."""
    scene = _scene(desk, schedule, facts, known)
    builds = tuple(_build_view(build, scene) for build in schedule.builds)
    stations = {row.id: row for row in lab.stations(desk)}
    return PlanView(
        id="",
        version=0,
        state="published",
        status="feasible",
        created_at=desk.now,
        published_at=None,
        objective=None,
        bound=None,
        gap=None,
        seed=0,
        runtime_s=0.0,
        machines=tuple(scene.machines.values()),
        builds=tuple(sorted(builds, key=lambda view: (view.setup_at, view.machine.name))),
        jobs=_job_views(scene),
        stations=tuple(station_view(row) for row in stations.values()),
        operations=tuple(
            _operation_view(one, stations[one.station], scene)
            for one in schedule.operations
            if one.station in stations
        ),
    )


def _scene(
    desk: Desk, schedule: scheduler.Schedule, facts: Facts, known: Mapping[str, str]
) -> _Scene:
    rows = desk.session.scalars(select(Build).where(Build.id.in_(set(known.values()))))
    machines = {row.id: machine_view(row) for row in lab.machines(desk)}
    if facts.like_id in machines:
        new = replace(machines[facts.like_id], id=BOUGHT, name=facts.new_machine)
        machines[BOUGHT] = new
    return _Scene(
        facts=facts,
        machines=machines,
        materials={
            row.id: (row.material.name, row.name, row.layer_mm) for row in lab.parameter_sets(desk)
        },
        builds={row.id: row for row in rows},
        known=known,
        ends={(part, copy): end for part, copy, end in copy_ends(schedule)},
    )


def _build_view(build: scheduler.Build, scene: _Scene) -> BuildView:
    moment = scene.facts.timeline.moment
    row = scene.builds.get(scene.known.get(build.id, ""))
    material, parameter_set, layer_mm = scene.materials.get(build.setting, ("", "", 0.0))
    ends = [scene.ends[placed.part, placed.copy] for placed in build.placements]

    def at(tick: int | None) -> dt.datetime | None:
        return None if tick is None else moment(tick)

    return BuildView(
        id=build.id if row is None else row.id,
        number=None if row is None else row.number,
        plan_id="",
        machine=scene.machines[build.machine],
        material=material,
        layer_mm=layer_mm,
        parameter_set=parameter_set,
        state=_state(build, row, scene.facts),
        pinned=row is not None and row.pinned,
        reserved=False,
        powder_change_at=at(build.powder_change_start),
        powder_change_end_at=at(build.powder_change_end),
        setup_at=moment(build.setup_start),
        start_at=moment(build.start),
        end_at=moment(build.end),
        cool_end_at=moment(build.cool_end),
        unload_at=moment(build.unload_start),
        unload_end_at=moment(build.unload_end),
        late=dt.timedelta(),
        expected_unload_at=moment(build.unload_start),
        done_at=moment(max(ends, default=build.unload_end)),
        actual_start_at=None,
        actual_end_at=None,
        height_mm=build.height_mm,
        failure_reason=None,
        placements=tuple(_placement_view(placed, scene.facts) for placed in build.placements),
    )


def _state(build: scheduler.Build, row: Build | None, facts: Facts) -> str:
    """Return whether a build is new, moves, or is what it was."""
    if row is None:
        return "proposed"
    copies = {(placed.part, placed.copy) for placed in build.placements}
    return "moved" if copies & facts.moved else row.state


def _placement_view(placed: scheduler.Placement, facts: Facts) -> PlacementView:
    job = facts.jobs.get(placed.part)
    return PlacementView(
        reserved=False,
        job_id=placed.part,
        job_number=None if job is None else job.number,
        name=None if job is None else job.part_revision.part.name,
        copy=placed.copy,
        x_mm=placed.x_mm,
        y_mm=placed.y_mm,
        width_mm=placed.width_mm,
        depth_mm=placed.depth_mm,
        height_mm=0.0,
        rotation_deg=placed.rotation_deg,
        outline_mm=None,
        revision_id=None if job is None else job.part_revision_id,
        submission_id=None if job is None else job.submission_id,
    )


def _job_views(scene: _Scene) -> tuple[JobView, ...]:
    """Return when each job would be ready, by number."""
    ticks: defaultdict[str, int] = defaultdict(int)
    for (part, _), end in scene.ends.items():
        ticks[part] = max(ticks[part], end)
    jobs = [
        (scene.facts.jobs[part], end) for part, end in ticks.items() if part in scene.facts.jobs
    ]
    return tuple(sorted((_job_view(job, end, scene.facts) for job, end in jobs), key=_number))


def _number(view: JobView) -> str:
    return view.number


def _job_view(job: Job, end: int, facts: Facts) -> JobView:
    ready_at, due_at = facts.timeline.moment(end), job.due_at
    if job.number in facts.dues:
        due = facts.dues[job.number]
        due_at = None if due is None else facts.timeline.moment(due)
    return job_view(job, ready_at, due_at)


def _operation_view(one: scheduler.Operation, station: Station, scene: _Scene) -> OperationView:
    moment, job = scene.facts.timeline.moment, scene.facts.jobs.get(one.part or "")
    rows = [(build, scene.builds.get(scene.known.get(build, ""))) for build in one.builds]
    load, start, end, unload, unloaded = (moment(tick) for tick in one.times)
    times = Moments(
        load_at=load, start_at=start, end_at=end, unload_at=unload, unload_end_at=unloaded
    )
    return OperationView(
        id=one.id,
        plan_id="",
        station=station_view(station),
        unit=one.unit,
        programme=one.programme,
        state="running" if one.fixed else "planned",
        reserved=False,
        builds=tuple(
            BuildName(id=build if row is None else row.id, number=row.number if row else None)
            for build, row in rows
        ),
        job_number=None if job is None else job.number,
        name=None if job is None else job.part_revision.part.name,
        submission_id=None if job is None else job.submission_id,
        copies=one.copies,
        planned=times,
        expected=times,
        actual_start_at=None,
        actual_end_at=None,
    )
