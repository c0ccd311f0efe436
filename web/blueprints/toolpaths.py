"""Toolpaths: handed in for a submission or a build, checked, looked at layer by layer."""

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from printlab.errors import Invalid, NotFound, PrintlabError, Unavailable
from printlab.lab import Desk
from printlab.services import build_files, builds, submissions
from printlab.services import toolpaths as service
from printlab.services.toolpaths import Subject
from web import sessions
from web.desks import current_actor, current_lab, reading, writing
from web.downloads import download
from web.errors import status_of, wants_json
from web.formstate import FormState
from web.moving import moving
from web.progress import MADE_STEPS, TOOLPATH_STEPS, progress_document, progress_words
from web.recipe_form import PATTERN_WORDS, asked_recipe, recipe_words
from web.toolpath_page import toolpath_page

__all__ = ["toolpaths"]

toolpaths = Blueprint("toolpaths", __name__)

_CREATED = 201
_BYTES_UNKNOWN_TO_BROWSERS = "application/octet-stream"
_DAY_S = 86_400


@toolpaths.get("/submissions/<submission_id>/toolpaths")
@sessions.signed_in
def of_submission(submission_id: str) -> ResponseReturnValue:
    """List the toolpaths of a submission, with the form for another."""
    return _listing(Subject(submission_id=submission_id), FormState())


@toolpaths.post("/submissions/<submission_id>/toolpaths")
@sessions.signed_in
def for_submission(submission_id: str) -> ResponseReturnValue:
    """Take in a toolpath of a submission."""
    return _take_in(Subject(submission_id=submission_id))


@toolpaths.get("/builds/<build_id>/toolpaths")
@sessions.signed_in
def of_build(build_id: str) -> ResponseReturnValue:
    """List the toolpaths of a build for the staff, with the form for another."""
    return _listing(Subject(build_id=build_id), FormState())


@toolpaths.post("/builds/<build_id>/toolpaths")
@sessions.signed_in
def for_build(build_id: str) -> ResponseReturnValue:
    """Take in a toolpath of a build."""
    return _take_in(Subject(build_id=build_id))


@toolpaths.post("/builds/<build_id>/toolpaths/made")
@sessions.signed_in
def make(build_id: str) -> ResponseReturnValue:
    """Have the toolpath of a build made and checked; its page tells how far that is."""
    try:
        with writing() as desk:
            toolpath_id = build_files.make_toolpath(desk, build_id, asked_recipe(request.form))
    except Invalid as error:
        state = FormState.refused(request.form.to_dict(), error)
        return _listing(Subject(build_id=build_id), state), status_of(error)
    return redirect(url_for("toolpaths.show", toolpath_id=toolpath_id), code=303)


@toolpaths.get("/builds/<build_id>/plate.3mf")
@sessions.signed_in
def plate(build_id: str) -> ResponseReturnValue:
    """Return the build as 3MF with every copy in place."""
    content, name = build_files.plate(current_lab(), current_actor(), build_id)
    return download(content, name)


def _listing(subject: Subject, form: FormState) -> str:
    with reading() as desk:
        return render_template(
            "toolpaths/list.html",
            rows=service.of_subject(desk, subject),
            form=form,
            title=_title(desk, subject),
            back=_back(subject),
            list_url=_list_url(subject),
            build_id=subject.build_id,
            patterns=PATTERN_WORDS,
            largest_mb=current_lab().settings.upload_bytes // (1024 * 1024),
        )


def _title(desk: Desk, subject: Subject) -> str:
    """Return what the toolpaths are of, in words."""
    if subject.submission_id is not None:
        return submissions.get(desk, subject.submission_id).part_revision.part.name
    number = builds.get(desk, subject.build_id or "").number
    return str(_("Build %(number)s", number=number or _("not published yet")))


def _back(subject: Subject) -> str:
    """Return the address of what the toolpaths are of."""
    if subject.submission_id is not None:
        return url_for("submissions.show", submission_id=subject.submission_id)
    return url_for("builds.show", build_id=subject.build_id)


