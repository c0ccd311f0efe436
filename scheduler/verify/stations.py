"""Rules about what follows printing: each step once, in order, where and when it may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, fsum

from scheduler.part import Part
from scheduler.schedule import Build, Operation, Schedule
from scheduler.station import Station, Step
from scheduler.verify.facts import Facts
from scheduler.violation import Violation

ROUNDING = 1e-9
"""A duration this little above a whole tick is that whole one."""

Params = Mapping[str, str | int | float]

Task = tuple[str, str, str, int]
"""Station and build, and the part and copy at a station for parts (else nothing and zero)."""


def operations_kept(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that fixed operations are as the problem gives them, and that ids are there once."""
    given = {operation.id: operation for operation in facts.problem.operations}
    shown = {operation.id: operation for operation in schedule.operations if operation.fixed}
    for name in sorted(given.keys() | shown.keys()):
        if given.get(name) != shown.get(name):
            yield Violation(code="operation-moved", params={"operation": name})
    times = Counter(operation.id for operation in schedule.operations)
    for name in sorted(name for name, count in times.items() if count > 1):
        yield Violation(code="operation-id-twice", params={"operation": name})


def each_step_once(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that every step of every copy, or of its platform, is done once, and nothing else."""
    wanted = {task for build in schedule.builds for task in _wanted(facts, build)}
    done = Counter(task for op in schedule.operations for task in _done(facts, op))
    for task in sorted(wanted | done.keys()):
        code = {0: "step-missing", 1: "step-unasked"}.get(done[task], "step-twice")
        if done[task] != 1 or task not in wanted:
            params: Params = {"station": task[0], "copy": task[3]}
            yield Violation(code=code, build=task[1], part=task[2], params=params)


def _wanted(facts: Facts, build: Build) -> Iterator[Task]:
    for placement, part in facts.placed(build):
        for step in part.steps:
            if facts.stations[step.station].kind == "part":
                yield step.station, build.id, part.id, placement.copy
            else:
                yield step.station, build.id, "", 0


def _done(facts: Facts, operation: Operation) -> Iterator[Task]:
    station = facts.stations.get(operation.station)
    for build in operation.builds:
        if station is not None and station.kind == "part":
            for copy in operation.copies:
                yield station.id, build, operation.part or "", copy
        else:
            yield operation.station, build, "", 0


def units_hold(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that each operation is at a unit there is, and holds no more than it may."""
    for operation in schedule.operations:
        station = facts.stations.get(operation.station)
        known = station is not None and 1 <= operation.unit <= station.units
        alone = station is None or station.kind == "batch" or len(operation.builds) == 1
        for_part = station is not None and station.kind == "part"
        holds = bool(list(_done(facts, operation)))
        if not (known and alone and holds and for_part == (operation.part is not None)):
            yield Violation(code="operation-wrong", params={"operation": operation.id})
        elif station is not None and len(operation.builds) > station.capacity:
            params: Params = {"operation": operation.id, "limit": station.capacity}
            yield Violation(code="operation-full", params=params)


def programmes_alike(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that what is in one batch of a furnace asks for the programme that it runs."""
    for operation, station in _planned(facts, schedule):
        for step in _steps(facts, schedule, operation):
            if station.kind == "batch" and step.programme != operation.programme:
                params: Params = {
                    "operation": operation.id,
                    "programme": step.programme or "",
                    "runs": operation.programme or "",
                }
                yield Violation(code="programme-mixed", params=params)
                break


def operation_durations(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that loading, the work and unloading take their exact times, rounded up once each."""
    for operation, station in _planned(facts, schedule):
        times_s = [step.time_s for step in _steps(facts, schedule, operation)]
        work_s = max(times_s, default=0.0) if station.kind == "batch" else fsum(times_s)
        for what, ticks, time_s in (
            ("load", operation.start - operation.load_start, station.load_s),
            ("work", operation.end - operation.start, work_s),
            ("unload", operation.unload_end - operation.unload_start, station.unload_s),
        ):
            needed = _ticks(facts, time_s)
            if ticks != needed:
                params: Params = {"operation": operation.id, "what": what}
                params = {**params, "ticks": ticks, "needed": needed}
                yield Violation(code="operation-duration", params=params)
        waits = operation.unload_start > operation.end
        if operation.unload_start < operation.end or (waits and station.attended):
            yield Violation(code="operation-order", params={"operation": operation.id})


def steps_in_order(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that each operation begins after what its platform or copies passed before, and the way.

    A station before another in the problem is passed before it.
    """
    order = {station: index for index, station in enumerate(facts.stations)}
    left = {build.id: build.unload_end for build in schedule.builds}
    passed: dict[Task, int] = {}
    known = [o for o in schedule.operations if o.station in order]
    for operation in sorted(known, key=lambda operation: order[operation.station]):
        tasks = list(_done(facts, operation))
        came = (passed.get(_thing(task), left.get(task[1], 0)) for task in tasks)
        ready = max(came, default=operation.load_start)
        way = _ticks(facts, facts.stations[operation.station].transport_s)
        if operation.load_start < ready + way and not operation.fixed:
            at = operation.load_start
            params: Params = {"operation": operation.id, "at": at, "ready": ready + way}
            yield Violation(code="operation-early", params=params)
        for task in tasks:
            passed[_thing(task)] = operation.unload_end
            if not task[2]:
                left[task[1]] = operation.unload_end


def _thing(task: Task) -> Task:
    """Return what moves from station to station: a platform, or a copy."""
    return "", *task[1:]


def units_one_at_a_time(_: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that a unit has one operation from loading to unloading."""
    at_unit: dict[tuple[str, int], list[Operation]] = defaultdict(list)
    for operation in schedule.operations:
        at_unit[operation.station, operation.unit].append(operation)
    for operations in at_unit.values():
        operations.sort(key=lambda operation: (operation.load_start, operation.unload_end))
        for before, after in pairwise(operations):
            if after.load_start < before.unload_end:
                params: Params = {"operation": before.id, "other": after.id}
                yield Violation(code="unit-overlap", params=params)


def operations_in_time(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that operations begin after now, end by the horizon, and meet no downtime."""
    problem = facts.problem
    for operation, station in _planned(facts, schedule):
        span = (operation.load_start, operation.unload_end)
        if span[0] < problem.now or span[1] > problem.horizon:
            yield Violation(code="operation-outside", params={"operation": operation.id})
        if any(span[0] < down.end and span[1] > down.start for down in station.downtime):
            yield Violation(code="operation-downtime", params={"operation": operation.id})


def _planned(facts: Facts, schedule: Schedule) -> Iterator[tuple[Operation, Station]]:
    for operation in schedule.operations:
        if not operation.fixed and operation.station in facts.stations:
            yield operation, facts.stations[operation.station]


def _steps(facts: Facts, schedule: Schedule, operation: Operation) -> Iterator[Step]:
    """Yield the step of each copy that an operation works on."""
    builds = {build.id: build for build in schedule.builds if build.id in operation.builds}
    for build in builds.values():
        for placement, part in facts.placed(build):
            mine = operation.part is None or (part.id, placement.copy) in _copies(operation)
            step = _step(part, operation.station)
            if mine and step is not None:
                yield step


def _copies(operation: Operation) -> Sequence[tuple[str | None, int]]:
    return [(operation.part, copy) for copy in operation.copies]


def _step(part: Part, station: str) -> Step | None:
    by_station: Mapping[str, Step] = {step.station: step for step in part.steps}
    return by_station.get(station)


def _ticks(facts: Facts, time_s: float) -> int:
    return ceil(time_s / facts.problem.tick_s - ROUNDING)
