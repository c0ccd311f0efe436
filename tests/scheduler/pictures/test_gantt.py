"""Machines against time."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from scheduler import (
    Limits,
    Platform,
    Problem,
    Reservation,
    Schedule,
    Station,
    Step,
    Window,
    solve,
)
from scheduler.moments import Moments
from scheduler.pictures import gantt, plates
from scheduler.pictures.gantt import Gantt, closed
from scheduler.pictures.rows import late_jobs, machine_rows, station_rows
from scheduler.pictures.timescale import TimeScale, whole_days
from tests.scheduler.pictures.drawn import named, numbers
from tests.scheduler.problems import fixed, machine, part, problem

DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020, heads=2) for day in range(30))
MONDAY = datetime(2026, 11, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


def lab() -> tuple[Problem, Schedule]:
    """Return a plan with a pin, a powder change, downtime, and a job that is late."""
    asked = problem(
        parts=(
            part(scan_s={"M1": 600.0}),
            part("q", setting="titanium", scan_s={"M1": 90_000.0}, due=600),
            part("r", scan_s={"M2": 600.0}, due=40_000),
        ),
        machines=(machine(downtime=(Window(start=700, end=900),)), machine("M2")),
        fixed=(fixed(unload_start=620, unload_end=640),),
        staff=DAYS,
        horizon=43_000,
    )
    found = solve(asked, Limits(iterations=10)).schedule
    assert found is not None
    return asked, found


def test_every_build_has_a_bar_and_everything_a_name() -> None:
    """Bars, pins, downtime, people and due dates are in the SVG, each with its own id."""
    asked, schedule = lab()
    picture = gantt(asked, schedule)
    drawn = named(picture)

    assert {name for name in drawn if name.startswith("bar-")} == {
        f"bar-{build.id}" for build in schedule.builds
    }
    assert drawn["fixed"] == 2  # on the bar, and in the key
    assert drawn["down"] == 2
    assert drawn["due"] == 1  # the other is due after the drawing's end
    assert drawn["busy"] >= 2
    assert numbers(picture.svg())


def test_a_late_job_is_seen_on_its_build_and_in_a_lane() -> None:
    """The arrow stands under the build; the lane runs from due to done."""
    asked, schedule = lab()
    drawn = named(gantt(asked, schedule))

    assert list(late_jobs(asked, schedule)) == ["q"]
    assert drawn["late"] == 2
    assert drawn["late-q"] == 1


def test_the_same_plan_gives_the_same_bytes() -> None:
    """A picture depends on its values alone, and its letters need no typeface elsewhere."""
    asked, schedule = lab()
    first, second = gantt(asked, schedule, MONDAY, "de"), gantt(asked, schedule, MONDAY, "de")

    assert first.svg() == second.svg()
    assert first.png().startswith(b"\x89PNG")
    assert b"<text" not in first.svg()
    assert first.svg() != gantt(asked, schedule).svg() != first.svg("dark")
    ET.fromstring(first.svg())  # noqa: S314  our own


def test_rows_are_machines_with_their_builds() -> None:
    """A bar tells its parts, more than one copy by number; a pinned one keeps its own name."""
    asked, schedule = lab()
    rows = machine_rows(asked, schedule, "en")

    assert [row.name for row in rows] == ["M1", "M2"]
    assert rows[0].note.count("100") == 3
    assert (rows[0].bars[0].label, rows[0].bars[0].detail, rows[0].bars[0].fixed) == (
        "pin",
        "p",
        True,
    )


def test_a_plan_without_builds_is_drawn_too() -> None:
    """An empty plan shows the machines and the people."""
    nothing = gantt(problem(parts=(part(),)), Schedule(builds=()))

    assert nothing.svg()


def test_time_without_people_is_shaded() -> None:
    """Nights are closed, also before the first window and after the last."""
    asked = problem(staff=(Window(start=10, end=20), Window(start=15, end=30)))

    assert list(closed(asked, 0, 50)) == [(0, 10), (30, 50)]
    assert list(closed(asked, 12, 28)) == []


def test_days_are_named_as_they_have_room() -> None:
    """A week names its days, a year its Mondays; short stretches have hours."""
    moments = Moments(tick_s=60, origin=MONDAY)

    def scale(days: int) -> TimeScale:
        first, last = whole_days(0, days * 1440, moments)
        return TimeScale(first=first, last=last, left_px=0, right_px=1000, moments=moments)

    assert [mark.text for mark in scale(14).marks()][:2] == ["Mon 30", "Tue 1"]
    assert len([mark for mark in scale(7).marks() if mark.text]) == 7
    assert [mark.text for mark in scale(28).marks() if mark.text][:2] == ["Mon 30 Nov", "Mon 7 Dec"]
    assert next(mark.text for mark in scale(1).hours()) == "01:00"
    assert not list(scale(28).hours())


def test_noon_is_noon_when_summer_time_begins() -> None:
    """The hours over the drawing are those of the wall clock."""
    sunday = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Amsterdam"))
    moments = Moments(tick_s=60, origin=sunday)
    scale = TimeScale(first=0, last=1380, left_px=0, right_px=230, moments=moments)

    assert [(mark.x_px, mark.text) for mark in scale.hours()] == [
        (50, "06:00"),
        (110, "12:00"),
        (170, "18:00"),
    ]


def test_many_late_jobs_are_counted() -> None:
    """At most eight lanes are drawn, and the others are counted."""
    parts = tuple(part(f"p{number}", due=1) for number in range(12))
    asked = problem(parts=parts)
    schedule = solve(asked, Limits(iterations=3)).schedule
    assert schedule is not None
    drawn = named(gantt(asked, schedule))

    assert len([name for name in drawn if name.startswith("late-")]) == 8
    panel = Gantt(problem=asked, schedule=schedule, moments=Moments(tick_s=60))
    assert (
        panel.height_px
        > Gantt(
            problem=problem(), schedule=Schedule(builds=()), moments=Moments(tick_s=60)
        ).height_px
    )


def test_stations_and_what_is_kept_free_are_drawn() -> None:
    """Each unit has a row with what is done there; reservations and keep-outs have textures."""
    stations = (
        Station(id="furnace", kind="batch", capacity=2, load_s=600.0),
        Station(id="blaster", kind="part", units=2, attended=True),
    )
    steps = (Step(station="furnace", time_s=3600.0), Step(station="blaster", time_s=600.0))
    platform = Platform(width_mm=100, depth_mm=100, keep_outs=(((0, 0), (9, 0), (9, 9)),))
    kept = (Reservation(start=900, end=1200, owners=("acme",)),)
    asked = problem(
        parts=(part(copies=2, steps=steps),),
        machines=(machine(platform=platform, reserved=kept),),
        stations=stations,
    )
    schedule = solve(asked, Limits(iterations=3)).schedule
    assert schedule is not None
    rows = station_rows(asked, schedule, "nl")

    assert [row.name for row in rows] == ["furnace", "blaster 1", "blaster 2"]
    assert rows[0].note == "tot 2 platforms"
    assert [bar.label for bar in rows[0].bars] == ["M1/1"]
    drawn = named(gantt(asked, schedule))
    assert {f"bar-{operation.id}" for operation in schedule.operations} <= set(drawn)
    assert drawn["reserved"] == 2
    assert named(plates(asked, schedule))["keep-out"] == 2
