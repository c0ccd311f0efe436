"""The company's line: price with VAT, order, status; nothing of others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from printlab import tasks
from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Job, Quote, Submission, Task
from tests.web.busy_shop import NOW

Visit = Callable[[str], FlaskClient]


def test_the_company_sees_price_with_and_without_btw_and_when_it_holds(visit: Visit) -> None:
    """Net, 21 % VAT and gross, the date it could be ready, and until when the offer holds."""
    page = visit("company").get("/quotes/q6").text

    for word in ("€482.50", "€101.33", "€583.83", "VAT 21", "Sun 29 Nov, 07:05", "Wed 9 Dec"):
        assert word in page


def test_a_quote_waits_for_its_date_to_be_promised(visit: Visit, lab: Lab) -> None:
    """While a worker promises it the page looks by itself, and loads again once it is there."""
    company = visit("company")
    assert "being promised" not in company.get("/quotes/q6").text
    with lab.write(Actor.system()) as desk:
        task = tasks.enqueue(desk, "promise_quote", {}, idempotency_key="p:q6", subject_id="q6")
    page = company.get("/quotes/q6").text
    assert "being promised" in page
    assert "po_number" not in page
    assert 'hx-get="/quotes/q6/promise"' in page
    assert "HX-Refresh" not in company.get("/quotes/q6/promise").headers
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Task, task.id).state = "done"
    assert "HX-Refresh" in company.get("/quotes/q6/promise").headers


def test_ordering_needs_a_purchase_order_number(visit: Visit, lab: Lab) -> None:
    """Without a number nothing is ordered and the page says so at the field."""
    answer = visit("company").post("/quotes/q6/accept", data={"po_number": " "})

    assert answer.status_code == 422
    assert "po-missing" in answer.text
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Quote, "q6").state == "offered"


def test_the_address_of_a_refused_form_leads_back_to_the_quote(visit: Visit) -> None:
    """Enter in the address bar or another language then opens the quote; programs get their 405."""
    company = visit("company")
    company.post("/quotes/q6/accept", data={"po_number": " "})
    opened = company.get("/quotes/q6/accept")
    assert (opened.status_code, opened.location) == (303, "/quotes/q6")
    turned = company.post("/language?next=/quotes/q6/accept", data={"language": "nl"})
    assert company.get(turned.location, follow_redirects=True).status_code == 200
    told = company.get("/quotes/q6/accept", headers={"Accept": "application/json"})
    assert told.status_code == 405


@pytest.mark.parametrize("is_promised", [True, False])
def test_an_order_says_whether_its_date_was_promised(
    visit: Visit, lab: Lab, is_promised: bool
) -> None:
    """A promise is the due date of the job; an estimate is called one and says what holds."""
    company = visit("company")
    with lab.read(Actor.system()) as desk:
        ready_at = desk.session.get_one(Quote, "q6").ready_at
        assert ready_at is not None
    sent = {"po_number": "PO-1"} | ({"promised_at": ready_at.isoformat()} if is_promised else {})
    assert company.post("/quotes/q6/accept", data=sent).status_code == 303

    for address in ("/quotes/q6", "/submissions/s6"):
        page = company.get(address).text
        assert ("Promised in the quote" in page) == is_promised
        assert ("kept in 9 of 10 cases" in page) == is_promised
        assert ("Estimate in the quote" in page) != is_promised
        assert ("not promised: the job is due at the end of" in page) != is_promised
        assert "<dt>Due</dt>" in page


def test_an_order_becomes_a_job_with_a_status(visit: Visit, lab: Lab) -> None:
    """The order is kept under its number, the submission is ordered, and a job waits for a plan."""
    company = visit("company")
    answer = company.post("/quotes/q6/accept", data={"po_number": "PO-2026-17"})

    assert (answer.status_code, answer.location) == (303, "/quotes/q6")
    page = company.get("/quotes/q6").text
    assert "PO-2026-17" in page
    assert "Accepted" in page
    assert "J-0009" in page
    with lab.read(Actor.system()) as desk:
        job = desk.session.scalars(select(Job).where(Job.submission_id == "s6")).one()
        assert (job.number, job.state, job.copies) == ("J-0009", "open", 2)
        assert desk.session.get_one(Submission, "s6").state == "ordered"


@pytest.mark.parametrize("person", ["rival", "student", "teacher"])
def test_a_quote_is_for_its_company_and_the_lab(visit: Visit, person: str) -> None:
    """Nobody else finds it or can take it."""
    client = visit(person)

    assert client.get("/quotes/q6").status_code == 404
    assert client.post("/quotes/q6/accept", data={"po_number": "1"}).status_code == 404


def test_the_lab_takes_an_offer_back_and_makes_another(visit: Visit, lab: Lab) -> None:
    """A withdrawn offer can be followed by a new one with its price line by line."""
    manager = visit("manager")
    assert manager.post("/quotes/q6/withdraw").status_code == 303

    answer = visit("company").post("/submissions/s6/quote")
    assert answer.status_code == 303
    page = visit("company").get(answer.location).text
    assert "Q-0009" in page
    assert "Machine time" in page
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Quote, "q6").state == "withdrawn"


def test_the_company_sees_its_orders_status_and_date(visit: Visit) -> None:
    """An order shows its job and the promised date on the submission."""
    page = visit("company").get("/submissions/s4").text

    assert "J-0004" in page
    assert "Sat 28 Nov, 11:05" in page


def test_an_offer_that_ran_out_can_only_be_asked_for_again(visit: Visit, lab: Lab) -> None:
    """After its last day an offer shows as expired, and cannot be taken."""
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Quote, "q6").valid_until = NOW - timedelta(hours=1)
    company = visit("company")

    page = company.get("/quotes/q6").text
    assert "Expired" in page
    assert "run out" in page
    assert "Order for" not in page
    late = company.post("/quotes/q6/accept", data={"po_number": "PO-1"})
    assert late.status_code == 409
    assert company.get("/submissions/s6").status_code == 200


@pytest.mark.parametrize("person", ["manager", "admin", "operator"])
def test_the_lab_sees_an_offer_and_may_not_order_it(visit: Visit, lab: Lab, person: str) -> None:
    """Only the company's people order: the lab sees that it waits for them, and is refused."""
    client = visit(person)
    page = client.get("/quotes/q6").text
    answer = client.post("/quotes/q6/accept", data={"po_number": "PO-1"})

    assert 'name="po_number"' not in page
    assert "Waits for" in page
    assert answer.status_code == 403
    assert "order-not-yours" in answer.text
    with lab.read(Actor.system()) as desk:
        assert desk.session.get_one(Quote, "q6").state == "offered"


def test_an_offer_after_the_needed_day_says_so_beside_the_order(visit: Visit, lab: Lab) -> None:
    """The missed days stand on the quote and on the submission."""
    with lab.write(Actor.system()) as desk:
        submission = desk.session.get_one(Submission, "s6")
        quote = desk.session.get_one(Quote, "q6")
        assert quote.ready_at is not None
        submission.part_revision.ready_at = quote.ready_at
        submission.needed_by = quote.ready_at.date() - timedelta(days=3)

    company = visit("company")
    for address in ("/quotes/q6", "/submissions/s6"):
        assert "Could be ready 3 days after you need it." in company.get(address).text


def test_an_offer_says_how_sure_its_date_is(visit: Visit, lab: Lab) -> None:
    """A promised date is told with the cases in which it is kept; an estimate says it could be.

    Both say of when they are.
    """
    company = visit("company")
    page = company.get("/quotes/q6").text
    assert "Ready by" in page
    assert "kept in 9 of 10 cases" in page
    assert "as of Wed 25 Nov" in page

    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Quote, "q6").ready_share = None
    page = company.get("/quotes/q6").text
    assert "Could be ready" in page
    assert "as of Wed 25 Nov" in page
    assert "of 10 cases" not in page
