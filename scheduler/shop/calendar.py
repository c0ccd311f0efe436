"""When a person is there: the earliest time for an operation among those already promised."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from scheduler.window import Window

Span = tuple[int, int]
"""The first tick of something and the tick after its last."""

Need = tuple[str | None, str | None]
"""The site at which a person is needed, and the skill; ``None`` where any will do."""


ANYBODY = -1
"""The mask of needs that everybody serves."""


class Work(NamedTuple):
    """An operation that needs a person: its ticks, and which of the calendar's needs it has."""

    start: int
    end: int
    need: int


class Crew:
    """Operations that need a person and are promised already, in the order of time."""

    __slots__ = ("longest", "spans", "starts")

    def __init__(self, spans: Iterable[Work]) -> None:
        self.spans = sorted(spans)
        self.starts = [work.start for work in self.spans]
        self.longest = max((work.end - work.start for work in self.spans), default=0)

    def within(self, start: int, end: int) -> list[Work]:
        """Return the promised operations that overlap start .. end."""
        first = bisect_left(self.starts, start - self.longest)
        last = bisect_left(self.starts, end)
        return [work for work in self.spans[first:last] if work.end > start]

    def add(self, work: Work) -> None:
        """Promise one more operation."""
        place = bisect_left(self.spans, work)
        self.spans.insert(place, work)
        self.starts.insert(place, work.start)
        self.longest = max(self.longest, work.end - work.start)


class Hours(NamedTuple):
    """The stretches in which people can do what one need asks for, and the fewest there then."""

    windows: list[Span]
    starts: list[int]
    ends: list[int]
    fewest: int


class Calendar:
    """The staffed windows and the people in them at each tick, for some needs."""

    def __init__(self, windows: Sequence[Window], needs: Sequence[Need] = ((None, None),)) -> None:
        self.hours = tuple(_hours([w for w in windows if serves(w, need)]) for need in needs)
        self.steps = sorted({tick for window in windows for tick in (window.start, window.end)})
        self._windows, self._needs = windows, needs
        self._heads: dict[int, list[int]] = {}

    def earliest(self, tick: int, ticks: int, crew: Crew, need: int = 0) -> int | None:
        """Return the first start from a tick on at which an operation finds a person."""
        if ticks == 0:
            return tick
        hours = self.hours[need]
        for index in range(bisect_left(hours.ends, tick + ticks), len(hours.windows)):
            start = max(tick, hours.starts[index])
            last = hours.ends[index] - ticks
            if start <= last and not crew.spans:
                return start
            while start <= last:
                later = self._next_try(Work(start, start + ticks, need), crew)
                if later is None:
                    return start
                start = later
        return None

    def free(self, work: Work, crew: Crew) -> bool:
        """Tell whether an operation finds a person at its time beside those promised already."""
        hours = self.hours[work.need]
        index = bisect_left(hours.ends, work.end)
        inside = index < len(hours.windows) and hours.starts[index] <= work.start
        return inside and self._next_try(work, crew) is None

    def _next_try(self, work: Work, crew: Crew) -> int | None:
        """Return nothing when a person is free for an operation, else the next start to try."""
        busy = crew.within(work.start, work.end)
        if len(busy) < self.hours[work.need].fewest or self._free(work, busy):
            return None
        ends = [other.end for other in busy]
        return min([*ends, *self._steps_between(work.start, max(ends))])

    def _free(self, work: Work, busy: Sequence[Work]) -> bool:
        points = [work.start, *(other.start for other in busy if other.start > work.start)]
        points += list(self._steps_between(work.start, work.end))
        return all(
            self._has_room(point, work.need, [o.need for o in busy if o.start <= point < o.end])
            for point in points
            if point < work.end
        )

    def _has_room(self, tick: int, need: int, busy: Sequence[int]) -> bool:
        """Tell whether one more operation finds a person beside others, each with its own.

        It does when every set of needs that has this one is asked for less often than there are
        people who serve one of them (Hall 1935).
        """
        stretch = bisect_right(self.steps, tick) - 1
        if len(busy) < self._heads_of(1 << need)[stretch]:
            return True
        others = sorted({other for other in busy if other != need})
        for chosen in range(1 << len(others)):
            among = {need, *(o for place, o in enumerate(others) if chosen >> place & 1)}
            heads = self._heads_of(sum(1 << one for one in among))[stretch]
            if sum(other in among for other in busy) >= heads:
                return False
        return True

    def heads_at(self, tick: int, needs: Iterable[int] | None = None) -> int:
        """Return how many people are there at a tick who serve any of some needs, or at all."""
        mask = ANYBODY if needs is None else sum(1 << need for need in set(needs))
        index = bisect_right(self.steps, tick) - 1
        return self._heads_of(mask)[index] if index >= 0 else 0

    def _heads_of(self, needs: int) -> list[int]:
        """Return, per stretch between steps, how many people serve any of the needs in a mask."""
        if needs not in self._heads:
            asked = [need for place, need in enumerate(self._needs) if needs >> place & 1]
            changes: Counter[int] = Counter()
            for window in self._windows:
                if needs == ANYBODY or any(serves(window, need) for need in asked):
                    changes[window.start] += window.heads
                    changes[window.end] -= window.heads
            self._heads[needs] = list(accumulate(changes[step] for step in self.steps))
        return self._heads[needs]

    def serving(self, need: int) -> frozenset[int]:
        """Return the numbers of the windows whose people can do what is needed."""
        asked = self._needs[need]
        return frozenset(n for n, window in enumerate(self._windows) if serves(window, asked))

    def steps_in(self, start: int, end: int) -> Iterator[int]:
        """Yield a tick, and each later one before an end at which the people there may change."""
        yield start
        yield from self._steps_between(start, end)

    def _steps_between(self, start: int, end: int) -> Iterator[int]:
        first = bisect_right(self.steps, start)
        yield from self.steps[first : bisect_left(self.steps, end)]


def serves(window: Window, need: Need) -> bool:
    """Tell whether the people of a window can do what is needed, where it is needed."""
    site, skill = need
    at_site = not window.sites or site is None or site in window.sites
    return at_site and (not window.skills or skill is None or skill in window.skills)


def _hours(windows: Sequence[Window]) -> Hours:
    kept = _not_contained(windows)
    fewest = min((window.heads for window in windows), default=1)
    return Hours(kept, [start for start, _ in kept], [end for _, end in kept], fewest)


def _not_contained(windows: Sequence[Window]) -> list[Span]:
    kept: list[Span] = []
    for window in sorted(windows, key=lambda window: (window.start, -window.end)):
        if not kept or window.end > kept[-1][1]:
            kept.append((window.start, window.end))
    return kept
