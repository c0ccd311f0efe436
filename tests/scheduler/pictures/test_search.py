"""The course of a search."""

from __future__ import annotations

from scheduler import Limits, Progress, solve
from scheduler.pictures import search
from tests.scheduler.pictures.drawn import named
from tests.scheduler.problems import part, problem


def told(at_s: float, objective: float | None, bound: float | None) -> Progress:
    """Return what a search told at a time."""
    return Progress(stage="improve", elapsed_s=at_s, objective=objective, bound=bound)


def test_the_plan_and_the_bound_are_lines_over_time() -> None:
    """Between them lies what is not decided."""
    drawn = named(search([told(0.1, None, 5.0), told(0.3, 20.0, 5.0), told(1.0, 12.0, 11.0)]))

    assert drawn["picture-objective"] == drawn["picture-bound"] == drawn["undecided"] == 1


def test_a_search_without_a_plan_shows_its_bound() -> None:
    """A search that told nothing is a title."""
    assert "picture-objective" not in named(search([told(0.1, None, 5.0)]))
    assert not named(search([]))


def test_a_real_search_is_drawn_in_each_language() -> None:
    """What `solve` tells is what is drawn."""
    history: list[Progress] = []
    parts = tuple(part(f"p{number}", due=10 * number) for number in range(9))
    solve(problem(parts=parts), Limits(time_s=0.5), progress=history.append)

    assert search(history).svg() != search(history, "nl").svg()
