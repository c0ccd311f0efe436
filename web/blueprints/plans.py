"""Plans: asked for, made by a worker, looked at, published or withdrawn."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import PrintlabError
from printlab.lab import Desk
from printlab.services import insight, jobs
from printlab.services import plans as service
from printlab.services.background import TaskProgress
from printlab.services.plan_view import BuildView
from web.blueprints.builds import submission_url
from web.desks import reading, writing
from web.errors import status_of, wants_json
from web.fields import number_field
from web.formstate import FormState
from web.moving import moving_plan
from web.plan_moves import moves_of
from web.plan_words import plan_words, quality
from web.plate_drawing import draw_plate, plate_rows
from web.progress import progress_document
from web.schedule_page import plan_parts
from web.sessions import signed_in
from web.speech import speech

__all__ = ["plans"]

plans = Blueprint("plans", __name__, url_prefix="/plans")

_USUAL_S = 10.0


@plans.get("")
@signed_in
def listing() -> ResponseReturnValue:
    """List the plans, and offer to make another."""
    with reading() as desk:
        return _list_page(desk, FormState())


def _list_page(desk: Desk, form: FormState) -> str:
    proposal, task = service.proposed(desk), service.running_task(desk)
    return render_template(
        "plans/list.html",
        history=service.history(desk),
        proposal_id=proposal.id if proposal else None,
        task_id=task.id if task else None,
        has_plan=service.current(desk) is not None,
        open_jobs=sum(job.state == "open" for job in jobs.open_jobs(desk)),
        form=form,
    )


@plans.post("")
@signed_in
def create() -> ResponseReturnValue:
    """Ask a worker for a new plan."""
    try:
        limit_s = number_field(request.form, "time_limit_s", _USUAL_S)
        with writing() as desk:
            anew = "anew" in request.form
            task_id = service.request_plan(desk, limit_s, anew=anew).id
    except PrintlabError as error:
        form = FormState.refused(request.form.to_dict(), error)
        with reading() as desk:
            return _list_page(desk, form), status_of(error)
    return redirect(url_for("plans.task", task_id=task_id), code=303)


@plans.get("/tasks/<task_id>")
@signed_in
def task(task_id: str) -> ResponseReturnValue:
    """Show how far a plan is; once there is one, go to it."""
    with reading() as desk:
        found = service.progress(desk, task_id)
        done = _made_plan(desk, found)
        if done is not None:
            return redirect(url_for("plans.show", plan_id=done), code=303)
        return render_template(
            "plans/task.html", task_id=task_id, progress=found, words=plan_words(found)
        )


def _made_plan(desk: Desk, found: TaskProgress) -> str | None:
    """Return the plan that a task which is done has made."""
    proposal = service.proposed(desk) if found.state == "done" else None
    return None if proposal is None else proposal.id


@plans.post("/tasks/<task_id>/enough")
@signed_in
def enough(task_id: str) -> ResponseReturnValue:
    """End the search with the best plan that there is."""
    with writing() as desk:
        service.take_best(desk, task_id)
    return redirect(url_for("plans.task", task_id=task_id), code=303)


@plans.get("/tasks/<task_id>/progress")
@signed_in
def progress(task_id: str) -> ResponseReturnValue:
    """Tell how far a plan is, as a piece of the page or as JSON; a page reloads at the end."""
    with reading() as desk:
        found = service.progress(desk, task_id)
    if wants_json():
        error = {"code": found.error_code, "message": plan_words(found).failure}
        return {**progress_document(found), "error": error if found.error_code else None}
    return moving_plan(found)


@plans.get("/<plan_id>")
@signed_in
def show(plan_id: str) -> ResponseReturnValue:
    """Show one plan: how good it is, its schedule, its promises, its plates."""
    with reading() as desk:
        plan = service.get(desk, plan_id)
        address = partial(url_for, "plans.show", plan_id=plan_id)
        parts = plan_parts(desk, plan, address)
        return render_template(
            "plans/show.html",
            plan=plan,
            moves=moves_of(plan) if plan.state == "proposed" and desk.actor.is_staff else None,
            quality=quality(plan, service.terms(desk, plan_id)),
            plates=[_plate(build) for build in plan.builds if build.plan_id == plan.id],
            **parts,
        )


@plans.get("/<plan_id>/jobs/<job_id>")
@signed_in
def job(plan_id: str, job_id: str) -> ResponseReturnValue:
    """Tell why a job is ready when it is, how sure that is, and what would help."""
    with reading() as desk:
        found = insight.of_job(desk, plan_id, job_id, speech())
        return render_template("plans/job.html", insight=found, plan_id=plan_id, job_id=job_id)


@plans.post("/<plan_id>/jobs/<job_id>/advice")
@signed_in
def ask_advice(plan_id: str, job_id: str) -> ResponseReturnValue:
    """Have a worker look for what would help a job."""
    with writing() as desk:
        task_id = insight.ask_advice(desk, plan_id, job_id).id
    return redirect(url_for("plans.advice", task_id=task_id), code=303)


@plans.get("/advice/<task_id>")
@signed_in
def advice(task_id: str) -> ResponseReturnValue:
    """Show how far the search for advice is; once there is some, go to the job."""
    with reading() as desk:
        about = insight.advice_task(desk, task_id).payload
        found = insight.advice_progress(desk, task_id)
    back = url_for("plans.job", plan_id=about["plan_id"], job_id=about["job_id"])
    if found.state == "done":
        return redirect(f"{back}#help", code=303)
    words = plan_words(found)
    return render_template(
        "plans/advice.html", task_id=task_id, progress=found, words=words, back=back
    )


@plans.get("/advice/<task_id>/progress")
@signed_in
def advice_progress(task_id: str) -> ResponseReturnValue:
    """Tell how far the search for advice is, as a piece of the page; it reloads at the end."""
    with reading() as desk:
        found = insight.advice_progress(desk, task_id)
    return moving_plan(found)


def _plate(build: BuildView) -> dict[str, object]:
    """Return a build's plate with the rows of its table."""
    rows = plate_rows(build)
    title = _("Plate on %(machine)s", machine=build.machine.name)
    return {
        "build": build,
        "rows": rows,
        "drawing": draw_plate(build, rows, title=title, href=submission_url),
    }


@plans.post("/<plan_id>/publish")
@signed_in
def publish(plan_id: str) -> ResponseReturnValue:
    """Make a proposal the lab's plan."""
    with writing() as desk:
        service.publish(desk, plan_id)
    flash(_("Published. Everybody sees their date now."), "good")
    return redirect(url_for("plans.show", plan_id=plan_id), code=303)


@plans.post("/<plan_id>/withdraw")
@signed_in
def withdraw(plan_id: str) -> ResponseReturnValue:
    """Throw a proposal away."""
    with writing() as desk:
        service.withdraw(desk, plan_id)
    flash(_("The proposal is withdrawn; the published plan stands."), "info")
    return redirect(url_for("plans.listing"), code=303)
