"""Why there is no plan: each cause is named, and without it there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import (
    FixedBuild,
    Limits,
    Platform,
    Problem,
    Result,
    Window,
    solve,
)
from scheduler.construct.plan import Workshop
from scheduler.construct.screening import obstacle, shortage
from scheduler.shop.shop import Shop
from scheduler.texts import LANGUAGES
from scheduler.verify import pinned_wrong
from tests.scheduler.causes import (
    BLOCK,
    BOTH,
    CASES,
    HIGH,
    LOW,
    TALL,
    every,
    kept_free,
    stands,
)
from tests.scheduler.problems import ALWAYS, fixed, machine, part, placement, problem, problems

QUICK = Limits(time_s=20.0, iterations=5)
HOUR = 60


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
    told = {line.replace("\N{MULTIPLICATION SIGN}", "x") for line in result.reason.sentences()}
    assert told == {
        "Part p is 150 mm high, too high for M2 (at most 20 mm).",
        "The bounding box of part p is 100 x 100 mm, too wide for M1 (at most 50 x 50 mm).",
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
    assert "after the horizon (41 d 16 h from now)" in reason.sentence()
    assert "na de horizon (over 41 d 16 u)" in reason.sentence("nl")
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
    assert "need at least 2 h 55 min of machine time" in result.reason.sentence()
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
    assert "of titanium together need at least 2 h 20 min of M1" in result.reason.sentence()
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
    assert "people for at least 1 h 15 min" in result.reason.sentence()
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


@pytest.mark.parametrize(
    ("code", "pinned", "changes"),
    [
        ("off-platform", fixed(placements=(placement(x_mm=900.0),)), {}),
        ("setting-mixed", fixed(setting="titanium"), {}),
        ("orientation-unknown", fixed(placements=(replace(placement(), orientation="x"),)), {}),
        ("box-wrong", fixed(placements=(replace(placement(), width_mm=11.0),)), {}),
        ("not-eligible", fixed(), {"machines": (machine(materials=("Ti64",)),)}),
        ("build-too-tall", fixed(), {"machines": (machine(height_mm=2.0),)}),
        ("parts-too-close", fixed(placements=(placement(), placement("q", x_mm=5.0))), {}),
        (
            "apart-shared",
            fixed(placements=(placement(), placement("q", x_mm=50.0))),
            {"parts": (part(apart_from=("q",)), part("q"))},
        ),
        (
            "confidential-shared",
            fixed(placements=(placement(), placement("q", x_mm=50.0))),
            {"parts": (part(confidential=True), part("q", owner="other"))},
        ),
    ],
)
def test_a_pinned_build_that_cannot_be_printed_is_told(
    code: str, pinned: FixedBuild, changes: dict[str, Any]
) -> None:
    """There is no plan with it, and its fault is the cause; while it runs, it is a fact."""
    asked = problem(**{"parts": (part(), part("q")), "fixed": (pinned,), **changes})
    result = solve(asked, QUICK)

    assert result.status == "infeasible"
    assert result.reason is not None
    assert result.reason.code == "pinned-impossible"
    assert "(pin)" in result.reason.sentence()
    assert {cause.code for cause in result.reason.causes} == {code}
    assert all(all(result.reason.sentences(lang)) for lang in LANGUAGES)
    running = replace(asked, fixed=(replace(pinned, state="running"),))
    assert code not in {one.code for one in pinned_wrong(running)}
