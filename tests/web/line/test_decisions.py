"""Submissions: what a manager, a teacher and an owner decide."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Approval, Job, Submission

Visit = Callable[[str], FlaskClient]


def state_of(lab: Lab, submission_id: str) -> str:
    """Read a submission's state from the database."""
    with lab.read(Actor.system()) as desk:
        return desk.session.get_one(Submission, submission_id).state


def test_a_manager_approves_with_a_due_day_and_a_weight(visit: Visit, lab: Lab) -> None:
    """Approving makes a job due at the end of that local day."""
    form = {"due": "2026-12-10", "weight": "2,5"}
    answer = visit("manager").post("/submissions/s2/approve", data=form)

    assert (answer.status_code, answer.location) == (303, "/submissions/s2")
    with lab.read(Actor.system()) as desk:
        job = desk.session.scalars(select(Job).where(Job.submission_id == "s2")).one()
        assert (job.weight, job.state) == (2.5, "open")
        assert str(job.due_at) == "2026-12-10 23:00:00+00:00"
    assert state_of(lab, "s2") == "approved"


def test_a_teacher_may_decide_about_their_group(visit: Visit, lab: Lab) -> None:
    """The group's teacher sees the decision and may take it."""
    teacher = visit("teacher")

    assert "Your decision" in teacher.get("/submissions/s2").text
    assert teacher.post("/submissions/s2/approve").status_code == 303
    assert state_of(lab, "s2") == "approved"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"weight": "heavy"}, "number-malformed"),
        ({"weight": "inf"}, "number-malformed"),
        ({"weight": "0"}, "weight-out-of-range"),
        ({"due": "9999-12-31"}, "far-ahead"),
        ({"due": "tomorrow"}, "day-malformed"),
    ],
)
def test_a_decision_that_cannot_be_read_keeps_what_was_typed(
    visit: Visit, lab: Lab, form: dict[str, str], code: str
) -> None:
    """One sentence with a stable code, the form as it was, and nothing stored."""
    answer = visit("manager").post("/submissions/s2/approve", data=form)

    assert answer.status_code == 422
    assert code in answer.text
    assert f'value="{next(iter(form.values()))}"' in answer.text
    assert state_of(lab, "s2") == "submitted"


def test_sending_back_needs_a_reason(visit: Visit, lab: Lab) -> None:
    """Without a reason nothing is sent back."""
    answer = visit("manager").post("/submissions/s2/send-back", data={"reason": "  "})

    assert answer.status_code == 422
    assert "reason-missing" in answer.text
    assert state_of(lab, "s2") == "submitted"


def test_the_owner_reads_why_it_came_back(visit: Visit, lab: Lab) -> None:
    """The reason is kept and shown, escaped."""
    form = {"reason": "Make the wall <1 mm> thicker"}
    assert visit("manager").post("/submissions/s2/send-back", data=form).status_code == 303

    page = visit("student").get("/submissions/s2").text
    assert "Make the wall &lt;1 mm&gt; thicker" in page
    assert "Mira Visser sent this back" in page
    with lab.read(Actor.system()) as desk:
        decision = desk.session.scalars(select(Approval)).one()
        assert (decision.decision, decision.user_id) == ("sent_back", "manager")


def test_a_decision_is_taken_once(visit: Visit) -> None:
    """What is decided cannot be decided again."""
    manager = visit("manager")
    manager.post("/submissions/s2/approve")

    again = manager.post("/submissions/s2/approve")
    assert again.status_code == 409
    assert "submission-state" in again.text


def test_an_owner_cannot_approve_their_own(visit: Visit, lab: Lab) -> None:
    """A student sees no decision and may take none."""
    student = visit("student")

    assert "Your decision" not in student.get("/submissions/s2").text
    assert student.post("/submissions/s2/approve").status_code == 403
    assert state_of(lab, "s2") == "submitted"


def test_an_owner_hands_in_again_and_withdraws(visit: Visit, lab: Lab) -> None:
    """What was sent back can be handed in again, and what waits can be withdrawn."""
    owner = visit("other")

    known = {"knows_errors": "yes"}
    assert owner.post("/submissions/s3/submit", data=known).status_code == 303
    assert state_of(lab, "s3") == "submitted"
    assert owner.post("/submissions/s3/withdraw").status_code == 303
    assert state_of(lab, "s3") == "withdrawn"


def test_errors_go_on_only_with_a_tick(visit: Visit, lab: Lab) -> None:
    """Owner and manager each tick that they know of the errors; without it nothing moves."""
    owner, manager = visit("other"), visit("manager")

    for client, action, state in (
        (owner, "submit", "sent_back"),
        (manager, "approve", "submitted"),
    ):
        path = f"/submissions/s3/{action}"
        assert 'name="knows_errors" value="yes" required' in client.get("/submissions/s3").text
        refused = client.post(path)
        assert refused.status_code == 422
        assert 'id="knows_errors-error"' in refused.text
        assert "errors-not-acknowledged" in refused.text
        assert state_of(lab, "s3") == state
        assert client.post(path, data={"knows_errors": "yes"}).status_code == 303
    assert state_of(lab, "s3") == "approved"


def test_a_part_without_errors_asks_for_no_tick(visit: Visit) -> None:
    """The decision about a sound part holds no tick."""
    assert "knows_errors" not in visit("manager").get("/submissions/s2").text


def test_a_form_without_its_token_changes_nothing(guarded: APIFlask, lab: Lab) -> None:
    """A post that no page of ours made is refused."""
    client = guarded.test_client()
    with client.session_transaction() as session:
        session["session_key"] = "manager"

    assert client.post("/submissions/s2/approve").status_code == 403
    assert state_of(lab, "s2") == "submitted"
