"""One build: its plate, its times as planned and as they were, and what happens to it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import Invalid, PrintlabError
from printlab.lab import Desk
from printlab.records import Operation
from printlab.services import builds as service
from printlab.services import insight, jobs, operations, toolpaths
from printlab.services.plan_view import BuildView, PlacementView
from web.desks import reading, writing
from web.drawings.palette import material_class
from web.errors import status_of
from web.fields import field_of
from web.formstate import FieldError, FormState
from web.messages import sentence
from web.operation_rows import following_rows
from web.plate_drawing import draw_plate, plate_rows
from web.sessions import signed_in

__all__ = ["builds"]

builds = Blueprint("builds", __name__)

_MOST_DIGITS = 6
"""Of the number of a copy; what is longer is none."""


@builds.get("/builds/<build_id>")
@signed_in
def show(build_id: str) -> ResponseReturnValue:
    """Show one build."""
    with reading() as desk:
        return _page(desk, build_id, FormState())


def _page(desk: Desk, build_id: str, form: FormState) -> str:
    build = service.get(desk, build_id)
    rows = plate_rows(build)
    shown = {place.job_id for place in build.placements if place.job_id is not None}
    held = {job_id: jobs.get(desk, job_id) for job_id in shown}
    title = _("Plate of build %(number)s", number=build.number or _("not published yet"))
    return render_template(
        "builds/show.html",
        build=build,
        rows=rows,
        after=following_rows(operations.following(desk, build_id)),
        drawing=draw_plate(build, rows, title=title, href=submission_url),
        toolpaths=toolpaths.of_build(desk, build_id),
        jobs=held,
        odds=insight.odds_of(desk, held.values()),
        form=form,
        material_class=material_class,
    )


def submission_url(place: PlacementView) -> str | None:
    """Return the address of the submission that a copy on a plate belongs to."""
    if place.submission_id is None:
        return None
    return url_for("submissions.show", submission_id=place.submission_id)


def _after(build_id: str, act: Callable[[Desk, str], BuildView], told: str) -> ResponseReturnValue:
    """Do one thing to a build and go back to its page."""
    with writing() as desk:
        act(desk, build_id)
    flash(told, "good")
    return redirect(url_for("builds.show", build_id=build_id), code=303)


@builds.post("/builds/<build_id>/start")
@signed_in
def start(build_id: str) -> ResponseReturnValue:
    """Say that the machine prints."""
    return _after(build_id, service.start, _("The build runs."))


@builds.post("/builds/<build_id>/finish")
@signed_in
def finish(build_id: str) -> ResponseReturnValue:
    """Say that the build is off the machine."""
    return _after(build_id, service.finish, _("The build is finished."))


@builds.post("/builds/<build_id>/operations/<operation_id>/start")
@signed_in
def start_operation(build_id: str, operation_id: str) -> ResponseReturnValue:
    """Say that a station has begun on the build, or on parts of it."""
    return _after_operation(build_id, operation_id, operations.start, _("The station works."))


@builds.post("/builds/<build_id>/operations/<operation_id>/finish")
@signed_in
def finish_operation(build_id: str, operation_id: str) -> ResponseReturnValue:
    """Say that it is out of the station."""
    return _after_operation(build_id, operation_id, operations.finish, _("Taken out."))


@builds.post("/builds/<build_id>/operations/<operation_id>/undo")
@signed_in
def undo_operation(build_id: str, operation_id: str) -> ResponseReturnValue:
    """Take back what was noted last about a station."""
    return _after_operation(build_id, operation_id, operations.undo, _("The last note is undone."))


@builds.post("/builds/<build_id>/operations/<operation_id>/fail")
@signed_in
def fail_operation(build_id: str, operation_id: str) -> ResponseReturnValue:
    """Say that parts were spoilt at a station, which ones, and why."""
    reason, asked = request.form.get("reason", ""), request.form.getlist("copies")
    named = [int(copy) for copy in asked if copy.isdecimal() and len(copy) <= _MOST_DIGITS]
    copies = named if "some" in request.form else None
    try:
        with writing() as desk:
            operations.fail(desk, operation_id, reason, copies)
    except Invalid as error:
        form = FormState(errors={"": FieldError(code=error.code, message=sentence(error))})
        with reading() as desk:
            return _page(desk, build_id, form), status_of(error)
    flash(_("Written down. The next plan prints what was lost again."), "warning")
    return redirect(url_for("builds.show", build_id=build_id, _anchor="after"), code=303)


def _after_operation(
    build_id: str, operation_id: str, act: Callable[[Desk, str], Operation], told: str
) -> ResponseReturnValue:
    """Do one thing at a station and go back to the build's page."""
    with writing() as desk:
        act(desk, operation_id)
    flash(told, "good")
    return redirect(url_for("builds.show", build_id=build_id, _anchor="after"), code=303)


@builds.post("/builds/<build_id>/pin")
@signed_in
def pin(build_id: str) -> ResponseReturnValue:
    """Keep the build where it is when the lab plans again."""
    return _after(build_id, service.pin, _("Pinned. A new plan leaves this build where it is."))


@builds.post("/builds/<build_id>/unpin")
@signed_in
def unpin(build_id: str) -> ResponseReturnValue:
    """Let the next plan move the build."""
    return _after(build_id, service.unpin, _("No longer pinned. A new plan may move this build."))


@builds.post("/builds/<build_id>/fail")
@signed_in
def fail(build_id: str) -> ResponseReturnValue:
    """Say that the build failed, and why."""
    try:
        with writing() as desk:
            service.fail(desk, build_id, request.form.get("reason", ""))
    except PrintlabError as error:
        form = FormState.refused(request.form.to_dict(), error, field_of(error, "reason"))
        with reading() as desk:
            return _page(desk, build_id, form), status_of(error)
    flash(_("Written down as failed. Its jobs go into the next plan."), "warning")
    return redirect(url_for("builds.show", build_id=build_id), code=303)
