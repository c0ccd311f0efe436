"""What a sketch costs, in compiled code."""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from scheduler.shop.shop import ROUNDING
from scheduler.sketch.staffing import free, promise, staffed
from scheduler.sketch.stations import late
from scheduler.sketch.tables import (
    CHANGE,
    EARLY,
    HEADS,
    KEPT,
    LOADED,
    NEVER,
    NEXT,
    OCCUPANCY,
    OVERFULL,
    POWDER_CHANGE,
    READY,
    SETUP,
    START,
    TARDINESS,
    TICKS,
    UNLOAD,
    UNLOADED,
    WORK,
    Desk,
    Facts,
    Sketch,
)

IMPOSSIBLE: Final = 1e300
"""What a sketch costs that breaks a rule, or costs more than was asked about."""

STALE: Final = -1
"""The start of work that is not worked out."""


# One function, for numba counts a reference to each array of a tuple that is handed on, which takes
# longer than the work: in seven functions this is twelve times slower.
@numba.njit(cache=True)
def cost_of(facts: Facts, sketch: Sketch, desk: Desk, most: float) -> float:  # noqa: C901, PLR0912, PLR0915  see above
    """Return what a sketch costs, if no more than ``most``.

    Of all work of people that comes next which can begin first.
    """
    cost = busy(facts, sketch, desk)
    if cost > most:
        return IMPOSSIBLE
    rates, order, sizes = facts.rates, sketch.order, sketch.sizes
    machines, people, state, times = len(sizes), desk.people, desk.state, desk.times
    crew, promised = facts.crew, 0
    for need in range(len(people)):
        for one in range(people.shape[1]):
            people[need, one] = 0
    for machine in range(machines):
        state[machine, NEXT], state[machine, WORK] = 0, CHANGE
        state[machine, READY], state[machine, LOADED] = facts.free[machine], facts.loaded[machine]
        state[machine, KEPT], state[machine, START] = facts.kept_from[machine], STALE
    while True:
        chosen, first = -1, NEVER
        for machine in range(machines):
            if state[machine, NEXT] == sizes[machine]:
                continue
            start = state[machine, START]
            build = order[machine, state[machine, NEXT]]
            if start < promised and state[machine, TICKS] > 0:
                need = facts.need[machine, state[machine, WORK]]
                other = crew.missed.shape[1] > 1 and crew.missed[need, 1] >= 0
                if other or start < people[need, crew.people[need] - state[machine, HEADS]]:
                    start = STALE
            while start == STALE:
                work, ready, ends = state[machine, WORK], state[machine, READY], 0
                powder = facts.material[desk.setting[build]]
                if work == CHANGE:
                    ticks = facts.change[machine, state[machine, LOADED], powder]
                elif work == SETUP:
                    ticks, ready = facts.setup[machine], max(ready, desk.release[build])
                    ends = desk.cooled[build]
                else:
                    ticks = facts.unload[machine]
                start = ready
                if ticks > 0:
                    missed = crew.missed[facts.need[machine, work]]
                    start, heads = staffed(crew, people, missed, ready, ticks)
                    state[machine, HEADS] = heads
                state[machine, START], state[machine, TICKS] = start, ticks
                kept = state[machine, KEPT]
                if work == UNLOAD or kept == facts.kept_from[machine + 1]:
                    break
                ends += start + ticks
                if work == SETUP:
                    need, unload = facts.need[machine, UNLOAD], facts.unload[machine]
                    ends, _ = free(crew, need, people[0, :0], ends, unload)
                    ends += unload
                after = facts.kept_powder[kept]
                fits = after < 0 or facts.change[machine, powder, after] <= facts.kept_change[kept]
                if fits and facts.kept_start[kept] >= ends:
                    break
                state[machine, READY] = max(state[machine, READY], facts.kept_end[kept])
                if after >= 0:
                    state[machine, LOADED], state[machine, WORK] = after, CHANGE
                state[machine, KEPT] += 1
                start = STALE
            if start < first:
                chosen, first = machine, start
        if chosen < 0:
            break
        build, work = order[chosen, state[chosen, NEXT]], state[chosen, WORK]
        ticks = state[chosen, TICKS]
        ended = first + ticks
        times[build, work] = first
        state[chosen, START], state[chosen, READY] = STALE, ended
        state[chosen, WORK] = work + 1
        if work == CHANGE:
            cost += rates[POWDER_CHANGE] * ticks
            state[chosen, LOADED] = facts.material[desk.setting[build]]
        elif work == SETUP:
            state[chosen, READY] = ended + desk.cooled[build]
        else:
            state[chosen, WORK] = CHANGE
            state[chosen, NEXT] += 1
            times[build, UNLOADED] = ended
            cost += rates[EARLY] * ended
            if ended > facts.horizon:
                return IMPOSSIBLE
        if cost > most:
            return IMPOSSIBLE
        if ticks > 0:
            promised = ended
            for need in crew.missed[facts.need[chosen, work]]:
                if need >= 0:
                    promise(people[need, : crew.people[need]], ended)
    for machine in range(machines):
        if state[machine, NEXT] < sizes[machine]:
            return IMPOSSIBLE
    return float(cost + rates[TARDINESS] * late(facts, sketch, desk))


@numba.njit(cache=True)
def busy(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Sum up the builds; return what they cost whenever they are, if all may be where they are.

    That is machine time, and platforms that are too full.
    """
    for machine in range(len(sketch.sizes)):
        for place in range(sketch.sizes[machine]):
            build = sketch.order[machine, place]
            desk.machine[build], desk.release[build] = machine, 0
            desk.scan[build] = desk.coat[build] = desk.share[build] = 0.0
    for unit in range(len(sketch.home)):
        build = sketch.home[unit]
        machine = desk.machine[build]
        if facts.scan[unit, machine] < 0.0:
            return IMPOSSIBLE
        desk.scan[build] += facts.scan[unit, machine]
        desk.share[build] += facts.share[unit, machine]
        desk.coat[build] = max(desk.coat[build], facts.coat[unit, machine])
        desk.release[build] = max(desk.release[build], facts.release[unit])
        desk.setting[build] = facts.setting[unit]
    ticks_in_all, over = 0, 0.0
    for machine in range(len(sketch.sizes)):
        for place in range(sketch.sizes[machine]):
            build = sketch.order[machine, place]
            ticks = facts.always[machine] + desk.coat[build] + desk.scan[build]
            desk.cooled[build] = int(np.ceil(ticks - ROUNDING))
            ticks_in_all += facts.setup[machine] + desk.cooled[build] + facts.unload[machine]
            over += max(0.0, desk.share[build] - 1.0)
    return float(facts.rates[OCCUPANCY] * ticks_in_all + facts.rates[OVERFULL] * over)
