"""The first page: what waits for this person."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.desks import current_actor

__all__ = ["home"]

home = Blueprint("home", __name__)


@home.get("/")
def index() -> ResponseReturnValue:
    """Show the person's own work, or the sign-in page to somebody unknown."""
    if not current_actor().is_signed_in:
        return redirect(url_for("account.sign_in"), code=303)
    return render_template("home/index.html")
