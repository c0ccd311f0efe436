"""The rows of the Gantt: a name, and bars made of spans, whatever stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.completion import job_ends
from scheduler.machine import Reservation
from scheduler.problem import Problem
from scheduler.schedule import Build, Operation, Schedule
from scheduler.spans import Span, spans_at, spans_of
from scheduler.station import Station
from scheduler.texts import sentence
from scheduler.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Spans that belong together, with what is written in it; ``material`` gives its hue."""

    name: str
    label: str
    detail: str
    material: str
    spans: tuple[Span, ...]
    fixed: bool = False
    late: bool = False

    @property
    def start(self) -> int:
        """Its first tick."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """The tick after its last."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the Gantt: a machine or a unit of a station."""

    name: str
    note: str
    bars: tuple[Bar, ...]
    down: tuple[Window, ...] = ()
    reserved: tuple[Reservation, ...] = ()


def machine_rows(problem: Problem, schedule: Schedule, lang: str) -> tuple[Row, ...]:
    """Return a row per machine, with its builds."""
    late = late_jobs(problem, schedule)
    return tuple(
        Row(
            name=machine.id,
            note=_size(problem, machine.id, lang),
            bars=tuple(_bar(problem, build, late) for build in schedule.of_machine(machine.id)),
            down=machine.downtime,
            reserved=machine.reserved,
        )
        for machine in problem.machines
    )


def station_rows(problem: Problem, schedule: Schedule, lang: str) -> tuple[Row, ...]:
    """Return a row per unit of each station, with what is done there."""
    return tuple(
        Row(
            name=station.id if station.units == 1 else f"{station.id} {unit}",
            note=sentence(f"picture-{station.kind}", {"count": station.capacity}, lang),
            bars=tuple(
                _operation_bar(problem, schedule, station, operation)
                for operation in schedule.operations
                if (operation.station, operation.unit) == (station.id, unit)
            ),
            down=station.downtime,
        )
        for station in problem.stations
        for unit in range(1, station.units + 1)
    )


def late_jobs(problem: Problem, schedule: Schedule) -> dict[str, tuple[int, int]]:
    """Return when each late job is due and when it is done, the latest first."""
    ends = job_ends(problem, schedule)
    late = {
        part.job: (part.due, ends[part.job])
        for part in problem.parts
        if part.due is not None and ends.get(part.job, 0) > part.due
    }
    return dict(sorted(late.items(), key=lambda one: one[1][0] - one[1][1]))


def _bar(problem: Problem, build: Build, late: Mapping[str, tuple[int, int]]) -> Bar:
    materials = {setting.id: setting.material for setting in problem.settings}
    jobs = {part.id: part.job for part in problem.parts}
    copies = Counter(placement.part for placement in build.placements)
    return Bar(
        name=build.id,
        label=build.id.removeprefix(f"{build.machine}/"),
        detail=", ".join(_counted(count, part) for part, count in copies.items()),
        material=materials[build.setting],
        spans=spans_of(build),
        fixed=build.fixed,
        late=any(jobs[part] in late for part in copies),
    )


def _operation_bar(
    problem: Problem, schedule: Schedule, station: Station, operation: Operation
) -> Bar:
    materials = {setting.id: setting.material for setting in problem.settings}
    held = {materials[build.setting] for build in schedule.builds if build.id in operation.builds}
    builds = ", ".join(operation.builds)
    if operation.part is None:
        label, detail = builds, operation.programme or ""
    else:
        label, detail = _counted(len(operation.copies), operation.part), builds
    return Bar(
        name=operation.id,
        label=label,
        detail=detail,
        material=held.pop() if len(held) == 1 else "",
        spans=spans_at(station, operation),
        fixed=operation.fixed,
    )


def _counted(count: int, part: str) -> str:
    return part if count == 1 else f"{count} \u00d7 {part}"


def _size(problem: Problem, name: str, lang: str) -> str:
    machine = next(machine for machine in problem.machines if machine.id == name)
    platform = machine.platform
    if platform.shape == "circle":
        sizes = {"width": platform.diameter_mm, "height": machine.height_mm}
        return sentence("picture-round", sizes, lang)
    sizes = {"width": platform.width_mm, "depth": platform.depth_mm, "height": machine.height_mm}
    return sentence("picture-size", sizes, lang)
