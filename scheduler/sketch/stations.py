"""What follows printing, in compiled code.

Like the course of a plan, but that copies of a part are loaded one by one, each by somebody who is
free of other copies, and that downtimes of stations, what is fixed there or still comes from fixed
builds, and work of people that is fixed are left out.
"""

from __future__ import annotations

import numba
import numpy as np

from scheduler.compiled import INNER
from scheduler.shop.course import LONGEST_WAIT
from scheduler.shop.shop import ROUNDING
from scheduler.sketch.staffing import at_hand, hand, next_at_hand
from scheduler.sketch.tables import (
    ATTENDED,
    BATCH,
    CAPACITY,
    FULL,
    IMPOSSIBLE,
    KIND,
    LOADING,
    MOST,
    NEED,
    NEVER,
    OF_NEED,
    UNITS,
    UNLOADED,
    UNLOADING,
    URGENT,
    WAY,
    Crew,
    Desk,
    Facts,
    Numbers,
    Sketch,
)

TAKEN = -2.0
"""The work of a build that is in the furnace with another."""


@numba.njit(**INNER)
def surely_late(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Return the weighted ticks by which jobs are late at least: all stations are theirs alone."""
    for job in range(len(facts.due)):
        desk.end[job] = facts.ended[job]
    for copy in range(len(facts.unit)):
        done = desk.times[sketch.home[facts.unit[copy]], UNLOADED] + facts.tail[copy]
        desk.end[facts.job[copy]] = max(desk.end[facts.job[copy]], done)
    return float(_late(facts, desk))


@numba.njit(**INNER)
def _late(facts: Facts, desk: Desk) -> float:
    """Sum up the weighted ticks by which jobs are late, given their ends."""
    ticks = 0.0
    for job in range(len(facts.due)):
        ticks += facts.weight[job] * max(0, desk.end[job] + facts.queued[job] - facts.due[job])
    return ticks


@numba.njit(**INNER)
def late(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Return the weighted ticks by which jobs are late, given when builds are unloaded."""
    for job in range(len(facts.due)):
        desk.end[job] = facts.ended[job]
    builds = _list(sketch, desk)
    for post in range(len(facts.posts)):
        if not _ask(facts, sketch, desk, post):
            return IMPOSSIBLE
        _sort(desk, builds)
        _pass(facts, facts.posts[post], desk, builds)
    for copy in range(len(facts.unit)):
        desk.done[copy] = desk.left[sketch.home[facts.unit[copy]]]
    if len(facts.cabins):
        _pass_alone(facts, sketch, desk, builds)
    for copy in range(len(facts.unit)):
        desk.end[facts.job[copy]] = max(desk.end[facts.job[copy]], desk.done[copy])
    return float(_late(facts, desk))


@numba.njit(**INNER)
def _list(sketch: Sketch, desk: Desk) -> int:
    """List the builds that there are, in the order in which they leave their machines."""
    used = 0
    for machine in range(len(sketch.sizes)):
        for at in range(sketch.sizes[machine]):
            build = sketch.order[machine, at]
            desk.left[build] = desk.times[build, UNLOADED]
            desk.builds[used] = build
            used += 1
    _sort(desk, used)
    return used


@numba.njit(**INNER)
def _sort(desk: Desk, builds: int) -> None:
    """Put the builds that are listed in the order in which they leave where they were last."""
    for at in range(1, builds):
        build, place = desk.builds[at], at
        while place > 0 and desk.left[desk.builds[place - 1]] > desk.left[build]:
            desk.builds[place] = desk.builds[place - 1]
            place -= 1
        desk.builds[place] = build


@numba.njit(**INNER)
def _ask(facts: Facts, sketch: Sketch, desk: Desk, post: int) -> bool:
    """Sum up what each build asks a station of platforms for, and when it is due; tell if it can.

    No work may be longer than the station's longest.
    """
    longest = 0.0
    for build in range(len(desk.work)):
        desk.work[build] = -1.0
    for unit in range(len(sketch.home)):
        asked, build = facts.asked[unit, post], sketch.home[unit]
        if asked >= 0.0:
            known = desk.work[build]
            together = max(known, asked) if facts.posts[post, KIND] == BATCH else known + asked
            desk.work[build] = asked if known < 0.0 else together
            soonest = facts.latest[unit]
            desk.latest[build] = soonest if known < 0.0 else min(soonest, desk.latest[build])
            desk.programme[build] = facts.programme[unit, post]
            longest = max(longest, desk.work[build])
    return bool(longest <= facts.posts[post, MOST])


@numba.njit(**INNER)
def _pass(facts: Facts, post: Numbers, desk: Desk, builds: int) -> None:
    """Let platforms pass: at each free unit, of what is there by then the first that is due."""
    crew = facts.crew
    _idle(desk, 0, post[UNITS])
    first = _chosen(facts, desk, builds, -post[WAY])
    while first >= 0:
        unit = _first_unit(desk, 0, post[UNITS])
        tick, ticks = max(desk.units[0, unit], desk.left[first] + post[WAY]), desk.work[first]
        desk.work[first] = TAKEN
        if post[CAPACITY] > 1:
            start = at_hand(crew, desk, post[NEED], tick, post[LOADING])
            loaded = tick if start == NEVER else start
            until = max(loaded, tick + int(LONGEST_WAIT * ticks)) if facts.waits[FULL] else loaded
            times = (tick, loaded, until)
            longest, came = _mates(post, desk, builds, times, desk.programme[first])
            tick, ticks = max(tick, came), max(ticks, longest)
        whole = int(np.ceil(ticks - ROUNDING))
        attended = _attended(post, whole)
        start = at_hand(crew, desk, post[NEED], tick, attended)
        start = tick if start == NEVER else start  # too long for anybody's day: the plan tells
        done = _unloaded(crew, desk, post, start, whole)
        hand(desk, start, start + attended, post[NEED])
        if not post[ATTENDED]:
            hand(desk, done - post[UNLOADING], done, post[NEED])
        desk.units[0, unit] = done
        for build in desk.builds[:builds]:
            if desk.work[build] == TAKEN:
                desk.left[build], desk.work[build] = done, -1.0
        idle = desk.units[0, _first_unit(desk, 0, post[UNITS])]
        first = _chosen(facts, desk, builds, idle - post[WAY])


@numba.njit(**INNER)
def _first_unit(desk: Desk, station: int, count: int) -> int:
    """Return which of so many units of a station is free first."""
    first = 0
    for unit in range(1, count):
        if desk.units[station, unit] < desk.units[station, first]:
            first = unit
    return first


@numba.njit(**INNER)
def _idle(desk: Desk, station: int, count: int) -> None:
    """Let so many units of a station be free at once."""
    for unit in range(count):
        desk.units[station, unit] = 0


@numba.njit(**INNER)
def _mates(
    post: Numbers, desk: Desk, builds: int, times: tuple[int, int, int], programme: int
) -> tuple[float, int]:
    """Take what goes into a furnace with a first one: its longest work, and last arrival.

    First the most urgent of what is there by the first time, then what comes by the others.
    """
    longest, came, room = 0.0, 0, post[CAPACITY] - 1
    for step in range(len(times)):
        mate = _mate(desk, builds, times[step] - post[WAY], programme, step == 0)
        while room > 0 and mate >= 0:
            longest, came = max(longest, desk.work[mate]), max(came, desk.left[mate] + post[WAY])
            desk.work[mate], room = TAKEN, room - 1
            mate = _mate(desk, builds, times[step] - post[WAY], programme, step == 0)
    return longest, came


@numba.njit(**INNER)
def _mate(desk: Desk, builds: int, until: int, programme: int, by_due: bool) -> int:
    """Return the most urgent build of a programme that has left by a tick, or the first; or -1."""
    mate = -1
    for build in desk.builds[:builds]:
        here = desk.work[build] >= 0.0 and desk.left[build] <= until
        first = mate < 0 or (by_due and desk.latest[build] < desk.latest[mate])
        if here and first and desk.programme[build] == programme:
            mate = build
    return mate


@numba.njit(**INNER)
def _chosen(facts: Facts, desk: Desk, builds: int, tick: int) -> int:
    """Return what is done next at a unit that is free at a tick, or -1; it may be waited for."""
    first = _urgent(desk, builds, tick)
    if first >= 0 and facts.waits[URGENT]:
        until = max(tick, desk.left[first]) + int(LONGEST_WAIT * desk.work[first])
        first = _urgent(desk, builds, until)
    return int(first)


@numba.njit(**INNER)
def _urgent(desk: Desk, builds: int, tick: int) -> int:
    """Return the build due first of those there by a tick, or else that comes first; or -1."""
    soonest = NEVER
    for build in desk.builds[:builds]:
        if desk.work[build] >= 0.0:
            soonest = min(soonest, desk.left[build])
    tick, first = max(tick, soonest), -1
    for build in desk.builds[:builds]:
        here = desk.work[build] >= 0.0 and desk.left[build] <= tick
        if here and (first < 0 or desk.latest[build] < desk.latest[first]):
            first = build
    return first


@numba.njit(**INNER)
def _unloaded(crew: Crew, desk: Desk, post: Numbers, start: int, ticks: int) -> int:
    """Return when some work at a station that is loaded from a start on is unloaded."""
    ended = start + post[LOADING] + ticks
    if not post[ATTENDED]:
        later = at_hand(crew, desk, post[NEED], ended, post[UNLOADING])
        ended = ended if later == NEVER else later
    return int(ended + post[UNLOADING])


@numba.njit(**INNER)
def _attended(post: Numbers, ticks: int) -> int:
    """Return the ticks for which somebody must be there to begin some work: loading, or all."""
    return int(post[LOADING] + ticks + post[UNLOADING]) if post[ATTENDED] else int(post[LOADING])


@numba.njit(**INNER)
def _pass_alone(facts: Facts, sketch: Sketch, desk: Desk, builds: int) -> None:
    """Let single copies pass: at the first station the one of those there that is due first."""
    _queue(facts, sketch, desk, builds)
    gone, here, way = 0, 0, facts.cabins[0, WAY]
    while gone < builds:
        idle = desk.units[0, _first_unit(desk, 0, facts.cabins[0, UNITS])]
        while here < builds and (here == gone or desk.left[desk.builds[here]] + way <= idle):
            here += 1
        place = gone
        for other in range(gone + 1, here):
            if desk.first[desk.builds[other]] < desk.first[desk.builds[place]]:
                place = other
        build = desk.builds[place]
        _treat(facts, desk, desk.first[build])
        desk.first[build] = desk.after[desk.first[build]]
        if desk.first[build] < 0:
            desk.builds[place], desk.builds[gone] = desk.builds[gone], build
            gone += 1


@numba.njit(**INNER)
def _queue(facts: Facts, sketch: Sketch, desk: Desk, builds: int) -> None:
    """Put builds in the order in which they come, and the copies of each in that of due dates."""
    desk.handed[OF_NEED] = -1
    for cabin in range(len(facts.cabins)):
        _idle(desk, cabin, facts.cabins[cabin, UNITS])
    for build in desk.builds[:builds]:
        desk.first[build] = -1
    for copy in range(len(facts.unit) - 1, -1, -1):
        build = sketch.home[facts.unit[copy]]
        desk.after[copy], desk.first[build] = desk.first[build], copy
    _sort(desk, builds)


@numba.njit(**INNER)
def _treat(facts: Facts, desk: Desk, copy: int) -> None:
    """Let one copy pass its stations, each at the unit that is free first."""
    for cabin in range(len(facts.cabins)):
        ticks, post = facts.alone[copy, cabin], facts.cabins[cabin]
        if ticks >= 0:
            unit = _first_unit(desk, cabin, post[UNITS])
            tick = max(desk.units[cabin, unit], desk.done[copy] + post[WAY])
            attended = _attended(post, ticks)
            start = next_at_hand(facts.crew, desk, post[NEED], tick, attended)
            start = tick if start == NEVER else start  # longer than anybody's day: it is divided
            done = _unloaded(facts.crew, desk, post, start, ticks)
            desk.units[cabin, unit] = desk.done[copy] = done
