"""When a person is there: the earliest time for an operation among those already promised."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from scheduler.window import Window

Span = tuple[int, int]
"""The first tick of something and the tick after its last."""


class Crew:
    """Operations that need a person and are promised already, in the order of time."""

    __slots__ = ("longest", "spans", "starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]
        self.longest = max((end - start for start, end in self.spans), default=0)

    def within(self, start: int, end: int) -> list[Span]:
        """Return the promised operations that overlap start .. end."""
        first = bisect_left(self.starts, start - self.longest)
        last = bisect_left(self.starts, end)
        return [span for span in self.spans[first:last] if span[1] > start]


class Calendar:
    """The staffed windows and the people in them at each tick."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.windows: list[Span] = _not_contained(windows)
        self._starts = [start for start, _ in self.windows]
        self._ends = [end for _, end in self.windows]
        self.steps, self.heads = _heads_at(windows)
        self._fewest = min((window.heads for window in windows), default=1)

    def earliest(self, tick: int, ticks: int, crew: Crew) -> int | None:
        """Return the first start from a tick on at which an operation finds a person."""
        if ticks == 0:
            return tick
        for index in range(bisect_left(self._ends, tick + ticks), len(self.windows)):
            start = max(tick, self._starts[index])
            last = self._ends[index] - ticks
            while start <= last:
                later = self._next_try(start, start + ticks, crew)
                if later is None:
                    return start
                start = later
        return None

    def _next_try(self, start: int, end: int, crew: Crew) -> int | None:
        """Return nothing when a person is free for start .. end, else the next start to try."""
        busy = crew.within(start, end)
        if len(busy) < self._fewest or self._free(start, end, busy):
            return None
        ends = [stop for _, stop in busy]
        return min([*ends, *self._steps_between(start, max(ends))])

    def _free(self, start: int, end: int, busy: Sequence[Span]) -> bool:
        points = [start, *(begin for begin, _ in busy if begin > start)]
        points += list(self._steps_between(start, end))
        return all(
            sum(begin <= point < stop for begin, stop in busy) < self.heads_at(point)
            for point in points
            if point < end
        )

    def heads_at(self, tick: int) -> int:
        """Return how many people are there at a tick."""
        index = bisect_right(self.steps, tick) - 1
        return self.heads[index] if index >= 0 else 0

    def _steps_between(self, start: int, end: int) -> Iterator[int]:
        first = bisect_right(self.steps, start)
        yield from self.steps[first : bisect_left(self.steps, end)]


def _not_contained(windows: Sequence[Window]) -> list[Span]:
    kept: list[Span] = []
    for window in sorted(windows, key=lambda window: (window.start, -window.end)):
        if not kept or window.end > kept[-1][1]:
            kept.append((window.start, window.end))
    return kept


def _heads_at(windows: Sequence[Window]) -> tuple[list[int], list[int]]:
    changes: Counter[int] = Counter()
    for window in windows:
        changes[window.start] += window.heads
        changes[window.end] -= window.heads
    steps = sorted(changes)
    return steps, list(accumulate(changes[step] for step in steps))
