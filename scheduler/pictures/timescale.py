"""The axis of time: where a tick lies, and which days and hours are written over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from scheduler.moments import DAY_S, HOUR_S, Moments
from scheduler.pictures.pen import TEXT_PX, width_px

DAY_STEPS: Final = (1, 7, 14, 28, 91, 364)
HOUR_STEPS: Final = (1, 3, 6, 12)
LABEL_GAP_PX: Final = 10.0


class Mark(NamedTuple):
    """A rule across the drawing; ``text`` is empty where only the rule is drawn."""

    x_px: float
    text: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """The ticks ``first`` to ``last``, drawn from ``left_px`` to ``right_px``."""

    first: int
    last: int
    left_px: float
    right_px: float
    moments: Moments

    def x_px(self, tick: float) -> float:
        """Return where a tick lies; outside the scale it lies on its end."""
        share = (min(max(tick, self.first), self.last) - self.first) / (self.last - self.first)
        return self.left_px + share * (self.right_px - self.left_px)

    def marks(self) -> Iterator[Mark]:
        """Yield the marks of days, and those of hours where days are wide."""
        day_px = self._width_px(DAY_S)
        short = day_px < self._widest_px(short=False) and day_px >= self._widest_px(short=True)
        wide_px = self._widest_px(short=short)
        step = next((days for days in DAY_STEPS if days * day_px >= wide_px), DAY_STEPS[-1])
        for number, tick in enumerate(self._days(), self.moments.day_of_week(self.first)):
            if number % step == 0:
                yield Mark(self.x_px(tick), self.moments.day(tick, short=short), strong=True)
            elif step <= DAY_STEPS[1]:
                yield Mark(self.x_px(tick), "", strong=False)

    def hours(self) -> Iterator[Mark]:
        """Yield the marks of hours, where they have room."""
        hour_px = self._width_px(HOUR_S)
        wide_px = width_px("00:00", TEXT_PX - 2) + LABEL_GAP_PX
        step = next((hours for hours in HOUR_STEPS if hours * hour_px >= wide_px), 0)
        if not step:
            return
        hour = max(1, HOUR_S // self.moments.tick_s)
        for tick in range(self.first + hour, self.last, hour):
            words = self.moments.hour(tick)
            if words != "00:00" and int(words[:2]) % step == 0 and words.endswith(":00"):
                yield Mark(self.x_px(tick), words, strong=False)

    def _widest_px(self, *, short: bool) -> float:
        words = (self.moments.day(tick, short=short) for tick in self._days())
        return max(map(width_px, words), default=0.0) + LABEL_GAP_PX

    def _days(self) -> Iterator[int]:
        return self.moments.midnights(self.first, self.last - 1)

    def _width_px(self, time_s: float) -> float:
        ticks = time_s / self.moments.tick_s
        return ticks * (self.right_px - self.left_px) / (self.last - self.first)


def whole_days(first: int, last: int, moments: Moments) -> tuple[int, int]:
    """Return the midnights around some ticks; the first may lie before tick 0."""
    day = -(-DAY_S // moments.tick_s)
    before = [tick for tick in moments.midnights(first - 2 * day, first) if tick <= first]
    after = [tick for tick in moments.midnights(last, last + 2 * day) if tick >= last]
    return before[-1], max(after[0], before[-1] + day)
