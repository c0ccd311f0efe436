"""The JSON API, ``/api/v1``: hand in parts, read reports, submissions and the schedule.

A program signs in with HTTP Basic on each request; a page of this site uses its session and sends
the anti-forgery token in ``X-CSRFToken`` with everything that changes something.
"""

from typing import Any

from apiflask import APIBlueprint
from flask import Flask, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_wtf.csrf import CSRFProtect

from printlab.actor import Actor
from printlab.errors import PrintlabError
from printlab.services import accounts, parts, plans, submissions, uploads
from printlab.services.operation_view import OperationView
from web import attempts
from web.api_schemas import PartOut, ScheduleOut, SubmissionsOut, UploadIn, UploadOut
from web.desks import current_actor, current_lab, reading
from web.errors import status_of
from web.fields import page_number
from web.formstate import FormState
from web.messages import http_sentence

__all__ = ["api", "install"]

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="printlab")

_GUARD = "printlab-csrf"
_CREATED = 201
_UNAUTHORISED = 401
_UNPROCESSABLE = 422
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Add the API; it guards its own sessions, since Basic needs no token."""
    csrf.exempt(api)
    app.extensions[_GUARD] = csrf
    app.register_blueprint(api)


@api.before_request
def recognise() -> ResponseReturnValue | None:
    """Let in a program that proves who it is, or a page of this site with its token."""
    given = request.authorization
    if given is not None and given.type == "basic":
        g.actor = _actor_of(given.username or "", given.password or "") or Actor.anonymous()
    elif request.method not in _SAFE_METHODS:
        current_app.extensions[_GUARD].protect()
    if current_actor().is_signed_in:
        return None
    refusal = {"error": {"code": "sign-in-needed", "message": http_sentence(_UNAUTHORISED)}}
    return refusal, _UNAUTHORISED, {"WWW-Authenticate": 'xBasic realm="printlab"'}


def _actor_of(email: str, password: str) -> Actor | None:
    """Return who a program speaks for; wrong tries count as they do on the sign-in page."""
    attempts.refuse_when_too_many()
    with current_lab().write(Actor.system()) as desk:
        user = accounts.sign_in(desk, email, password)
        actor = None if user is None else accounts.actor_for(desk, user.id)
    if actor is None:
        attempts.count_failure()
    return actor


@api.post("/parts")
@api.input(UploadIn, location="form_and_files")
@api.output(UploadOut, status_code=_CREATED)
@api.doc(responses={_UNPROCESSABLE: "Refused: one error for each field; nothing was stored."})
def upload(form_and_files_data: dict[str, Any]) -> ResponseReturnValue:
    """Hand in a part: read at once, checked in the background."""
    sent = form_and_files_data.pop("file")
    try:
        submission_id = uploads.upload(
            current_lab(),
            current_actor(),
            form_and_files_data,
            file_name="" if sent is None else (sent.filename or ""),
            content=b"" if sent is None else sent.read(),
        )
    except PrintlabError as error:
        return _refused(error)
    with reading() as desk:
        revision_id = submissions.get(desk, submission_id).part_revision_id
    url = url_for("parts.show", revision_id=revision_id)
    body = {"id": revision_id, "submission_id": submission_id, "url": url}
    return body, _CREATED, {"Location": url_for("api.part", revision_id=revision_id)}


def _refused(error: PrintlabError) -> ResponseReturnValue:
    """Answer with every refusal at its field; what is no refusal of the form goes its own way."""
    if status_of(error) != _UNPROCESSABLE:
        raise error
    answer = jsonify(errors=FormState.refused({}, error, "file").to_list())
    answer.status_code = _UNPROCESSABLE
    return answer


@api.get("/parts/<revision_id>")
@api.output(PartOut)
def part(revision_id: str) -> dict[str, object]:
    """Give a part's state and progress and, once checked, its report in the asker's language."""
    with reading() as desk:
        row = parts.revision(desk, revision_id)
        progress = parts.progress(desk, revision_id)
        checked = row.state == "checked"
        return {
            "id": row.id,
            "name": row.part.name,
            "file_name": row.file_name,
            "sha256": row.file_sha256,
            "state": row.state,
            "error_code": row.error_code,
            "progress": {
                "state": progress.state,
                "stage": progress.stage,
                "done": progress.done,
                "total": progress.total,
            },
            "report": parts.report(desk, row.id, str(get_locale())) if checked else None,
        }


@api.get("/parts/<revision_id>/layers")
@api.doc(responses={200: "One list for each column of `printlab layers`."})
def layers(revision_id: str) -> dict[str, list[float | None]]:
    """Give the statistics per layer, column by column."""
    with reading() as desk:
        return parts.layers_table(desk, revision_id)


@api.get("/submissions")
@api.output(SubmissionsOut)
def listing() -> dict[str, object]:
    """List the submissions that the asker may see, newest first; ``?page=`` goes on."""
    with reading() as desk:
        page = submissions.list_for(desk, page=page_number(request.args))
        rows = [
            {
                "id": row.id,
                "part_revision_id": row.part_revision_id,
                "name": row.part_revision.part.name,
                "state": row.state,
                "quantity": row.quantity,
                "needed_by": row.needed_by.isoformat(),
            }
            for row in page.rows
        ]
    return {"submissions": rows, "page": page.page, "pages": page.pages, "total": page.total}


@api.get("/schedule")
@api.output(ScheduleOut)
def schedule() -> dict[str, object]:
    """Give the published plan as the asker may see it; work of others is reserved."""
    with reading() as desk:
        plan = plans.current(desk)
    if plan is None:
        return {"version": None, "published_at": None, "builds": [], "operations": [], "jobs": []}
    return {
        "version": plan.version,
        "published_at": plan.published_at,
        "builds": [{**_fields(build), "machine": build.machine.name} for build in plan.builds],
        "operations": [_operation(one) for one in plan.operations],
        "jobs": [_fields(job) for job in plan.jobs],
    }


def _operation(one: OperationView) -> dict[str, object]:
    """Return what is done at a station, with the times it is expected at."""
    return {
        **_fields(one),
        **_fields(one.expected),
        "station": one.station.name,
        "builds": [build.id for build in one.builds],
    }


def _fields(view: object) -> dict[str, object]:
    """Return a view value's own fields; the schema picks what is published."""
    return {name: getattr(view, name) for name in view.__slots__}  # type: ignore[attr-defined]
