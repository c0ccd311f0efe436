"""A plan as a calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from printlab.plan_calendar import plan_calendar
from scheduler import Limits, Problem, Schedule, Station, Step, solve
from scheduler.moments import Moments
from tests.scheduler.problems import machine, part, problem

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 28, 22, tzinfo=AMSTERDAM)  # summer time begins in the night


def planned() -> tuple[Problem, Schedule]:
    """Return a plan with a powder change, a furnace that runs alone and a blaster that does not."""
    stations = (
        Station(id="furnace", kind="batch", load_s=600.0, unload_s=600.0),
        Station(id="blaster", kind="part", attended=True, load_s=60.0),
    )
    steps = (Step(station="furnace", time_s=3600.0), Step(station="blaster", time_s=600.0))
    name = "bracket; left, with a very long name that does not fit on a single line of a calendar"
    asked = problem(
        parts=(part(name, setting="titanium", copies=2, steps=steps),),
        machines=(machine(),),
        stations=stations,
    )
    schedule = solve(asked, Limits(iterations=3)).schedule
    assert schedule is not None
    return asked, schedule


def written(origin: datetime, lang: str = "en") -> bytes:
    """Return the calendar of the plan."""
    asked, schedule = planned()
    return plan_calendar(
        asked, schedule, Moments(tick_s=asked.tick_s, origin=origin, lang=lang), NOW
    )


def test_every_work_of_a_person_and_every_run_is_an_event() -> None:
    """A person's work is busy time; what runs by itself is not."""
    events = Calendar.from_ical(written(SATURDAY)).walk("VEVENT")
    kinds = {str(event["uid"]).removesuffix("@printlab").rpartition("-")[2] for event in events}
    busy = {str(event["summary"]) for event in events if event["transp"] == "OPAQUE"}

    assert kinds == {"powder_change", "setup", "print", "unload", "load", "run"}
    assert "M1: set up build 1" in busy
    assert "M1: powder change to Ti64" in busy
    assert "M1: build 1 prints" not in busy
    assert any(name.startswith("blaster: 2 x bracket; left") for name in busy)
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_times_are_utc_across_summer_time() -> None:
    """22:00 in March's last Amsterdam winter night is 21:00 UTC; an hour later it is one later."""
    events = Calendar.from_ical(written(SATURDAY)).walk("VEVENT")
    first = min(event.decoded("dtstart") for event in events)

    assert first == datetime(2026, 3, 28, 21, tzinfo=UTC)
    change = next(e for e in events if "powder change" in str(e["summary"]))
    assert change.decoded("dtend") == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert change.decoded("dtstamp") == NOW


def test_lines_are_folded_and_signs_escaped() -> None:
    """No line is longer than 75 octets, and a comma in a name is no separator (RFC 5545, 3.1)."""
    text = written(SATURDAY, "de")

    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"bracket\\; left\\, with" in text.replace(b"\r\n ", b"")
    assert "Teile: 2 x" in text.replace(b"\r\n ", b"").decode()


def test_a_calendar_needs_a_time_zone() -> None:
    """A wall clock without a zone is no moment."""
    with pytest.raises(ValueError, match="2026"):
        written(datetime(2026, 3, 28))  # noqa: DTZ001  no zone
