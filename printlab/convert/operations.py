"""What is under way or done after printing, as facts a new plan starts from."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import scheduler
from printlab.convert.expected import Moments, expected
from printlab.convert.stations import treatment
from printlab.convert.timeline import Timeline
from printlab.records import Build, Operation
from printlab.working_hours import StaffedWindow

__all__ = ["Around", "fixed_operations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What operations are written down with: the builds that stay, copies, hours and the clock."""

    fixed: Sequence[Build]
    copies: Mapping[str, tuple[int, ...]]
    staffed: Sequence[StaffedWindow]
    now: dt.datetime
    timeline: Timeline


def fixed_operations(
    operations: Iterable[Operation], around: Around
) -> tuple[scheduler.Operation, ...]:
    """Return operations that have begun, of builds that the plan knows, with their real times.

    What a station no longer does to a material is no step of a part: it is left out.
    """
    held = {build.id: build for build in around.fixed}
    begun = [one for one in operations if one.actual_start_at is not None]
    times = expected(begun, {}, lambda _: around.staffed, around.now)
    found = []
    for one in begun:
        builds = [held[build.id] for build in one.builds if build.id in held]
        does = one.station.active and all(
            treatment(one.station, build.material.name) is not None for build in builds
        )
        if builds and does:
            found.append(_fact(one, builds, times[one.id], around))
    return _apart(fact for fact in found if fact.part is None or fact.copies)


def _apart(facts: Iterable[scheduler.Operation]) -> tuple[scheduler.Operation, ...]:
    """Return facts of which none is loaded before its unit was empty, whatever loading should take.

    What is known is when the work began; that loading began its usual time before is assumed.
    """
    free: dict[tuple[str, int], int] = {}
    apart = []
    for fact in sorted(facts, key=lambda one: (one.start, one.unload_end)):
        unit = (fact.station, fact.unit)
        load_start = min(fact.start, max(fact.load_start, free.get(unit, fact.load_start)))
        apart.append(replace(fact, load_start=load_start))
        free[unit] = fact.unload_end
    return tuple(apart)


def _fact(
    operation: Operation, builds: Sequence[Build], moments: Moments, around: Around
) -> scheduler.Operation:
    tick = around.timeline.floor
    start = tick(moments.start_at)
    end = max(start, tick(moments.end_at))
    unload = max(end, tick(moments.unload_at))
    job = operation.job_id
    known = around.copies.get(job, ()) if job is not None else ()
    there = {place.copy for build in builds for place in build.held if place.job_id == job}
    return scheduler.Operation(
        id=operation.id,
        station=operation.station_id,
        unit=operation.unit,
        programme=operation.programme,
        builds=tuple(build.id for build in builds),
        part=job,
        copies=tuple(
            known.index(copy) + 1
            for copy in operation.copies or ()
            if copy in known and copy in there
        ),
        load_start=min(start, tick(moments.load_at)),
        start=start,
        end=end,
        unload_start=unload,
        unload_end=max(unload, tick(moments.unload_end_at)),
        fixed=True,
    )
