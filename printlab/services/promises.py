"""The date of a part: asked for, kept with it, and how often it holds."""

import datetime as dt

from sqlalchemy import select

from printlab.convert.problem import ask, planned_only
from printlab.convert.promised import plan_document
from printlab.convert.ready import ready_request
from printlab.lab import Desk
from printlab.records import JsonObject, PartRevision, Plan, Quote
from printlab.services import lab
from printlab.services.shop_floor import shop_floor

__all__ = ["is_possible", "keep_date", "ready_question", "share_of"]


def ready_question(desk: Desk, revision: PartRevision, quantity: int) -> JsonObject:
    """Return what a child process is asked for a part's date: around what the lab does now."""
    floor = shop_floor(desk, keep_published=True)
    return ready_request(
        [ask(around, give_way=True) for around in (floor, planned_only(floor))],
        revision,
        lab.stations(desk),
        quantity=quantity,
        plan=plan_document(shop_floor(desk)),
    )


def keep_date(row: PartRevision | Quote, ready: JsonObject, as_of: dt.datetime | None) -> None:
    """Keep with a part or its quote the date that a child found, as of when it was asked."""
    at = ready["at"]
    row.ready_at = None if at is None else dt.datetime.fromisoformat(at)
    row.ready_share = None if at is None else ready.get("share")
    row.ready_as_of = None if at is None else as_of


def share_of(desk: Desk, revision: PartRevision) -> float | None:
    """Return how often a revision's date is kept, of one; None where it is an estimate.

    A promise is one against the plan that was published then. Once another is, the date is an
    estimate, until the part is checked again or a quote of it promised.
    """
    if revision.ready_share is None or revision.ready_as_of is None:
        return None
    later = select(Plan.id).where(Plan.published_at > revision.ready_as_of).limit(1)
    return revision.ready_share if desk.session.scalar(later) is None else None


def is_possible(desk: Desk) -> bool:
    """Tell whether a plan is published, against which a date can be promised."""
    return desk.session.scalar(select(Plan.id).where(Plan.state == "published")) is not None
