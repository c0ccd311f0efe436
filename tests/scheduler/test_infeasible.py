"""Why there is no plan: each cause is named, and without it there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    Limits,
    Orientation,
    Part,
    Platform,
    Problem,
    Reservation,
    Result,
    Station,
    Step,
    Window,
    solve,
)
from scheduler.construct.plan import Workshop
from scheduler.construct.screening import obstacle, shortage
from scheduler.shop.shop import Shop
from scheduler.texts import LANGUAGES
from tests.scheduler.problems import ALWAYS, machine, part, problem, problems

QUICK = Limits(time_s=20.0, iterations=5)
HOUR = 60


def stands(*sizes_mm: tuple[float, float, float]) -> tuple[Orientation, ...]:
    """Return orientations of some sizes."""
    return tuple(
        Orientation(id=f"o{index}", width_mm=w, depth_mm=d, height_mm=h)
        for index, (w, d, h) in enumerate(sizes_mm)
    )


def every(hours: int, heads: int = 1) -> tuple[Window, ...]:
    """Return windows of so many hours from 8 o'clock on, on a hundred days."""
    return tuple(
        Window(start=day * 1440 + 480, end=day * 1440 + 480 + hours * HOUR, heads=heads)
        for day in range(60)
    )


TALL, WIDE = stands((10, 10, 210)), stands((150, 150, 5))
BOTH: dict[str, Any] = {"scan_s": {"M1": 600.0, "M2": 600.0}}
HIGH = machine("M1", height_mm=300.0, platform=Platform(width_mm=50, depth_mm=50))
LOW = machine("M2", height_mm=20.0, platform=Platform(width_mm=200, depth_mm=200))
BLOCK = stands((100, 100, 150))
BLASTER = Station(id="blaster", kind="part", attended=True)
BLASTING = (Step(station="blaster", time_s=2 * 3600.0),)

SKILLED = (Window(start=0, end=100_000, skills=("edm",)),)
FURNACE = Station(id="furnace", kind="batch")
ELSEWHERE = part("q", together="g", scan_s={"M2": 600.0})


def relieved(name: str, programme: str | None) -> Part:
    """Return a part of a group that asks for a programme of the furnace."""
    return part(
        name,
        together="g",
        steps=(Step(station="furnace", time_s=600.0, programme=programme),),
    )


def kept_free(from_mm: float, to_mm: float) -> Platform:
    """Return a platform of 100 mm of which a square is kept free."""
    ring = ((from_mm, from_mm), (to_mm, from_mm), (to_mm, to_mm), (from_mm, to_mm))
    return Platform(width_mm=100, depth_mm=100, keep_outs=(ring,))


