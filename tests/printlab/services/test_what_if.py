"""What a change would make of the plan: asked, worked out by a worker, told to the manager."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from printlab.convert.question import KINDS, Question
from printlab.errors import Conflict, Invalid, NotFound
from printlab.handlers.answer_what_if import AnswerWhatIf
from printlab.records import Job
from printlab.services import plans, submissions, what_if
from printlab.services.insight import Speech
from printlab.services.what_if_reader import answer
from printlab.services.what_if_view import Answer
from tests.printlab.workshop import MONDAY, Workshop, copied

SPEECH = Speech(lang="en", moment=lambda at: f"<{at:%d %H:%M}>", others="a new machine")


@pytest.fixture(scope="module")
def published_lab(checked_lab: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a plan of a student's part, while a company's part waits for the next one."""
    home = tmp_path_factory.mktemp("asked") / "lab"
    shop = copied(checked_lab, home)
    approve(shop, "student")
    shop.publish()
    approve(shop, "company")
    shop.lab.close()
    return home


@pytest.fixture
def home(published_lab: Path) -> Path:
    """Let the shop be one whose plan is published."""
    return published_lab


def approve(shop: Workshop, who: str) -> str:
    """Take somebody's checked part on."""
    with shop.lab.read(shop.people[who]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
    return shop.approve(draft.id, who)


def known(shop: Workshop) -> tuple[Job, Job, str]:
    """Return a planned job, one that waits, and the machine on which the planned one is."""
    with shop.lab.read(shop.people["manager"]) as desk:
        (planned,), (waiting,) = what_if.planned_jobs(desk), what_if.waiting_jobs(desk)
        plan = plans.current(desk)
        assert plan is not None
        return planned, waiting, plan.builds[0].machine.id


def asked(shop: Workshop, question: Question) -> Answer:
    """Ask, let a worker answer, and return what the manager is told."""
    with shop.lab.write(shop.people["manager"]) as desk:
        task_id = what_if.ask(desk, question).id
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["manager"]) as desk:
        assert what_if.progress(desk, task_id).state == "done"
        return answer(desk, task_id, SPEECH)


def test_a_rush_job_is_compared_with_the_plan(shop: Workshop) -> None:
    """A job that waits gets a date in the plan, and the plan in the lab stays what it is."""
    planned, waiting, _ = known(shop)
    found = asked(shop, Question(kind="rush-job", job_id=waiting.id))

    assert found.subject == waiting.number
    assert found.compared is not None
    assert {job.number for job in found.compared.after.jobs} == {planned.number, waiting.number}
    assert {job.number for job in found.compared.before.jobs} == {planned.number}
    new = next(job for job in found.jobs if job.number == waiting.number)
    assert new.before_at is None
    assert any(waiting.number in line for line in found.lines)
    with shop.lab.read(shop.people["manager"]) as desk:
        plan = plans.current(desk)
        assert plan is not None
        assert {job.number for job in plan.jobs} == {planned.number}


def test_a_machine_that_is_down_moves_what_is_on_it(shop: Workshop) -> None:
    """The job on it is later, its copies are told with where they go, and costs are compared."""
    planned, _, machine_id = known(shop)
    found = asked(
        shop,
        Question(
            kind="machine-down",
            machine_id=machine_id,
            since=shop.clock.now,
            until=shop.clock.now + dt.timedelta(days=3),
        ),
    )

    assert [row.number for row in found.moved] == [planned.number]
    assert found.moved[0].copies == planned.copies
    assert found.moved[0].start_after != found.moved[0].start_before
    assert found.compared is not None
    assert [build.state for build in found.compared.after.builds] == ["moved"]
    assert [build.state for build in found.compared.before.builds] == ["planned"]
    before, after = found.compared.before.builds, found.compared.after.builds
    assert before[0].number == after[0].number is not None
    assert {term.name for term in found.terms} >= {"tardiness", "occupancy", "stability"}


