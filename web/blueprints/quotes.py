"""A company's quote: price, date, validity, and its order."""

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import PrintlabError
from printlab.lab import Desk
from printlab.services import insight, jobs, promises
from printlab.services import quotes as service
from printlab.services.authorise import may_order
from printlab.services.lateness import lateness_of
from web.desks import reading, writing
from web.errors import status_of
from web.fields import field_of
from web.formstate import FormState
from web.line_words import PRICE_LINES, amount, word
from web.moving import moving
from web.sessions import signed_in

__all__ = ["quotes"]

quotes = Blueprint("quotes", __name__)


@quotes.get("/quotes/<quote_id>")
@signed_in
def show(quote_id: str) -> ResponseReturnValue:
    """Show a quote to the lab's staff and to the company it is for."""
    with reading() as desk:
        return _page(desk, quote_id, FormState())


def _page(desk: Desk, quote_id: str, form: FormState) -> str:
    row = service.get(desk, quote_id)
    date = promises.date_of(desk, row)
    job = jobs.job_of(desk, row.submission_id)
    return render_template(
        "quotes/show.html",
        quote=row,
        submission=row.submission,
        revision=row.submission.part_revision,
        job=job,
        promised=job is not None and service.is_promised(row, job),
        odds=insight.odds_of(desk, [job]).get(job.id) if job else None,
        form=form,
        date=date,
        holds_for=promises.HOLDS_FOR,
        may_ask=service.may_ask_date(desk, row),
        promising=service.is_being_promised(desk, row),
        may_order=may_order(desk.actor, row.submission),
        late=lateness_of(desk, row.submission, date.at),
        line_word=lambda code: word(PRICE_LINES, code),
        amount=amount,
    )


@quotes.get("/quotes/<quote_id>/promise")
@signed_in
def promise(quote_id: str) -> ResponseReturnValue:
    """Tell whether the date is still being worked out; the page reloads once it is not."""
    with reading() as desk:
        waits = service.is_being_promised(desk, service.get(desk, quote_id))
    return moving(_("Planning; a moment."), is_over=not waits)


@quotes.post("/quotes/<quote_id>/date")
@signed_in
def ask_date(quote_id: str) -> ResponseReturnValue:
    """Have the date worked out against the plan of now."""
    with writing() as desk:
        service.ask_date(desk, quote_id)
    return redirect(url_for("quotes.show", quote_id=quote_id), code=303)


@quotes.post("/quotes/<quote_id>/accept")
@signed_in
def accept(quote_id: str) -> ResponseReturnValue:
    """Order under a purchase order number."""
    try:
        with writing() as desk:
            po_number, promised_at = request.form.get("po_number", ""), _shown_date()
            number = service.accept(desk, quote_id, po_number, promised_at).number
    except PrintlabError as error:
        form = FormState.refused(request.form.to_dict(), error, field_of(error, "po_number"))
        with reading() as desk:
            return _page(desk, quote_id, form), status_of(error)
    flash(_("Ordered. Your parts are job %(number)s.", number=number), "good")
    return redirect(url_for("quotes.show", quote_id=quote_id), code=303)


def _shown_date() -> dt.datetime | None:
    """Return the promised date that the page showed; what is none was no promise."""
    try:
        shown = dt.datetime.fromisoformat(request.form.get("promised_at", ""))
    except ValueError:
        return None
    return shown if shown.tzinfo else None


@quotes.post("/quotes/<quote_id>/withdraw")
@signed_in
def withdraw(quote_id: str) -> ResponseReturnValue:
    """Take an offer back."""
    with writing() as desk:
        submission_id = service.withdraw(desk, quote_id).submission_id
    flash(_("The offer is withdrawn."), "info")
    return redirect(url_for("submissions.show", submission_id=submission_id), code=303)
