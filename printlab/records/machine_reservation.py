"""A stretch of a machine that is kept for the work of some organisations."""

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Base
from printlab.records.machine import Machine
from printlab.records.organisation import Organisation
from printlab.records.stretch import Stretch

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


class MachineReservation(Stretch):
    """From one moment to another only parts of ``organisations`` are on the machine."""

    __tablename__ = "machine_reservation"

    machine_id: Mapped[str] = mapped_column(ForeignKey("machine.id"), index=True)

    machine: Mapped[Machine] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=machine_reservation_organisation, order_by=Organisation.name
    )
