"""When somebody more would come: at once, or in the usual hours of a day on which nobody works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil

from scheduler.explain.link import Link
from scheduler.moments import DAY_S
from scheduler.problem import Problem
from scheduler.shop.calendar import Span
from scheduler.window import Window

SHIFT_S = 4 * 3600
"""How long somebody would come; our own choice."""


def extra_shifts(problem: Problem, wait: Link) -> Iterator[tuple[str, Window]]:
    """Yield shifts in which somebody could end a wait for people, each with its advice's code."""
    shift = ceil(SHIFT_S / problem.tick_s)
    at_once = Window(start=wait.start, end=wait.start + shift)
    if wait.code == "person-busy":
        yield "advice-person-busy", at_once
        return
    start = _usual_start(problem, wait)
    if start is not None:
        yield "advice-person-absent", Window(start=start, end=start + shift)
    if start != wait.start:
        yield "advice-person-odd-hours", at_once


def _usual_start(problem: Problem, wait: Link) -> int | None:
    """Return when people would first be there in a wait if every day had the usual hours."""
    day = ceil(DAY_S / problem.tick_s)
    usual = usual_hours(problem, day)
    if usual is None:
        return None
    first, last = usual
    for begin in range(first + (wait.start - first) // day * day, wait.end, day):
        start = max(wait.start, begin)
        if start < min(wait.end, begin + last - first):
            return start
    return None


def usual_hours(problem: Problem, day: int) -> Span | None:
    """Return the hours that most staffed windows have, from the first tick of a day of ticks.

    Wherever in a day tick 0 lies: hours may pass the end of such a day. A window that began by now,
    or lasts to the horizon, may be what is left of a longer one, and one of more than a day tells
    no hours.
    """
    hours = Counter(
        (window.start % day, window.start % day + window.end - window.start)
        for window in problem.staff
        if window.start > problem.now
        and window.end < problem.horizon
        and window.end - window.start < day
    )
    return max(hours, key=lambda one: (hours[one], one[1] - one[0]), default=None)
