"""A migration keeps what is in the lab."""

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from printlab.actor import Actor
from printlab.database import open_engine
from printlab.migrate import downgrade, upgrade
from printlab.records import Base, Machine, MachineDowntime, PartRevision
from printlab.settings import Settings
from tests.printlab.workshop import MONDAY, copied

NEW = (
    "machine_reservation",
    "machine_reservation_organisation",
    "operation",
    "operation_build",
    "station",
    "station_downtime",
)
"""Tables that the version gone down to does not know: what was in them is lost."""


def rows_in(engine: Engine) -> dict[str, int]:
    """Return how many rows each table holds."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def shadows_in(engine: Engine) -> list[list[Any]]:
    """Return the rings of each checked part's shadow."""
    known = select(PartRevision.footprint_mm).where(PartRevision.footprint_mm.is_not(None))
    with engine.connect() as connection:
        return [rings for rings in connection.scalars(known.order_by(PartRevision.id)) if rings]


def test_down_and_up_again_keeps_every_row(checked_lab: Path, tmp_path: Path) -> None:
    """Machines, what they print, when they stand still, and parts: all there afterwards."""
    shop = copied(checked_lab, tmp_path / "lab")
    with shop.lab.write(Actor.system()) as desk:
        machine = desk.session.scalars(select(Machine)).first()
        assert machine is not None
        ends_at = MONDAY + dt.timedelta(hours=4)
        desk.session.add(
            MachineDowntime(
                organisation_id=machine.organisation_id,
                machine_id=machine.id,
                starts_at=MONDAY,
                ends_at=ends_at,
            )
        )
    shop.lab.close()
    engine = open_engine(Settings.in_folder(tmp_path / "lab").database_url)
    before = rows_in(engine)
    assert before["station"] > 0

    shadows = shadows_in(engine)
    assert any(shadows)

    downgrade(engine, "0005")
    upgrade(engine)

    for name in NEW:
        before[name] = 0
    assert rows_in(engine) == before
    for name in ("machine_material", "machine_downtime", "part_revision", "revision_picture"):
        assert before[name] > 0
    assert shadows_in(engine) == [rings[:1] for rings in shadows]
    engine.dispose()
