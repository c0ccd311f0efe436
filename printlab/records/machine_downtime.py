"""When a machine cannot be used."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.machine import Machine

__all__ = ["MachineDowntime"]


class MachineDowntime(Record):
    """Maintenance or a fault: from one moment to another, with its reason."""

    __tablename__ = "machine_downtime"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    machine_id: Mapped[str] = mapped_column(ForeignKey("machine.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")

    machine: Mapped[Machine] = relationship()
