"""From the scheduler's answer to the builds and placements of a plan."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import scheduler
from printlab.convert.problem import Asked
from printlab.convert.timeline import Timeline
from printlab.records import JsonObject

__all__ = ["PlannedBuild", "PlannedOperation", "Solution", "read_solution"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBuild:
    """One build that the plan adds, under the ``key`` it has in the answer.

    ``times`` and ``placements`` are columns of its rows.
    """

    key: str
    machine_id: str
    parameter_set_id: str
    height_mm: float
    times: Mapping[str, dt.datetime | None]
    placements: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOperation:
    """One use of a station that the plan adds; ``columns`` are of its row.

    ``builds`` are keys of planned builds, or ids of builds that were there.
    """

    builds: tuple[str, ...]
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the scheduler found, in the lab's words; what was fixed is not repeated.

    ``moved`` copies stand elsewhere than in the plan before, where there was one, and
    ``moved_builds`` are not as they were.
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    seed: int
    runtime_s: float
    builds: tuple[PlannedBuild, ...]
    operations: tuple[PlannedOperation, ...] = ()
    moved: int | None = None
    moved_builds: int | None = None


def read_solution(asked: Asked, document: JsonObject) -> Solution:
    """Read a result document as what is to be stored."""
    result = scheduler.Result.from_dict(document)
    builds = result.schedule.builds if result.schedule else ()
    operations = result.schedule.operations if result.schedule else ()
    return Solution(
        status=result.status,
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        seed=result.seed,
        runtime_s=result.runtime_s,
        builds=tuple(_planned(build, asked) for build in builds if not build.fixed),
        operations=tuple(_operation(one, asked) for one in operations if not one.fixed),
        moved=result.moved,
        moved_builds=result.moved_builds,
    )


def _planned(build: scheduler.Build, asked: Asked) -> PlannedBuild:
    parts = {part.id: part for part in asked.problem.parts}
    return PlannedBuild(
        key=build.id,
        machine_id=build.machine,
        parameter_set_id=build.setting,
        height_mm=build.height_mm,
        times=_times(build, asked.timeline),
        placements=tuple(
            _placement(placed, parts[placed.part], asked) for placed in build.placements
        ),
    )


def _operation(one: scheduler.Operation, asked: Asked) -> PlannedOperation:
    moment = asked.timeline.moment
    numbers = () if one.part is None else asked.copies[one.part]
    return PlannedOperation(
        builds=one.builds,
        columns={
            "station_id": one.station,
            "unit": one.unit,
            "programme": one.programme,
            "job_id": one.part,
            "copies": [numbers[copy - 1] for copy in one.copies] or None,
            "planned_load_at": moment(one.load_start),
            "planned_start_at": moment(one.start),
            "planned_end_at": moment(one.end),
            "planned_unload_at": moment(one.unload_start),
            "planned_unload_end_at": moment(one.unload_end),
        },
    )


def _times(build: scheduler.Build, timeline: Timeline) -> dict[str, dt.datetime | None]:
    change, changed = build.powder_change_start, build.powder_change_end
    return {
        "planned_powder_change_at": None if change is None else timeline.moment(change),
        "planned_powder_change_end_at": None if changed is None else timeline.moment(changed),
        "planned_setup_at": timeline.moment(build.setup_start),
        "planned_start_at": timeline.moment(build.start),
        "planned_end_at": timeline.moment(build.end),
        "planned_cool_end_at": timeline.moment(build.cool_end),
        "planned_unload_at": timeline.moment(build.unload_start),
        "planned_unload_end_at": timeline.moment(build.unload_end),
    }


def _placement(placed: scheduler.Placement, part: scheduler.Part, asked: Asked) -> dict[str, Any]:
    standing = next(o for o in part.orientations if o.id == placed.orientation)
    return {
        "job_id": placed.part,
        "copy": asked.copies[placed.part][placed.copy - 1],
        "orientation": placed.orientation,
        "x_mm": placed.x_mm,
        "y_mm": placed.y_mm,
        "width_mm": placed.width_mm,
        "depth_mm": placed.depth_mm,
        "height_mm": standing.height_mm,
        "rotation_deg": placed.rotation_deg,
        "outline_mm": _outlines(placed, standing),
    }


def _outlines(
    placed: scheduler.Placement, standing: scheduler.Orientation
) -> list[list[list[float]]] | None:
    """Return the part's shadow where it lies, turned as it is placed: an outline, then holes."""
    if standing.polygon is None:
        return None
    return [
        [
            [round(placed.x_mm + x, 3), round(placed.y_mm + y, 3)]
            for x, y in standing.turned(ring, placed.rotation_deg)
        ]
        for ring in (standing.polygon, *standing.holes)
    ]
