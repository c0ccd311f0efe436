"""Why a job is done when it is, and what would help."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    Explanation,
    FixedBuild,
    Limits,
    Operation,
    Part,
    Problem,
    Schedule,
    Station,
    Step,
    Window,
    explain,
    solve,
    verify,
)
from scheduler.errors import InvalidProblemError
from scheduler.texts import LANGUAGES
from tests.scheduler.problems import fixed, machine, part, placement, problem, problems

QUICK = Limits(time_s=20.0, iterations=8)
DAYS = tuple(Window(start=day * 1440 + 480, end=day * 1440 + 1020) for day in range(30))


def planned(asked: Problem) -> Schedule:
    """Return a schedule of a problem that has one."""
    schedule = solve(asked, QUICK).schedule
    assert schedule is not None
    return schedule


def why(asked: Problem, job: str) -> Explanation:
    """Return the explanation of a job in a schedule of a problem."""
    return explain(asked, planned(asked), job)


def codes(explanation: Explanation) -> list[tuple[str, int]]:
    """Return codes and ticks of a chain, in the order of time."""
    return [(link.code, link.ticks) for link in reversed(explanation.chain)]


def large(name: str, **changes: object) -> Part:
    """Return a part that fills a platform."""
    (orientation,) = part().orientations
    wide = replace(orientation, width_mm=90.0, depth_mm=90.0)
    made = {"orientations": (wide,), **changes}
    return part(name, **made)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_every_tick_is_accounted_for_and_every_advice_helps(asked: Problem) -> None:
    """The links of any job join from now to its end, and all of it is told in all languages."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    for job in sorted({one.job for one in asked.parts})[:2]:
        found = explain(asked, schedule, job)
        assert sum(link.ticks for link in found.chain) == max(0, found.end - asked.now)
        assert all(later.start == earlier.end for later, earlier in pairwise(found.chain))
        assert all(advice.gain_ticks > 0 for advice in found.advice)
        assert all(found.end - one.gain_ticks >= one.end for one in found.advice)
        assert Explanation.from_dict(json.loads(json.dumps(found.to_dict()))) == found
        for lang in LANGUAGES:
            assert all("{" not in told for told in found.sentences(lang))


def test_a_lone_job_is_its_own_cause() -> None:
    """Set up, printed and unloaded at once: nothing waits, and nothing would help."""
    found = why(problem(machines=(machine(cool_down_s=600.0),)), "p")
    assert codes(found) == [("set-up", 10), ("printing", 20), ("cooling", 10), ("unloading", 5)]
    assert found.advice == ()
    assert found.delays == ()
    assert str(found).startswith("Job p is done at day 1 00:45.\n10 min: build M1/1 is set up.")


def test_a_job_waits_for_its_release_and_for_people() -> None:
    """Released at night, it waits for the morning; somebody at night would help."""
    asked = problem(parts=(part(release=1200, due=1500),), staff=DAYS)
    found = why(asked, "p")
    assert codes(found)[:2] == [("release", 1200), ("person-absent", 1440 + 480 - 1200)]
    link = found.chain[-2]
    assert (link.params["operation"], link.params["until"]) == ("set-up", 1920)
    (advice,) = [one for one in found.advice if one.code == "advice-person-odd-hours"]
    assert advice.gain_ticks == 720
    assert advice.on_time
    assert advice.params == {"from": 1200, "until": 1440}
    told = found.sentences("en")
    assert told[0] == "Job p is done at day 2 08:35, 7 h 35 min late."
    late = asked.parts[0].due
    assert late == 1500
    assert told[-1] == (
        "On time, 12 h sooner, with somebody there outside the usual hours,"
        " from day 1 20:00 to day 2 00:00. Cost: \N{MINUS SIGN}7 h 35 min lateness by weight."
    )
    assert "12 u eerder" in found.sentences("nl")[-1]
    assert found.sentences("de", says=lambda tick: f"T{tick}")[1] == (
        "20 h: Teil p ist erst am T1200 frei."
    )


def test_a_job_waits_for_its_machine_and_for_powder() -> None:
    """Behind a build of another powder it waits for both; a priority would help."""
    first = large("a", due=60, weight=0.1)
    second = large("b", setting="titanium")
    found = why(problem(parts=(first, second)), "b")
    assert codes(found) == [
        ("machine", 35),
        ("powder-change", 60),
        ("set-up", 10),
        ("printing", 20),
        ("unloading", 5),
    ]
    assert found.chain[-1].build == "M1/1"
    assert found.chain[-2].params == {"machine": "M1", "material": "Ti64"}
    (advice,) = found.advice
    assert advice.code in {"advice-weight", "advice-earlier"}
    assert advice.later_jobs == ("a",)
    assert "later than they may: a" in found.sentences()[-1]


