"""Submissions: who sees which, in what order, and how the pages are kept."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Job, Submission
from tests.known_parts import cube, stl_bytes

Visit = Callable[[str], FlaskClient]


def test_the_manager_sees_every_submission(visit: Visit) -> None:
    """The list holds each part with its owner, price, state and promise."""
    page = visit("manager").get("/submissions").text

    for word in ("Bracket", "Nozzle", "Hinge", "Secret impeller", "Sanne de Vries", "€"):
        assert word in page
    assert "1 error" in page
    assert "Waits for approval" in page


def test_staff_say_what_a_job_shares_its_platform_with(visit: Visit, lab: Lab) -> None:
    """The choice stands in the form afterwards; the owner reads no such form."""
    manager = visit("manager")
    manager.post("/submissions/s7/mates", data={"together": "own", "confidential": "yes"})
    page = manager.get("/submissions/s7").text

    assert '<option value="own" selected>' in page
    assert 'value="yes" checked' in page
    with lab.read(Actor.system()) as desk:
        job = desk.session.get_one(Job, "j7")
        assert job.together
        assert job.confidential
    assert 'id="mates"' not in visit("other").get("/submissions/s7").text
    refused = manager.post("/submissions/s7/mates", data={"together": "J-9999"})
    assert refused.status_code == 422
    assert "together-unknown" in refused.text


@pytest.mark.parametrize(
    ("person", "seen", "hidden"),
    [
        ("student", ("Bracket", "Nozzle"), ("Hinge", "Gear", "Secret")),
        ("teacher", ("Bracket", "Hinge", "Gear"), ("Secret", "Manifold")),
        ("company", ("Manifold block", "Heat exchanger"), ("Secret", "Bracket")),
        ("rival", ("Secret impeller",), ("Manifold", "Bracket")),
    ],
)
def test_each_sees_their_own(
    visit: Visit, person: str, seen: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """A student sees their own, a teacher the group's, a company its organisation's."""
    page = visit(person).get("/submissions").text

    assert [word for word in seen if word not in page] == []
    assert [word for word in hidden if word in page] == []


def test_the_list_is_filtered_by_state_and_searched_by_name(visit: Visit) -> None:
    """A filter keeps one state; a search looks in part, file and person."""
    manager = visit("manager")

    waiting = manager.get("/submissions?state=submitted").text
    assert "Nozzle" in waiting
    assert "Bracket" not in waiting
    found = manager.get("/submissions?q=tom").text
    assert "Gear" in found
    assert "Nozzle" not in found
    assert "Nothing here matches" in manager.get("/submissions?q=xyzzy").text


def test_an_odd_page_or_state_is_the_first_of_all(visit: Visit) -> None:
    """Whatever stands in the address, the list answers."""
    page = visit("manager").get("/submissions?page=minus&state=flying")

    assert page.status_code == 200
    assert "Bracket" in page.text


def test_a_long_list_comes_in_pages_that_keep_the_filter(visit: Visit, lab: Lab) -> None:
    """Twenty-five on a page; the link to the next one keeps state and search."""
    with lab.write(Actor.system()) as desk:
        for _ in range(30):
            desk.session.add(
                Submission(
                    organisation_id="delta",
                    user_id="student",
                    part_revision_id="r1",
                    quantity=1,
                    needed_by=dt.date(2026, 12, 24),
                    state="submitted",
                )
            )
    manager = visit("manager")

    first = manager.get("/submissions?state=submitted").text
    assert first.count('<th scope="row">') == 25
    assert "/submissions?page=2&amp;state=submitted" in first
    assert manager.get("/submissions?state=submitted&page=2").text.count('<th scope="row">') == 6


def test_a_submission_shows_estimate_price_and_promise(visit: Visit) -> None:
    """The owner reads time, mass, price and the promised date in local time."""
    page = visit("student").get("/submissions/s1").text

    assert "8 h 20 min" in page
    assert "VAT 21" in page
    assert "J-0001" in page
    assert "Sat 28 Nov, 11:05" in page


@pytest.mark.parametrize("person", ["other", "company", "rival"])
def test_a_submission_of_others_is_not_there(visit: Visit, person: str) -> None:
    """Missing and forbidden look the same."""
    client = visit(person)

    assert client.get("/submissions/s2").status_code == 404
    assert client.get("/submissions/none").status_code == 404
    assert client.post("/submissions/s2/withdraw").status_code == 404


def test_somebody_unknown_is_sent_to_sign_in(app: APIFlask) -> None:
    """Every page of the line asks who is there, and comes back afterwards."""
    answer = app.test_client().get("/submissions?state=draft")

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


def queries_for(lab: Lab, client: FlaskClient, path: str) -> int:
    """Count the queries that a page takes."""
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(lab.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(lab.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_longer_list_asks_the_database_no_more_often(lab: Lab, visit: Visit) -> None:
    """The manager's eight rows take no more queries than a student's few: none is read by row."""
    short = queries_for(lab, visit("student"), "/submissions")
    long = queries_for(lab, visit("manager"), "/submissions")

    assert long <= short + 1
    assert long <= 15


def test_a_wrong_unit_is_changed_with_one_click(lab: Lab, visit: Visit) -> None:
    """The report of a draft offers the other units; one click reads the file again in that one."""
    student = visit("student")
    content = stl_bytes(cube().triangles / 10)
    form = {"material_id": "316L", "quantity": "1", "needed_by": "2027-06-01"}
    sent = student.post("/upload", data={**form, "file": (io.BytesIO(content), "cube.stl")})
    assert sent.status_code == 303
    with lab.read(Actor.system()) as desk:
        submission = desk.session.scalars(
            select(Submission)
            .where(Submission.state == "draft")
            .order_by(Submission.created_at.desc())
        ).first()
        assert submission is not None
        submission_id, before = submission.id, submission.part_revision_id
    answer = student.post(f"/submissions/{submission_id}/unit", data={"unit": "inch"})
    refused = student.post(f"/submissions/{submission_id}/unit", data={"unit": "um"})

    with lab.read(Actor.system()) as desk:
        now = desk.session.get_one(Submission, submission_id).part_revision
        assert (now.number, now.unit, now.id != before) == (2, "inch", True)
    assert answer.headers["Location"] == refused.headers["Location"] == f"/parts/{now.id}"
    assert "Is the unit right?" in student.get(f"/parts/{now.id}").text
