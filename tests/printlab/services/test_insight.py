"""Why a job is ready when it is: told from the plan as made, to each what they may know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from printlab.convert.insight import wanting_advice, with_build_ids
from printlab.errors import Conflict, NotFound
from printlab.records import Job, JsonObject, Plan, Task
from printlab.services import insight, plans
from printlab.services.advising import advise_next
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


def briefs(shop: Workshop, who: str, lang: str = "en") -> dict[str, insight.Brief]:
    """Return what a plan says of each job that somebody may see."""
    with shop.lab.read(shop.people[who]) as desk:
        speech = Speech(lang=lang, moment=says, others="other work")
        return insight.of_plan(desk, plan_of(shop, who).id, speech)


def test_each_job_has_its_main_reason_in_the_readers_language(shop: Workshop) -> None:
    """One of its causes, a wait where there is one; owners are told of their own alone."""
    for lang in ("en", "nl", "de"):
        found = briefs(shop, "manager", lang)
        assert set(found) == {job.id for job in plan_of(shop, "manager").jobs}
        for job in plan_of(shop, "manager").jobs:
            whole = told(shop, "manager", job, Speech(lang=lang, moment=says, others="other work"))
            assert found[job.id].reason in reasons(whole)
            assert " prints" not in found[job.id].reason
    (mine,) = plan_of(shop, "student").jobs
    own = briefs(shop, "student")
    assert set(own) == {mine.id}
    assert (own[mine.id].help, own[mine.id].advised, own[mine.id].looking) == ("", False, False)


def test_jobs_that_are_late_or_at_risk_want_advice_once() -> None:
    """The least sure comes first; who is sure, has no date or was advised wants none."""

    def explained(due: int | None, end: int) -> JsonObject:
        return {"due": due, "end": end}

    holds = {"late": 0.1, "risky": 0.5, "sure": 0.95, "done": 0.2, "free": None}
    insight: JsonObject = {
        "robustness": {"jobs": [{"job": job, "holds": held} for job, held in holds.items()]},
        "explanations": {
            "sure": explained(9, 5),
            "risky": explained(9, 8),
            "free": explained(None, 8),
            "late": explained(5, 9),
            "done": explained(5, 9),
        },
        "advised": ["done"],
    }

    assert wanting_advice(insight) == ["late", "risky"]


def test_advice_is_looked_for_before_somebody_asks(shop: Workshop) -> None:
    """Jobs at risk of a published plan are advised one after another, each of them once."""
    with shop.lab.write(shop.people["manager"]) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        numbers = sorted(job.number for job in plan_of(shop, "manager").jobs)
        dated = select(Job).where(Job.number.in_(numbers))
        for job in desk.session.scalars(dated):
            job.due_at = job.promised_at
        plan.insight = _at_risk(plan.insight or {})
        advise_next(desk, plan)
    assert any(one.looking for one in briefs(shop, "manager").values())
    assert len(queued(shop)) == 1

    while queued(shop):
        assert shop.work() == ["done"]

    assert all(one.advised and not one.looking for one in briefs(shop, "manager").values())
    assert any(one.help for one in briefs(shop, "manager").values())
    with shop.lab.write(shop.people["manager"]) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        plan.insight = {**(plan.insight or {}), "advised": []}
        advise_next(desk, plan)
    assert not queued(shop)


def queued(shop: Workshop) -> list[str]:
    """Return the searches for advice that wait."""
    with shop.lab.read(shop.people["manager"]) as desk:
        waiting = select(Task.id).where(Task.kind == "advise_job", Task.state == "queued")
        return list(desk.session.scalars(waiting))


def _at_risk(insight: JsonObject) -> JsonObject:
    """Return what a plan says of its jobs as if none of their dates were sure."""
    jobs = [{**one, "holds": 0.4} for one in insight["robustness"]["jobs"]]
    return {**insight, "robustness": {**insight["robustness"], "jobs": jobs}}


def test_dates_of_planned_jobs_are_told_with_how_sure_they_are(shop: Workshop) -> None:
    """Of each job of the published plan, as the plan's own table says; none of what is printed."""
    plan = plan_of(shop, "manager")
    with shop.lab.write(shop.people["manager"]) as desk:
        rows = [desk.session.get_one(Job, job.id) for job in plan.jobs]
        found = insight.odds_of(desk, rows)
        for job in plan.jobs:
            assert (found[job.id].safe_at, found[job.id].holds) == (job.safe_at, job.holds)
            assert job.safe_at is not None
            assert job.safe_at >= job.ready_at
        rows[0].state = "printed"
        assert rows[0].id not in insight.odds_of(desk, rows)
        desk.session.get_one(Plan, plan.id).insight = None
        desk.session.flush()
        assert insight.odds_of(desk, rows) == {}


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
