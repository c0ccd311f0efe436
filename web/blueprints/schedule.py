"""The published schedule: machines by time, as the one who asks may see it."""

from functools import partial

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from printlab.services import plans
from web.desks import reading
from web.schedule_page import plan_parts
from web.sessions import signed_in

__all__ = ["schedule"]

schedule = Blueprint("schedule", __name__)


@schedule.get("/schedule")
@signed_in
def page() -> ResponseReturnValue:
    """Show the published plan; work that is not the reader's is "reserved"."""
    with reading() as desk:
        plan = plans.current(desk)
        parts = {} if plan is None else plan_parts(desk, plan, partial(url_for, "schedule.page"))
        return render_template("schedule/page.html", plan=plan, **parts)
