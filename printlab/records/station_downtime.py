"""When a station cannot be used."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.station import Station
from printlab.records.stretch import Stretch

__all__ = ["StationDowntime"]


class StationDowntime(Stretch):
    """Maintenance or a fault of all units of a station, with its reason."""

    __tablename__ = "station_downtime"

    station_id: Mapped[str] = mapped_column(ForeignKey("station.id"), index=True)

    station: Mapped[Station] = relationship()
