"""What follows printing, in compiled code.

Like the course of a plan, but that a unit never waits for more to come, that people who are at
other work are free, that copies of a part are loaded one by one, and that downtimes of stations,
and what is fixed there or still comes from fixed builds, are left out.
"""

from __future__ import annotations

import numba
import numpy as np

from scheduler.shop.shop import ROUNDING
from scheduler.sketch.staffing import free
from scheduler.sketch.tables import (
    ATTENDED,
    BATCH,
    CAPACITY,
    INNER,
    KIND,
    LOADING,
    NEED,
    NEVER,
    UNITS,
    UNLOADED,
    UNLOADING,
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
def late(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Return the weighted ticks by which jobs are late, given when builds are unloaded."""
    for job in range(len(facts.due)):
        desk.end[job] = facts.ended[job]
    builds = _list(sketch, desk)
    for post in range(len(facts.posts)):
        _ask(facts, sketch, desk, post)
        _pass(facts.crew, facts.posts[post], desk, builds)
    for copy in range(len(facts.unit)):
        desk.done[copy] = desk.left[sketch.home[facts.unit[copy]]]
    if len(facts.cabins):
        _pass_alone(facts, sketch, desk, builds)
    for copy in range(len(facts.unit)):
        desk.end[facts.job[copy]] = max(desk.end[facts.job[copy]], desk.done[copy])
    ticks = 0.0
    for job in range(len(facts.due)):
        ticks += facts.weight[job] * max(0, desk.end[job] + facts.queued[job] - facts.due[job])
    return ticks


@numba.njit(**INNER)
def _list(sketch: Sketch, desk: Desk) -> int:
    """List the builds that there are, in the order in which they leave their machines."""
    used = 0
    for machine in range(len(sketch.sizes)):
        for at in range(sketch.sizes[machine]):
            build, place = sketch.order[machine, at], used
            desk.left[build] = desk.times[build, UNLOADED]
            while place > 0 and desk.left[desk.builds[place - 1]] > desk.left[build]:
                desk.builds[place] = desk.builds[place - 1]
                place -= 1
            desk.builds[place] = build
            used += 1
    return used


@numba.njit(**INNER)
def _ask(facts: Facts, sketch: Sketch, desk: Desk, post: int) -> None:
    """Sum up what each build asks a station of whole platforms for, and when it is due."""
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


@numba.njit(**INNER)
def _pass(crew: Crew, post: Numbers, desk: Desk, builds: int) -> None:
    """Let platforms pass: at each free unit, of what is there by then the first that is due."""
    _idle(desk, 0, post[UNITS])
    first = _urgent(desk, builds, -post[WAY])
    while first >= 0:
        unit = _first(desk, 0, post[UNITS])
        tick, ticks = max(desk.units[0, unit], desk.left[first] + post[WAY]), desk.work[first]
        desk.work[first] = TAKEN
        if post[CAPACITY] > 1:
            start, _ = free(crew, post[NEED], desk.nobody, tick, post[LOADING])
            start = tick if start == NEVER else start
            ticks = max(ticks, _mates(post, desk, builds, start, desk.programme[first]))
        done = _worked(crew, desk.nobody, post, tick, int(np.ceil(ticks - ROUNDING)))
        desk.units[0, unit] = done
        for build in desk.builds[:builds]:
            if desk.work[build] == TAKEN:
                desk.left[build], desk.work[build] = done, -1.0
        idle = desk.units[0, _first(desk, 0, post[UNITS])]
        first = _urgent(desk, builds, idle - post[WAY])


@numba.njit(**INNER)
def _first(desk: Desk, station: int, count: int) -> int:
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
def _mates(post: Numbers, desk: Desk, builds: int, start: int, programme: int) -> float:
    """Take what goes into a furnace that is loaded at a tick; return the longest work of it."""
    longest, room = 0.0, post[CAPACITY] - 1
    for build in desk.builds[:builds]:
        here = desk.work[build] >= 0.0 and desk.left[build] + post[WAY] <= start
        if here and room > 0 and desk.programme[build] == programme:
            longest, room = max(longest, desk.work[build]), room - 1
            desk.work[build] = TAKEN
    return longest


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
def _worked(crew: Crew, nobody: Numbers, post: Numbers, tick: int, ticks: int) -> int:
    """Return when some work at a station, begun from a tick on, is unloaded."""
    need = post[NEED]
    hands = post[LOADING] + ticks + post[UNLOADING] if post[ATTENDED] else post[LOADING]
    start, _ = free(crew, need, nobody, tick, hands)
    if start == NEVER:
        start = tick  # longer than anybody's day: it is divided
    ended = start + post[LOADING] + ticks
    if not post[ATTENDED]:
        later, _ = free(crew, need, nobody, ended, post[UNLOADING])
        ended = ended if later == NEVER else later
    return int(ended + post[UNLOADING])


@numba.njit(**INNER)
def _pass_alone(facts: Facts, sketch: Sketch, desk: Desk, builds: int) -> None:
    """Let single copies pass: in the order of builds, and in each the copy first that is due."""
    for cabin in range(len(facts.cabins)):
        _idle(desk, cabin, facts.cabins[cabin, UNITS])
    for build in desk.builds[:builds]:
        for copy in range(len(facts.unit)):
            if sketch.home[facts.unit[copy]] == build:
                _treat(facts, desk, copy)


@numba.njit(**INNER)
def _treat(facts: Facts, desk: Desk, copy: int) -> None:
    """Let one copy pass its stations, each at the unit that is free first."""
    for cabin in range(len(facts.cabins)):
        ticks, post = facts.alone[copy, cabin], facts.cabins[cabin]
        if ticks >= 0:
            unit = _first(desk, cabin, post[UNITS])
            tick = max(desk.units[cabin, unit], desk.done[copy] + post[WAY])
            done = _worked(facts.crew, desk.nobody, post, tick, ticks)
            desk.units[cabin, unit] = desk.done[copy] = done
