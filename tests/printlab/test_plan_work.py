"""Planning inside a child: the result's document, or a refusal that names jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from printlab.child import ENOUGH
from printlab.errors import Conflict
from printlab.plan_work import make_plan
from scheduler import PreviousPlacement, Problem, Window
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


def test_all_causes_are_told_with_their_jobs() -> None:
    """A person reads about jobs; the sentences are the library's, the code is the first one's."""
    parts = (part("p1", job="J-7", scan_s={}), part("p2", job="J-8", release=99_999))
    with pytest.raises(Conflict) as refused:
        make_plan(request(problem(parts=parts, machines=(machine(),))), quiet)

    assert refused.value.code == "no-machine-listed"
    assert refused.value.params["part"] == "J-7"
    assert refused.value.params["status"] == "infeasible"
    assert "Part J-7 lists no machine" in refused.value.message
    causes = refused.value.params["causes"]
    assert isinstance(causes, list)
    assert next((one["code"], one["params"]["part"]) for one in causes) == (
        "no-machine-listed",
        "J-7",
    )
    assert {one["params"]["part"] for one in causes} == {"J-7", "J-8"}
    assert "J-8" in refused.value.message


def test_machines_are_told_by_their_names() -> None:
    """What the scheduler knows by the ids of rows is said as people say it."""
    asked = problem(
        machines=(machine("M1", setup_skill="laser"),),
        staff=(Window(start=0, end=5_000, heads=1, skills=("furnace",)),),
    )
    with pytest.raises(Conflict) as refused:
        make_plan({**request(asked), "names": {"M1": "Small 125"}}, quiet)

    assert "M1" not in refused.value.message
    assert "Small 125" in refused.value.message


def test_what_is_planned_stays_unless_the_plan_is_made_anew() -> None:
    """A copy stays on its slower machine, and moves only where everything may."""
    slow = {"M1": 600.0, "M2": 9000.0}
    asked = problem(
        parts=(part(scan_s=slow),),
        machines=(machine("M1"), machine("M2")),
        previous=(PreviousPlacement(part="p", copy=1, machine="M2", start=10),),
    )
    homes = {}
    for most_moved in (0.1, None):
        answer = make_plan({**request(asked), "most_moved": most_moved}, quiet)["result"]
        told = answer["moved"], answer["moved_builds"]
        homes[most_moved] = (answer["schedule"]["builds"][0]["machine"], *told)

    assert homes == {0.1: ("M2", 0, 0), None: ("M1", 1, 1)}


def test_a_search_ends_when_the_best_is_enough(tmp_path: Path) -> None:
    """With the wish in the scratch folder, a search of ten minutes ends with its first plan."""
    asked = problem(
        parts=tuple(part(f"p{n}", copies=3, due=60 * n + 20) for n in range(8)),
        machines=(machine("M1"), machine("M2")),
    )
    (tmp_path / ENOUGH).touch()
    wish = {**request(asked), "time_limit_s": 600.0, "scratch": str(tmp_path)}
    stages = []
    answer = make_plan(wish, lambda stage, done, total: stages.append((stage, done, total)))

    assert answer["result"]["schedule"] is not None
    assert answer["result"]["runtime_s"] < 300.0
    assert stages[-1] == ("explaining", 600, 600)


def test_a_plan_says_how_sure_it_is_and_why() -> None:
    """Every job has its odds, by the interval that was asked for, and its chain of causes."""
    asked = problem(parts=(part("p", due=46), part("q", due=9000)), machines=(machine(),))
    wide = make_plan({**request(asked), "spread": {"p": [0.5, 9.0], "q": [1.0, 1.0]}}, quiet)
    exact = make_plan({**request(asked), "spread": {"p": [1.0, 1.0], "q": [1.0, 1.0]}}, quiet)

    holds = [
        {one["job"]: one["holds"] for one in answer["insight"]["robustness"]["jobs"]}
        for answer in (wide, exact)
    ]
    assert holds[0]["p"] < holds[1]["p"] <= 1.0
    assert holds[1]["q"] == 1.0
    explained = wide["insight"]["explanations"]
    assert set(explained) == {"p", "q"}
    assert any(link["code"] == "printing" for link in explained["p"]["chain"])
