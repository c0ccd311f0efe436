"""When a station cannot be used."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.station import Station

__all__ = ["StationDowntime"]


class StationDowntime(Record):
    """Maintenance or a fault of all units of a station, with its reason."""

    __tablename__ = "station_downtime"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    station_id: Mapped[str] = mapped_column(ForeignKey("station.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")

    station: Mapped[Station] = relationship()