def test_somebody_on_a_day_off_comes_in_the_usual_hours() -> None:
    """A print that ends in the night before a day off is unloaded on that day's morning."""
    days = tuple(one for number, one in enumerate(DAYS) if number != 1)
    asked = problem(parts=(part(scan_s={"M1": 36_000.0}),), staff=days)
    found = why(asked, "p")
    advice = {one.code: one for one in found.advice}
    morning = 1440 + 480
    assert advice["advice-person-absent"].params == {"from": morning, "until": morning + 240}
    assert advice["advice-person-absent"].gain_ticks == 1440
    assert advice["advice-person-odd-hours"].gain_ticks > 1440
    assert "with somebody there from day 2 08:00 to day 2 12:00" in str(found)


def test_everybody_may_be_busy() -> None:
    """Two machines and one person: the second set-up waits for the first, and says so."""
    one = (Window(start=0, end=100_000),)
    parts = (part("a", scan_s={"M1": 600.0}, due=30), part("b", scan_s={"M2": 600.0}))
    asked = problem(parts=parts, machines=(machine("M1"), machine("M2")), staff=one)
    found = why(asked, "b")
    assert codes(found)[0] == ("person-busy", 10)
    assert {advice.code for advice in found.advice} >= {"advice-person-busy"}
    assert "with one person more" in str(found)
    delay = why(asked, "a").delays
    assert [(one.job, one.ticks, one.late) for one in delay] == [("b", 10, False)]


def test_plate_mates_add_scan_time_and_layers_and_hold_a_job_up() -> None:
    """What a higher mate that is released later adds is told apart; alone the job is sooner."""
    (orientation,) = part().orientations
    high = part(
        "high",
        orientations=(replace(orientation, height_mm=10.0),),
        scan_s={"M1": 1200.0},
        release=200,
    )
    pinned = planned(problem(parts=(part(), high), machines=(machine(setup_s=6000.0),)))
    together = problem(parts=(part(due=50), high), machines=(machine(setup_s=6000.0),))
    assert len(pinned.builds) == 1
    found = explain(together, pinned, "p")
    assert codes(found) == [
        ("mate-release", 200),
        ("set-up", 100),
        ("printing", 20),
        ("mates-scan", 20),
        ("mates-height", 10),
        ("unloading", 5),
    ]
    mates = {link.part for link in found.chain if link.code.startswith("mate")}
    assert mates == {"high"}
    best = found.advice[0]
    assert best.code == "advice-own-build"
    assert best.gain_ticks == 355 - 125
    assert best.cost["occupancy"] == (125 + 145) - 155


def test_half_of_a_job_may_go_elsewhere() -> None:
    """Four copies on one machine while another stands idle: split, they are done sooner."""
    both = {"M1": 12_000.0, "M2": 12_000.0}
    asked = problem(parts=(part(copies=4, scan_s={"M1": 12_000.0}, due=400),))
    schedule = planned(asked)
    wider = replace(
        asked,
        parts=(part(copies=4, scan_s=both, due=600),),
        machines=(machine("M1"), machine("M2")),
    )
    found = explain(wider, schedule, "p")
    (split,) = [one for one in found.advice if one.code == "advice-split"]
    assert split.params == {"copies": 2}
    assert split.gain_ticks == 400
    assert split.on_time


def test_another_machine_may_help() -> None:
    """Behind others on the only machine it may use, a job would be sooner on the idle one."""
    parts = (large("a", due=30, weight=9.0), large("b"))
    asked = problem(parts=parts, machines=(machine("M1"), machine("M2")))
    found = why(asked, "b")
    advice = {one.code: one for one in found.advice}["advice-machine"]
    assert advice.params == {"machine": "M2"}
    assert advice.gain_ticks == 35
    assert advice.later_jobs == ()


def test_a_powder_change_may_be_spared() -> None:
    """A build between two of another powder would spare changes in front of both or behind."""
    parts = (large("a", due=40), large("b", setting="titanium", due=140), large("c", due=250))
    asked = problem(
        parts=(parts[0], parts[1], replace(parts[2], weight=0.1)),
        weights=replace(problem().weights, powder_change=0.0),
    )
    found = why(asked, "c")
    assert [link.code for link in found.chain].count("powder-change") == 1
    advice = {one.code: one for one in found.advice}["advice-powder"]
    assert advice.cost["powder_change"] == -60


