"""When what follows printing is done, as things stand: later where what comes before it is late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from printlab.records import Operation
from printlab.working_hours import StaffedWindow, next_staffed

__all__ = ["Hours", "Moments", "as_planned", "expected", "in_flow"]

Hours = Callable[[dt.datetime], Sequence[StaffedWindow]]
"""Gives when people are there from a moment on."""

Copy = tuple[str, str, int]
"""A build, a job in it, and the number of a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Loading, the work, and unloading of an operation."""

    load_at: dt.datetime
    start_at: dt.datetime
    end_at: dt.datetime
    unload_at: dt.datetime
    unload_end_at: dt.datetime


def as_planned(operation: Operation) -> Moments:
    """Return when an operation is planned, whatever became of it."""
    return Moments(
        load_at=operation.planned_load_at,
        start_at=operation.planned_start_at,
        end_at=operation.planned_end_at,
        unload_at=operation.planned_unload_at,
        unload_end_at=operation.planned_unload_end_at,
    )


def in_flow(operations: Iterable[Operation]) -> list[Operation]:
    """Return operations in the order in which parts pass, each station's by time."""

    def key(operation: Operation) -> tuple[bool, int, dt.datetime, str]:
        station = operation.station
        begins = operation.actual_start_at or operation.planned_load_at
        return station.kind == "part", station.place, begins, operation.id

    return sorted(operations, key=key)


def expected(
    operations: Iterable[Operation],
    left: Mapping[str, dt.datetime],
    hours: Hours,
    now: dt.datetime,
) -> dict[str, Moments]:
    """Return by operation when each is done or was; ``left``: when builds leave their machine.

    What is planned stays where it is as long as its platforms or copies come in time and its unit
    is free; else it is loaded once they are there and somebody is, too.
    """
    came = dict(left)
    passed: dict[Copy, dt.datetime] = {}
    free: defaultdict[tuple[str, int], dt.datetime | None] = defaultdict(lambda: None)
    found: dict[str, Moments] = {}
    for operation in in_flow(operations):
        if operation.actual_start_at is not None:
            moments = _begun(operation, hours, now)
        else:
            way = dt.timedelta(seconds=operation.station.transport_s)
            ready = _ready(operation, came, passed)
            unit = free[operation.station_id, operation.unit]
            earliest = [operation.planned_load_at, *([] if ready is None else [ready + way])]
            moments = _planned(operation, max(earliest + ([] if unit is None else [unit])), hours)
        found[operation.id] = moments
        free[operation.station_id, operation.unit] = moments.unload_end_at
        _leave(operation, moments.unload_end_at, came, passed)
    return found


def _ready(
    operation: Operation, came: Mapping[str, dt.datetime], passed: Mapping[Copy, dt.datetime]
) -> dt.datetime | None:
    """Return when all that is in an operation has left the place before; None: not known."""
    ends = [came[build.id] for build in operation.builds if build.id in came]
    ends += [passed[copy] for copy in _copies(operation) if copy in passed]
    return max(ends, default=None)


def _leave(
    operation: Operation,
    at: dt.datetime,
    came: dict[str, dt.datetime],
    passed: dict[Copy, dt.datetime],
) -> None:
    if operation.job_id is None:
        came |= {build.id: at for build in operation.builds}
    else:
        passed |= dict.fromkeys(_copies(operation), at)


def _copies(operation: Operation) -> list[Copy]:
    job = operation.job_id
    if job is None:
        return []
    return [(build.id, job, copy) for build in operation.builds for copy in operation.copies or ()]


def _begun(operation: Operation, hours: Hours, now: dt.datetime) -> Moments:
    """Return the real times; what still runs ends as much later as it began, and not before now."""
    start = operation.actual_start_at or operation.planned_start_at
    if operation.actual_end_at is not None:
        over = operation.actual_end_at
        end = min(over, start + (operation.planned_end_at - operation.planned_start_at))
        return Moments(load_at=start, start_at=start, end_at=end, unload_at=end, unload_end_at=over)
    end = start + (operation.planned_end_at - operation.planned_start_at)
    takes = operation.planned_unload_end_at - operation.planned_unload_at
    unload = _unload(operation, end, takes, hours)
    return Moments(
        load_at=start,
        start_at=start,
        end_at=end,
        unload_at=unload,
        unload_end_at=max(unload + takes, now),
    )


def _planned(operation: Operation, earliest: dt.datetime, hours: Hours) -> Moments:
    if earliest <= operation.planned_load_at:
        return as_planned(operation)
    load, start = operation.planned_load_at, operation.planned_start_at
    takes = operation.planned_unload_end_at - operation.planned_unload_at
    by_hand = (operation.planned_unload_end_at if operation.station.attended else start) - load
    late = _staffed(operation, earliest, by_hand, hours) - load
    end = operation.planned_end_at + late
    unload = _unload(operation, end, takes, hours)
    return Moments(
        load_at=load + late,
        start_at=start + late,
        end_at=end,
        unload_at=unload,
        unload_end_at=unload + takes,
    )


def _unload(
    operation: Operation, end: dt.datetime, takes: dt.timedelta, hours: Hours
) -> dt.datetime:
    """Return when it is unloaded: as planned, or once it is done and somebody is there."""
    if operation.station.attended:
        return end
    if end <= operation.planned_unload_at:
        return operation.planned_unload_at
    return _staffed(operation, end, takes, hours)


def _staffed(
    operation: Operation, moment: dt.datetime, takes: dt.timedelta, hours: Hours
) -> dt.datetime:
    """Return from when on somebody is there who can work at the operation's station."""
    skill, site = operation.station.skill, operation.station.site
    able = (window for window in hours(moment) if window.serves(skill, site))
    return next_staffed(moment, takes, able)
