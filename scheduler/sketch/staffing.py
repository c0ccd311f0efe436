"""When a person is free, in compiled code: work comes in about the order of time."""

from __future__ import annotations

import numba

from scheduler.compiled import INNER
from scheduler.sketch.tables import (
    BEGUN,
    ENDED,
    FROM,
    LONGEST,
    NEED_OF,
    NEVER,
    OF_NEED,
    ROWS,
    UNTIL,
    Crew,
    Desk,
    Numbers,
)


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
    for stretch in range(_first_stretch(crew, need, ready + ticks), last):
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
def _first_stretch(crew: Crew, need: int, tick: int) -> int:
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


@numba.njit(**INNER)
def hand(desk: Desk, start: int, end: int, need: int) -> None:
    """Write down that somebody is at work for a need, where anybody asks: stations follow."""
    row = desk.handed[ROWS]
    if len(desk.hands) == 0 or start == end:
        return
    while row > 0 and desk.hands[row - 1, BEGUN] > start:
        for column in range(NEED_OF + 1):
            desk.hands[row, column] = desk.hands[row - 1, column]
        row -= 1
    desk.hands[row, BEGUN], desk.hands[row, ENDED], desk.hands[row, NEED_OF] = start, end, need
    desk.handed[ROWS] += 1
    desk.handed[LONGEST] = max(desk.handed[LONGEST], end - start)


@numba.njit(**INNER)
def at_hand(crew: Crew, desk: Desk, need: int, ready: int, ticks: int) -> int:
    """Return the first start from a tick on with somebody there all the time who is not at work.

    Nobody is missed by then at other work, either: all needs that miss a person can do without.
    """
    start, place = ready, 0
    while place < crew.missed.shape[1] and crew.missed[need, place] >= 0 and start < NEVER:
        later = _spared(crew, desk, crew.missed[need, place], start, ticks)
        place = place + 1 if later == start or place == 0 else 0
        start = later
    return start


@numba.njit(**INNER)
def _spared(crew: Crew, desk: Desk, need: int, ready: int, ticks: int) -> int:
    """Return the first start from a tick on at which one of those who serve a need can go."""
    start, _ = free(crew, need, desk.nobody, ready, ticks)
    while ticks > 0 and start < NEVER:
        later = _again(crew, desk, need, start, ticks)
        if later < 0:
            break
        more = crew.end[_holding(crew, need, start, ticks)]  # more people may come
        start, _ = free(crew, need, desk.nobody, min(later, more), ticks)
    return int(start)


@numba.njit(**INNER)
def next_at_hand(crew: Crew, desk: Desk, need: int, ready: int, ticks: int) -> int:
    """Return the same for one of many short works that are not written down: most follow at once.

    Who was at hand for the last is so until hours end or other work begins.
    """
    known = desk.handed
    if known[OF_NEED] == need and known[FROM] <= ready and ready + ticks <= known[UNTIL]:
        return ready
    start = at_hand(crew, desk, need, ready, ticks)
    if start < NEVER and ticks > 0:
        row = _before(desk, start + 1)
        known[OF_NEED], known[FROM] = need, start
        known[UNTIL] = desk.hands[row, BEGUN] if row < known[ROWS] else NEVER
        for place in range(crew.missed.shape[1]):
            if crew.missed[need, place] >= 0:
                stretch = _holding(crew, crew.missed[need, place], start, ticks)
                known[UNTIL] = min(known[UNTIL], crew.end[stretch])
    return int(start)


@numba.njit(**INNER)
def _holding(crew: Crew, need: int, start: int, ticks: int) -> int:
    """Return the stretch of a need that holds a start of so many ticks with somebody there."""
    stretch = _first_stretch(crew, need, start + ticks)
    while crew.end[stretch] <= start:
        stretch += 1
    return int(stretch)


@numba.njit(**INNER)
def _again(crew: Crew, desk: Desk, need: int, start: int, ticks: int) -> int:
    """Return when somebody is free again if within some ticks all there are at work; or -1."""
    stretch, end, later = _holding(crew, need, start, ticks), start + ticks, -1
    while later < 0 and start < end:
        span = (start, min(end, crew.end[stretch]))
        later = _taken(crew, desk, need, span, crew.heads[stretch])
        start, stretch = span[1], stretch + 1
    return int(later)


@numba.njit(**INNER)
def _taken(crew: Crew, desk: Desk, need: int, span: tuple[int, int], heads: int) -> int:
    """Return when somebody is free again if at a moment of a span all heads are at work; or -1."""
    start, end = span
    for row in range(_before(desk, end) - 1, -1, -1):
        moment = max(desk.hands[row, BEGUN], start)
        busy, first = _at_work(crew, desk, need, moment, row)
        if busy >= heads:
            return int(first)
        if moment == start:  # those before it are counted with it
            break
    return -1


@numba.njit(**INNER)
def _at_work(crew: Crew, desk: Desk, need: int, moment: int, last: int) -> tuple[int, int]:
    """Return how many who are missed are at work at a moment, up to a row, and the first end."""
    busy, first = 0, NEVER
    for row in range(last, -1, -1):
        begun, ended = desk.hands[row, BEGUN], desk.hands[row, ENDED]
        if begun + desk.handed[LONGEST] <= moment:
            break
        if ended > moment and _is_missed(crew, desk.hands[row, NEED_OF], need):
            busy, first = busy + 1, min(first, ended)
    return busy, first


@numba.njit(**INNER)
def _before(desk: Desk, tick: int) -> int:
    """Return how much of the work of people begins before a tick."""
    low, high = 0, desk.handed[ROWS]
    while low < high:
        middle = (low + high) // 2
        if desk.hands[middle, BEGUN] < tick:
            low = middle + 1
        else:
            high = middle
    return int(low)


@numba.njit(**INNER)
def _is_missed(crew: Crew, one: int, need: int) -> bool:
    """Tell whether who works for one need is missed by another."""
    missed = False
    for place in range(crew.missed.shape[1]):
        missed = missed or crew.missed[one, place] == need
    return missed
