"""Who is free when, in many runs at once: the walk through the calendar, vectorised over runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from scheduler.shop.calendar import Calendar, Hours

Ticks = npt.NDArray[np.int64]
"""One tick per run, (R,)."""

Flags = npt.NDArray[np.bool_]

NEVER = 1 << 40
"""The tick of what finds no person before the calendar ends."""

MOST_NEEDS = 4
"""With more needs than this, only each alone and all together are asked for people."""


class People:
    """The people of a lab in a number of runs, and the work that they have taken on."""

    def __init__(self, calendar: Calendar, runs: int) -> None:
        self._calendar = calendar
        self._hours = [_Hours(hours) for hours in calendar.hours]
        self._steps = np.array([*calendar.steps, NEVER], dtype=np.int64)
        self._sets = list(_sets(range(len(calendar.hours))))
        self._heads = [_heads(calendar, needs) for needs in self._sets]
        self._works = _Works(runs)

    def take(self, start: Ticks, ticks: int, need: int) -> None:
        """Note work that begins at a tick in each run."""
        if ticks:
            self._works.add(start, start + ticks, need)

    def earliest(self, tick: Ticks, ticks: int, need: int) -> Ticks:
        """Return per run the first start from a tick on at which somebody is free for the work."""
        if not ticks:
            return tick
        start = self._hours[need].fit(tick, ticks)
        rows = np.flatnonzero(start < NEVER)
        while rows.size:
            later = self._next_try(start[rows], ticks, need, self._works.near(start, ticks, rows))
            moved = later > start[rows]
            rows = rows[moved]
            start[rows] = self._hours[need].fit(later[moved], ticks)
            rows = rows[start[rows] < NEVER]
        return start

    def _next_try(
        self, start: Ticks, ticks: int, need: int, taken: tuple[Ticks, Ticks, Ticks]
    ) -> Ticks:
        """Return per run its start where somebody is free, else the next tick to try."""
        starts, ends, needs = taken
        meets = (starts < start + ticks) & (ends > start)
        near = meets.any(axis=1)
        if not near.any():
            return start
        starts, ends, needs, meets = starts[near], ends[near], needs[near], meets[near]
        inside = (starts > start) & meets
        points = np.concatenate([start[None], np.where(inside, starts, start)])
        points = np.concatenate([points, self._steps_inside(start, ticks)])
        there = (starts[None] <= points[:, None]) & (points[:, None] < ends[None])
        full = np.zeros(start.shape, dtype=np.bool_)
        for among, heads in zip(self._sets, self._heads, strict=True):
            if need in among:
                busy = there[:, np.isin(needs, among)].sum(axis=1)
                full |= (busy >= heads[np.searchsorted(self._steps, points, "right")]).any(axis=0)
        ends_met = np.where(meets, ends, NEVER).min(axis=0)
        step = self._steps[
            np.searchsorted(self._steps, start, "right").clip(max=len(self._steps) - 1)
        ]
        return np.where(full, np.minimum(ends_met, step), start)

    def _steps_inside(self, start: Ticks, ticks: int) -> Ticks:
        """Return, (N, R), the ticks at which people come or go during work, else its start."""
        first, last = np.searchsorted(self._steps, [start.min(), start.max() + ticks])
        steps = self._steps[first:last, None]
        return np.where((steps > start) & (steps < start + ticks), steps, start)


class _Hours:
    """The windows in which one need can be met, in order of their starts and of their ends."""

    def __init__(self, hours: Hours) -> None:
        self._starts = np.array([*hours.starts, NEVER], dtype=np.int64)
        self._ends = np.array([*hours.ends, 2 * NEVER], dtype=np.int64)

    def fit(self, tick: Ticks, ticks: int) -> Ticks:
        """Return per run the first start at which work lies inside one window."""
        index = np.searchsorted(self._ends, tick + ticks)
        while True:
            index = np.minimum(index, len(self._ends) - 1)
            start = np.maximum(tick, self._starts[index])
            short = start + ticks > self._ends[index]
            if not short.any():
                return np.minimum(start, NEVER)
            index = index + short


def _sets(needs: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the sets of needs that are asked for people (Hall 1935), each once."""
    sizes: Sequence[int] = range(1, len(needs) + 1)
    if len(needs) > MOST_NEEDS:
        sizes = (1, len(needs))
    for size in sizes:
        yield from combinations(needs, size)


def _heads(calendar: Calendar, needs: Sequence[int]) -> Ticks:
    """Return how many people serve some needs before the first step, and from each step on."""
    heads = [calendar.heads_at(step, list(needs)) for step in calendar.steps]
    return np.array([0, *heads, 0], dtype=np.int64)


class _Works:
    """Work that is taken on, one row each, with the first start and the last end of its runs."""

    def __init__(self, runs: int) -> None:
        self._count = 0
        self._starts = np.empty((16, runs), dtype=np.int64)
        self._ends = np.empty((16, runs), dtype=np.int64)
        self._about = np.empty((3, 16), dtype=np.int64)

    def add(self, start: Ticks, end: Ticks, need: int) -> None:
        """Add a row."""
        if self._count == len(self._starts):
            self._starts = np.concatenate([self._starts, np.empty_like(self._starts)])
            self._ends = np.concatenate([self._ends, np.empty_like(self._ends)])
            self._about = np.concatenate([self._about, np.empty_like(self._about)], axis=1)
        self._starts[self._count], self._ends[self._count] = start, end
        self._about[:, self._count] = start.min(), end.max(), need
        self._count += 1

    def near(self, start: Ticks, ticks: int, rows: Ticks) -> tuple[Ticks, Ticks, Ticks]:
        """Return, in some runs, the starts, ends and needs of rows that may meet new work there."""
        first, last, needs = self._about[:, : self._count]
        begin, end = start[rows].min(), start[rows].max() + ticks
        near = np.flatnonzero((first < end) & (last > begin))
        across = np.ix_(near, rows)
        return self._starts[across], self._ends[across], needs[near]
