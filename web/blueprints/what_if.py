"""What if: a manager changes something in thought, a worker plans it, and both plans are shown."""

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from printlab.errors import PrintlabError
from printlab.lab import Desk
from printlab.records import Job
from printlab.services import lab
from printlab.services import what_if as service
from printlab.services.insight import Speech
from printlab.services.what_if_reader import answer
from web.desks import reading, writing
from web.errors import status_of
from web.formstate import FormState
from web.localise import moment
from web.moving import moving_plan
from web.plan_words import plan_words
from web.sessions import signed_in
from web.what_if_form import question_from, refused
from web.what_if_page import answer_parts

__all__ = ["what_if"]

what_if = Blueprint("what_if", __name__, url_prefix="/plans/what-if")


@what_if.get("")
@signed_in
def form() -> ResponseReturnValue:
    """Offer the changes that can be asked about; ``job`` in the address is a job to begin with."""
    given = request.args.get("job", "")
    values = {"rush-job-job_id": given, "due-date-moved-job_id": given}
    with reading() as desk:
        return _form_page(desk, FormState(values=values))


def _form_page(desk: Desk, state: FormState) -> str:
    return render_template(
        "what_if/ask.html",
        form=state,
        machines=[(row.id, row.name) for row in service.machines(desk)],
        planned=_offered(service.planned_jobs(desk)),
        waiting=_offered(service.waiting_jobs(desk)),
        most_heads=service.MOST_HEADS,
        skills=[("", _("Anybody")), *((one, one) for one in service.skills(desk))],
        now=desk.now.astimezone(lab.terms(desk).time_zone),
    )


def _offered(jobs: Iterable[Job]) -> list[tuple[str, str]]:
    return [(job.id, f"{job.number} {job.part_revision.part.name}") for job in jobs]


@what_if.post("")
@signed_in
def ask() -> ResponseReturnValue:
    """Queue a question for a worker."""
    try:
        with writing() as desk:
            task_id = service.ask(desk, question_from(desk, request.form)).id
    except PrintlabError as error:
        with reading() as desk:
            return _form_page(desk, refused(request.form.to_dict(), error)), status_of(error)
    return redirect(url_for("what_if.show", task_id=task_id), code=303)


@what_if.get("/<task_id>")
@signed_in
def show(task_id: str) -> ResponseReturnValue:
    """Show how far the answer is, and then the answer."""
    speech = Speech(lang=str(get_locale()), moment=moment, others=_("New machine"))
    with reading() as desk:
        found = service.progress(desk, task_id)
        if found.state != "done":
            return render_template(
                "what_if/task.html", task_id=task_id, progress=found, words=plan_words(found)
            )
        told = answer(desk, task_id, speech)
        return render_template("what_if/answer.html", **answer_parts(desk, task_id, told))


@what_if.get("/<task_id>/progress")
@signed_in
def progress(task_id: str) -> ResponseReturnValue:
    """Tell how far the answer is, as a piece of the page; the page reloads at the end."""
    with reading() as desk:
        found = service.progress(desk, task_id)
    return moving_plan(found)
