"""Something done at a station after printing: what is planned, and what really happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Base, Record, one_of, only_one
from printlab.records.build import Build
from printlab.records.job import Job
from printlab.records.station import Station

__all__ = ["OPERATION_STATES", "Operation", "operation_build"]

OPERATION_STATES = ("planned", "running", "finished", "cancelled", "superseded")

operation_build = Table(
    "operation_build",
    Base.metadata,
    Column("operation_id", ForeignKey("operation.id", ondelete="CASCADE"), primary_key=True),
    Column("build_id", ForeignKey("build.id"), primary_key=True, index=True),
)
"""Which builds are in an operation: several in a furnace, elsewhere one."""


class Operation(Record):
    """One use of a unit (counted from one) of a station.

    At a station for parts, ``copies`` of the job ``job_id`` out of its one build; elsewhere whole
    platforms.
    """

    __tablename__ = "operation"
    __table_args__ = (
        one_of("state", OPERATION_STATES),
        CheckConstraint("unit > 0", name="unit_positive"),
        only_one("operation_running", "station_id", "unit", where="state = 'running'"),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), index=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("station.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id"), index=True)
    copies: Mapped[list[Any] | None]
    unit: Mapped[int] = mapped_column(default=1)
    programme: Mapped[str | None] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(16), default="planned", index=True)
    planned_load_at: Mapped[datetime]
    planned_start_at: Mapped[datetime]
    planned_end_at: Mapped[datetime]
    planned_unload_at: Mapped[datetime]
    planned_unload_end_at: Mapped[datetime]
    actual_start_at: Mapped[datetime | None]
    actual_end_at: Mapped[datetime | None]
    failure_reason: Mapped[str | None] = mapped_column(String(2000))

    station: Mapped[Station] = relationship()
    job: Mapped[Job | None] = relationship()
    builds: Mapped[list[Build]] = relationship(secondary=operation_build, order_by=Build.id)
