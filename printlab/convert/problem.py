"""From the state of the shop floor to the question the scheduler is asked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import scheduler
from printlab import records
from printlab.convert.fixed import apart, fixed_build, occupied_from, placed_as
from printlab.convert.machine import down, machine, staff
from printlab.convert.mates import groups
from printlab.convert.members import Members, fair_share, scan_s
from printlab.convert.operations import Around, fixed_operations
from printlab.convert.stations import station, steps_of
from printlab.convert.timeline import TICK_S, Timeline
from printlab.labfile import Objective
from printlab.records import (
    Build,
    Job,
    JsonObject,
    MachineDowntime,
    MachineReservation,
    Operation,
    PartRevision,
    StationDowntime,
)
from printlab.working_hours import StaffedWindow
from slicer_checks.calibration import Calibration
from slicer_checks.spread import SPREAD

__all__ = [
    "Asked",
    "ShopFloor",
    "ask",
    "footprint",
    "laser_factors",
    "may_print",
    "planned_only",
    "spread_from",
    "spread_of",
    "stand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFloor:
    """What a plan starts from.

    ``printed`` holds, per job id, the numbers of the copies that a plan need not place;
    ``previous`` the planned builds of the published plan, which a new plan may move. Among the
    ``fixed`` builds are those off their machine that still wait for a station; ``operations`` are
    what is under way or done at stations. ``passing`` holds, per job of which nothing is left to
    print, the ids of the stations that it was planned to pass: a later one asks nothing of it.
    """

    now: dt.datetime
    until: dt.datetime
    part_gap_mm: float
    objective: Objective
    machines: Sequence[records.Machine]
    downtimes: Sequence[MachineDowntime]
    staffed: Sequence[StaffedWindow]
    jobs: Sequence[Job]
    printed: Mapping[str, frozenset[int]]
    fixed: Sequence[Build]
    previous: Sequence[Build]
    stations: Sequence[records.Station] = ()
    operations: Sequence[Operation] = ()
    passing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reservations: Sequence[MachineReservation] = ()
    station_downtimes: Sequence[StationDowntime] = ()
    members: Members | None = None
    calibrations: Sequence[Calibration] = ()


def planned_only(floor: ShopFloor) -> ShopFloor:
    """Return the same shop floor without what is in none of its builds."""
    held: defaultdict[str, set[int]] = defaultdict(set)
    for build in (*floor.fixed, *floor.previous):
        for placement in build.held:
            held[placement.job_id].add(placement.copy)
    jobs = [job for job in floor.jobs if job.id in held]
    settled = {job.id: frozenset(range(1, job.copies + 1)) - held[job.id] for job in jobs}
    return replace(floor, jobs=jobs, printed=settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A problem with what is needed to read its answer.

    ``copies`` gives, per job id, the real copy numbers behind the scheduler's 1, 2, 3, ...
    """

    problem: scheduler.Problem
    timeline: Timeline
    copies: Mapping[str, tuple[int, ...]]

    @classmethod
    def from_document(cls, document: JsonObject) -> "Asked":
        """Read a question that was written down as ``problem``, ``origin`` and ``copies``."""
        return cls(
            problem=scheduler.Problem.from_dict(document["problem"]),
            timeline=Timeline(origin=dt.datetime.fromisoformat(document["origin"])),
            copies={job: tuple(numbers) for job, numbers in document["copies"].items()},
        )


def ask(floor: ShopFloor, *, give_way: bool = False) -> Asked:
    """Write the question down; jobs whose copies are all printed are left out.

    With ``give_way``, fixed builds make room for what runs longer than planned; else two that
    overlap are refused by the scheduler (``fixed-overlap``).
    """
    timeline = Timeline.starting(min([floor.now, *map(began, floor.fixed)]))
    copies = {job.id: _unprinted(job, floor.printed.get(job.id, frozenset())) for job in floor.jobs}
    jobs = [job for job in floor.jobs if copies[job.id]]
    fixed = tuple(
        fixed_build(build, copies, floor.staffed, floor.now, timeline) for build in floor.fixed
    )
    around = Around(
        fixed=floor.fixed, copies=copies, staffed=floor.staffed, now=floor.now, timeline=timeline
    )
    operations = fixed_operations(floor.operations, around)
    group = groups(jobs, copies, floor.fixed)
    sets = {job.part_revision.parameter_set for job in jobs}
    sets |= {build.parameter_set for build in floor.fixed}
    problem = scheduler.Problem(
        tick_s=TICK_S,
        now=timeline.ceil(floor.now),
        horizon=timeline.floor(floor.until),
        weights=scheduler.Weights(**floor.objective.model_dump()),
        part_gap_mm=floor.part_gap_mm,
        settings=tuple(_setting(row) for row in sorted(sets, key=lambda row: row.id)),
        parts=tuple(
            replace(_part(job, len(copies[job.id]), floor, timeline), together=group.get(job.id))
            for job in jobs
        ),
        machines=tuple(
            machine(row, floor.downtimes, floor.reservations, timeline, floor.calibrations)
            for row in floor.machines
        ),
        staff=staff(floor.staffed, timeline),
        fixed=apart(fixed) if give_way else fixed,
        previous=_previous(floor.previous, copies, timeline),
        stations=_stations(floor, operations, timeline),
        operations=operations,
        fair_share=fair_share(floor.members, timeline, {build.id for build in floor.fixed}),
    )
    return Asked(problem=problem, timeline=timeline, copies=copies)


