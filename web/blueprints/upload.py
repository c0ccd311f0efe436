"""Handing in a part: the form, and what becomes of it."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import Invalid, PrintlabError, Unavailable
from printlab.services import accounts, lab, submissions, uploads
from printlab.services.upload_fields import InvalidForm
from web import sessions
from web.choice_hints import Hint, class_hints, material_hints
from web.desks import current_actor, current_lab, reading
from web.errors import status_of, wants_json
from web.formstate import FormState
from web.unit_words import unit_words
from web.words import class_word

__all__ = ["upload"]

upload = Blueprint("upload", __name__)

_FIELDS = (
    "material_id",
    "machine_class",
    "quantity",
    "needed_by",
    "organisation_id",
    "group_id",
    "note",
    "unit",
    "confidential",
    "idempotency_key",
)
_CREATED = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """What the form offers this person: pairs of value and word."""

    materials: list[tuple[str, str]]
    machine_classes: list[tuple[str, str]]
    organisations: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    units: list[tuple[str, str]]
    material_hints: list[Hint]
    class_hints: list[Hint]
    today: str
    largest_mb: int


@upload.get("/upload")
@sessions.signed_in
def form() -> ResponseReturnValue:
    """Show the form, ready for one part."""
    start = {"quantity": "1", "idempotency_key": secrets.token_urlsafe(12)}
    return _page(FormState(values=start))


@upload.post("/upload")
@sessions.signed_in
def hand_in() -> ResponseReturnValue:
    """Take the part in, or show the form as typed with what is wrong beside each field."""
    try:
        submission_id = _upload()
    except Unavailable:
        raise
    except PrintlabError as error:
        return _refused(error)
    with reading() as desk:
        revision_id = submissions.get(desk, submission_id).part_revision_id
    target = url_for("parts.show", revision_id=revision_id)
    if wants_json():
        return {"url": target}, _CREATED, {"Location": target}
    return redirect(target, code=303)


def _upload() -> str:
    """Pass fields and bytes to the service."""
    sent = request.files.get("file")
    content = b"" if sent is None else sent.read()
    name = "" if sent is None else (sent.filename or "")
    form = {**request.form.to_dict(), "idempotency_key": _once(content)}
    return uploads.upload(current_lab(), current_actor(), form, file_name=name, content=content)


def _once(content: bytes) -> str:
    """Return a key that is the same only for the same form sent again with the same content.

    A browser that goes back may show the old form with its old key; what is sent then is new.
    """
    if not request.form.get("idempotency_key"):
        return ""
    digest = hashlib.sha256(content)
    for name in _FIELDS:
        digest.update(f"{name}={request.form.get(name, '')}".encode())
    return digest.hexdigest()


def _refused(error: PrintlabError) -> ResponseReturnValue:
    """Answer with every refusal at its field; the file's own refusals stand at the file."""
    typed = {name: request.form.get(name, "") for name in _FIELDS}
    state = FormState.refused(typed, _with_missing_file(error), "file")
    if wants_json():
        return {"errors": state.to_list()}, status_of(error)
    return _page(state), status_of(error)


def _with_missing_file(error: PrintlabError) -> PrintlabError:
    """Add that no file came to what is wrong with the fields, which are checked before it."""
    if request.files.get("file") or not isinstance(error, InvalidForm):
        return error
    missing = Invalid("file-missing", "Choose a file.", field="file")
    return InvalidForm((missing, *error.errors))


def _page(state: FormState) -> str:
    """Return the form's page."""
    return render_template("upload/form.html", form=state, choices=_choices())


def _choices() -> _Choices:
    """Ask the lab what it offers this person."""
    with reading() as desk:
        today = desk.now.astimezone(lab.terms(desk).time_zone).date()
        return _Choices(
            materials=[(m.id, m.name) for m in lab.materials(desk)],
            machine_classes=[
                ("", _("The lab chooses")),
                *((name, str(class_word(name))) for name in lab.machine_classes(desk)),
            ],
            organisations=[(o.id, o.name) for o in accounts.organisations_of(desk)],
            groups=[(g.id, g.name) for g in accounts.groups_of(desk)],
            units=[("", _("As the file says, or by its size")), *unit_words().items()],
            material_hints=material_hints(desk),
            class_hints=class_hints(desk),
            today=today.isoformat(),
            largest_mb=current_lab().settings.upload_bytes // (1024 * 1024),
        )