def test_an_answer_may_move_everything_where_that_is_asked(shop: Workshop, tmp_path: Path) -> None:
    """Each kind of change takes it: the share that may be chosen to move is then the whole."""
    planned, waiting, machine_id = known(shop)
    now, until = shop.clock.now, shop.clock.now + dt.timedelta(days=2)
    for question in (
        Question(kind="rush-job", job_id=waiting.id),
        Question(kind="due-date-moved", job_id=planned.id, due_at=until),
        Question(kind="machine-down", machine_id=machine_id, since=now, until=until),
        Question(kind="operator-absent", since=now, until=until, heads=20),
        Question(kind="machine-bought", machine_id=machine_id),
    ):
        for one, share in ((question, None), (replace(question, anew=True), 1.0)):
            with shop.lab.write(shop.people["manager"]) as desk:
                task = what_if.ask(desk, one)
                assert what_if.question_of(desk, task.id) == one
                assert AnswerWhatIf().request(desk, task, tmp_path)["most_moved"] == share
            assert shop.work() == ["done"]
        with shop.lab.read(shop.people["manager"]) as desk:
            comparison = (what_if.task_of(desk, task.id).result or {})["comparison"]
        assert comparison["most_chosen"] == comparison["open_copies"]


def test_an_absence_takes_people_off_the_calendar(shop: Workshop) -> None:
    """While nobody is there nothing is set up, and the answer knows the hours that are left."""
    until = shop.clock.now + dt.timedelta(days=2)
    found = asked(
        shop,
        Question(kind="operator-absent", since=shop.clock.now, until=until, heads=20),
    )

    assert found.compared is not None
    assert all(window.starts_at >= until for window in found.compared.staffed)
    assert all(build.setup_at >= until for build in found.compared.after.builds)


def test_a_date_that_moves_makes_a_job_late(shop: Workshop) -> None:
    """A job due before it can be done becomes late, by how much is told."""
    planned, _, _ = known(shop)
    due_at = shop.clock.now + dt.timedelta(hours=1)
    found = asked(shop, Question(kind="due-date-moved", job_id=planned.id, due_at=due_at))

    (late,) = found.jobs
    assert late.code == "what-if-late"
    assert late.late_s > 0
    assert any("becomes late" in line for line in found.lines)
    assert found.compared is not None
    assert found.compared.after.late_jobs


def test_a_machine_more_has_a_row_of_its_own(shop: Workshop) -> None:
    """A machine that is not there yet is drawn, under the name the page gives it."""
    _, _, machine_id = known(shop)
    found = asked(shop, Question(kind="machine-bought", machine_id=machine_id))

    assert found.compared is not None
    names = [machine.name for machine in found.compared.after.machines]
    assert names[-1] == "a new machine"
    assert "a new machine" not in [machine.name for machine in found.compared.before.machines]


def test_where_no_plan_is_left_it_is_said_why(shop: Workshop) -> None:
    """Without anybody in the lab there is no plan, and the reason names jobs as people do."""
    planned, _, _ = known(shop)
    far = shop.clock.now + dt.timedelta(days=400)
    found = asked(shop, Question(kind="operator-absent", since=shop.clock.now, until=far, heads=20))

    assert found.compared is None
    assert found.lines[0].startswith("After this change there is no plan")
    assert len(found.lines) > 1
    assert planned.id not in " ".join(found.lines)


def test_somebody_with_a_skill_may_be_absent(shop: Workshop) -> None:
    """The skills are those of the lab's shifts; the answer is about that person."""
    with shop.lab.read(shop.people["manager"]) as desk:
        skills = what_if.skills(desk)
    assert skills
    far = shop.clock.now + dt.timedelta(days=4)
    question = Question(kind="operator-absent", since=shop.clock.now, until=far, skill=skills[0])
    found = asked(shop, question)
    assert Question.from_dict(question.to_dict()) == question
    assert found.question == question
    assert found.compared is not None


