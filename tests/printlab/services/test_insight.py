"""Why a job is ready when it is: told from the plan as made, to each what they may know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from printlab.convert.insight import with_build_ids
from printlab.errors import Conflict, NotFound
from printlab.records import JsonObject, Plan
from printlab.services import insight, plans
from printlab.services.insight import Insight, Speech
from printlab.services.plan_view import JobView, PlanView
from tests.printlab.workshop import Workshop


def says(at: dt.datetime) -> str:
    """Return a moment in words that a test can find."""
    return f"<{at:%d %H:%M}>"


ENGLISH = Speech(lang="en", moment=says, others="other work")


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def plan_of(shop: Workshop, who: str) -> PlanView:
    """Return the published plan as somebody sees it."""
    with shop.lab.read(shop.people[who]) as desk:
        plan = plans.current(desk)
    assert plan is not None
    return plan


def told(shop: Workshop, who: str, job: JobView, speech: Speech = ENGLISH) -> Insight:
    """Return what somebody is told of a job."""
    with shop.lab.read(shop.people[who]) as desk:
        return insight.of_job(desk, plan_of(shop, who).id, job.id, speech)


def reasons(found: Insight) -> list[str]:
    """Return the causes that somebody is told, in the order of time."""
    return [] if found.told is None else [cause.sentence for cause in found.told.causes]


def test_a_plan_knows_how_sure_each_date_is(shop: Workshop) -> None:
    """Each job has a probability between none and certainty, and a later date that is safer."""
    for job in plan_of(shop, "manager").jobs:
        assert job.holds is not None
        assert 0.0 <= job.holds <= 1.0
        odds = told(shop, "manager", job).odds
        assert odds is not None
        assert odds.holds == job.holds
        assert odds.likely_at is not None
        assert odds.safe_at is not None
        assert odds.likely_at <= odds.safe_at


def test_the_manager_is_told_the_chain_of_causes_by_names(shop: Workshop) -> None:
    """Builds, machines and jobs have the names that people know, no ids, in each language."""
    plan = plan_of(shop, "manager")
    ids = [build.id for build in plan.builds] + [machine.id for machine in plan.machines]
    ids += [job.id for job in plan.jobs]
    for job in plan.jobs:
        for lang in ("en", "nl", "de"):
            found = told(shop, "manager", job, Speech(lang=lang, moment=says, others="-"))
            assert found.told is not None
            lines = [found.told.end, *found.told.delays, *found.told.advice, *reasons(found)]
            assert job.number in found.told.end
            assert len(found.told.causes) >= 3
            assert "<" in found.told.end
            assert not any(one in line for line in lines for one in ids)
            assert sum(cause.share for cause in found.told.causes) == pytest.approx(1.0)
    assert "B-000" in " ".join(reasons(told(shop, "manager", plan.jobs[0])))


def test_what_would_help_is_looked_for_when_somebody_asks(shop: Workshop) -> None:
    """A job in time has reasons and no advice; a worker finds some, and the plan keeps it."""
    plan = plan_of(shop, "manager")
    job = next(one for one in plan.jobs if not one.is_late)
    before = told(shop, "manager", job)
    assert not before.advised
    with shop.lab.write(shop.people["manager"]) as desk:
        task_id = insight.ask_advice(desk, plan.id, job.id).id
    with shop.lab.read(shop.people["student"]) as desk, pytest.raises(NotFound):
        insight.advice_task(desk, task_id)

    assert shop.work() == ["done"]

    after = told(shop, "manager", job)
    assert after.advised
    assert after.told is not None
    assert before.told is not None
    assert (after.told.causes, after.told.end) == (before.told.causes, before.told.end)
    assert after.told.advice


def test_a_plan_without_reasons_has_no_advice(shop: Workshop) -> None:
    """What the plan does not explain it cannot mend; who asks is told so."""
    plan = plan_of(shop, "manager")
    with shop.lab.write(shop.people["manager"]) as desk:
        desk.session.get_one(Plan, plan.id).insight = None
    with shop.lab.write(shop.people["manager"]) as desk, pytest.raises(Conflict) as refused:
        insight.ask_advice(desk, plan.id, plan.jobs[0].id)
    assert refused.value.code == "advice-nothing-told"


def test_an_owner_learns_nothing_of_others_work(shop: Workshop) -> None:
    """Neither names nor needs of others, nor what the lab could do; and nothing of others' jobs."""
    (mine,) = plan_of(shop, "student").jobs
    others = [job for job in plan_of(shop, "manager").jobs if job.id != mine.id]
    found = told(shop, "student", mine)
    assert found.told is not None
    assert found.odds is not None
    assert (found.told.delays, found.told.advice) == ((), ())
    assert not any(job.number in line for line in reasons(found) for job in others)
    assert sum("prints" in line for line in reasons(found)) <= len(plan_of(shop, "student").builds)
    for job in others:
        with pytest.raises(NotFound):
            told(shop, "student", job)


def test_a_plan_from_before_says_that_it_does_not_know(shop: Workshop) -> None:
    """Plans without reasons are shown without, and a proposal is for staff alone."""
    (mine,) = plan_of(shop, "student").jobs
    plan_id = plan_of(shop, "manager").id
    with shop.lab.write(shop.people["manager"]) as desk:
        desk.session.get_one(Plan, plan_id).insight = None
    found = told(shop, "student", mine)
    assert (found.odds, found.told) == (None, None)
    assert plan_of(shop, "student").jobs[0].holds is None
    with shop.lab.write(shop.people["manager"]) as desk:
        desk.session.get_one(Plan, plan_id).state = "proposed"
    with shop.lab.read(shop.people["student"]) as desk, pytest.raises(NotFound):
        insight.of_job(desk, plan_id, mine.id, ENGLISH)


def test_only_the_ids_of_builds_become_those_of_their_rows() -> None:
    """A machine, a powder or a job that is called like a build keeps its name."""
    link = {
        "code": "station-mates",
        "build": "b1",
        "part": "b1",
        "params": {"mate": "b2", "station": "b1", "until": 7},
    }
    insight: JsonObject = {
        "robustness": {"jobs": [{"job": "b1", "holds": 0.5}]},
        "explanations": {"b1": {"job": "b1", "chain": [link], "delays": [{"job": "b2"}]}},
    }

    named = with_build_ids(insight, {"b1": "first", "b2": "second"})

    assert named["robustness"] == insight["robustness"]
    told = named["explanations"]["b1"]
    assert (told["job"], told["delays"]) == ("b1", [{"job": "b2"}])
    assert told["chain"] == [
        {
            "code": "station-mates",
            "build": "first",
            "part": "b1",
            "params": {"mate": "second", "station": "b1", "until": 7},
        }
    ]
