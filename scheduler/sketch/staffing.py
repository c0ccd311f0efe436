"""When a person is free, in compiled code: work comes in about the order of time."""

from __future__ import annotations

import numba

from scheduler.sketch.tables import INNER, NEVER, Crew, Numbers


@numba.njit(**INNER)
def staffed(crew: Crew, people: Numbers, need: int, ready: int, ticks: int) -> tuple[int, int]:
    """Return the first start from a tick on at which all needs that miss a person can, and heads.

    They miss somebody who works for one need. ``people`` holds, per need, the ticks from which on
    each is free.
    """
    start, place, heads = ready, 0, 1
    while place < crew.missed.shape[1] and crew.missed[need, place] >= 0 and start < NEVER:
        later, fewest = free(crew, crew.missed[need, place], people, start, ticks)
        heads = fewest if place == 0 else heads
        place = place + 1 if later == start or place == 0 else 0
        start = later
    return start, heads


@numba.njit(**INNER)
def free(crew: Crew, need: int, people: Numbers, ready: int, ticks: int) -> tuple[int, int]:
    """Return the first start from a tick on with a person free all the time, and the heads then.

    ``people`` are, per need, the ticks from which on each is free; where none are told, everybody
    is.
    """
    if ticks == 0:
        return ready, 1
    last, most = crew.hours[need + 1], crew.people[need]
    told = people.shape[1] > 0
    for stretch in range(_first(crew, need, ready + ticks), last):
        if crew.end[stretch] > ready:
            start, fewest = max(ready, crew.start[stretch]), crew.heads[stretch]
            start = max(start, people[need, most - fewest]) if told else start
            later = stretch + 1
            while later < last and crew.start[later] < min(start + ticks, crew.until[stretch]):
                if crew.heads[later] < fewest:
                    fewest = crew.heads[later]
                    start = max(start, people[need, most - fewest]) if told else start
                later += 1
            if start < crew.end[stretch] and start + ticks <= crew.until[stretch]:
                return start, fewest
    return NEVER, 1


@numba.njit(**INNER)
def _first(crew: Crew, need: int, tick: int) -> int:
    """Return the first stretch of a need without a break until a tick at least."""
    low, high = crew.hours[need], crew.hours[need + 1]
    while low < high:
        middle = (low + high) // 2
        if crew.until[middle] < tick:
            low = middle + 1
        else:
            high = middle
    return int(low)


@numba.njit(**INNER)
def promise(crew: Crew, people: Numbers, need: int, tick: int) -> None:
    """Let who works for a need and is free first be busy until a tick."""
    place, last = 0, crew.people[need] - 1
    while place < last and people[need, place + 1] < tick:
        people[need, place] = people[need, place + 1]
        place += 1
    people[need, place] = max(people[need, place], tick)
