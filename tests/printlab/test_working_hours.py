"""Shifts on the wall clock of Amsterdam, in both nights in which it is put back or forward."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from printlab.working_hours import WeeklyShift, staffed_windows

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT = (dt.time(22), dt.time(6))
DAY = (dt.time(8), dt.time(17))


def utc(text: str) -> dt.datetime:
    """Return a moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def windows_of(
    weekday: int, hours: tuple[dt.time, dt.time], since: str, until: str, *closed: str
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the windows of one weekly shift between two moments."""
    shift = WeeklyShift(weekday=weekday, starts=hours[0], ends=hours[1])
    days = frozenset(dt.date.fromisoformat(day) for day in closed)
    found = staffed_windows([shift], days, AMSTERDAM, since=utc(since), until=utc(until))
    return [(window.starts_at, window.ends_at) for window in found]


def test_a_night_shift_is_an_hour_short_when_summer_begins() -> None:
    """On 28 March 2027 the clock skips 02:00 to 03:00: 22:00 to 06:00 lasts seven hours."""
    (window,) = windows_of(5, NIGHT, "2027-03-25", "2027-03-31")

    assert window == (utc("2027-03-27T21:00"), utc("2027-03-28T04:00"))


def test_a_night_shift_is_an_hour_long_when_summer_ends() -> None:
    """On 31 October 2027 the clock shows 02:00 to 03:00 twice: 22:00 to 06:00 lasts nine hours."""
    (window,) = windows_of(5, NIGHT, "2027-10-28", "2027-11-02")

    assert window == (utc("2027-10-30T20:00"), utc("2027-10-31T05:00"))


def test_eight_hours_of_work_end_on_another_hour_that_night() -> None:
    """What takes eight hours from 22:00 on ends at 07:00 by the clock, not at 06:00."""
    begins = dt.datetime(2027, 3, 27, 22, tzinfo=AMSTERDAM)
    ends = (begins.astimezone(dt.UTC) + dt.timedelta(hours=8)).astimezone(AMSTERDAM)

    assert (ends.hour, ends.day) == (7, 28)


def test_a_time_that_does_not_exist_is_an_hour_later() -> None:
    """A shift from 02:30 in the night that skips it begins at 03:30 by the clock."""
    (window,) = windows_of(6, (dt.time(2, 30), dt.time(5)), "2027-03-25", "2027-03-31")

    assert window[0] == utc("2027-03-28T01:30")


def test_a_time_that_happens_twice_is_the_first() -> None:
    """A shift from 02:30 in the night that repeats it begins the first time."""
    (window,) = windows_of(6, (dt.time(2, 30), dt.time(5)), "2027-10-28", "2027-11-02")

    assert window == (utc("2027-10-31T00:30"), utc("2027-10-31T04:00"))


def test_a_closed_day_has_no_shift() -> None:
    """Nobody works on Tweede paasdag; the Monday after it is as always."""
    found = windows_of(0, DAY, "2027-03-28", "2027-04-06", "2027-03-29")

    assert [begins.date().isoformat() for begins, _ in found] == ["2027-04-05"]


def test_windows_are_cut_to_what_was_asked_for() -> None:
    """A shift that is under way counts from now."""
    assert windows_of(0, DAY, "2027-02-01T10:00", "2027-02-01T12:00") == [
        (utc("2027-02-01T10:00"), utc("2027-02-01T12:00"))
    ]


def test_a_shift_holds_between_its_days() -> None:
    """Outside its days of validity a shift is not there."""
    shift = WeeklyShift(
        weekday=0,
        starts=DAY[0],
        ends=DAY[1],
        heads=2,
        valid_from=dt.date(2027, 2, 8),
        valid_until=dt.date(2027, 2, 15),
    )
    found = staffed_windows(
        [shift], frozenset(), AMSTERDAM, since=utc("2027-01-01"), until=utc("2027-04-01")
    )

    assert [window.starts_at.day for window in found] == [8, 15]
    assert {window.heads for window in found} == {2}


@settings(max_examples=60)
@given(
    starts=st.times(),
    ends=st.times(),
    weekday=st.integers(0, 6),
    day=st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
)
def test_every_window_is_whole_and_in_order(
    starts: dt.time, ends: dt.time, weekday: int, day: dt.date
) -> None:
    """Whatever the hours and the night, windows begin before they end, at most 25 h later."""
    since = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    shift = WeeklyShift(weekday=weekday, starts=starts, ends=ends)
    found = staffed_windows(
        [shift], frozenset(), AMSTERDAM, since=since, until=since + dt.timedelta(days=21)
    )

    assert all(window.starts_at < window.ends_at for window in found)
    assert all(window.ends_at - window.starts_at <= dt.timedelta(hours=25) for window in found)
    assert sorted(found, key=lambda window: window.starts_at) == list(found)
