"""The first page: what waits for this person. The lab's staff see the lab's day."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from printlab.lab import Desk
from printlab.services import insight, jobs, overview, submissions
from printlab.services.plan_view import BuildView
from web.build_stages import times_of
from web.desks import current_actor, reading

__all__ = ["home"]

home = Blueprint("home", __name__)

_LATEST = 8

_ACTIONS: dict[str, object] = {
    "set-up": _l("Set up %(machine)s"),
    "unload": _l("Unload %(machine)s"),
    "powder-change": _l("Change the powder of %(machine)s"),
    "load": _l("Load: %(machine)s"),
    "take-out": _l("Take out: %(machine)s"),
    "attend": _l("Work at: %(machine)s"),
}


@home.get("/")
def index() -> ResponseReturnValue:
    """Show what waits for this person, or the sign-in page to somebody unknown."""
    actor = current_actor()
    if not actor.is_signed_in:
        return redirect(url_for("account.sign_in"), code=303)
    with reading() as desk:
        return _today(desk) if actor.is_staff else _own(desk)


def _today(desk: Desk) -> str:
    """Return the lab's day: what runs, what needs a person today, what will be late."""
    today = overview.manager_today(desk)
    return render_template(
        "home/today.html",
        today=today,
        running=[_running(build, today.now) for build in today.running],
        action_word=_action_word,
    )


def _running(build: BuildView, now: datetime) -> tuple[BuildView, datetime, int]:
    """Return a build that prints, when its printing is expected to end, and its percentage."""
    times = times_of(build)
    printing_s = (times.end_at - times.start_at).total_seconds()
    done = (now - times.start_at).total_seconds() / printing_s if printing_s > 0 else 1.0
    return build, times.end_at, round(100 * min(max(done, 0.0), 1.0))


def _action_word(action: overview.Action) -> str:
    """Return what a person has to do, with the name of the machine or station."""
    return str(_ACTIONS[action.kind]) % {"machine": action.place}


def _own(desk: Desk) -> str:
    """Return the person's own work, and for a teacher what waits for their decision."""
    page = submissions.list_for(desk, per_page=_LATEST)
    taken_on = jobs.jobs_of(desk, [row.id for row in page.rows])
    return render_template(
        "home/own.html",
        rows=[(row, taken_on.get(row.id)) for row in page.rows],
        odds=insight.odds_of(desk, taken_on.values()),
        total=page.total,
        awaiting=submissions.awaiting_approval(desk),
    )
