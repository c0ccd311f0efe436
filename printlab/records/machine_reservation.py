"""A stretch of a machine that is kept for the work of some organisations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Base, Record
from printlab.records.machine import Machine
from printlab.records.organisation import Organisation

__all__ = ["MachineReservation", "machine_reservation_organisation"]

machine_reservation_organisation = Table(
    "machine_reservation_organisation",
    Base.metadata,
    Column(
        "machine_reservation_id",
        ForeignKey("machine_reservation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
)
"""For whom a stretch is kept."""


class MachineReservation(Record):
    """From one moment to another only parts of ``organisations`` are on the machine."""

    __tablename__ = "machine_reservation"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    machine_id: Mapped[str] = mapped_column(ForeignKey("machine.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")

    machine: Mapped[Machine] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=machine_reservation_organisation, order_by=Organisation.name
    )
