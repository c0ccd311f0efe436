"""Quotes: a price and a date offered to a company, and its order."""

import datetime as dt
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from printlab import audit, tasks
from printlab.errors import Conflict, Invalid, NotAllowed, NotFound
from printlab.lab import Desk
from printlab.records import Job, Quote, Submission
from printlab.services import background, jobs, lab, prices, promises, submissions
from printlab.services.authorise import may_order, may_see_quotes
from printlab.services.numbers import next_number

__all__ = [
    "PROMISED_WEIGHT",
    "accept",
    "ask_date",
    "get",
    "is_being_promised",
    "is_promised",
    "may_ask_date",
    "of_submission",
    "offer",
    "withdraw",
]

PROMISED_WEIGHT: Final = 5.0
"""How many ordinary jobs one weighs whose date was promised: a plan lets others wait first; our own
choice, half of what a rush job weighs."""

_LONGEST_PO_NUMBER = 80
_PATIENCE = dt.timedelta(minutes=1)
"""So long a company waits for its date; then it may order by the one there is."""


def offer(desk: Desk, submission_id: str) -> Quote:
    """Offer the computed price and date; an offer that still holds is given again.

    The company may ask for it as soon as the part has been checked without errors. The date is that
    of the check; where that does not hold any more, it is an estimate until a worker has promised
    it anew, in a moment (`is_being_promised`).
    """
    submission = submissions.get(desk, submission_id)
    _require_reader(desk, submission)
    standing = of_submission(desk, submission_id)
    if standing is not None and standing.state in {"offered", "accepted"}:
        _have_promised(desk, standing)
        return standing
    if submission.state not in {"draft", "submitted", "sent_back"}:
        raise Conflict("submission-state", "There is nothing to offer any more.")
    revision = submission.part_revision
    if not revision.accepted:
        raise Conflict("part-not-accepted", "A part is offered once its check has found no errors.")
    price = prices.price_for(desk, submission)
    if price is None:
        raise Conflict("price-not-known", "No machine of the lab can print this part now.")
    date = promises.date_of(desk, revision)
    quote = Quote(
        organisation_id=submission.organisation_id,
        submission_id=submission.id,
        number=next_number(desk, "Q"),
        net_cents=price.net_cents,
        vat_cents=price.vat_cents,
        gross_cents=price.gross_cents,
        vat_percent=int(price.vat_percent),
        lines=[line.to_dict() for line in price.lines],
        valid_until=desk.now + dt.timedelta(days=lab.terms(desk).quote_valid_days),
        ready_at=date.at,
        ready_share=date.share,
        ready_as_of=date.as_of,
    )
    desk.session.add(quote)
    desk.session.flush()
    _audit(desk, quote, "quote-offered")
    _have_promised(desk, quote)
    return quote


def may_ask_date(desk: Desk, quote: Quote) -> bool:
    """Tell whether a date can be promised for an offer that holds none."""
    holds = promises.date_of(desk, quote).share is not None
    return quote.state == "offered" and not holds and promises.is_possible(desk)


def ask_date(desk: Desk, quote_id: str) -> Quote:
    """Have the date of an offer promised against the plan of now, where it is an estimate."""
    quote = get(desk, quote_id)
    _have_promised(desk, quote)
    return quote


def _have_promised(desk: Desk, quote: Quote) -> None:
    """Have a worker find the date of an offer that holds none, once at a time."""
    if may_ask_date(desk, quote) and not is_being_promised(desk, quote):
        key = f"promise_quote:{quote.id}:{desk.now.isoformat()}"
        tasks.enqueue(desk, "promise_quote", {}, idempotency_key=key, subject_id=quote.id)


def is_being_promised(desk: Desk, quote: Quote) -> bool:
    """Tell whether the date of a quote is being worked out, and was asked for just now."""
    asked = background.under_way(desk, "promise_quote", quote.id)
    return any(task.created_at > desk.now - _PATIENCE for task in asked)


def get(desk: Desk, quote_id: str) -> Quote:
    """Return a quote for staff and for the company that pays."""
    quote = desk.session.scalar(
        select(Quote)
        .where(Quote.id == quote_id)
        .options(joinedload(Quote.submission), joinedload(Quote.organisation))
    )
    if quote is None:
        raise NotFound
    _require_reader(desk, quote.submission)
    return _current(desk, quote)


