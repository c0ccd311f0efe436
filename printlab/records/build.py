"""One run of one machine: what is planned, and what really happened."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of, only_one
from printlab.records.machine import Machine
from printlab.records.material import Material
from printlab.records.parameter_set import ParameterSet
from printlab.records.placement import Placement
from printlab.records.powder_lot import PowderLot

__all__ = ["BUILD_STATES", "Build"]

BUILD_STATES = ("planned", "running", "finished", "failed", "cancelled", "superseded")


class Build(Record):
    """One platform of parts in one material and parameter set, planned and actual times apart."""

    __tablename__ = "build"
    __table_args__ = (
        one_of("state", BUILD_STATES),
        only_one("build_running", "machine_id", where="state = 'running'"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    machine_id: Mapped[str] = mapped_column(ForeignKey("machine.id"), index=True)
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id"))
    parameter_set_id: Mapped[str] = mapped_column(ForeignKey("parameter_set.id"))
    powder_lot_id: Mapped[str | None] = mapped_column(ForeignKey("powder_lot.id"))
    state: Mapped[str] = mapped_column(String(16), default="planned", index=True)
    pinned: Mapped[bool] = mapped_column(default=False)
    planned_powder_change_at: Mapped[datetime | None]
    planned_powder_change_end_at: Mapped[datetime | None]
    planned_setup_at: Mapped[datetime]
    planned_start_at: Mapped[datetime]
    planned_end_at: Mapped[datetime]
    planned_cool_end_at: Mapped[datetime]
    planned_unload_at: Mapped[datetime]
    planned_unload_end_at: Mapped[datetime]
    actual_start_at: Mapped[datetime | None]
    actual_end_at: Mapped[datetime | None]
    height_mm: Mapped[float]
    failure_reason: Mapped[str | None] = mapped_column(String(2000))

    machine: Mapped[Machine] = relationship()
    material: Mapped[Material] = relationship()
    parameter_set: Mapped[ParameterSet] = relationship()
    powder_lot: Mapped[PowderLot | None] = relationship()
    placements: Mapped[list[Placement]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def held(self) -> list[Placement]:
        """The copies in it that were not lost after printing."""
        return [placement for placement in self.placements if not placement.lost]

    @property
    def laid_sha256(self) -> str:
        """A digest of what it holds: which file, where, and how it is turned."""
        laid = sorted(
            (place.job.part_revision.file_sha256, place.x_mm, place.y_mm, place.rotation_deg)
            for place in self.held
        )
        return hashlib.sha256(json.dumps(laid).encode()).hexdigest()