CASES: dict[str, tuple[Problem, Problem, str]] = {
    "no-machine-listed": (problem(parts=(part(scan_s={}),)), problem(), "lists no machine"),
    "no-eligible-machine": (
        problem(machines=(machine(materials=("Ti64",)),)),
        problem(),
        "of those it lists (M1), none holds 316L",
    ),
    "too-tall": (
        problem(parts=(part(orientations=TALL),)),
        problem(parts=(part(orientations=TALL),), machines=(machine(height_mm=210.0),)),
        "is 210 mm high; the tallest machine that may print it has 100 mm",
    ),
    "too-wide": (
        problem(parts=(part(orientations=WIDE),)),
        problem(
            parts=(part(orientations=WIDE),),
            machines=(machine(platform=Platform(width_mm=150, depth_mm=150)),),
        ),
        "does not fit on the platform of any machine",
    ),
    "no-stand": (
        problem(parts=(part(orientations=stands((10, 10, 150), (150, 10, 10))),)),
        problem(parts=(part(orientations=stands((10, 10, 150), (150, 10, 10), (9, 9, 99))),)),
        "too high or too wide for M1",
    ),
    "group-too-large": (
        problem(
            parts=(
                part(copies=2, orientations=stands((70, 70, 5)), together="pair"),
                part("q"),
            )
        ),
        problem(parts=(part(copies=2, orientations=stands((70, 70, 5))), part("q"))),
        "must be in one build",
    ),
    "group-area": (
        problem(parts=(part(copies=3, orientations=stands((60, 60, 5)), together="trio"),)),
        problem(
            parts=(part(copies=3, orientations=stands((60, 60, 5)), together="trio"),),
            machines=(machine(platform=Platform(width_mm=180, depth_mm=100)),),
        ),
        "need at least 10800 mm² together; the platform of M1 has 10000 mm²",
    ),
    "group-no-machine": (
        problem(parts=(part(together="g"), ELSEWHERE), machines=(machine(), machine("M2"))),
        problem(parts=(part(together="g", **BOTH), ELSEWHERE), machines=(machine(), machine("M2"))),
        "Parts p, q must be in one build, and not all of them may be printed on M1, M2.",
    ),
    "group-programmes": (
        problem(parts=(relieved("p", "650"), relieved("q", None)), stations=(FURNACE,)),
        problem(parts=(relieved("p", "650"), relieved("q", "650")), stations=(FURNACE,)),
        "ask station furnace for different programmes (650, ",
    ),
    "platform-kept-free": (
        problem(machines=(machine(platform=kept_free(0, 100)),), parts=(part(), part("q"))),
        problem(machines=(machine(platform=kept_free(0, 70)),), parts=(part(), part("q"))),
        "All of the platform of M1 is kept free",
    ),
    "place-kept-free": (
        problem(machines=(machine(platform=kept_free(0.2, 99.6)),)),
        problem(machines=(machine(platform=kept_free(20, 99)),)),
        "What is kept free on the platform of M1 leaves no room for part p",
    ),
    "nobody-there": (problem(staff=()), problem(), "Nobody is there"),
    "nobody-skilled": (
        problem(machines=(machine(setup_skill="laser"),), staff=SKILLED),
        problem(machines=(machine(setup_skill="edm"),), staff=SKILLED),
        "Nobody with the skill laser is there before the horizon; the work at M1",
    ),
    "nobody-skilled-station": (
        problem(
            parts=(part(steps=BLASTING),),
            stations=(replace(BLASTER, skill="grit"),),
            staff=SKILLED,
        ),
        problem(
            parts=(part(steps=BLASTING),),
            stations=(replace(BLASTER, skill="edm"),),
            staff=SKILLED,
        ),
        "Nobody with the skill grit is there before the horizon; the work at station blaster",
    ),
    "nobody-there-station": (
        problem(
            parts=(part(steps=BLASTING),),
            machines=(machine(setup_s=0.0, unload_s=0.0),),
            stations=(BLASTER,),
            staff=(),
        ),
        problem(
            parts=(part(steps=BLASTING),),
            machines=(machine(setup_s=0.0, unload_s=0.0),),
            stations=(BLASTER,),
        ),
        "Nobody is there before the horizon who may do the work at station blaster",
    ),
    "window-set-up": (
        problem(machines=(machine(setup_s=10 * 3600.0),), staff=every(9)),
        problem(machines=(machine(setup_s=10 * 3600.0),), staff=every(10)),
        "Set-up takes at least 10 h with a person on M1; who may do it is there for at most 9 h",
    ),
    "window-unload": (
        problem(machines=(machine(unload_s=2 * 3600.0),), staff=every(1)),
        problem(machines=(machine(unload_s=2 * 3600.0),), staff=every(2)),
        "Unloading takes at least 2 h",
    ),
    "window-powder": (
        problem(parts=(part(setting="titanium"),), staff=(Window(start=0, end=50),)),
        problem(parts=(part(setting="titanium"),), staff=every(1)),
        "A powder change takes at least 1 h with a person on M1",
    ),
    "window-station": (
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(1)),
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(3)),
        "Station blaster needs a person for 2 h on end",
    ),
    "machine-taken": (
        problem(machines=(machine(downtime=(Window(start=0, end=100_000),)),)),
        problem(machines=(machine(downtime=(Window(start=0, end=90_000),)),)),
        "Machine M1 is down, reserved or taken until the horizon",
    ),
    "machine-stretch": (
        problem(
            machines=(machine(reserved=(Reservation(start=30, end=99_980, owners=("acme",)),)),)
        ),
        problem(
            machines=(machine(reserved=(Reservation(start=30, end=99_980, owners=("lab",)),)),)
        ),
        "is free for at most 0.5 h on end",
    ),
    "release-late": (
        problem(parts=(part(release=99_980),)),
        problem(parts=(part(release=99_965),)),
        "released so late that it is unloaded at least 0.25 h after",
    ),
    "horizon-alone": (problem(horizon=30), problem(horizon=35), "it is 0.08 h late"),
    "staff-alone": (
        problem(staff=(Window(start=0, end=15),)),
        problem(staff=(Window(start=0, end=15), Window(start=30, end=40))),
        "at which people are there",
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_each_cause_is_named_and_without_it_there_is_a_plan(code: str) -> None:
    """One cause is the reason itself, in three languages; the problem without it has a plan."""
    asked, mended, words = CASES[code]
    result = solve(asked, QUICK)

    assert result.schedule is None
    assert result.reason is not None
    assert (result.reason.code, result.reason.causes) == (code, ())
    assert words in result.reason.sentence()
    assert "p" in result.unplaced
    assert all(result.reason.sentences(lang) for lang in LANGUAGES)
    assert solve(mended, QUICK).schedule is not None


def test_what_is_only_unlikely_is_not_called_impossible() -> None:
    """A group that the layout did not hold may fit; everything else here is proven."""
    status = {code: solve(asked, QUICK).status for code, (asked, _, _) in CASES.items()}

    assert {code for code, known in status.items() if known == "unknown"} == {"group-too-large"}
    assert set(status.values()) == {"unknown", "infeasible"}


def test_a_part_too_tall_here_and_too_wide_there_has_two_causes() -> None:
    """Each names its machines; either machine's cause taken away makes a plan."""
    asked = problem(parts=(part(orientations=BLOCK, **BOTH),), machines=(HIGH, LOW))
    result = solve(asked, QUICK)

    assert result.reason is not None
    assert result.reason.code == "several-causes"
    assert result.reason.sentence() == "There is no plan, for 2 causes (parts concerned: 1)."
    assert set(result.reason.sentences()) == {
        "Part p is 150 mm high, too high for M2 (at most 20 mm).",
        "The bounding box of part p does not fit on the platform of M1.",
    }
    assert str(result).count("\n- ") == 2
    assert Result.from_dict(result.to_dict()) == result
    higher = (HIGH, replace(LOW, height_mm=150.0))
    assert solve(replace(asked, machines=higher), QUICK).schedule is not None


def test_a_mate_that_is_too_tall_is_the_one_cause_of_its_group() -> None:
    """What must be in one build with it needs no cause of its own, and none is only likely."""
    asked = problem(
        parts=(part("p", together="g"), part("q", together="g", orientations=TALL), part("r"))
    )
    result = solve(asked, QUICK)
    assert result.status == "infeasible"
    assert result.reason is not None
    assert (result.reason.code, result.reason.params["part"]) == ("too-tall", "q")
    assert result.unplaced == ("p", "q")
    listed_nowhere = replace(asked.parts[1], orientations=part().orientations, scan_s={})
    result = solve(replace(asked, parts=(asked.parts[0], listed_nowhere)), QUICK)
    assert result.reason is not None
    assert (result.reason.code, result.status) == ("no-machine-listed", "infeasible")


@pytest.mark.parametrize(
    "platform",
    [
        replace(kept_free(20, 80), keep_outs=(((20, 0), (80, 0), (80, 100), (20, 100)),)),
        Platform(
            shape="circle", diameter_mm=100, keep_outs=(((0, 0), (75, 0), (75, 99), (0, 99)),)
        ),
    ],
)
def test_room_beside_what_is_kept_free_may_be_enough_for_another_layout(platform: Platform) -> None:
    """Where the area that is left would do, the place kept free is named and nothing is proven."""
    wide = part(orientations=stands((30, 30, 5)))
    result = solve(problem(parts=(wide,), machines=(machine(platform=platform),)), QUICK)
    assert (result.status, result.reason and result.reason.code) == ("unknown", "place-kept-free")


def test_skills_are_no_cause_where_nobody_comes_at_all() -> None:
    """Where nobody is there, no skill is to blame."""
    asked = problem(machines=(machine(setup_skill="laser", unload_skill="edm"),), staff=())
    result = solve(asked, QUICK)
    assert result.reason is not None
    assert (result.reason.code, result.reason.causes) == ("nobody-there", ())


def test_the_horizon_is_told_in_hours_from_now() -> None:
    """A sentence names no ticks; who knows the moment of the horizon puts it in."""
    asked = problem(parts=(part(release=99_980),), now=40_000)
    reason = solve(asked, QUICK).reason
    assert reason is not None
    assert reason.params["horizon"] == 100_000
    assert "after the horizon (1000 h from now)" in reason.sentence()
    assert "na de horizon (over 1000 u)" in reason.sentence("nl")
    known = replace(reason, params={**reason.params, "horizon": "Mon 30 Nov"})
    assert "after the horizon (Mon 30 Nov)" in known.sentence()


def test_one_cause_of_many_parts_is_told_once() -> None:
    """Three parts wait for one set-up; all are listed, the cause stands alone."""
    parts = tuple(part(name, **BOTH) for name in "abc")
    labs = tuple(machine(name, setup_s=10 * 3600.0) for name in ("M1", "M2"))
    result = solve(problem(parts=parts, machines=labs, staff=every(9)), QUICK)

    assert result.reason is not None
    assert result.reason.code == "window-set-up"
    assert result.reason.params["machines"] == "M1, M2"
    assert result.unplaced == ("a", "b", "c")


def test_no_cause_is_told_that_another_makes_needless() -> None:
    """A part that is too wide everywhere needs no word of the one machine that is also too low."""
    asked = problem(
        parts=(part(orientations=stands((300, 300, 50)), **BOTH), part("tall", orientations=TALL)),
        machines=(machine("M1"), LOW),
    )
    result = solve(asked, QUICK)

    assert result.reason is not None
    assert [cause.code for cause in result.reason.causes] == ["too-wide", "too-tall"]
    assert result.unplaced == ("p", "tall")


def test_a_horizon_that_counting_proves_too_short_is_infeasible() -> None:
    """Five builds of 35 minutes need more than 80 on one machine; with 200 there is a plan."""
    parts = tuple(part(name, owner=name, confidential=True) for name in "abcde")
    sized = tuple(replace(one, orientations=stands((90, 90, 5))) for one in parts)
    asked = problem(parts=sized, horizon=80, staff=ALWAYS)
    result = solve(asked, QUICK)

    assert result.status == "infeasible"
    assert result.reason is not None
    assert result.reason.code == "horizon-short"
    assert "need at least 2.92 h of machine time" in result.reason.sentence()
    assert len(result.unplaced) == 3
    assert solve(replace(asked, horizon=200), QUICK).schedule is not None


def test_a_setting_with_too_little_time_on_its_machines_is_named() -> None:
    """Four builds of titanium go on one of two machines, which is down for most of the time."""
    parts = tuple(
        part(name, orientations=stands((90, 90, 5)), setting="titanium") for name in "abcd"
    )
    labs = (
        machine(loaded="Ti64", downtime=(Window(start=100, end=400),)),
        machine("M2", materials=("316L",)),
    )
    asked = problem(parts=parts, machines=labs, horizon=420)
    result = solve(asked, QUICK)

    assert result.status == "infeasible"
    assert result.reason is not None
    assert result.reason.code == "horizon-short-setting"
    assert "of titanium together need at least 2.33 h of M1" in result.reason.sentence()
    assert "there are 2 h" in result.reason.sentence()
    awake = (replace(labs[0], downtime=()), labs[1])
    assert solve(replace(asked, machines=awake), QUICK).schedule is not None


def test_too_few_hours_of_people_are_told() -> None:
    """Five builds need a quarter of an hour of somebody each; there is one hour."""
    parts = tuple(part(name, orientations=stands((90, 90, 5))) for name in "abcde")
    asked = problem(parts=parts, staff=(Window(start=0, end=60),), horizon=400)
    result = solve(asked, QUICK)

    assert result.status == "infeasible"
    assert result.reason is not None
    assert result.reason.code == "people-short"
    assert "people for at least 1.25 h" in result.reason.sentence()
    assert solve(replace(asked, staff=ALWAYS), QUICK).schedule is not None


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_what_has_a_plan_is_never_called_impossible(asked: Problem) -> None:
    """With the horizon where a plan ends, neither a hurdle nor counting rules that plan out."""
    schedule = solve(asked, QUICK).schedule
    if schedule is None:
        return
    ends = [done.unload_end for done in schedule.builds]
    ends += [done.unload_end for done in schedule.operations]
    tight = Workshop(Shop(replace(asked, horizon=max([asked.now + 1, *ends]))))

    assert obstacle(tight) is None
    assert shortage(tight) is None
