"""Words of the line from submission to build: lines of a price, terms of a plan, its status."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from web.localise import clock, moment, number, weekday_day

__all__ = ["PRICE_LINES", "STAGES", "STATUSES", "TERMS", "amount", "deadline", "kept", "word"]

PRICE_LINES = {
    "machine-time": _l("Machine time"),
    "powder": _l("Powder"),
    "set-up": _l("Set-up"),
    "handling": _l("Handling"),
    "support-removal": _l("Taking supports off"),
}

TERMS = {
    "tardiness": (
        _l("Lateness"),
        _l("How long jobs are ready after the day they are due, more for jobs that weigh more."),
    ),
    "powder_change": (
        _l("Powder changes"),
        _l("Time that machines stand still while somebody changes their powder."),
    ),
    "occupancy": (
        _l("Machine time"),
        _l("How long machines are taken, from the first hand on them to the last."),
    ),
    "fairness": (
        _l("Fair shares"),
        _l("Machine time that members of the cooperative have beyond their share."),
    ),
    "stability": (
        _l("Moves"),
        _l("Copies that the plan before this one had put elsewhere."),
    ),
}
"""Each term of a plan's objective: its name and what it counts."""

STATUSES = {
    "optimal": _l("Proved best: no plan that follows the rules does better."),
    "feasible": _l(
        "A sound plan: it follows every rule. Whether a better one exists is not proved."
    ),
}

STAGES = {
    "queued": _l("Waits for a worker"),
    "starting": _l("A worker takes it"),
    "reading": _l("Reads jobs, machines and hours"),
    "searching": _l("Looks for a better plan"),
    "comparing": _l("Plans again with the change, and compares"),
    "advising": _l("Plans again in other ways, and looks which of them help"),
    "explaining": _l("Works out how sure each date is, and why"),
    "verifying": _l("Checks the plan against every rule"),
    "storing": _l("Writes the plan down"),
}


def word(table: Mapping[str, object], code: str) -> str:
    """Return a code's word in the page's language; an unknown code shows itself."""
    return str(table.get(code, code))


def amount(quantity: float, unit: str) -> str:
    """Return how much of something a line of a price counts, with its unit."""
    if unit == "part":
        return str(ngettext("%(num)s part", "%(num)s parts", round(quantity)))
    if unit == "build":
        return str(ngettext("%(num)s build", "%(num)s builds", round(quantity)))
    if unit == "h" and quantity < 1:
        return f"{number(60 * quantity, 0)} min"
    return f"{number(quantity, 2)} {unit}"


def kept(share: float) -> str:
    """Return how often a date is kept, of one, as people say it."""
    cases = round(10 * share)
    return str(ngettext("kept in %(num)s of 10 cases", "kept in %(num)s of 10 cases", cases))


def deadline(at: datetime | None) -> str:
    """Return a due moment in local time; the end of a day is that day's 24:00."""
    if at is not None and clock(at) == "00:00":
        return f"{weekday_day(at - timedelta(minutes=1))}, 24:00"
    return moment(at)