def test_downtime_and_availability_are_told() -> None:
    """A machine that comes late, then is down, is named with its ticks."""
    down = (Window(start=60, end=100),)
    asked = problem(machines=(machine(available_from=50, downtime=down),))
    assert codes(why(asked, "p"))[:2] == [("unavailable", 50), ("machine-down", 50)]


def test_a_running_build_is_told_from_now_on_and_a_pinned_one_as_pinned() -> None:
    """Of a running build only what is left counts; a pinned one was given its time."""
    running = FixedBuild(
        id="run",
        machine="M1",
        setting="steel",
        placements=(placement(),),
        start=-100,
        end=100,
        state="running",
    )
    asked = problem(parts=(part(), large("q")), fixed=(running,), now=40)
    assert codes(why(asked, "p")) == [("printing", 60)]
    assert codes(why(asked, "q"))[0] == ("machine", 60)
    assert codes(why(problem(fixed=(fixed(),)), "p")) == [("pinned", 500), ("printing", 100)]
    over = problem(parts=(part(),), fixed=(running,), now=5000)
    done = why(over, "p")
    assert (done.chain, done.advice) == ((), ())


def test_what_follows_printing_is_told() -> None:
    """Way, furnace with another build, its people, and a station that is taken."""
    furnace = Station(
        id="furnace", kind="batch", capacity=2, load_s=600.0, unload_s=300.0, transport_s=1200.0
    )
    steps = (Step(station="furnace", time_s=6000.0, programme="650"),)
    parts = (large("a", steps=steps, due=400), large("b", steps=steps, due=500))
    first = (replace(parts[0], due=0), parts[1])
    alone = problem(parts=first, stations=(replace(furnace, capacity=1),))
    assert codes(why(alone, "b"))[-4:] == [
        ("transport", 20),
        ("station-busy", 80),
        ("station", 110),
        ("station-unloading", 5),
    ]
    two = (parts[0], replace(parts[1], scan_s={"M2": 1200.0}))
    asked = problem(parts=two, machines=(machine("M1"), machine("M2")), stations=(furnace,))
    apart = planned(asked)
    both = Operation(
        id="furnace/1",
        station="furnace",
        programme="650",
        builds=tuple(build.id for build in apart.builds),
        load_start=65,
        start=75,
        end=175,
        unload_start=175,
        unload_end=180,
    )
    schedule = replace(apart, operations=(both,))
    assert verify(asked, schedule) == []
    assert codes(explain(asked, schedule, "a"))[-4:] == [
        ("transport", 20),
        ("station-mates", 10),
        ("station", 110),
        ("station-unloading", 5),
    ]


def test_a_mate_that_comes_from_another_station_is_waited_for() -> None:
    """A platform waits at the furnace for one that is washed before: the mate's, not nobody's."""
    furnace = Station(
        id="furnace", kind="batch", capacity=2, load_s=600.0, unload_s=300.0, transport_s=1200.0
    )
    wash = Station(id="wash", kind="platform", load_s=600.0, unload_s=300.0)
    heat = Step(station="furnace", time_s=6000.0)
    washed = (Step(station="wash", time_s=3000.0), heat)
    asked = problem(
        parts=(large("a", steps=(heat,)), large("b", steps=washed, scan_s={"M2": 1200.0})),
        machines=(machine("M1"), machine("M2")),
        stations=(wash, furnace),
    )
    apart = planned(asked)
    (late,) = [build.id for build in apart.builds if build.machine == "M2"]
    operations = (
        Operation(
            id="wash/1",
            station="wash",
            builds=(late,),
            load_start=45,
            start=55,
            end=105,
            unload_start=105,
            unload_end=110,
        ),
        Operation(
            id="furnace/1",
            station="furnace",
            builds=tuple(build.id for build in apart.builds),
            load_start=130,
            start=140,
            end=240,
            unload_start=240,
            unload_end=245,
        ),
    )
    schedule = replace(apart, operations=operations)
    assert verify(asked, schedule) == []
    assert codes(explain(asked, schedule, "a"))[-4:] == [
        ("transport", 20),
        ("station-mates", 75),
        ("station", 110),
        ("station-unloading", 5),
    ]


def test_a_job_that_is_not_there_is_refused() -> None:
    """Only jobs of the schedule are explained."""
    with pytest.raises(InvalidProblemError, match="no job none"):
        why(problem(), "none")


def test_a_little_time_is_enough_for_a_little_advice() -> None:
    """Without time, what was tried first is told, and the chain whole."""
    asked = problem(parts=(part(release=1200),), staff=DAYS)
    found = explain(asked, planned(asked), "p", Limits(time_s=1e-9))
    assert len(found.advice) <= 1
    assert sum(link.ticks for link in found.chain) == found.end
