"""What a sketch costs, in compiled code."""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from scheduler.compiled import BARE, INNER
from scheduler.shop.shop import ROUNDING
from scheduler.sketch.staffing import free, hand, promise, staffed
from scheduler.sketch.stations import late, surely_late
from scheduler.sketch.tables import (
    CHANGE,
    EARLY,
    HEADS,
    IMPOSSIBLE,
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
    Crew,
    Desk,
    Facts,
    Numbers,
    Sketch,
)

STALE: Final = -1
"""The start of work that is not worked out."""


@numba.njit(**INNER)
def priced(facts: Facts, sketch: Sketch, desk: Desk, most: float) -> float:
    """Return what a sketch costs, or something above ``most`` where it costs more than that.

    Tardiness is worked out last, first as if everything had all stations to itself.
    """
    cost = _busy(facts, sketch, desk)
    if cost <= most:
        cost = _timed(facts, sketch, desk, cost, most)
    if cost > most:
        return IMPOSSIBLE
    least = cost + facts.rates[TARDINESS] * surely_late(facts, sketch, desk)
    if least > most or len(desk.hands) == 0:
        return float(least)
    return float(cost + facts.rates[TARDINESS] * late(facts, sketch, desk))


@numba.njit(**INNER)
def _timed(facts: Facts, sketch: Sketch, desk: Desk, cost: float, most: float) -> float:
    """Find times of all builds; return what they cost with a cost before, if no more than most.

    Of the work of people that comes next at each machine, what can begin first is done first.
    """
    _open(facts, desk)
    promised = 0
    machine = _soonest(facts, sketch, desk, promised)
    while machine >= 0:
        build, ticks = sketch.order[machine, desk.state[machine, NEXT]], desk.state[machine, TICKS]
        need = facts.need[machine, desk.state[machine, WORK]]
        ended = desk.state[machine, START] + ticks
        cost += _do(facts, desk, machine, build)
        if cost > most or ended > facts.horizon:
            return IMPOSSIBLE
        if ticks > 0:
            promised = ended
            _promise(facts.crew, desk.people, need, ended)
            hand(desk, ended - ticks, ended, need)
        machine = _soonest(facts, sketch, desk, promised)
    for machine in range(len(sketch.sizes)):
        if desk.state[machine, NEXT] < sketch.sizes[machine]:
            return IMPOSSIBLE
    return cost


@numba.njit(**INNER)
def _open(facts: Facts, desk: Desk) -> None:
    """Let nobody be promised yet, and each machine be as it is at first."""
    desk.people[:] = 0
    desk.handed[:] = 0
    for machine in range(len(desk.state)):
        state = desk.state[machine]
        state[NEXT], state[WORK], state[START] = 0, CHANGE, STALE
        state[READY], state[LOADED] = facts.free[machine], facts.loaded[machine]
        state[KEPT] = facts.kept_from[machine]


@numba.njit(**INNER)
def _soonest(facts: Facts, sketch: Sketch, desk: Desk, promised: int) -> int:
    """Return the machine whose next work can begin first, or -1.

    Up to the tick ``promised`` people have become busy since starts were worked out.
    """
    chosen, first = -1, NEVER
    for machine in range(len(sketch.sizes)):
        state = desk.state[machine]
        if state[NEXT] < sketch.sizes[machine]:
            if state[START] < promised and _is_stale(facts, desk, machine):
                state[START] = STALE
            while state[START] == STALE:
                _place(facts, desk, machine, sketch.order[machine, state[NEXT]])
            if state[START] < first:
                chosen, first = machine, state[START]
    return chosen


@numba.njit(**INNER)
def _is_stale(facts: Facts, desk: Desk, machine: int) -> bool:
    """Tell whether too few people may be left at the start of a machine's next work."""
    state, crew = desk.state[machine], facts.crew
    if state[TICKS] == 0:
        return False
    need = facts.need[machine, state[WORK]]
    if crew.missed.shape[1] > 1 and crew.missed[need, 1] >= 0:
        return True
    return bool(state[START] < desk.people[need, crew.people[need] - state[HEADS]])


@numba.njit(**INNER)
def _place(facts: Facts, desk: Desk, machine: int, build: int) -> None:
    """Work out when a machine's next work begins; leave it open where a stretch is passed first."""
    state, powder = desk.state[machine], facts.material[desk.setting[build]]
    work, start, ticks = state[WORK], state[READY], facts.unload[machine]
    if work == CHANGE:
        ticks = facts.change[machine, state[LOADED], powder]
    elif work == SETUP:
        ticks, start = facts.setup[machine], max(start, desk.release[build])
    if ticks > 0:
        need = facts.need[machine, work]
        start, state[HEADS] = staffed(facts.crew, desk.people, need, start, ticks)
    state[START], state[TICKS] = start, ticks
    if work != UNLOAD and state[KEPT] < facts.kept_from[machine + 1]:
        _pass(facts, desk, machine, build)


@numba.njit(**INNER)
def _pass(facts: Facts, desk: Desk, machine: int, build: int) -> None:
    """Pass a stretch in which a machine is not to be had, if its next work is not done before."""
    state, powder = desk.state[machine], facts.material[desk.setting[build]]
    kept, ends = state[KEPT], state[START] + state[TICKS]
    if state[WORK] == SETUP:
        need, unload = facts.need[machine, UNLOAD], facts.unload[machine]
        ends, _ = free(facts.crew, need, desk.nobody, ends + desk.cooled[build], unload)
        ends += unload
    after = facts.kept_powder[kept]
    fits = after < 0 or facts.change[machine, powder, after] <= facts.kept_change[kept]
    if fits and facts.kept_start[kept] >= ends:
        return
    state[READY], state[START] = max(state[READY], facts.kept_end[kept]), STALE
    state[KEPT] += 1
    if after >= 0:
        state[LOADED], state[WORK] = after, CHANGE


@numba.njit(**INNER)
def _do(facts: Facts, desk: Desk, machine: int, build: int) -> float:
    """Do a machine's next work, and return what it costs."""
    state = desk.state[machine]
    work, ended = state[WORK], state[START] + state[TICKS]
    desk.times[build, work] = state[START]
    state[START], state[READY], state[WORK] = STALE, ended, work + 1
    if work == CHANGE:
        state[LOADED] = facts.material[desk.setting[build]]
        return float(facts.rates[POWDER_CHANGE] * state[TICKS])
    if work == SETUP:
        state[READY] = ended + desk.cooled[build]
        return 0.0
    state[WORK] = CHANGE
    state[NEXT] += 1
    desk.times[build, UNLOADED] = ended
    return float(facts.rates[EARLY] * ended)


@numba.njit(**INNER)
def _promise(crew: Crew, people: Numbers, need: int, tick: int) -> None:
    """Let somebody who works for a need be busy until a tick, for all needs that miss one."""
    for place in range(crew.missed.shape[1]):
        if crew.missed[need, place] >= 0:
            promise(crew, people, crew.missed[need, place], tick)


@numba.njit(**INNER)
def _busy(facts: Facts, sketch: Sketch, desk: Desk) -> float:
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


@numba.njit(**BARE)
def busy(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Return what a sketch costs whenever its builds are; see :func:`_busy`."""
    return float(_busy(facts, sketch, desk))


@numba.njit(**BARE)
def cost_of(facts: Facts, sketch: Sketch, desk: Desk) -> float:
    """Return what a sketch costs: :func:`priced` for callers that are not compiled.

    It is apart, for so many arrays that are handed on take as long as a fifth of the work.
    """
    return float(priced(facts, sketch, desk, IMPOSSIBLE))
