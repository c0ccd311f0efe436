"""What if: asked on a page, answered by a worker, shown as two plans side by side."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.handlers import HANDLERS
from printlab.lab import Lab
from printlab.records import Job, Machine, Task
from printlab.services import what_if
from printlab.worker import Worker

Visit = Callable[[str], FlaskClient]

MACHINE = "machine-down-machine_id"


def chosen(lab: Lab) -> tuple[str, Job, Job | None]:
    """Return a machine, a planned job, and one that waits if there is one."""
    with lab.read(Actor.system()) as desk:
        machine = desk.session.scalars(select(Machine).order_by(Machine.name)).first()
        assert machine is not None
        waiting = what_if.waiting_jobs(desk)
        return machine.id, what_if.planned_jobs(desk)[0], waiting[0] if waiting else None


def work(lab: Lab) -> list[str]:
    """Do what waits, as a worker does."""
    worker = Worker(lab=lab, handlers=HANDLERS, name="test")
    with lab.read(Actor.system()) as desk:
        waiting = select(Task.id).where(Task.state == "queued", Task.kind == "what_if")
        ids = desk.session.scalars(waiting).all()
    return [worker.run(task_id) for task_id in ids]


def counted(page: str) -> int:
    """Return how many jobs the first notice of an answer counts."""
    (notice,) = re.findall(r'<div class="notice__body">(.*?)</div>', page)
    return sum(int(number) for number in re.findall(r"(\d+) jobs? ", notice))


def test_the_schedule_leads_to_the_question(visit: Visit) -> None:
    """A manager finds it from the schedule and from the plans; an operator does not."""
    for address in ("/schedule", "/plans"):
        assert 'href="/plans/what-if"' in visit("manager").get(address).text
        assert 'href="/plans/what-if"' not in visit("operator").get(address).text


def test_the_page_offers_every_change_without_a_script(visit: Visit) -> None:
    """Each kind of change is a form of its own that posts, with the lab's machines and jobs."""
    page = visit("manager").get("/plans/what-if").text

    for kind in ("machine-down", "operator-absent", "due-date-moved", "machine-bought"):
        assert f'name="kind" value="{kind}"' in page
        assert f'name="{kind}-anew"' in page
    assert page.count('method="post" action="/plans/what-if"') >= 5
    assert "<option" in page


def test_without_a_job_that_waits_no_rush_can_be_asked_about(visit: Visit) -> None:
    """The form says so and has nothing to press, until a job waits."""
    compare, nobody = ">Compare</button>", "No job waits for a plan now."
    manager = visit("manager")
    page = manager.get("/plans/what-if").text
    assert (page.count(compare), nobody in page) == (4, True)

    manager.post("/submissions/s2/approve", data={"due": "2026-12-10", "weight": "1"})
    page = manager.get("/plans/what-if").text
    assert (page.count(compare), nobody in page) == (5, False)


def test_an_answer_shows_both_plans_and_who_is_later(visit: Visit, lab: Lab) -> None:
    """A worker answers; the page draws both plans and says what moves, for whom, at what cost."""
    manager = visit("manager")
    machine_id, _, _ = chosen(lab)
    answer = manager.post(
        "/plans/what-if",
        data={
            "kind": "machine-down",
            MACHINE: machine_id,
            "machine-down-since": "2026-11-25T14:00",
            "machine-down-until": "2026-12-01T12:00",
            "machine-down-anew": "yes",
        },
    )
    assert answer.status_code == 303
    with lab.read(Actor.system()) as desk:
        task = desk.session.scalars(select(Task).where(Task.kind == "what_if")).one()
        assert task.payload["anew"] is True

    waits = manager.get(answer.location).text
    assert f'hx-get="{answer.location}/progress"' in waits
    assert '<noscript><meta http-equiv="refresh"' in waits
    assert work(lab) == ["done"]
    assert manager.get(f"{answer.location}/progress").headers["HX-Refresh"] == "true"
    page = manager.get(answer.location).text
    for words in ("is down?", "As it stands", "With the change", "What it costs", "Lateness"):
        assert words in page
    assert page.count('class="gantt"') == 2
    assert "gantt-moved" in page
    assert counted(page) == page.count('<td data-label="Ready with the change"') > 0
    assert "What if it is down?" in page
    assert "everything that has not begun may move" in page
    for language in ("nl", "de"):
        manager.post("/language", data={"language": language})
        assert "What it costs" not in manager.get(answer.location).text


