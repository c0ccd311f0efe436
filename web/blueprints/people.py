"""The people of the lab, for its administrators: who is there, somebody new, a new invitation."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from printlab.errors import Conflict, Invalid
from printlab.lab import Desk
from printlab.services import accounts
from printlab.services import people as service
from web.desks import reading, writing
from web.errors import status_of
from web.formstate import FormState
from web.sessions import signed_in
from web.words import ROLES

__all__ = ["people"]

people = Blueprint("people", __name__, url_prefix="/people")

_FIELDS = ("email", "name", "role", "organisation_id", "group_id", "language")


@people.get("")
@signed_in
def listing() -> ResponseReturnValue:
    """Show everybody, and the form for somebody new."""
    with reading() as desk:
        return _page(desk, FormState(values={"language": "nl"}))


@people.post("")
@signed_in
def create() -> ResponseReturnValue:
    """Make somebody known and show, once, the link to send to them."""
    typed = {name: request.form.get(name, "").strip() for name in _FIELDS}
    try:
        with writing() as desk:
            token = service.welcome(
                desk,
                email=typed["email"],
                name=typed["name"],
                role=typed["role"],
                organisation_id=typed["organisation_id"],
                group_id=typed["group_id"] or None,
                language=typed["language"],
            )
    except (Invalid, Conflict) as error:
        with reading() as desk:
            return _page(desk, FormState.refused(typed, error, "email")), status_of(error)
    return _with_link(token)


@people.post("/<user_id>/invite")
@signed_in
def invite(user_id: str) -> ResponseReturnValue:
    """Make the earlier invitation worthless and show, once, a new link."""
    with writing() as desk:
        token = accounts.invite(desk, user_id)
    return _with_link(token)


def _with_link(token: str) -> Response:
    """Answer with the page and the link on it, which no browser or cache keeps."""
    link = url_for("account.invite", token=token, _external=True)
    with reading() as desk:
        name = accounts.invited_user(desk, token).name
        page = _page(desk, FormState(values={"language": "nl"}), link=link, invited=name)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(desk: Desk, form: FormState, *, link: str = "", invited: str = "") -> str:
    """Return the page with the form as typed, and the link when there is one to send."""
    everybody = service.people(desk)
    organisations = accounts.organisations_of(desk)
    names = {row.id: row.name for row in organisations}
    return render_template(
        "people/list.html",
        people=everybody,
        form=form,
        link=link,
        invited=invited,
        roles=list(ROLES.items()),
        role_word=ROLES,
        organisations=[(row.id, row.name) for row in organisations],
        groups=[
            (row.id, f"{row.name} ({names[row.organisation_id]})")
            for row in accounts.groups_of(desk)
            if row.organisation_id in names
        ],
    )
