"""When a machine cannot be used."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.machine import Machine
from printlab.records.stretch import Stretch

__all__ = ["MachineDowntime"]


class MachineDowntime(Stretch):
    """Maintenance or a fault: from one moment to another, with its reason."""

    __tablename__ = "machine_downtime"

    machine_id: Mapped[str] = mapped_column(ForeignKey("machine.id"), index=True)

    machine: Mapped[Machine] = relationship()
