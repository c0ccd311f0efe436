"""A date that lies after the day on which parts are needed: by how much, and what would help."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from printlab.lab import Desk
from printlab.records import Submission
from printlab.services import jobs, lab, parts, promises

__all__ = ["Lateness", "lateness_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How many days after the needed day a part could be ready, and what would help.

    ``better_class`` names another class of machines that would be ready earlier, with its date and
    its price without VAT; ``most_in_time`` how many copies could be ready in time (0: none).
    """

    days: int
    needed_by: dt.date
    ready_at: dt.datetime
    better_class: str | None = None
    better_at: dt.datetime | None = None
    better_net_cents: int | None = None
    most_in_time: int = 0


def lateness_of(
    desk: Desk, submission: Submission, ready_at: dt.datetime | None = None
) -> Lateness | None:
    """Return by how much the offered date is missed; None where it is kept or not known.

    Who has withdrawn waits for no date.

    ``ready_at`` is the date that was offered; without it the one of the check.
    """
    revision = submission.part_revision
    ready_at = ready_at or promises.date_of(desk, revision).at
    if ready_at is None or submission.state == "withdrawn":
        return None
    if ready_at <= jobs.due_from(desk, submission.needed_by):
        return None
    told: Any = {}
    if revision.report_sha256 is not None:
        told = parts.report(desk, revision.id).get("ready") or {}
    local_day = ready_at.astimezone(lab.terms(desk).time_zone).date()
    return Lateness(
        days=max(1, (local_day - submission.needed_by).days),
        needed_by=submission.needed_by,
        ready_at=ready_at,
        most_in_time=told.get("most_in_time", 0),
        **_better(told, ready_at),
    )


def _better(told: dict[str, Any], ready_at: dt.datetime) -> dict[str, Any]:
    """Return the best other class, where it is ready earlier."""
    best = next(iter(told.get("choices", ())), None)
    if best is None or best["at"] is None or best["machine_class"] == told["machine_class"]:
        return {}
    at = dt.datetime.fromisoformat(best["at"])
    if at >= ready_at:
        return {}
    return {
        "better_class": best["machine_class"],
        "better_at": at,
        "better_net_cents": best["net_cents"],
    }
