"""Whose the time of machines is: stretches that are kept for some, and shares between members."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from printlab.convert.members import Members
from printlab.lab import Desk
from printlab.records import (
    Build,
    Job,
    MachineReservation,
    Organisation,
    Placement,
    Station,
    StationDowntime,
)
from printlab.services import lab
from printlab.services.authorise import require_signed_in, require_staff, sees_own_only

__all__ = ["Kept", "kept", "members", "reservations", "sharing", "station_downtimes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stretch of a machine that is kept; ``owners`` and ``reason`` as far as they are told."""

    machine_id: str
    machine: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    owners: tuple[str, ...]
    reason: str


def reservations(desk: Desk) -> list[MachineReservation]:
    """Return which stretches of machines are kept for whom, from now on; for staff."""
    require_staff(desk.actor)
    return _reservations(desk)


def kept(desk: Desk) -> list[Kept]:
    """Return the same for any reader: who is one of those it is kept for learns for whom and why.

    A company learns of its own alone; students and teachers learn that something is kept.
    """
    require_signed_in(desk.actor)
    own = set(desk.actor.organisation_ids)
    told = []
    for row in _reservations(desk):
        is_own = desk.actor.is_staff or not own.isdisjoint(one.id for one in row.organisations)
        if is_own or not sees_own_only(desk.actor):
            told.append(
                Kept(
                    machine_id=row.machine_id,
                    machine=row.machine.name,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    owners=_owners(desk, row) if is_own else (),
                    reason=row.reason if is_own else "",
                )
            )
    return told


def _owners(desk: Desk, row: MachineReservation) -> tuple[str, ...]:
    """Return for whom a stretch is kept: all for staff, for others their own organisations."""
    own = desk.actor.organisation_ids
    return tuple(one.name for one in row.organisations if desk.actor.is_staff or one.id in own)


def _reservations(desk: Desk) -> list[MachineReservation]:
    query = select(MachineReservation).where(MachineReservation.ends_at > desk.now)
    query = query.order_by(MachineReservation.starts_at, MachineReservation.id).options(
        joinedload(MachineReservation.machine), selectinload(MachineReservation.organisations)
    )
    return list(desk.session.scalars(query))


def station_downtimes(desk: Desk) -> list[StationDowntime]:
    """Return when stations in use cannot be used, from now on."""
    require_signed_in(desk.actor)
    query = select(StationDowntime).join(Station).where(Station.active)
    query = query.where(StationDowntime.ends_at > desk.now).order_by(StationDowntime.starts_at)
    return list(desk.session.scalars(query.options(joinedload(StationDowntime.station))))


def sharing(desk: Desk) -> list[Organisation]:
    """Return the members of the cooperative: the organisations that have a share; for staff."""
    require_staff(desk.actor)
    query = select(Organisation).where(Organisation.share.is_not(None), Organisation.active)
    return list(desk.session.scalars(query.order_by(Organisation.name)))


def members(desk: Desk) -> Members | None:
    """Return how members share machine time and what was printed in the days that count.

    None where nobody has a share.
    """
    rows = sharing(desk)
    if not rows:
        return None
    days = dt.timedelta(days=lab.terms(desk).share_days)
    over = (Build.state == "finished") & (Build.actual_end_at > desk.now - days)
    query = (
        select(Build)
        .where(over)
        .options(
            joinedload(Build.machine),
            selectinload(Build.placements).joinedload(Placement.job).joinedload(Job.part_revision),
        )
    )
    return Members(
        until=desk.now + days,
        shares={row.id: row.share for row in rows if row.share is not None},
        finished=tuple(desk.session.scalars(query)),
    )