def began(build: Build) -> dt.datetime:
    """Return from when on a build that stays where it is occupies its machine."""
    return build.actual_start_at or occupied_from(build)


def _unprinted(job: Job, printed: frozenset[int]) -> tuple[int, ...]:
    return tuple(copy for copy in range(1, job.copies + 1) if copy not in printed)


def _setting(row: records.ParameterSet) -> scheduler.Setting:
    return scheduler.Setting(id=row.id, material=row.material.name, layer_mm=row.layer_mm)


def _part(job: Job, copies: int, floor: ShopFloor, timeline: Timeline) -> scheduler.Part:
    revision = job.part_revision
    return scheduler.Part(
        id=job.id,
        job=job.number,
        owner=job.organisation_id,
        copies=copies,
        setting=revision.parameter_set_id,
        release=max(timeline.ceil(job.release_at), 0),
        due=None if job.due_at is None else timeline.floor(job.due_at),
        weight=job.weight,
        orientations=(footprint(revision),),
        scan_s={
            machine.id: scan_s(machine, revision, floor.calibrations)
            for machine in floor.machines
            if may_print(machine, revision)
        },
        confidential=job.confidential,
        steps=steps_of(_ahead(job, floor), revision),
    )


def _stations(
    floor: ShopFloor, operations: Sequence[scheduler.Operation], timeline: Timeline
) -> tuple[scheduler.Station, ...]:
    return tuple(
        station(
            row,
            operations,
            down((one for one in floor.station_downtimes if one.station_id == row.id), timeline),
        )
        for row in floor.stations
    )


def _ahead(job: Job, floor: ShopFloor) -> list[records.Station]:
    """Return the stations that a job passes where they do something to its material."""
    known = floor.passing.get(job.id)
    return [row for row in floor.stations if known is None or row.id in known]


def spread_of(jobs: Sequence[Job]) -> dict[str, tuple[float, float]]:
    """Return per job the factors between which the lasers' time of a copy lies."""
    return {job.id: laser_factors(job.part_revision) for job in jobs}


def laser_factors(revision: PartRevision) -> tuple[float, float]:
    """Return between which factors the lasers' planned time of a copy lies.

    What was checked before they were kept has those of any laser.
    """
    low, high = SPREAD["laser"]
    return revision.planned_laser_low or low, revision.planned_laser_high or high


def spread_from(parts: Mapping[str, Sequence[float]]) -> scheduler.Spread:
    """Return how far print times lie from what plans count with, given the factors per part."""
    low, high = SPREAD["recoat"]
    factors = {part: (least, most) for part, (least, most) in parts.items()}
    return scheduler.Spread(parts=factors, recoat_low=low, recoat_high=high)


def may_print(machine: records.Machine, revision: PartRevision) -> bool:
    """Whether a machine takes the material with this parameter set, in the class asked for."""
    classes = {revision.machine_class, revision.parameter_set.machine_class} - {None}
    takes = revision.material_id in {material.id for material in machine.materials}
    return takes and classes <= {machine.machine_class}


def footprint(revision: PartRevision) -> scheduler.Orientation:
    """Return a part as it stands: its box, its height, and its shadow on the platform."""
    return stand(
        (revision.size_x_mm or 0.0, revision.size_y_mm or 0.0),
        revision.height_mm or revision.size_z_mm or 0.0,
        revision.footprint_mm or (),
    )


def stand(
    size_mm: tuple[float, float], height_mm: float, shadow: Sequence[Sequence[Sequence[float]]]
) -> scheduler.Orientation:
    """Return the stand of a part by its box, its height, and the rings of its shadow."""
    rings = [tuple((float(x), float(y)) for x, y in ring) for ring in shadow]
    return scheduler.Orientation(
        id="as-uploaded",
        width_mm=size_mm[0],
        depth_mm=size_mm[1],
        height_mm=height_mm,
        polygon=rings[0] if rings else None,
        holes=tuple(rings[1:]),
    )


def _previous(
    builds: Sequence[Build], copies: Mapping[str, tuple[int, ...]], timeline: Timeline
) -> tuple[scheduler.PreviousPlacement, ...]:
    return tuple(
        scheduler.PreviousPlacement.of(
            placed_as(placement, copies), build.machine_id, timeline.floor(build.planned_start_at)
        )
        for build in builds
        for placement in build.placements
        if placement.copy in copies.get(placement.job_id, ())
    )