def of_submission(desk: Desk, submission_id: str) -> Quote | None:
    """Return the latest quote for a submission, if there is one the actor may see."""
    submission = submissions.get(desk, submission_id)
    if not may_see_quotes(desk.actor, submission):
        return None
    query = select(Quote).where(Quote.submission_id == submission_id)
    quote = desk.session.scalar(query.order_by(Quote.created_at.desc(), Quote.number.desc()))
    return None if quote is None else _current(desk, quote)


def accept(
    desk: Desk, quote_id: str, po_number: str, promised_at: dt.datetime | None = None
) -> Job:
    """Order: the company accepts with its purchase order number, and the job is made.

    The job is due on the date that the company was promised, ``promised_at``, and being late then
    weighs as much as of several ordinary jobs; where it was shown
    an estimate, by the end of the day it named itself, and the quote keeps its date as an estimate.

    Raises
    ------
    Conflict
        ``quote-date-changed``: other work came in, and the date it was shown holds no more.
    """
    quote = get(desk, quote_id)
    desk.session.refresh(quote, with_for_update=True)  # a date may be promised at this moment
    quote = _current(desk, quote)
    if not may_order(desk.actor, quote.submission):
        raise NotAllowed("order-not-yours", "Only the company that pays may order.")
    if quote.state != "offered":
        raise Conflict(
            "quote-state", f"Quote {quote.number} is {quote.state}.", {"state": quote.state}
        )
    if desk.actor.user_id is None:
        raise NotAllowed("decision-needs-a-person", "A decision is made by a person.")
    submission = submissions.get(desk, quote.submission_id)
    if submission.state not in {"draft", "submitted", "sent_back"}:
        raise Conflict(
            "submission-state",
            f"This cannot be done: the submission is {submission.state.replace('_', ' ')}.",
            {"state": submission.state},
        )
    date = promises.date_of(desk, quote)
    if promised_at is not None and (date.share is None or date.at != promised_at):
        raise Conflict(
            "quote-date-changed",
            "Other work came in meanwhile and the date holds no more; have it worked out anew.",
        )
    quote.po_number = _po_number(po_number)
    quote.state, quote.accepted_at = "accepted", desk.now
    quote.accepted_by_id = desk.actor.user_id
    if promised_at is None:
        quote.ready_share = None
    submission.state = "ordered"
    _audit(desk, quote, "quote-accepted")
    weight = 1.0 if promised_at is None else PROMISED_WEIGHT
    return jobs.make_job(desk, submission, due_at=promised_at, weight=weight)


def is_promised(quote: Quote, job: Job) -> bool:
    """Tell whether the date of an order is a promise: then it is the due date of its job.

    Else it was an estimate, or the date of a promise that had been withdrawn before the order.
    """
    kept = quote.ready_share is not None and quote.state == "accepted"
    return kept and job.due_at == quote.ready_at


def withdraw(desk: Desk, quote_id: str) -> Quote:
    """Take an offer back; only staff do."""
    quote = get(desk, quote_id)
    if not desk.actor.is_staff:
        raise NotAllowed
    if quote.state != "offered":
        raise Conflict(
            "quote-state", f"Quote {quote.number} is {quote.state}.", {"state": quote.state}
        )
    quote.state = "withdrawn"
    _audit(desk, quote, "quote-withdrawn")
    return quote


def _current(desk: Desk, quote: Quote) -> Quote:
    """Show an offer whose day has passed as expired; the day decides, so no row need change."""
    if quote.state == "offered" and quote.valid_until < desk.now:
        set_committed_value(quote, "state", "expired")
    return quote


def _require_reader(desk: Desk, submission: Submission) -> None:
    if not may_see_quotes(desk.actor, submission):
        raise NotFound


def _po_number(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise Invalid("po-missing", "Fill in your purchase order number.", field="po_number")
    if len(clean) > _LONGEST_PO_NUMBER or not clean.isprintable():
        raise Invalid(
            "po-too-long",
            f"A purchase order number has at most {_LONGEST_PO_NUMBER} characters.",
            {"most": _LONGEST_PO_NUMBER},
            field="po_number",
        )
    return clean


def _audit(desk: Desk, quote: Quote, action: str) -> None:
    audit.record(desk, action, "quote", quote.id, organisation_id=quote.organisation_id)
