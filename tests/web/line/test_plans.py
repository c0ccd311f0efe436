"""Plans: asked for, watched, looked at, published, withdrawn."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Build, Job, Plan, Task
from printlab.services.background import TaskProgress
from web.plan_words import plan_words

Visit = Callable[[str], FlaskClient]


def asked(manager: FlaskClient) -> str:
    """Ask for a plan and give the address of its progress."""
    answer = manager.post("/plans", data={"time_limit_s": "5"})
    assert answer.status_code == 303
    return answer.location


def end_task(lab: Lab, state: str, **values: object) -> None:
    """Write down what a worker would at the end."""
    with lab.write(Actor.system()) as desk:
        task = desk.session.scalars(select(Task).where(Task.kind == "make_plan")).one()
        task.state = state
        for name, value in values.items():
            setattr(task, name, value)


def test_the_list_shows_plans_and_how_good_they_are(visit: Visit) -> None:
    """Each plan has its version, its state and its distance from the bound."""
    page = visit("manager").get("/plans").text

    for word in ("Plan 1", "Plan 2", "Published", "Proposed", "25"):
        assert word in page


def test_asking_for_a_plan_leads_to_a_page_that_moves(visit: Visit, lab: Lab) -> None:
    """The task is queued once, and the page asks for its progress by itself."""
    manager = visit("manager")
    address = asked(manager)

    page = manager.get(address).text
    assert f'hx-get="{address}/progress"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert asked(manager) == address
    assert "A plan is being made" in manager.get("/plans").text
    with lab.read(Actor.system()) as desk:
        task = desk.session.scalars(select(Task).where(Task.kind == "make_plan")).one()
        assert task.payload == {"time_limit_s": 5.0, "anew": False}


def test_the_best_plan_so_far_may_be_taken(visit: Visit, lab: Lab) -> None:
    """A button asks the planner to end the search; the page goes on looking, and others may not."""
    manager = visit("manager")
    address = asked(manager)
    end_task(lab, "running", progress_stage="searching 9 8", progress_done=1, progress_total=5)
    assert f'action="{address}/enough"' in manager.get(address).text

    answer = manager.post(f"{address}/enough")
    assert (answer.status_code, answer.location) == (303, address)
    assert visit("student").post(f"{address}/enough").status_code == 404
    with lab.read(Actor.system()) as desk:
        task = desk.session.scalars(select(Task).where(Task.kind == "make_plan")).one()
        assert (task.state, task.enough_requested) == ("running", True)


def test_a_plan_says_how_many_copies_it_moves(visit: Visit, lab: Lab) -> None:
    """What the plan before had elsewhere is counted; a plan without one before says nothing."""
    with lab.write(Actor.system()) as desk:
        plan = desk.session.scalars(select(Plan).where(Plan.state == "proposed")).one()
        builds = {"moved_builds": 2, "builds_before": 17}
        plan.summary = {**plan.summary, "moved": 3, "planned_before": 41, **builds}
        published = desk.session.scalars(select(Plan).where(Plan.state == "published")).one()
        names = (plan.id, published.id)
    pages = [visit("manager").get(f"/plans/{name}").text for name in names]
    assert "Of 41 copies that the plan before had, 3 are elsewhere now" in pages[0]
    assert "Of its 17 builds that had not begun, 2 are not as they were" in pages[0]
    assert "that the plan before had" not in pages[1]


def test_progress_tells_seconds_cost_and_bound(visit: Visit, lab: Lab) -> None:
    """While the planner searches, the page says how long, the best cost and the bound."""
    manager = visit("manager")
    address = asked(manager)
    end_task(
        lab, "running", progress_stage="searching 1234.5 900", progress_done=3, progress_total=5
    )

    answer = manager.get(f"{address}/progress")
    assert "3 of 5 s" in answer.text
    assert "1,234" in answer.text
    assert "900" in answer.text
    assert "HX-Refresh" not in answer.headers
    again = manager.get(f"{address}/progress", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    causes = [
        {"code": "no-eligible-machine", "params": {"part": "J-0001", "material": "Cu"}},
        {"code": "no-eligible-machine", "params": {"part": "J-0002", "material": "Cu"}},
    ]
    end_task(lab, "failed", error_params={"part": "J-0001", "causes": causes})
    page = manager.get(address).text
    assert "These stand in the way" in page
    assert page.count("<li>Job J-000") == 2
    as_json = manager.get(f"{address}/progress", headers={"Accept": "application/json"}).json
    assert as_json is not None
    assert as_json["done"] == 3


def test_a_plan_that_is_made_opens_by_itself(visit: Visit, lab: Lab) -> None:
    """The end of the task refreshes the page, which goes on to the proposal."""
    manager = visit("manager")
    address = asked(manager)
    end_task(lab, "done", result={"plan_id": "n2"})

    assert manager.get(f"{address}/progress").headers["HX-Refresh"] == "true"
    answer = manager.get(address)
    assert (answer.status_code, answer.location) == (303, "/plans/n2")


def test_a_plan_that_cannot_be_says_why(visit: Visit, lab: Lab) -> None:
    """The reason is a sentence with its code, on the page and as JSON."""
    manager = visit("manager")
    address = asked(manager)
    end_task(lab, "failed", error_code="part-too-high", error_message="Job J-0001 is too high.")

    page = manager.get(address).text
    assert "Job J-0001 is too high." in page
    assert "part-too-high" in page
    as_json = manager.get(f"{address}/progress", headers={"Accept": "application/json"}).json
    assert as_json is not None
    assert as_json["error"]["code"] == "part-too-high"


@pytest.mark.parametrize("limit", ["0", "soon", "99999"])
def test_a_time_that_cannot_be_is_refused_at_its_field(visit: Visit, limit: str) -> None:
    """The form keeps what was typed and nothing is queued."""
    answer = visit("manager").post("/plans", data={"time_limit_s": limit})

    assert answer.status_code == 422
    assert f'value="{limit}"' in answer.text
    assert "being made" not in answer.text


def test_a_proposal_shows_schedule_plates_promises_and_cost(visit: Visit) -> None:
    """Everything a manager looks at before publishing is on one page."""
    page = visit("manager").get("/plans/n2").text

    assert page.count('class="plate"') == 3
    assert page.count("gantt-build gantt-proposed") == 3
    assert "1 job will be late" in page
    assert "no plan can cost less than 900" in page
    assert "Lateness" in page
    assert "Publish this plan" in page


def test_a_proposal_says_first_which_published_dates_it_moves(visit: Visit, lab: Lab) -> None:
    """Before the button: how many move later and earlier, the largest shift, each old and new."""
    manager = visit("manager")
    with lab.write(Actor.system()) as desk:
        later, earlier = desk.session.get_one(Job, "j7"), desk.session.get_one(Job, "j4")
        ready = {b.id: b.planned_unload_end_at for b in desk.session.scalars(select(Build))}
        later.promised_at = ready["n2b2"] - timedelta(days=2, hours=3)
        earlier.promised_at = ready["n2b3"] + timedelta(hours=5)
        numbers = later.number, earlier.number
        for other in desk.session.scalars(select(Job).where(Job.id.not_in(("j7", "j4")))):
            other.promised_at = None
    page = manager.get("/plans/n2").text
    table = page[page.index('id="moves"') : page.index('id="schedule"')]

    assert "1 published date moves later, 1 earlier." in table
    assert f"The largest shift: {numbers[0]}, 2 d 3 h later." in table
    assert table.index(numbers[0]) < table.index("5 h 00 min earlier")
    assert "get their first date." in table
    assert "Publish this plan" in table
    assert page.index("The largest shift") < page.index("Publish this plan")
    assert 'id="moves"' not in manager.get("/plans/n1").text


def test_publishing_gives_numbers_and_promises(visit: Visit, lab: Lab) -> None:
    """Builds get numbers, jobs their dates, and the student reads theirs."""
    manager = visit("manager")
    _match_shop_floor(lab)

    assert manager.post("/plans/n2/publish").status_code == 303
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Plan, "n2").state == "published"
        assert desk.session.get_one(Plan, "n1").state == "superseded"
        build = desk.session.get_one(Build, "n2b2")
        assert build.number is not None
        job = desk.session.get_one(Job, "j7")
        assert job.promised_at == build.planned_unload_end_at
    assert "Planned ready" in visit("other").get("/submissions/s7").text


def _match_shop_floor(lab: Lab) -> None:
    """Make the proposal one that left the running build where it is; nothing is pinned."""
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Build, "n1b3").pinned = False
        desk.session.get_one(Job, "j8").confidential = False
        desk.session.get_one(Plan, "n2").summary = {"fixed_build_ids": ["n1b1"]}


def test_a_new_plan_keeps_what_is_over_on_the_schedule(visit: Visit, lab: Lab) -> None:
    """A build that failed under the old plan is still drawn once a new one is published."""
    manager = visit("manager")
    manager.post("/builds/n1b1/fail", data={"reason": "No argon"})
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Build, "n1b3").pinned = False
        desk.session.get_one(Job, "j8").confidential = False
    assert manager.post("/plans/n2/publish").status_code == 303

    page = manager.get("/schedule").text
    assert "gantt-build gantt-failed" in page
    assert page.count('href="/builds/n1b1"') == 2
    assert 'href="/builds/n1b1"' not in visit("rival").get("/schedule").text


def test_a_proposal_that_no_longer_holds_is_not_published(visit: Visit, lab: Lab) -> None:
    """The shop floor moved on since: the plan stays a proposal and says so."""
    answer = visit("manager").post("/plans/n2/publish")

    assert answer.status_code == 409
    assert "plan-outdated-build" in answer.text
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Plan, "n2").state == "proposed"


def test_a_proposal_is_withdrawn(visit: Visit, lab: Lab) -> None:
    """The published plan stands."""
    assert visit("manager").post("/plans/n2/withdraw").status_code == 303
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Plan, "n2").state == "withdrawn"
        assert desk.session.get_one(Plan, "n1").state == "published"


@pytest.mark.parametrize("person", ["student", "teacher", "company"])
def test_plans_are_for_the_lab_alone(visit: Visit, person: str) -> None:
    """Nobody outside the lab finds plans, makes or publishes them."""
    client = visit(person)

    for address in ("/plans", "/plans/n1", "/plans/n2"):
        assert client.get(address).status_code == 404
    assert client.post("/plans").status_code == 404
    assert client.post("/plans/n2/publish").status_code == 404


@pytest.mark.parametrize(
    ("stage", "line", "detail"),
    [
        ("queued", "Waits for a worker", ""),
        ("searching 1200", "Looks for a better plan", "1,200"),
        ("searching 1200 900", "Looks for a better plan", "900"),
        ("searching nan oops", "Looks for a better plan", ""),
        ("dreaming", "dreaming", ""),
    ],
)
def test_every_stage_has_words(app: APIFlask, stage: str, line: str, detail: str) -> None:
    """A stage reads as words; what a search tells beside it is understood or left out."""
    with app.test_request_context():
        words = plan_words(TaskProgress(state="running", stage=stage, done=0, total=0))

    assert words.line == line
    assert detail in words.detail
    assert words.percent is None


def test_a_late_job_says_by_how_much(visit: Visit) -> None:
    """The manager reads the job, when it is due, when ready, and the difference."""
    page = visit("manager").get("/plans/n2").text

    assert "due Thu 26 Nov, 19:05, ready Sat 28 Nov, 16:05" in page
    assert timedelta(days=1, hours=21) == timedelta(hours=45)
