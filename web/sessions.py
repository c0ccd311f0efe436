"""Who is signed in: a signed cookie names the person's session key, and nothing else.

Signing in starts a fresh session, so a cookie planted before it is worth nothing; changing the
session key (a new password, a person switched off) ends every session of that person.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from printlab.actor import Actor
from printlab.services import accounts
from web.desks import current_actor, current_lab

__all__ = ["begin", "end", "install", "key", "signed_in"]

_KEY = "session_key"
P = ParamSpec("P")


def begin(session_key: str) -> None:
    """Start a fresh session for the person with this key."""
    session.clear()
    session.permanent = True
    session[_KEY] = session_key


def end() -> None:
    """Forget who was signed in on this browser."""
    session.clear()


def key() -> str:
    """Return the session key that this browser's cookie names, or nothing."""
    return str(session.get(_KEY, ""))


def _recognise() -> None:
    """Find who asks, before the view runs; a static file is for anybody."""
    g.actor = Actor.anonymous()
    if request.endpoint == "static" or not key():
        return
    with current_lab().read(Actor.system()) as desk:
        user = accounts.find_user_by_session_key(desk, key())
        actor = None if user is None else accounts.actor_for(desk, user.id)
    if actor is None:
        session.clear()
    else:
        g.actor = actor


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send somebody unknown to the sign-in page, and back here afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_actor().is_signed_in:
            return view(*args, **kwargs)
        target = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("account.sign_in", next=target), code=303)

    return guarded


def install(app: Flask) -> None:
    """Recognise the person before every view."""
    app.before_request(_recognise)
