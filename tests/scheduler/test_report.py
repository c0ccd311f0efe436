"""A result as a terminal tells it."""

from __future__ import annotations

import pytest

from scheduler import FairShare, Limits, PreviousPlacement, Problem, Result, Station, Step, solve
from scheduler.moments import Moments
from scheduler.report import Report, columns
from tests.scheduler.problems import part, problem


def told(asked: Problem, lang: str = "en") -> str:
    """Return the report of a quick search."""
    result = solve(asked, Limits(iterations=3))
    moments = Moments(tick_s=asked.tick_s, lang=lang)
    return "\n".join(Report(problem=asked, result=result, moments=moments).lines())


def test_stations_have_a_table_of_their_own() -> None:
    """Units are told apart, and copies are named with their build."""
    stations = (Station(id="blaster", kind="part", units=2, load_s=600.0),)
    steps = (Step(station="blaster", time_s=600.0),)
    text = told(problem(parts=(part(copies=2, steps=steps),), stations=stations))

    assert "blaster 1  day 1 00:" in text
    assert "2 x p (M1/1)" in text


def test_a_powder_change_is_starred() -> None:
    """The star stands with the powder, and under the table is what it means."""
    text = told(problem(parts=(part(setting="titanium"),)))

    assert "Ti64 *" in text
    assert "* after a powder change" in text
    assert "*" not in told(problem())


def test_hours_of_people_count_until_the_plan_ends() -> None:
    """One build of 10 + 5 minutes of work; nine people are there for the 35 it takes."""
    text = told(problem())

    assert "People work 0.2 h of the 5.2 h that they are there (5 %)." in text
    assert "No job has a due date." in text


def test_a_plan_made_again_says_how_many_copies_moved() -> None:
    """One of two copies was on the other machine; without a plan before nothing is said."""
    spots = tuple(
        PreviousPlacement(part="p", copy=copy, machine=name, start=10)
        for copy, name in ((1, "M1"), (2, "M9"))
    )
    asked = problem(parts=(part(copies=2),), previous=spots)

    assert "1 of 2 copies that were planned before are elsewhere now." in told(asked)
    assert "planned before" not in told(problem())


@pytest.mark.parametrize("lang", ["en", "nl", "de"])
def test_every_objective_is_told_in_every_language(lang: str) -> None:
    """Each term has its words; without a schedule the reason is all there is."""
    for objective in ("lab", "makespan", "total_tardiness"):
        assert told(problem(objective=objective, parts=(part(due=5),)), lang)
    nothing = told(problem(parts=(part(scan_s={}),)), lang)

    assert nothing.count("\n") == 0
    assert isinstance(Result.from_dict(solve(problem(), Limits(iterations=1)).to_dict()), Result)


def test_terms_of_the_objective_are_told_in_the_language_of_the_rest() -> None:
    """The line under the status names no term as documents do."""
    share = FairShare(until=100, shares={"lab": 1.0})
    result = solve(problem(fair_share=share), Limits(iterations=1))

    assert "(te laat 0, poederwissels 0, machinetijd 35," in result.summary("nl")
    assert "(Verspätung 0, Pulverwechsel 0, Maschinenzeit 35," in result.summary("de")
    for lang in ("en", "nl", "de"):
        assert "_" not in result.summary(lang)
    for name in ("tardiness", "occupancy", "stability", "fairness"):
        assert name not in result.summary("nl")


def test_columns_stand_under_each_other() -> None:
    """Words stand to the left, numbers to the right."""
    rows = [("a", "cost"), ("long", "7")]

    assert list(columns(rows, numbers=(1,))) == ["a     cost", "long     7"]
