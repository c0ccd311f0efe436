"""Running and pinned builds, as facts a new plan starts from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import scheduler
from printlab.convert.expected import Hours
from printlab.convert.timeline import Timeline
from printlab.records import Build, Placement
from printlab.working_hours import StaffedWindow, next_staffed
from scheduler.part import Turn

GRACE: Final = dt.timedelta(minutes=30)
"""By how much work by hand may be due already, or come later than planned: people start a
set-up a little late, and a proposal is looked at before it is published. Our own choice."""

_TURNS: Final[Mapping[int, Turn]] = {0: 0, 90: 90, 180: 180, 270: 270}

__all__ = [
    "GRACE",
    "apart",
    "as_facts",
    "fixed_build",
    "late_by",
    "occupied_from",
    "placed_as",
    "planned_build",
    "unloaded_from",
]


def fixed_build(
    build: Build,
    copies: Mapping[str, tuple[int, ...]],
    staffed: Sequence[StaffedWindow],
    now: dt.datetime,
    timeline: Timeline,
) -> scheduler.FixedBuild:
    """Return a build with planned times when pinned, shifted when running, real when over.

    A build that began late, or has not begun in time, ends as much later and is unloaded when
    somebody is there; one that should be over occupies its machine until now, because nobody has
    said that it is off.
    """
    placements = tuple(placed_as(placed, copies) for placed in build.held)
    if build.actual_end_at is not None:
        return _over(build, placements, timeline)
    late = late_by(build, lambda _: staffed, now)
    unloaded = unloaded_from(build, late, staffed)
    if build.actual_start_at is None:
        return _not_begun(_pinned(build, placements, timeline), late, unloaded, timeline)
    return _running(build, placements, unloaded, now, timeline)


def as_facts(problem: scheduler.Problem) -> scheduler.Problem:
    """Return a problem whose fixed builds are taken as they are, whatever is wrong with them.

    For dates that are only asked about: planning tells whoever runs the lab what is wrong with a
    pinned build, and nobody else waits for that.
    """
    facts = tuple(replace(one, state="running") for one in problem.fixed)
    return replace(problem, fixed=facts)


def planned_build(
    build: Build, copies: Mapping[str, tuple[int, ...]], timeline: Timeline
) -> scheduler.Build:
    """Return a build that is planned and may move, with those of its copies that are wanted."""
    placements = tuple(
        placed_as(placed, copies)
        for placed in build.held
        if placed.copy in copies.get(placed.job_id, ())
    )
    return replace(_pinned(build, placements, timeline).as_build(), fixed=False)


def placed_as(placed: Placement, copies: Mapping[str, tuple[int, ...]]) -> scheduler.Placement:
    """Return a copy where it lies; raises `ValueError` where it is none of those wanted."""
    return scheduler.Placement(
        part=placed.job_id,
        copy=copies[placed.job_id].index(placed.copy) + 1,
        orientation=placed.orientation,
        x_mm=placed.x_mm,
        y_mm=placed.y_mm,
        rotation_deg=_TURNS[placed.rotation_deg],
        width_mm=placed.width_mm,
        depth_mm=placed.depth_mm,
    )


def late_by(
    build: Build, hours: Hours, now: dt.datetime, free_at: dt.datetime | None = None
) -> dt.timedelta:
    """Return how much later than planned a build began, or begins if it has not yet.

    What should print by now, or has to wait until its machine is free, is set up once somebody is
    there for it from then on.
    """
    if build.actual_start_at is not None:
        return build.actual_start_at - build.planned_start_at
    planned = occupied_from(build)
    waits = free_at is not None and planned + GRACE < free_at
    if build.state != "planned" or not (waits or build.planned_start_at + GRACE < now):
        return dt.timedelta()
    earliest = now if free_at is None else max(now, free_at)
    by_hand = build.planned_start_at - planned
    skill, site = build.machine.setup_skill, build.machine.site
    able = (window for window in hours(earliest) if window.serves(skill, site))
    return next_staffed(earliest, by_hand, able) - planned


def occupied_from(build: Build) -> dt.datetime:
    """Return from when on a build is planned to occupy its machine."""
    return build.planned_powder_change_at or build.planned_setup_at


def unloaded_from(
    build: Build, late: dt.timedelta, staffed: Iterable[StaffedWindow]
) -> dt.datetime:
    """Return when a build is unloaded that is so ``late``.

    As planned, or once it has cooled and somebody is there.
    """
    cooled = build.planned_cool_end_at + late
    if cooled <= build.planned_unload_at:
        return build.planned_unload_at
    takes = build.planned_unload_end_at - build.planned_unload_at
    skill, site = build.machine.unload_skill, build.machine.site
    return next_staffed(cooled, takes, (w for w in staffed if w.serves(skill, site)))


def _pinned(
    build: Build, placements: tuple[scheduler.Placement, ...], timeline: Timeline
) -> scheduler.FixedBuild:
    change_at = build.planned_powder_change_at
    changed_at = build.planned_powder_change_end_at
    return scheduler.FixedBuild(
        id=build.id,
        machine=build.machine_id,
        setting=build.parameter_set_id,
        placements=placements,
        state="pinned",
        powder_change_start=None if change_at is None else timeline.floor(change_at),
        powder_change_end=None if changed_at is None else timeline.floor(changed_at),
        setup_start=timeline.floor(build.planned_setup_at),
        start=timeline.floor(build.planned_start_at),
        end=timeline.floor(build.planned_end_at),
        cool_end=timeline.floor(build.planned_cool_end_at),
        unload_start=timeline.floor(build.planned_unload_at),
        unload_end=timeline.floor(build.planned_unload_end_at),
        height_mm=build.height_mm,
    )


def _not_begun(
    build: scheduler.FixedBuild,
    late: dt.timedelta,
    unloaded: dt.datetime,
    timeline: Timeline,
) -> scheduler.FixedBuild:
    """Return a pinned build as late as it is, unloaded when somebody is there."""
    if not late:
        return build
    moved = _later(build, timeline.ticks(late))
    planned = moved.as_build()
    unload_start = max(planned.cool_end, timeline.ceil(unloaded))
    takes = planned.unload_end - planned.unload_start
    return replace(moved, unload_start=unload_start, unload_end=unload_start + takes)


def _over(
    build: Build, placements: tuple[scheduler.Placement, ...], timeline: Timeline
) -> scheduler.FixedBuild:
    """Return a build that is off its machine while what follows is still to be done."""
    start = timeline.floor(build.actual_start_at or build.planned_start_at)
    over = max(start, timeline.floor(build.actual_end_at or build.planned_unload_end_at))
    end = min(
        over, start + timeline.floor(build.planned_end_at) - timeline.floor(build.planned_start_at)
    )
    return scheduler.FixedBuild(
        id=build.id,
        machine=build.machine_id,
        setting=build.parameter_set_id,
        placements=placements,
        state="running",
        start=start,
        end=end,
        cool_end=end,
        unload_start=end,
        unload_end=over,
        height_mm=build.height_mm,
    )


def _running(
    build: Build,
    placements: tuple[scheduler.Placement, ...],
    unloaded: dt.datetime,
    now: dt.datetime,
    timeline: Timeline,
) -> scheduler.FixedBuild:
    actual = build.actual_start_at or build.planned_start_at
    late = actual - build.planned_start_at
    start = timeline.floor(actual)
    end = max(start + 1, timeline.ceil(build.planned_end_at + late))
    cool_end = max(end, timeline.ceil(build.planned_cool_end_at + late))
    unload_start = max(cool_end, timeline.ceil(unloaded))
    unload_ticks = timeline.floor(build.planned_unload_end_at) - timeline.floor(
        build.planned_unload_at
    )
    return scheduler.FixedBuild(
        id=build.id,
        machine=build.machine_id,
        setting=build.parameter_set_id,
        placements=placements,
        state="running",
        start=start,
        end=end,
        cool_end=cool_end,
        unload_start=unload_start,
        unload_end=max(unload_start + unload_ticks, timeline.ceil(now)),
        height_mm=build.height_mm,
    )


def apart(builds: Iterable[scheduler.FixedBuild]) -> tuple[scheduler.FixedBuild, ...]:
    """Move builds that would begin before their machine is free to when it is.

    What runs longer than planned pushes what comes after it; this says so without planning anew.
    """
    free: defaultdict[str, int | None] = defaultdict(lambda: None)
    moved = []
    for build in sorted(builds, key=lambda build: build.as_build().occupied_from):
        begins, free_at = build.as_build().occupied_from, free[build.machine]
        late = 0 if free_at is None else max(0, free_at - begins)
        moved.append(_later(build, late) if late else build)
        free[build.machine] = moved[-1].as_build().unload_end
    return tuple(moved)


def _later(build: scheduler.FixedBuild, ticks: int) -> scheduler.FixedBuild:
    def moved(tick: int | None) -> int | None:
        return None if tick is None else tick + ticks

    return replace(
        build,
        powder_change_start=moved(build.powder_change_start),
        powder_change_end=moved(build.powder_change_end),
        setup_start=moved(build.setup_start),
        start=build.start + ticks,
        end=build.end + ticks,
        cool_end=moved(build.cool_end),
        unload_start=moved(build.unload_start),
        unload_end=moved(build.unload_end),
    )
