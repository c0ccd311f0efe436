"""Rules between stations, steps and operations: what follows printing must hang together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scheduler.errors import InvalidProblemError
from scheduler.fixed import FixedBuild
from scheduler.part import Part
from scheduler.relations import check_once
from scheduler.schedule import Operation
from scheduler.station import Station


def check_steps(parts: Sequence[Part], stations: Sequence[Station]) -> None:
    """See that stations for platforms come first, and that steps name stations once, in order."""
    check_once("station", [station.id for station in stations])
    for before, after in pairwise(stations):
        if before.kind == "part" and after.kind != "part":
            raise InvalidProblemError("station-order", station=after.id, before=before.id)
    order = {station.id: index for index, station in enumerate(stations)}
    for part in parts:
        for step in part.steps:
            if step.station not in order:
                raise InvalidProblemError("step-station", part=part.id, station=step.station)
        passed = [order[step.station] for step in part.steps]
        if any(after <= before for before, after in pairwise(passed)):
            raise InvalidProblemError("step-order", part=part.id)


def check_operations(
    operations: Sequence[Operation],
    stations: Sequence[Station],
    parts: Sequence[Part],
    fixed: Sequence[FixedBuild],
) -> None:
    """See that fixed operations do steps that are asked for, each once, and are apart in time."""
    check_once("operation", [operation.id for operation in operations])
    known = {station.id: station for station in stations}
    held = {build.id: {(place.part, place.copy) for place in build.placements} for build in fixed}
    asked = {(part.id, step.station) for part in parts for step in part.steps}
    done: set[tuple[str, str, str | None, int]] = set()
    for operation in operations:
        station = known.get(operation.station)
        if station is None or not 1 <= operation.unit <= station.units or not operation.fixed:
            raise InvalidProblemError("operation-station", operation=operation.id)
        _check_times(operation)
        if not (operation.builds and all(build in held for build in operation.builds)):
            raise InvalidProblemError("operation-build", operation=operation.id)
        for step in _steps(operation, station, held):
            if not any((part, station.id) in asked for part in _worked_on(step, held)):
                raise InvalidProblemError("operation-unasked", operation=operation.id)
            if step in done:
                raise InvalidProblemError("operation-twice", operation=operation.id)
            done.add(step)
    _check_apart(operations)


def _worked_on(
    step: tuple[str, str, str | None, int], held: dict[str, set[tuple[str, int]]]
) -> set[str]:
    """Return the parts that a step is for: the one it names, or all on its platform."""
    _, build, part, _ = step
    return {name for name, _ in held[build]} if part is None else {part}


def _check_apart(operations: Sequence[Operation]) -> None:
    """See that a unit has one fixed operation at a time."""
    ordered = sorted(operations, key=lambda one: (one.station, one.unit, one.load_start))
    for before, after in pairwise(ordered):
        same = (before.station, before.unit) == (after.station, after.unit)
        if same and after.load_start < before.unload_end:
            raise InvalidProblemError("operation-overlap", operation=before.id, other=after.id)


def _check_times(operation: Operation) -> None:
    times = (operation.load_start, operation.start, operation.end)
    if list(times) != sorted(times) or not (
        operation.end <= operation.unload_start <= operation.unload_end
    ):
        raise InvalidProblemError("operation-times", operation=operation.id)


def _steps(
    operation: Operation, station: Station, held: dict[str, set[tuple[str, int]]]
) -> Iterator[tuple[str, str, str | None, int]]:
    """Yield what an operation does, once each: a platform, or a copy of a part."""
    if station.kind != "part":
        if operation.part is not None or len(operation.builds) > station.capacity:
            raise InvalidProblemError("operation-build", operation=operation.id)
        yield from ((station.id, build, None, 0) for build in operation.builds)
        return
    if operation.part is None or len(operation.builds) != 1 or not operation.copies:
        raise InvalidProblemError("operation-build", operation=operation.id)
    for copy in operation.copies:
        if (operation.part, copy) not in held[operation.builds[0]]:
            raise InvalidProblemError("operation-build", operation=operation.id)
        yield (station.id, operation.builds[0], operation.part, copy)
