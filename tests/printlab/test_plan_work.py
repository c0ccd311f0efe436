"""Planning inside a child: the result's document, or a refusal that names jobs."""

from __future__ import annotations

from typing import Any

import pytest

from printlab.errors import Conflict
from printlab.plan_work import make_plan
from scheduler import Problem
from tests.scheduler.problems import machine, part, problem


def request(asked: Problem) -> dict[str, Any]:
    """Return what a worker asks of a child."""
    return {"problem": asked.to_dict(), "time_limit_s": 1.0, "seed": 0, "workers": 1}


def quiet(stage: str, done: int, total: int) -> None:
    """Take no notice of how far the search is."""
    del stage, done, total


def test_a_plan_is_answered_with_its_document() -> None:
    """The result's document is what the parent reads."""
    assert make_plan(request(problem()), quiet)["result"]["status"] == "optimal"


def test_of_several_causes_the_first_is_told_with_its_job() -> None:
    """A person reads about jobs; the sentence is the library's."""
    parts = (part("p1", job="J-7", scan_s={}), part("p2", job="J-8", release=99_999))
    with pytest.raises(Conflict) as refused:
        make_plan(request(problem(parts=parts, machines=(machine(),))), quiet)

    assert refused.value.code == "no-machine-listed"
    assert refused.value.params["part"] == "J-7"
    assert refused.value.params["status"] == "infeasible"
    assert "Part J-7 lists no machine" in refused.value.message
