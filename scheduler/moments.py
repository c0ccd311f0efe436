"""Ticks as people read them: as calendar time where the origin is known, else as day and hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil

from scheduler.texts import duration, sentence

DAY_S = 24 * 3600
HOUR_S = 3600
MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The moments of ticks.

    ``origin`` is the moment of tick 0. With a time zone, days are that zone's, so a day may have
    23 or 25 hours. Without an origin, tick 0 is day 1, 00:00.
    """

    tick_s: int
    origin: datetime | None = None
    lang: str = "en"

    def at(self, tick: int) -> datetime | None:
        """Return the moment of a tick, or nothing without an origin."""
        if self.origin is None:
            return None
        passed = timedelta(seconds=tick * self.tick_s)
        if self.origin.tzinfo is None:
            return self.origin + passed
        return (self.origin.astimezone(UTC) + passed).astimezone(self.origin.tzinfo)

    def says(self, tick: int) -> str:
        """Return a tick's day and time, such as ``Mon 30 Nov 08:00`` or ``day 1 08:00``."""
        return f"{self.day(tick)} {self.hour(tick)}"

    def day(self, tick: int, *, short: bool = False) -> str:
        """Return a tick's day: ``Mon 30 Nov`` or ``day 1``, in short ``Mon 30`` or ``1``."""
        moment, short_of = self.at(tick), "-short" if short else ""
        if moment is None:
            number = {"day": tick * self.tick_s // DAY_S + 1}
            return sentence(f"moment-day{short_of}", number, self.lang)
        weekdays = sentence("moment-weekdays", {}, self.lang).split()
        months = sentence("moment-months", {}, self.lang).split()
        names = {"weekday": weekdays[moment.weekday()], "month": months[moment.month - 1]}
        return sentence(f"moment-date{short_of}", {**names, "day": moment.day}, self.lang)

    def hour(self, tick: int) -> str:
        """Return a tick's time of day, ``08:00``."""
        moment = self.at(tick)
        if moment is None:
            minutes = tick * self.tick_s // MINUTE_S
            return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
        return f"{moment:%H:%M}"

    def day_of_week(self, tick: int) -> int:
        """Return 0 for a Monday, or for day 1, up to 6."""
        moment = self.at(tick)
        return tick * self.tick_s // DAY_S % 7 if moment is None else moment.weekday()

    def midnights(self, first: int, last: int) -> Iterator[int]:
        """Yield the first tick of each day that begins from ``first`` up to ``last``."""
        moment = self.at(first)
        if moment is None:
            yield from (
                ceil(day * DAY_S / self.tick_s)
                for day in range(-(-first * self.tick_s // DAY_S), last * self.tick_s // DAY_S + 1)
            )
            return
        midnight = datetime.combine(moment.date(), time(), tzinfo=moment.tzinfo)
        if midnight < moment:
            midnight += timedelta(days=1)
        while (tick := self._tick(midnight)) <= last:
            yield tick
            midnight += timedelta(days=1)

    def lasts(self, ticks: float) -> str:
        """Return a duration: ``3 d 4 h``, ``4 h 30 min`` or ``12 min``."""
        return duration(ticks * self.tick_s / MINUTE_S, self.lang)

    def _tick(self, moment: datetime) -> int:
        """Return the first tick at or after a moment."""
        origin = self.origin or moment
        if origin.tzinfo is not None:
            moment, origin = moment.astimezone(UTC), origin.astimezone(UTC)
        return ceil((moment - origin).total_seconds() / self.tick_s)