def absence(first: int, last: int, heads: int = 1) -> Question:
    """Return a question about an absence, by days from the lab's Monday."""
    since, until = (MONDAY + dt.timedelta(days=day) for day in (first, last))
    return Question(kind="operator-absent", since=since, until=until, heads=heads)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Question(kind="earthquake"), "what-if-unknown"),
        (Question(kind="rush-job", job_id="none"), "what-if-job"),
        (Question(kind="due-date-moved"), "what-if-job"),
        (Question(kind="machine-bought", machine_id="none"), "what-if-machine"),
        (Question(kind="operator-absent"), "what-if-moment-missing"),
        (absence(0, 1, heads=0), "what-if-heads"),
        (replace(absence(0, 1), skill="magic"), "what-if-skill"),
        (absence(2, 1), "what-if-stretch"),
        (absence(-2, -1), "what-if-stretch"),
    ],
)
def test_a_question_that_says_too_little_is_refused(
    shop: Workshop, wrong: Question, code: str
) -> None:
    """What is missing or cannot be is told at its field, and nothing is queued."""
    with pytest.raises(Invalid) as refused, shop.lab.write(shop.people["manager"]) as desk:
        what_if.ask(desk, wrong)
    assert refused.value.code == code
    assert shop.work() == []


def test_a_new_day_has_to_be_named_and_ahead(shop: Workshop) -> None:
    """A due date moves to a day that is told and is not over."""
    planned, _, _ = known(shop)
    for due_at, code in ((None, "what-if-day-missing"), (shop.clock.now, "due-past")):
        question = Question(kind="due-date-moved", job_id=planned.id, due_at=due_at)
        with pytest.raises(Invalid) as refused, shop.lab.write(shop.people["manager"]) as desk:
            what_if.ask(desk, question)
        assert refused.value.code == code


def test_a_job_that_is_planned_meanwhile_is_no_rush_job(shop: Workshop) -> None:
    """The task says that the plan moved on, where it did before a worker came to it."""
    _, waiting, _ = known(shop)
    with shop.lab.write(shop.people["manager"]) as desk:
        task_id = what_if.ask(desk, Question(kind="rush-job", job_id=waiting.id)).id
        desk.session.get_one(Job, waiting.id).state = "cancelled"
    assert shop.work() == ["what-if-job-gone"]
    with shop.lab.read(shop.people["manager"]) as desk:
        assert what_if.progress(desk, task_id).error_code == "what-if-job-gone"
        with pytest.raises(NotFound):
            answer(desk, task_id, SPEECH)


def test_without_a_plan_there_is_nothing_to_ask(empty_lab: Path, tmp_path: Path) -> None:
    """A lab in which nothing is planned has nothing to compare."""
    shop = copied(empty_lab, tmp_path / "lab")
    with pytest.raises(Conflict) as refused, shop.lab.write(shop.people["manager"]) as desk:
        what_if.ask(desk, Question(kind="machine-bought"))
    assert refused.value.code == "what-if-nothing"
    shop.lab.close()


@pytest.mark.parametrize("who", ["operator", "student", "teacher", "company"])
def test_only_managers_ask(shop: Workshop, who: str) -> None:
    """Whoever does not decide what the lab does learns nothing of questions."""
    with shop.lab.write(shop.people["manager"]) as desk:
        task_id = what_if.ask(desk, Question(kind="machine-bought", machine_id=known(shop)[2])).id
    with shop.lab.read(shop.people[who]) as desk:
        for look in (what_if.waiting_jobs, what_if.planned_jobs, what_if.machines):
            with pytest.raises(NotFound):
                look(desk)
        with pytest.raises(NotFound):
            what_if.progress(desk, task_id)
        with pytest.raises(NotFound):
            answer(desk, task_id, SPEECH)


def test_a_question_is_kept_as_it_was_asked() -> None:
    """Every kind of question is read back from its task as it was."""
    at = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    for kind in KINDS:
        question = Question(kind=kind, job_id="j", since=at, until=at, due_at=at, heads=2)
        assert Question.from_dict(question.to_dict()) == question
