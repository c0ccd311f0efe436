"""What time goes into."""

from __future__ import annotations

from scheduler import Build, Operation, Schedule, Station, Window
from scheduler.pictures import utilisation
from scheduler.pictures.rows import machine_rows, station_rows
from scheduler.pictures.utilisation import people_uses, stretch, uses
from tests.scheduler.pictures.drawn import named
from tests.scheduler.problems import machine, placement, problem

BUILD = Build(
    id="M1/1",
    machine="M1",
    setting="titanium",
    powder_change_start=10,
    powder_change_end=30,
    setup_start=30,
    start=40,
    end=90,
    cool_end=95,
    unload_start=115,
    unload_end=120,
    height_mm=5.0,
    placements=(placement(),),
)
SCHEDULE = Schedule(builds=(BUILD,))
ASKED = problem(
    now=5,
    machines=(machine(downtime=(Window(start=0, end=8),)), machine("M2")),
    staff=(Window(start=0, end=130, heads=2),),
)


def test_the_uses_of_a_machine_are_all_of_its_time() -> None:
    """From now to the last unloading, each tick has one use."""
    assert stretch(ASKED, SCHEDULE) == (5, 120)
    first, second = machine_rows(ASKED, SCHEDULE, "en")
    ticks = uses(ASKED, SCHEDULE, first)

    assert ticks == {
        "print": 50,
        "cool": 5,
        "run": 0,
        "attended": 15,
        "powder_change": 20,
        "wait": 20,
        "down": 3,
        "idle": 2,
    }
    assert sum(ticks.values()) == 115
    assert uses(ASKED, SCHEDULE, second)["idle"] == 115


def test_people_have_their_own_bar() -> None:
    """What nobody works is idle."""
    assert people_uses(ASKED, SCHEDULE) == {"attended": 15, "powder_change": 20, "idle": 195}


def test_each_use_is_drawn() -> None:
    """A field per machine and use, one per use of people, and the key."""
    drawn = named(utilisation(ASKED, SCHEDULE, lang="nl"))

    assert drawn["use-print"] == 2
    assert drawn["use-idle"] == 4
    assert named(utilisation(problem(), Schedule(builds=())))["use-idle"] == 3


def test_stations_have_their_bars() -> None:
    """A furnace runs by itself; where a person stays, all of it is a person's time."""
    done = Operation(
        id="o",
        station="s",
        builds=("M1/1",),
        load_start=120,
        start=125,
        end=150,
        unload_start=150,
        unload_end=155,
    )
    schedule = Schedule(builds=(BUILD,), operations=(done,))
    for attended, run, people in ((False, 25, 10), (True, 0, 35)):
        asked = problem(stations=(Station(id="s", kind="batch", attended=attended),))
        (row,) = station_rows(asked, schedule, "en")
        ticks = uses(asked, schedule, row)

        assert (ticks["run"], ticks["attended"], ticks["idle"]) == (run, people, 120)
    assert named(utilisation(asked, schedule))["use-attended"] >= 3
