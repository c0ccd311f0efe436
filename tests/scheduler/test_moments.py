"""Ticks as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.moments import Moments

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "Mon 30 Nov 09:30"), ("nl", "ma 30 nov 09:30"), ("de", "Mo 30. Nov 09:30")],
)
def test_with_an_origin_a_tick_is_calendar_time(lang: str, says: str) -> None:
    """A moment is written as the language writes it."""
    assert Moments(tick_s=60, origin=MONDAY, lang=lang).says(90) == says


def test_without_an_origin_days_are_counted() -> None:
    """Tick 0 is day 1, 00:00."""
    assert Moments(tick_s=60).says(1440 + 510) == "day 2 08:30"
    assert Moments(tick_s=60, lang="nl").day(0) == "dag 1"
    assert Moments(tick_s=60).day(0, short=True) == "1"
    assert Moments(tick_s=60, origin=MONDAY).day(0, short=True) == "Mon 30"
    assert list(Moments(tick_s=60).midnights(1, 4320)) == [1440, 2880, 4320]


def test_a_day_has_25_hours_when_summer_time_ends() -> None:
    """Days are those of the origin's time zone."""
    saturday = datetime(2026, 10, 24, 0, 0, tzinfo=AMSTERDAM)
    moments = Moments(tick_s=3600, origin=saturday)

    assert list(moments.midnights(0, 80)) == [0, 24, 49, 73]
    assert moments.says(49) == "Mon 26 Oct 00:00"


def test_an_origin_without_a_zone_counts_plain_days() -> None:
    """A naive origin is a wall clock that never changes."""
    moments = Moments(tick_s=3600, origin=datetime(2026, 10, 24, 8, 0))  # noqa: DTZ001  no zone

    assert list(moments.midnights(0, 50)) == [16, 40]


@pytest.mark.parametrize(
    ("ticks", "told"),
    [(0, "0 min"), (12, "12 min"), (60, "1 h"), (270, "4 h 30 min"), (4565, "3 d 4 h")],
)
def test_durations_are_told_in_two_units(ticks: int, told: str) -> None:
    """Minutes are left out beside days."""
    assert Moments(tick_s=60).lasts(ticks) == told
    assert Moments(tick_s=60, lang="nl").lasts(60) == "1 u"
