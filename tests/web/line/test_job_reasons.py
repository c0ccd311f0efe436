"""The page of a job in a plan: reasons, odds, and what would help."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Job, Plan, Task

Visit = Callable[[str], FlaskClient]


def test_a_job_page_tells_reasons_odds_and_what_would_help(visit: Visit, lab: Lab) -> None:
    """Staff sees all three, and may have advice looked for; the page follows the search."""
    with lab.write(Actor.system()) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        job = desk.session.get_one(Job, "j1")
        advice = [{**_ADVICE, "params": {"from": 60, "until": 120}}]
        plan.insight = _insight(job.number, advice)
        address = f"/plans/{plan.id}/jobs/{job.id}"
        number, plan_id = job.number, plan.id
    manager = visit("manager")
    page = manager.get(address).text
    assert "83 %" in page
    assert "What would help" in page
    assert "Look for what would help" not in page

    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Plan, plan_id).insight = _insight(number, [])
    assert "Look for what would help" in manager.get(address).text
    assert visit("student").post(f"{address}/advice").status_code == 404
    asked = manager.post(f"{address}/advice")
    assert asked.status_code == 303
    assert manager.post(f"{address}/advice").location == asked.location
    assert visit("student").get(asked.location).status_code == 404
    assert f'hx-get="{asked.location}/progress"' in manager.get(asked.location).text
    assert manager.get(f"{asked.location}/progress").status_code == 200
    with lab.write(Actor.system()) as desk:
        desk.session.scalars(select(Task).where(Task.kind == "advise_job")).one().state = "done"
        told = {**_insight(number, []), "advised": [number]}
        desk.session.get_one(Plan, plan_id).insight = told
    assert manager.get(asked.location).location == f"{address}#help"
    assert "Nothing that was tried ends the job earlier" in manager.get(address).text
    assert "HX-Refresh" in manager.get(f"{asked.location}/progress").headers


def test_the_schedule_tells_each_reason_and_what_would_help(visit: Visit, lab: Lab) -> None:
    """Staff reads both beside the date and how sure it is; an owner reads the reason alone."""
    with lab.write(Actor.system()) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        number = desk.session.get_one(Job, "j1").number
        plan.insight = _insight(number, [{**_ADVICE, "params": {"from": 60, "until": 120}}])
    page = visit("manager").get("/schedule").text
    row = _row(page, number)
    assert "2 h 40 min: build b prints." in row
    assert "in time: 83 %" in row
    assert "Would help:" in row
    assert "83 % sure" not in page
    row = _row(visit("student").get("/schedule").text, number)
    assert "2 h 40 min: build b prints." in row
    assert "Would help:" not in row


def _row(page: str, number: str) -> str:
    """Return the row of a job in the table of dates."""
    table = page[page.index("jobs-table") :]
    return next(row for row in table.split("<tr>") if f">{number}</a>" in row)


def test_owners_see_the_date_that_is_almost_sure(visit: Visit, lab: Lab) -> None:
    """Three pages say by when nine runs of ten are ready, and what is likely."""
    with lab.write(Actor.system()) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        job = desk.session.get_one(Job, "j1")
        job.promised_at = plan.origin_at + timedelta(minutes=160)
        plan.insight = _insight(job.number, [])
        safe = (plan.origin_at + timedelta(minutes=170)).isoformat()
        submission_id = job.submission_id
    for address in ("/", "/submissions", f"/submissions/{submission_id}"):
        page = visit("student").get(address).text
        assert f'datetime="{safe}"' in page, address
        assert "9 chances in 10" in page, address
        assert "likely " in page, address


_ADVICE = {
    "code": "advice-person-odd-hours",
    "gain_ticks": 60,
    "end": 100,
    "on_time": True,
    "cost": {},
    "later_jobs": [],
    "moved": 0,
}


def _insight(number: str, advice: list[dict[str, object]]) -> dict[str, object]:
    """Return what a plan says of one job that is printed for 160 minutes."""
    link = {"code": "printing", "start": 0, "end": 160, "build": "b", "part": None, "params": {}}
    told = {
        "schema": "printlab/scheduling-explanation/1",
        "job": number,
        "due": 500,
        "end": 160,
        "tick_s": 60,
        "chain": [link],
        "delays": [],
        "advice": advice,
    }
    odds = {"job": number, "due": 500, "planned_end": 160, "holds": 0.83}
    odds |= {"end_p10": 150, "end_p50": 160, "end_p90": 170}
    return {"robustness": {"jobs": [odds]}, "explanations": {number: told}}
