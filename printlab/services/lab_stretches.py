"""Bringing in when machines and stations are out of use, and for whom machines are kept.

Stretches have no names: the file's replace those of the machines and stations that it names.
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from printlab.lab import Desk
from printlab.labfile import DowntimeEntry, LabFile, MachineEntry
from printlab.records import (
    Machine,
    MachineDowntime,
    MachineReservation,
    Organisation,
    Station,
    StationDowntime,
)

__all__ = ["load_stretches"]


def load_stretches(desk: Desk, lab: Organisation, file: LabFile) -> None:
    """Bring in the stretches of a lab file whose machines and stations are there already."""
    zone = ZoneInfo(file.lab.time_zone)
    owners = {row.name: row for row in desk.session.scalars(select(Organisation))}
    machines = select(Machine).where(Machine.organisation_id == lab.id)
    by_name = {row.name: row for row in desk.session.scalars(machines)}
    for entry in file.machines:
        _load_machine(desk, by_name[entry.name], entry, zone, owners)
    stations = select(Station).where(Station.organisation_id == lab.id, Station.active)
    rows = {(row.name, row.kind): row for row in desk.session.scalars(stations)}
    desk.session.execute(delete(StationDowntime).where(StationDowntime.organisation_id == lab.id))
    for station in file.stations:
        row = rows[station.name, station.kind]
        desk.session.add_all(
            StationDowntime(organisation_id=lab.id, station_id=row.id, **_stretch(one, zone))
            for one in station.downtimes
        )
    desk.session.flush()


def _load_machine(
    desk: Desk, row: Machine, entry: MachineEntry, zone: ZoneInfo, owners: dict[str, Organisation]
) -> None:
    desk.session.execute(delete(MachineDowntime).where(MachineDowntime.machine_id == row.id))
    for old in desk.session.scalars(select(MachineReservation).filter_by(machine_id=row.id)):
        desk.session.delete(old)
    of = {"organisation_id": row.organisation_id, "machine_id": row.id}
    desk.session.add_all(MachineDowntime(**of, **_stretch(one, zone)) for one in entry.downtimes)
    desk.session.add_all(
        MachineReservation(
            **of, **_stretch(one, zone), organisations=_named(one.organisations, owners)
        )
        for one in entry.reserved
    )


def _named(names: Iterable[str], owners: dict[str, Organisation]) -> list[Organisation]:
    return [owners[name] for name in dict.fromkeys(names)]


def _stretch(entry: DowntimeEntry, zone: ZoneInfo) -> dict[str, dt.datetime | str]:
    """Return the columns of a stretch."""
    starts, ends = entry.moments(zone)
    return {"starts_at": starts, "ends_at": ends, "reason": entry.reason}
