"""Weekly shifts on the wall clock, turned into moments: where summer time is dealt with.

A shift is what the clock on the lab's wall says. In the night in which the clock goes back, a
shift from 22:00 to 06:00 lasts nine hours; in the night in which it goes forward, seven. A time
that does not exist (02:30 in that night) is an hour later on the clock (03:30), as everywhere.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

__all__ = ["StaffedWindow", "WeeklyShift", "next_staffed", "staffed_windows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyShift:
    """A weekly shift: weekday 0 is Monday; an end at or before the start is the next day's."""

    weekday: int
    starts: dt.time
    ends: dt.time
    heads: int = 1
    skills: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the shift begins on this day, closed days left aside."""
        began = self.valid_from is None or self.valid_from <= day
        goes_on = self.valid_until is None or day <= self.valid_until
        return day.weekday() == self.weekday and began and goes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedWindow:
    """From one moment (UTC) to another, so many people can work at machines.

    With ``skills`` they do only what asks for one of these or for none; with ``sites`` they work
    only there and where no site is named.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    heads: int
    skills: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def serves(self, skill: str | None, site: str | None) -> bool:
        """Whether its people can do what asks for a skill at a site."""
        able = not self.skills or skill is None or skill in self.skills
        return able and (not self.sites or site is None or site in self.sites)


def staffed_windows(
    shifts: Iterable[WeeklyShift],
    closed: frozenset[dt.date],
    zone: ZoneInfo,
    *,
    since: dt.datetime,
    until: dt.datetime,
) -> tuple[StaffedWindow, ...]:
    """Return the staffed stretches between two moments, cut to them, in the order of time."""
    known = tuple(shifts)
    first = since.astimezone(zone).date() - dt.timedelta(days=1)
    days = (until.astimezone(zone).date() - first).days + 1
    windows = [
        _window(shift, day, zone)
        for day in (first + dt.timedelta(days=count) for count in range(days))
        if day not in closed
        for shift in known
        if shift.holds_on(day)
    ]
    cut = [
        replace(window, starts_at=max(window.starts_at, since), ends_at=min(window.ends_at, until))
        for window in windows
    ]
    kept = [window for window in cut if window.starts_at < window.ends_at]
    return tuple(sorted(kept, key=lambda window: (window.starts_at, window.ends_at)))


def next_staffed(
    moment: dt.datetime, takes: dt.timedelta, windows: Iterable[StaffedWindow]
) -> dt.datetime:
    """Return from when, at or after a moment, somebody is there for as long as it takes.

    Where no window is long enough, the moment itself: nothing better is known.
    """
    begins = (
        max(moment, window.starts_at)
        for window in windows
        if max(moment, window.starts_at) + takes <= window.ends_at
    )
    return min(begins, default=moment)


def _window(shift: WeeklyShift, day: dt.date, zone: ZoneInfo) -> StaffedWindow:
    last = day if shift.starts < shift.ends else day + dt.timedelta(days=1)
    return StaffedWindow(
        starts_at=_moment(day, shift.starts, zone),
        ends_at=_moment(last, shift.ends, zone),
        heads=shift.heads,
        skills=shift.skills,
        sites=shift.sites,
    )


def _moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return when the wall clock shows this; of a time that happens twice, the first."""
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