def _list_url(subject: Subject) -> str:
    """Return the address of the list, which takes toolpaths in too."""
    if subject.submission_id is not None:
        return url_for("toolpaths.of_submission", submission_id=subject.submission_id)
    return url_for("toolpaths.of_build", build_id=subject.build_id)


def _take_in(subject: Subject) -> ResponseReturnValue:
    """Take a file in and go to its page, or show the form with what is wrong with the file."""
    sent = request.files.get("file")
    content = b"" if sent is None else sent.read()
    name = "" if sent is None else (sent.filename or "")
    try:
        toolpath_id = service.upload(
            current_lab(), current_actor(), subject, file_name=name, content=content
        )
    except (NotFound, Unavailable):
        raise
    except PrintlabError as error:
        state = FormState.refused({}, error, "file")
        if wants_json():
            return {"errors": state.to_list()}, status_of(error)
        return _listing(subject, state), status_of(error)
    target = url_for("toolpaths.show", toolpath_id=toolpath_id)
    if wants_json():
        return {"url": target}, _CREATED, {"Location": target}
    return redirect(target, code=303)


@toolpaths.get("/toolpaths/<toolpath_id>")
@sessions.signed_in
def show(toolpath_id: str) -> ResponseReturnValue:
    """Show what was found, and the layers; while it is being checked, how far that is."""
    with reading() as desk:
        row = service.get(desk, toolpath_id)
        subject = Subject(submission_id=row.submission_id, build_id=row.build_id)
        shown = {"row": row, "title": _title(desk, subject), "list_url": _list_url(subject)}
        if row.state == "checked":
            report = service.report(desk, toolpath_id, str(get_locale()))
            page = toolpath_page(report, json.loads(service.index(desk, toolpath_id)))
            made = recipe_words(row.recipe) if row.made and row.recipe else ""
            return render_template(
                "toolpaths/show.html", report=report, page=page, made=made, **shown
            )
        found = service.progress(desk, toolpath_id)
        words = progress_words(found, MADE_STEPS if row.made else TOOLPATH_STEPS)
        return render_template("toolpaths/progress.html", progress=found, words=words, **shown)


@toolpaths.get("/toolpaths/<toolpath_id>/progress")
@sessions.signed_in
def progress(toolpath_id: str) -> ResponseReturnValue:
    """Tell how far the check is, as a piece of the page or as JSON; a page reloads at the end."""
    with reading() as desk:
        row = service.get(desk, toolpath_id)
        found = service.progress(desk, toolpath_id)
        if wants_json():
            return {**progress_document(found), "toolpath_state": row.state}
        words = progress_words(found, MADE_STEPS if row.made else TOOLPATH_STEPS)
        body = render_template("parts/_progress.html", words=words)
    return moving(body, is_over=found.is_over)


@toolpaths.get("/toolpaths/<toolpath_id>/index.json")
@sessions.signed_in
def index(toolpath_id: str) -> ResponseReturnValue:
    """Return what a viewer needs to know of all layers."""
    with reading() as desk:
        return Response(service.index(desk, toolpath_id), mimetype="application/json")


@toolpaths.get("/toolpaths/<toolpath_id>/layers/<int:number>")
@sessions.signed_in
def layer(toolpath_id: str, number: int) -> ResponseReturnValue:
    """Return the vectors of one layer, counted from 0, as bytes that a browser may keep."""
    with reading() as desk:
        content = service.layer(desk, toolpath_id, number)
    answer = Response(content, mimetype=_BYTES_UNKNOWN_TO_BROWSERS)
    answer.cache_control.private = True
    answer.cache_control.max_age = _DAY_S
    return answer


@toolpaths.get("/toolpaths/<toolpath_id>/file")
@sessions.signed_in
def file(toolpath_id: str) -> ResponseReturnValue:
    """Return the file as handed in, always to be saved and never to be shown by the browser."""
    with writing() as desk:
        content, name = service.file(desk, toolpath_id)
    return download(content, name)
