"""Submissions: the list, one of them, and what is decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import Conflict, Invalid, PrintlabError, Unreadable
from printlab.lab import Desk
from printlab.records import Job
from printlab.services import (
    jobs,
    mates,
    offers,
    prices,
    promises,
    quotes,
    reread,
    revisions,
    toolpaths,
)
from printlab.services import submissions as service
from printlab.services.authorise import may_approve, may_see_quotes
from printlab.services.lateness import lateness_of
from printlab.services.toolpaths import Subject
from web.desks import current_actor, current_lab, reading, writing
from web.drawings.palette import material_class
from web.errors import status_of
from web.fields import day_field, field_of, number_field, page_number
from web.formstate import FormState
from web.line_words import PRICE_LINES, amount, deadline, kept, word
from web.messages import sentence
from web.sessions import signed_in
from web.submission_lines import lines_of

__all__ = ["submissions"]

submissions = Blueprint("submissions", __name__)
submissions.add_app_template_filter(deadline)
submissions.add_app_template_filter(kept)

STATES = ("submitted", "approved", "ordered", "sent_back", "draft", "withdrawn")


@submissions.get("/submissions")
@signed_in
def listing() -> ResponseReturnValue:
    """List the submissions that the one who asks may see."""
    state = request.args.get("state", "")
    query = request.args.get("q", "").strip()[:100]
    with reading() as desk:
        page = service.list_for(
            desk,
            state=state if state in STATES else None,
            query=query or None,
            page=page_number(request.args),
        )
        return render_template(
            "submissions/list.html",
            page=page,
            lines=lines_of(desk, page.rows),
            waiting=len(service.awaiting_approval(desk)),
            states=STATES,
            state_chosen=state if state in STATES else "",
            query=query,
            page_url=_page_url,
            material_class=material_class,
        )


def _page_url(page: int) -> str:
    """Return the address of another page of the list as it is filtered now."""
    state, query = request.args.get("state"), request.args.get("q")
    return url_for("submissions.listing", page=page, state=state or None, q=query or None)


@submissions.get("/submissions/<submission_id>")
@signed_in
def show(submission_id: str) -> ResponseReturnValue:
    """Show one submission with what may be done about it."""
    with reading() as desk:
        return _page(desk, submission_id, FormState())


def _page(desk: Desk, submission_id: str, form: FormState) -> str:
    row = service.get(desk, submission_id)
    (line,) = lines_of(desk, (row,))
    quote = quotes.of_submission(desk, row.id)
    return render_template(
        "submissions/show.html",
        submission=row,
        revision=row.part_revision,
        revisions=revisions.lineage(desk, row.part_revision).revisions,
        price=line.price,
        job=line.job,
        odds=line.odds,
        quote=quote,
        promised=bool(quote and line.job and quotes.is_promised(quote, line.job)),
        history=service.history(desk, row.id),
        toolpaths=toolpaths.of_subject(desk, Subject(submission_id=row.id)),
        may_approve=may_approve(desk.actor, row),
        may_see_quotes=may_see_quotes(desk.actor, row),
        range=None if line.price is None else prices.net_interval(line.price, row.part_revision),
        late=None if line.job else lateness_of(desk, row),
        date=promises.date_of(desk, row.part_revision),
        form=form,
        mates=None if line.job is None else _mates(desk, line.job, form),
        line_word=lambda code: word(PRICE_LINES, code),
        amount=amount,
        material_class=material_class,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mates:
    """What a job shares its platform with, as its form shows it."""

    group: Sequence[Job]
    options: Sequence[tuple[str, str]]
    form: FormState


def _mates(desk: Desk, job: Job, form: FormState) -> Mates | None:
    """Return what staff may say about a job that is yet to be printed."""
    if not desk.actor.is_staff or job.state not in {"open", "planned"}:
        return None
    group = mates.group_of(desk, job)
    others = sorted({one.number for one in (*group, *mates.candidates(desk, job))})
    now = group[0].number if group else mates.OWN if job.together else ""
    ticked = {"confidential": "yes"} if job.confidential else {}
    return Mates(
        group=group,
        options=(
            ("", _("in any builds")),
            (mates.OWN, _("all copies in one build")),
            *((number, _("in one build with %(job)s", job=number)) for number in others),
        ),
        form=form if "together" in form.values else FormState(values={"together": now, **ticked}),
    )


def _refused(submission_id: str, error: PrintlabError, field: str) -> ResponseReturnValue:
    """Show the submission again with what was typed and why it was refused."""
    form = FormState.refused(request.form.to_dict(), error, field_of(error, field))
    with reading() as desk:
        return _page(desk, submission_id, form), status_of(error)


def _knows_errors() -> bool:
    return request.form.get("knows_errors") == "yes"


def _back(submission_id: str) -> ResponseReturnValue:
    return redirect(url_for("submissions.show", submission_id=submission_id), code=303)


@submissions.post("/submissions/<submission_id>/submit")
@signed_in
def submit(submission_id: str) -> ResponseReturnValue:
    """Ask for approval; for a part with errors only with the tick that says so."""
    try:
        with writing() as desk:
            service.submit(desk, submission_id, knows_errors=_knows_errors())
    except Invalid as error:
        return _refused(submission_id, error, "knows_errors")
    flash(_("Handed in. Somebody of the lab looks at it now."), "good")
    return _back(submission_id)


@submissions.post("/submissions/<submission_id>/withdraw")
@signed_in
def withdraw(submission_id: str) -> ResponseReturnValue:
    """Take the submission back."""
    with writing() as desk:
        service.withdraw(desk, submission_id)
    flash(_("Withdrawn. Nothing of it will be printed."), "info")
    return _back(submission_id)


@submissions.post("/submissions/<submission_id>/mended")
@signed_in
def take_mended(submission_id: str) -> ResponseReturnValue:
    """Take the mended file instead; the report of the new revision follows."""
    try:
        revision_id = offers.take_mended(current_lab(), current_actor(), submission_id)
    except Unreadable as error:
        return _unchanged(submission_id, error)
    return redirect(url_for("parts.show", revision_id=revision_id), code=303)


@submissions.post("/submissions/<submission_id>/turned")
@signed_in
def turn(submission_id: str) -> ResponseReturnValue:
    """Lay the part down another way; the report of the new revision follows."""
    number = request.form.get("way", "")
    try:
        revision_id = offers.turn(current_lab(), current_actor(), submission_id, number)
    except (Invalid, Unreadable) as error:
        return _unchanged(submission_id, error)
    return redirect(url_for("parts.show", revision_id=revision_id), code=303)


def _unchanged(submission_id: str, error: PrintlabError) -> ResponseReturnValue:
    """Say why nothing was changed, on the report that stays."""
    flash(sentence(error), "error")
    with reading() as desk:
        revision_id = service.get(desk, submission_id).part_revision_id
    return redirect(url_for("parts.show", revision_id=revision_id), code=303)


@submissions.post("/submissions/<submission_id>/unit")
@signed_in
def read_in_unit(submission_id: str) -> ResponseReturnValue:
    """Read the file again in another unit; the report of the new revision follows."""
    try:
        revision_id = reread.read_in_unit(
            current_lab(), current_actor(), submission_id, request.form.get("unit", "")
        )
    except (Invalid, Unreadable) as error:
        return _unchanged(submission_id, error)
    return redirect(url_for("parts.show", revision_id=revision_id), code=303)


@submissions.post("/submissions/<submission_id>/approve")
@signed_in
def approve(submission_id: str) -> ResponseReturnValue:
    """Take the submission on as a job, due by a day and with a weight."""
    try:
        day, weight = day_field(request.form, "due"), number_field(request.form, "weight", 1.0)
        with writing() as desk:
            due_at = None if day is None else jobs.due_from(desk, day, "due")
            job = service.approve(
                desk, submission_id, due_at=due_at, weight=weight, knows_errors=_knows_errors()
            )
            number = job.number
    except PrintlabError as error:
        return _refused(submission_id, error, "weight")
    flash(_("Approved as job %(number)s. The next plan places it.", number=number), "good")
    return _back(submission_id)


@submissions.post("/submissions/<submission_id>/mates")
@signed_in
def set_mates(submission_id: str) -> ResponseReturnValue:
    """Say what the submission's job shares a platform with."""
    try:
        with writing() as desk:
            job = jobs.job_of(desk, service.get(desk, submission_id).id)
            mates.set_mates(
                desk,
                "" if job is None else job.id,
                together=request.form.get("together", ""),
                confidential=request.form.get("confidential") == "yes",
            )
    except (Conflict, Invalid) as error:
        return _refused(submission_id, error, "together")
    flash(_("Noted. The next plan keeps to it."), "good")
    return _back(submission_id)


@submissions.post("/submissions/<submission_id>/send-back")
@signed_in
def send_back(submission_id: str) -> ResponseReturnValue:
    """Send the submission back with a reason."""
    try:
        with writing() as desk:
            service.send_back(desk, submission_id, request.form.get("reason", ""))
    except PrintlabError as error:
        return _refused(submission_id, error, "reason")
    flash(_("Sent back with your reason."), "info")
    return _back(submission_id)


@submissions.post("/submissions/<submission_id>/quote")
@signed_in
def quote(submission_id: str) -> ResponseReturnValue:
    """Make an offer, or find the one that stands."""
    with writing() as desk:
        quote_id = quotes.offer(desk, submission_id).id
    return redirect(url_for("quotes.show", quote_id=quote_id), code=303)
