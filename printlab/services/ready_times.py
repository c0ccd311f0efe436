"""When parts are ready: off their machine and through every station after it, as things stand."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from printlab.convert.expected import Hours, Moments, as_planned, expected
from printlab.convert.fixed import late_by, occupied_from, unloaded_from
from printlab.lab import Desk
from printlab.records import Build, Operation
from printlab.services import lab
from printlab.working_hours import StaffedWindow

__all__ = ["Ends", "Progress", "planned_ends", "progress_of"]

_WITHIN = dt.timedelta(days=56)
"""How far ahead somebody is looked for who can unload what is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """When builds are off their machine (``left``), and when what follows them is done."""

    left: Mapping[str, dt.datetime]
    moments: Mapping[str, Moments]
    operations: tuple[Operation, ...]

    def job_ends(self, builds: Iterable[Build]) -> dict[str, dt.datetime]:
        """Return per job when the last of its copies in these builds has passed its last station.

        Copies in a build that failed, or lost at a station, are to be printed again: they are
        not counted.
        """
        ends: dict[str, dt.datetime] = {}
        for build in builds:
            for placement in build.held if build.state != "failed" else ():
                end = self.copy_end(build, placement.job_id, placement.copy)
                ends[placement.job_id] = max(ends.get(placement.job_id, end), end)
        return ends

    def copy_end(self, build: Build, job_id: str, copy: int) -> dt.datetime:
        """Return when a copy in a build has passed its last station."""
        ends = [self.left[build.id]]
        for operation in self.operations:
            if any(other.id == build.id for other in operation.builds):
                whole = operation.job_id is None
                if whole or (operation.job_id == job_id and copy in (operation.copies or ())):
                    ends.append(self.moments[operation.id].unload_end_at)
        return max(ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Ends):
    """The same as things stand: builds are ``late`` by so much, or will be.

    ``unload`` is when each can be unloaded.
    """

    late: Mapping[str, dt.timedelta]
    unload: Mapping[str, dt.datetime]


def progress_of(
    desk: Desk, builds: Iterable[Build], operations: Sequence[Operation] = ()
) -> Progress:
    """Return how far builds and what follows them are, and when the rest will be done.

    What should have begun and has not begins at the earliest now, and after the build before it.
    """
    hours = _hours(desk)
    late: dict[str, dt.timedelta] = {}
    unload: dict[str, dt.datetime] = {}
    left: dict[str, dt.datetime] = {}
    free: dict[str, dt.datetime] = {}
    for build in sorted(builds, key=lambda build: (build.state == "planned", occupied_from(build))):
        late[build.id] = late_by(build, hours, desk.now, free.get(build.machine_id))
        unload[build.id] = _unload_at(build, late[build.id], hours)
        takes = build.planned_unload_end_at - build.planned_unload_at
        left[build.id] = build.actual_end_at or unload[build.id] + takes
        if build.state in {"running", "planned"}:
            free[build.machine_id] = left[build.id]
    return Progress(
        late=late,
        unload=unload,
        left=left,
        moments=expected(operations, left, hours, desk.now),
        operations=_counted(operations),
    )


def planned_ends(builds: Iterable[Build], operations: Sequence[Operation]) -> Ends:
    """Return when everything would be done if it went as planned."""
    return Ends(
        left={build.id: build.planned_unload_end_at for build in builds},
        moments={one.id: as_planned(one) for one in operations},
        operations=_counted(operations),
    )


def _counted(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    return tuple(one for one in operations if one.state != "superseded")


def _unload_at(build: Build, late: dt.timedelta, hours: Hours) -> dt.datetime:
    """Return when a build is unloaded that is so late; hours are only read for such."""
    cooled = build.planned_cool_end_at + late
    if cooled <= build.planned_unload_at:
        return build.planned_unload_at
    return unloaded_from(build, late, hours(cooled))


def _hours(desk: Desk) -> Hours:
    """Return how the hours of people from a moment on are looked up: once, where they are asked."""
    known: list[tuple[dt.datetime, tuple[StaffedWindow, ...]]] = []

    def hours(moment: dt.datetime) -> Sequence[StaffedWindow]:
        if not known or moment < known[0][0]:
            since = min(moment, desk.now)
            staffed = lab.staffed(desk, since=since, until=max(moment, desk.now) + _WITHIN)
            known[:] = [(since, staffed)]
        return known[0][1]

    return hours
