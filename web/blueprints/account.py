"""Signing in and out, the one-time invitation, and one's own password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from printlab.errors import Invalid, PrintlabError
from printlab.passwords import MIN_LENGTH
from printlab.services import accounts
from web import attempts, sessions
from web.desks import current_actor, reading, writing
from web.errors import status_of
from web.formstate import FormState
from web.navigation import safe_next

__all__ = ["account"]

account = Blueprint("account", __name__)

_UNPROCESSABLE = 422


@account.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form."""
    if current_actor().is_signed_in:
        return redirect(safe_next(request.args.get("next")), code=303)
    return _sign_in_page(FormState(), request.args.get("next"))


@account.post("/sign-in")
def open_session() -> ResponseReturnValue:
    """Check e-mail address and password, and start a fresh session."""
    attempts.refuse_when_too_many()
    email, target = request.form.get("email", ""), request.form.get("next")
    with writing() as desk:
        user = accounts.sign_in(desk, email, request.form.get("password", ""))
        session_key = None if user is None else user.session_key
    if session_key is None:
        attempts.count_failure()
        refusal = Invalid(
            "sign-in-refused", "E-mail address or password is not right.", field="password"
        )
        return _sign_in_page(FormState.refused({"email": email}, refusal), target), _UNPROCESSABLE
    sessions.begin(session_key)
    return redirect(safe_next(target), code=303)


def _sign_in_page(form: FormState, target: str | None) -> str:
    """Return the sign-in page, which remembers where the person wanted to go."""
    return render_template("account/sign_in.html", form=form, next=safe_next(target))


@account.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this person's sessions: a copy of the cookie, here or elsewhere, is worth nothing."""
    actor = current_actor()
    if actor.user_id is not None:
        with writing() as desk:
            accounts.sign_out_everywhere(desk, actor.user_id)
    sessions.end()
    return redirect(url_for("account.sign_in"), code=303)


@account.get("/invite/<token>")
def invite(token: str) -> ResponseReturnValue:
    """Show the person an invitation was made for, and ask for a password."""
    return _invite_page(token, FormState())


@account.post("/invite/<token>")
def accept_invite(token: str) -> ResponseReturnValue:
    """Use the invitation up: set the password and sign in."""
    try:
        password = _new_password()
        with writing() as desk:
            session_key = accounts.accept_invite(desk, token, password).session_key
    except Invalid as error:
        return _invite_page(token, FormState.refused({}, error, "password")), _UNPROCESSABLE
    sessions.begin(session_key)
    flash(_("Welcome. Your password is set."), "good")
    return redirect(url_for("home.index"), code=303)


def _invite_page(token: str, form: FormState) -> str:
    """Return the page of an invitation that is still good."""
    with reading() as desk:
        user = accounts.invited_user(desk, token)
        name, email = user.name, user.email
    return render_template(
        "account/invite.html", form=form, name=name, email=email, least=MIN_LENGTH
    )


@account.get("/account/password")
@sessions.signed_in
def password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return render_template("account/password.html", form=FormState(), least=MIN_LENGTH)


@account.post("/account/password")
@sessions.signed_in
def change_password() -> ResponseReturnValue:
    """Set a new password: every other session of this person ends, this one goes on."""
    try:
        session_key = _replace_password(request.form.get("current", ""), _new_password())
    except PrintlabError as error:
        form = FormState.refused({}, error, "password")
        page = render_template("account/password.html", form=form, least=MIN_LENGTH)
        return page, status_of(error)
    sessions.begin(session_key)
    flash(_("Your password is changed; you are signed out everywhere else."), "good")
    return redirect(url_for("home.index"), code=303)


def _replace_password(current: str, new: str) -> str:
    """Return the new session key after the old password proved who asks.

    Proving and setting are two transactions, so that a wrong try counts although it is refused.
    """
    with writing() as desk:
        user = accounts.find_user_by_session_key(desk, sessions.key())
        proved = user is not None and accounts.sign_in(desk, user.email, current) is not None
    if not proved:
        raise Invalid("password-wrong", "This is not your password now.", field="current")
    with writing() as desk:
        user = accounts.find_user_by_session_key(desk, sessions.key())
        accounts.set_password(desk, str(desk.actor.user_id), new)
        return "" if user is None else user.session_key


def _new_password() -> str:
    """Return the new password, typed twice alike."""
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        raise Invalid("password-differs", "The two passwords differ.", field="again")
    return new
