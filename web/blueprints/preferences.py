"""Language and colours: kept in this browser, and the language with the person."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from printlab.services import accounts
from web.desks import current_actor, writing
from web.localise import LANGUAGE_COOKIE, LANGUAGES
from web.navigation import THEME_COOKIE, safe_next

__all__ = ["preferences"]

preferences = Blueprint("preferences", __name__)

_ONE_YEAR_S = 31_536_000


@preferences.post("/language")
def language() -> ResponseReturnValue:
    """Show the site in another language from now on, here and wherever the person signs in."""
    code = request.form.get("language", "")
    if code not in dict(LANGUAGES):
        abort(422)
    if current_actor().is_signed_in:
        with writing() as desk:
            accounts.set_language(desk, str(desk.actor.user_id), code)
    return _keep(LANGUAGE_COOKIE, code)


@preferences.post("/theme")
def theme() -> ResponseReturnValue:
    """Show the site light, dark, or as the system asks."""
    chosen = request.form.get("theme", "auto")
    return _keep(THEME_COOKIE, chosen if chosen in {"light", "dark"} else "auto")


def _keep(name: str, value: str) -> ResponseReturnValue:
    """Go back to where the person was, with the choice in a cookie."""
    response = redirect(safe_next(request.args.get("next")), code=303)
    response.set_cookie(
        name, value, max_age=_ONE_YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response
