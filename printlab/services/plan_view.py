"""What a plan looks like to one reader: values without rows, so that nothing more can leak."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from printlab.services.operation_view import OperationView, StationView

__all__ = ["BuildView", "JobView", "MachineView", "PlacementView", "PlanView"]

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """A machine as a row of the schedule and as the outline of a plate.

    ``skills`` is what its work asks for, by ``powder``, ``setup`` and ``unload``; what is not in
    it, anybody does.
    """

    id: str
    name: str
    machine_class: str
    platform_shape: str
    width_mm: float
    depth_mm: float
    margin_mm: float
    height_mm: float
    loaded: str | None
    skills: Mapping[str, str]
    keep_outs: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementView:
    """One copy on a plate; when ``reserved``, only the room it takes is told.

    ``outline_mm`` is its shadow where it lies: an outline, then its holes.
    """

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
    outline_mm: tuple[Ring, ...] | None
    revision_id: str | None
    submission_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildView:
    """One build with its planned and actual times (UTC).

    ``late`` is how much later than planned it began, or begins at the earliest if it has not.
    ``expected_unload_at`` is when it can be unloaded: as planned, or when somebody is there after
    a late one has cooled; ``done_at`` when what its reader sees of it has passed its last station
    (None: not looked up). When all of it is ``reserved``, what it is made of is empty.
    """

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
    powder_change_end_at: dt.datetime | None
    setup_at: dt.datetime
    start_at: dt.datetime
    end_at: dt.datetime
    cool_end_at: dt.datetime
    unload_at: dt.datetime
    unload_end_at: dt.datetime
    late: dt.timedelta
    expected_unload_at: dt.datetime
    done_at: dt.datetime | None
    actual_start_at: dt.datetime | None
    actual_end_at: dt.datetime | None
    height_mm: float
    failure_reason: str | None
    placements: tuple[PlacementView, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether it should have begun, and has not."""
        return self.actual_start_at is None and self.late > dt.timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job of the plan and when all its copies have passed what follows printing.

    ``holds`` is the share of simulated runs in which the due date was kept, as the plan was made;
    in five of ten it was ready by ``likely_at``, in nine by ``safe_at``.
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
    holds: float | None = None
    likely_at: dt.datetime | None = None
    safe_at: dt.datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it is ready after it is due."""
        return self.late_s > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan: machines by time, and the promised date of each job the reader may see.

    ``past`` and ``past_operations`` are of earlier plans and over, so that a schedule keeps its
    last weeks. ``moved`` of the copies ``planned_before`` are elsewhere than in the plan before,
    and ``moved_builds`` of its ``builds_before`` are not as they were.
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
    stations: tuple[StationView, ...] = ()
    operations: tuple[OperationView, ...] = ()
    past_operations: tuple[OperationView, ...] = ()
    moved: int | None = None
    planned_before: int = 0
    moved_builds: int | None = None
    builds_before: int = 0

    @property
    def late_jobs(self) -> tuple[JobView, ...]:
        """The jobs that will be ready after they are due."""
        return tuple(job for job in self.jobs if job.is_late)
