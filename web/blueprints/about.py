"""Pages that anybody may read: accessibility and privacy."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

__all__ = ["about"]

about = Blueprint("about", __name__, url_prefix="/about")


@about.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Show what the site does for everybody's use and how to report what fails."""
    return render_template("about/accessibility.html")


@about.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Show what is stored, why, and how long."""
    return render_template("about/privacy.html")
