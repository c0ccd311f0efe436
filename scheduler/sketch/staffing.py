"""When a person is free, in compiled code: work comes in about the order of time."""

from __future__ import annotations

import numba

from scheduler.sketch.tables import INNER, NEVER, Crew, Numbers


@numba.njit(cache=True, **INNER)
def staffed(
    crew: Crew, people: Numbers, missed: Numbers, ready: int, ticks: int
) -> tuple[int, int]:
    """Return the first start from a tick on at which all needs that miss a person can, and heads.

    ``people`` holds, per need, the ticks from which on each is free.
    """
    start, place, heads = ready, 0, 1
    while place < len(missed) and missed[place] >= 0 and start < NEVER:
        need = missed[place]
        later, fewest = free(crew, need, people[need, : crew.people[need]], start, ticks)
        heads = fewest if place == 0 else heads
        place = place + 1 if later == start or place == 0 else 0
        start = later
    return start, heads


@numba.njit(cache=True, **INNER)
def free(crew: Crew, need: int, people: Numbers, ready: int, ticks: int) -> tuple[int, int]:
    """Return the first start from a tick on with a person free all the time, and the heads then.

    ``people`` are the ticks from which on each is free; where none are told, everybody is.
    """
    if ticks == 0:
        return ready, 1
    last = crew.hours[need + 1]
    for stretch in range(_first(crew, need, ready + ticks), last):
        if crew.end[stretch] > ready:
            start, fewest = max(ready, crew.start[stretch]), crew.heads[stretch]
            start = max(start, people[len(people) - fewest]) if len(people) else start
            later = stretch + 1
            while later < last and crew.start[later] < min(start + ticks, crew.until[stretch]):
                if crew.heads[later] < fewest:
                    fewest = crew.heads[later]
                    start = max(start, people[len(people) - fewest]) if len(people) else start
                later += 1
            if start < crew.end[stretch] and start + ticks <= crew.until[stretch]:
                return start, fewest
    return NEVER, 1


@numba.njit(cache=True, **INNER)
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


@numba.njit(cache=True, **INNER)
def promise(people: Numbers, tick: int) -> None:
    """Let who is free first be busy until a tick."""
    place = 0
    while place + 1 < len(people) and people[place + 1] < tick:
        people[place] = people[place + 1]
        place += 1
    people[place] = max(people[place], tick)
