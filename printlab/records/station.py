"""A place that parts pass after printing: furnace, wire EDM, blasting, machining."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.organisation import Organisation

__all__ = ["STATION_KINDS", "Station"]

STATION_KINDS = ("batch", "platform", "part")


class Station(Record):
    """A station with its ``units``; ``place`` is where it stands in the flow.

    ``work`` lists what is done to parts, as ``{"materials": [names], "programme": name or null,
    "time_s": seconds, "s_per_cm2": seconds}``; no materials: every one that no other work names.
    """

    __tablename__ = "station"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name", "kind"),
        one_of("kind", STATION_KINDS),
        CheckConstraint("units > 0", name="units_positive"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[int]
    units: Mapped[int] = mapped_column(default=1)
    capacity: Mapped[int] = mapped_column(default=1)
    load_s: Mapped[float] = mapped_column(default=0.0)
    unload_s: Mapped[float] = mapped_column(default=0.0)
    transport_s: Mapped[float] = mapped_column(default=0.0)
    attended: Mapped[bool] = mapped_column(default=False)
    skill: Mapped[str | None] = mapped_column(String(100))
    site: Mapped[str | None] = mapped_column(String(100))
    work: Mapped[list[Any]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()
