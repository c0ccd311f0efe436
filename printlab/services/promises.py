"""The date of a part: asked for, kept with it, and how often it holds."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from printlab.convert.measured import laser_factor
from printlab.convert.problem import ask, planned_only
from printlab.convert.promised import plan_document
from printlab.convert.ready import ready_request
from printlab.lab import Desk
from printlab.records import Build, Job, JsonObject, LabSetting, PartRevision, Plan, Quote
from printlab.services import lab
from printlab.services.shop_floor import shop_floor

__all__ = ["HOLDS_FOR", "OfferedDate", "date_of", "is_possible", "keep_date", "ready_question"]

HOLDS_FOR = dt.timedelta(hours=24)
"""So long a promised date can be taken; by then the lab has gone on. Our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedDate:
    """A date, how often it is kept, of one (None: it is an estimate), and of when both are."""

    at: dt.datetime | None = None
    share: float | None = None
    as_of: dt.datetime | None = None


def ready_question(desk: Desk, revision: PartRevision, quantity: int) -> JsonObject:
    """Return what a child process is asked for a part's date: around what the lab does now."""
    floor = shop_floor(desk, keep_published=True)
    factors = {
        machine.id: laser_factor(machine, revision.parameter_set, floor.calibrations)
        for machine in floor.machines
    }
    return ready_request(
        [ask(around, give_way=True) for around in (floor, planned_only(floor))],
        revision,
        lab.stations(desk),
        quantity=quantity,
        plan=plan_document(shop_floor(desk)),
        factors=factors,
    )


def keep_date(row: PartRevision | Quote, ready: JsonObject, as_of: dt.datetime | None) -> None:
    """Keep with a part or its quote the date that a child found, as of when it was asked."""
    at = ready["at"]
    row.ready_at = None if at is None else dt.datetime.fromisoformat(at)
    row.ready_share = None if at is None else ready.get("share")
    row.ready_as_of = None if at is None else as_of


def date_of(desk: Desk, row: PartRevision | Quote) -> OfferedDate:
    """Return a date that was found for a part as it can be offered now.

    A promise holds for a while, and as long as nothing came into the lab since that may take its
    place; then it is an estimate, until the part is checked again or a quote of it promised. A date
    that has passed is none.
    """
    if row.ready_at is None or row.ready_at < desk.now:
        return OfferedDate()
    as_of = row.ready_as_of
    holds = row.ready_share is not None and as_of is not None and _still_true(desk, as_of)
    return OfferedDate(at=row.ready_at, share=row.ready_share if holds else None, as_of=as_of)


def _still_true(desk: Desk, as_of: dt.datetime) -> bool:
    """Tell whether no plan, no job, no failure and no lab file came since."""
    if as_of + HOLDS_FOR < desk.now:
        return False
    since = (
        select(Plan.id).where(Plan.published_at > as_of),
        select(Job.id).where(Job.release_at > as_of),
        select(Build.id).where(Build.state == "failed", Build.actual_end_at > as_of),
        select(LabSetting.name).where(LabSetting.changed_at > as_of),
    )
    return all(desk.session.scalar(query.limit(1)) is None for query in since)


def is_possible(desk: Desk) -> bool:
    """Tell whether a plan is published, against which a date can be promised."""
    return desk.session.scalar(select(Plan.id).where(Plan.state == "published")) is not None
