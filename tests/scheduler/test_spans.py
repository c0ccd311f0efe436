"""What happens when, and for how many people."""

from __future__ import annotations

from scheduler import Build, Operation, Schedule, Station, Window
from scheduler.spans import busy_people, people_there, spans_at, spans_of
from tests.scheduler.problems import placement, problem

BUILD = Build(
    id="M1/1",
    machine="M1",
    setting="steel",
    powder_change_start=10,
    powder_change_end=20,
    setup_start=30,
    start=40,
    end=90,
    cool_end=95,
    unload_start=120,
    unload_end=125,
    height_mm=5.0,
    placements=(placement(),),
)


def test_the_spans_of_a_build_follow_without_gaps() -> None:
    """From the powder change to unloading, waiting is a span too; what takes no time is none."""
    kinds = [(span.kind, span.start, span.end) for span in spans_of(BUILD)]

    assert kinds == [
        ("powder_change", 10, 20),
        ("wait", 20, 30),
        ("setup", 30, 40),
        ("print", 40, 90),
        ("cool", 90, 95),
        ("wait", 95, 120),
        ("unload", 120, 125),
    ]


def test_people_are_counted_from_tick_to_tick() -> None:
    """Heads of windows that overlap add up; operations each need one person."""
    windows = (Window(start=0, end=50, heads=2), Window(start=40, end=60))

    assert people_there(problem(staff=windows)) == [(0, 2), (40, 3), (50, 1), (60, 0)]
    assert busy_people(problem(), Schedule(builds=(BUILD,))) == [
        (10, 1),
        (20, 0),
        (30, 1),
        (40, 0),
        (120, 1),
        (125, 0),
    ]


def test_an_attended_station_keeps_its_person_until_it_is_unloaded() -> None:
    """A furnace is left alone between loading and unloading; a blaster is not."""
    done = Operation(
        id="o",
        station="s",
        builds=("M1/1",),
        load_start=0,
        start=5,
        end=9,
        unload_start=20,
        unload_end=21,
    )
    furnace = Station(id="s", kind="batch")
    blaster = Station(id="s", kind="part", attended=True)

    kinds = [(span.kind, span.attended) for span in spans_at(furnace, done)]
    assert kinds == [("load", True), ("run", False), ("wait", False), ("unload", True)]
    assert all(span.attended for span in spans_at(blaster, done))
    schedule = Schedule(builds=(), operations=(done,))
    assert busy_people(problem(stations=(furnace,)), schedule)[:2] == [(0, 1), (5, 0)]
