"""Submissions and quotes: states, reasons, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from printlab.errors import Conflict, Invalid
from printlab.records import Job
from printlab.services import jobs, prices, quotes, submissions
from tests.known_parts import box, stl_bytes
from tests.printlab.workshop import MONDAY, Workshop


def draft_of(shop: Workshop, owner: str) -> str:
    """Return the id of the draft that a person has."""
    with shop.lab.read(shop.people[owner]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
    return draft.id


def test_a_submission_is_sent_back_with_a_reason_and_comes_again(checked: Workshop) -> None:
    """The reason is kept with who gave it; the second time it can be approved."""
    one = draft_of(checked, "student")
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.submit(desk, one)
    with checked.lab.write(checked.people["teacher"]) as desk:
        assert [row.id for row in submissions.awaiting_approval(desk)] == [one]
        with pytest.raises(Invalid, match="what should change"):
            submissions.send_back(desk, one, "   ")
        submissions.send_back(desk, one, " Chamfer the ledge. ")
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.submit(desk, one)
    with checked.lab.write(checked.people["teacher"]) as desk:
        job = submissions.approve(desk, one)
        decisions = submissions.history(desk, one)

    assert [(d.decision, d.reason, d.user.name) for d in decisions] == [
        ("sent_back", "Chamfer the ledge.", "Teacher"),
        ("approved", "", "Teacher"),
    ]
    assert job.number == "J-0001"
    assert job.due_at == dt.datetime(2027, 2, 15, 23, tzinfo=dt.UTC)
    assert job.release_at == MONDAY


def test_a_part_is_submitted_once_it_is_checked(shop: Workshop) -> None:
    """Before its check is done a draft stays a draft."""
    one = shop.upload("student")
    with (
        shop.lab.write(shop.people["student"]) as desk,
        pytest.raises(Conflict, match="not been checked yet"),
    ):
        submissions.submit(desk, one)


def test_a_job_is_not_due_in_the_past(checked: Workshop) -> None:
    """A due day that is over is refused, and the submission still waits."""
    one = draft_of(checked, "student")
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.submit(desk, one)
    with checked.lab.write(checked.people["teacher"]) as desk:
        with pytest.raises(Invalid, match="in the past") as refusal:
            submissions.approve(desk, one, due_at=MONDAY - dt.timedelta(days=1))
        assert submissions.get(desk, one).state == "submitted"

    assert (refusal.value.code, refusal.value.field) == ("due-past", "due")


def test_what_is_planned_is_not_withdrawn(checked: Workshop) -> None:
    """An approved submission can be withdrawn until a plan holds it; then the lab must help."""
    one = draft_of(checked, "student")
    checked.approve(one)
    checked.publish()
    with (
        checked.lab.write(checked.people["student"]) as desk,
        pytest.raises(Conflict, match="J-0001 is planned already"),
    ):
        submissions.withdraw(desk, one)


def test_withdrawing_cancels_the_job(checked: Workshop) -> None:
    """The job of a withdrawn submission is cancelled and leaves the next plan."""
    one = draft_of(checked, "student")
    job_id = checked.approve(one)
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.withdraw(desk, one)
    with checked.lab.read(checked.people["manager"]) as desk:
        assert jobs.get(desk, job_id).state == "cancelled"
        assert jobs.open_jobs(desk) == []


def test_a_weight_is_a_sound_number(checked: Workshop) -> None:
    """A job weighs more than nothing; a refused approval leaves no job."""
    one = draft_of(checked, "student")
    with checked.lab.write(checked.people["student"]) as desk:
        submissions.submit(desk, one)
    with (
        pytest.raises(Invalid, match="weight"),
        checked.lab.write(checked.people["manager"]) as desk,
    ):
        submissions.approve(desk, one, weight=0.0)
    with checked.lab.read(checked.people["manager"]) as desk:
        assert desk.session.query(Job).count() == 0


def test_lists_are_searched_and_paged(checked: Workshop) -> None:
    """A search finds part, file and owner names; pages hold what they say and no less."""
    with checked.lab.read(checked.people["manager"]) as desk:
        assert submissions.list_for(desk, query="CUBE").total == 2
        assert submissions.list_for(desk, query="compan").total == 1
        assert submissions.list_for(desk, query="100%").total == 0
        first = submissions.list_for(desk, per_page=1)
        beyond = submissions.list_for(desk, per_page=1, page=99)

    assert (first.pages, first.total, len(first.rows)) == (2, 2, 1)
    assert (beyond.page, len(beyond.rows)) == (2, 1)


def test_a_quote_runs_out(checked: Workshop) -> None:
    """After its last day an offer is expired, and a new one is made when asked for."""
    one = draft_of(checked, "company")
    with checked.lab.write(checked.people["company"]) as desk:
        first = quotes.offer(desk, one)
    checked.clock.forward(days=15)
    with checked.lab.write(checked.people["company"]) as desk:
        assert quotes.get(desk, first.id).state == "expired"
        with pytest.raises(Conflict, match="Q-0001 is expired"):
            quotes.accept(desk, first.id, "PO 1")
        second = quotes.offer(desk, one)

    assert second.number == "Q-0002"


def test_an_order_needs_its_number_and_is_placed_once(checked: Workshop) -> None:
    """Without a purchase order number there is no order; a second acceptance is refused."""
    one = draft_of(checked, "company")
    with checked.lab.write(checked.people["company"]) as desk:
        quote = quotes.offer(desk, one)
        with pytest.raises(Invalid, match="Fill in"):
            quotes.accept(desk, quote.id, " ")
        with pytest.raises(Invalid, match="at most 80"):
            quotes.accept(desk, quote.id, "1" * 81)
        quotes.accept(desk, quote.id, "PO 1")
        with pytest.raises(Conflict, match="is accepted"):
            quotes.accept(desk, quote.id, "PO 1")


def test_the_lab_can_take_an_offer_back(checked: Workshop) -> None:
    """A withdrawn offer cannot be accepted."""
    one = draft_of(checked, "company")
    with checked.lab.write(checked.people["manager"]) as desk:
        quote = quotes.offer(desk, one)
        quotes.withdraw(desk, quote.id)
    with (
        checked.lab.write(checked.people["company"]) as desk,
        pytest.raises(Conflict, match="is withdrawn"),
    ):
        quotes.accept(desk, quote.id, "PO 1")


def test_a_faulty_part_is_not_offered(shop: Workshop) -> None:
    """The lab offers no price for what its check would not print."""
    one = shop.upload("company", stl_bytes(box(400.0, 20.0, 3.0).triangles))
    assert shop.work() == ["done"]
    with (
        shop.lab.write(shop.people["company"]) as desk,
        pytest.raises(Conflict, match="found no errors"),
    ):
        quotes.offer(desk, one)


def test_more_copies_cost_more_but_one_set_up(checked: Workshop) -> None:
    """The price grows with the copies, the set-up fee does not."""
    one = draft_of(checked, "student")
    with checked.lab.read(checked.people["student"]) as desk:
        revision = submissions.get(desk, one).part_revision
        single, double = (prices.price_of_revision(desk, revision, n) for n in (1, 2))
        shown = prices.price_for(desk, submissions.get(desk, one))

    assert single is not None
    assert double is not None
    cents = [{line.code: line.cents for line in price.lines} for price in (single, double)]
    assert cents[0]["set-up"] == cents[1]["set-up"] == 6000
    assert cents[0]["machine-time"] < cents[1]["machine-time"] < 2 * cents[0]["machine-time"]
    assert shown == double
    assert revision.net_cents == double.net_cents