def test_a_date_that_moves_is_told_to_the_manager(visit: Visit, lab: Lab) -> None:
    """A job whose day moves forward becomes late, and the page says so first."""
    manager = visit("manager")
    _, planned, _ = chosen(lab)
    answer = manager.post(
        "/plans/what-if",
        data={
            "kind": "due-date-moved",
            "due-date-moved-job_id": planned.id,
            "due-date-moved-due_on": "2026-11-25",
        },
    )
    assert work(lab) == ["done"]
    page = manager.get(answer.location).text
    assert f"What if {planned.number} is due Wed 25 Nov, 24:00?" in page
    assert "1 job would be late, or late by more than now." in page
    assert counted(page) == page.count('<td data-label="Ready with the change"')


def test_what_a_new_machine_could_do_is_told_with_what_may_move(visit: Visit, lab: Lab) -> None:
    """Everything may be put elsewhere for it, and the page says so."""
    manager = visit("manager")
    machine_id, _, _ = chosen(lab)
    data = {"kind": "machine-bought", "machine-bought-machine_id": machine_id}
    answer = manager.post("/plans/what-if", data=data)
    assert work(lab) == ["done"]
    page = manager.get(answer.location).text
    assert "everything that has not begun may move" in page
    assert "one build in ten" not in page


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"kind": "machine-down"}, "machine-down-machine_id", "what-if-machine"),
        (
            {"kind": "operator-absent", "operator-absent-since": "soon"},
            "operator-absent-since",
            "moment-malformed",
        ),
        (
            {"kind": "operator-absent", "operator-absent-heads": "1.5"},
            "operator-absent-heads",
            "what-if-heads",
        ),
        (
            {"kind": "due-date-moved", "due-date-moved-due_on": "1-1-26"},
            "due-date-moved-due_on",
            "day-malformed",
        ),
        (
            {"kind": "due-date-moved", "due-date-moved-due_on": "9999-12-31"},
            "due-date-moved-due_on",
            "far-ahead",
        ),
        (
            {"kind": "operator-absent", "operator-absent-until": "9999-12-31T23:59"},
            "operator-absent-until",
            "far-ahead",
        ),
        ({"kind": "flood"}, "", "what-if-unknown"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    visit: Visit, typed: dict[str, str], field: str, code: str
) -> None:
    """The form keeps what was typed, and the refusal is at the field of its own question."""
    answer = visit("manager").post("/plans/what-if", data=typed)

    assert answer.status_code == 422
    assert code in answer.text
    assert not field or f'id="{field}-error"' in answer.text


def test_an_answer_that_cannot_be_says_why(visit: Visit, lab: Lab) -> None:
    """A question that came too late ends with its reason and a way to ask again."""
    manager = visit("manager")
    _, planned, _ = chosen(lab)
    data = {
        "kind": "due-date-moved",
        "due-date-moved-job_id": planned.id,
        "due-date-moved-due_on": "2026-11-30",
    }
    answer = manager.post("/plans/what-if", data=data)
    with lab.write(Actor.system()) as desk:
        task = desk.session.scalars(select(Task).where(Task.kind == "what_if")).one()
        task.payload = task.payload | {"job_id": "gone"}
    assert work(lab) == ["what-if-job-gone"]
    page = manager.get(answer.location).text
    assert "what-if-job-gone" in page
    assert 'href="/plans/what-if"' in page


@pytest.mark.parametrize("person", ["operator", "student", "company"])
def test_answers_are_for_managers_alone(visit: Visit, lab: Lab, person: str) -> None:
    """Nobody else learns that something was asked, or what came of it."""
    machine_id, _, _ = chosen(lab)
    data = {"kind": "machine-bought", "machine-bought-machine_id": machine_id}
    answer = visit("manager").post("/plans/what-if", data=data)

    for address in (answer.location, f"{answer.location}/progress"):
        assert visit(person).get(address).status_code == 404
