"""One copy of a job on the platform of a build."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.job import Job

__all__ = ["Placement"]


class Placement(Record):
    """Where a copy lies: lower-left corner of its rotated bounding box, and its shadow's rings.

    One that is ``lost`` came off its machine well and was spoilt at a station: it is printed again.
    """

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("build_id", "job_id", "copy"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    build_id: Mapped[str] = mapped_column(ForeignKey("build.id", ondelete="CASCADE"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    copy: Mapped[int]
    orientation: Mapped[str] = mapped_column(String(40), default="as-uploaded")
    x_mm: Mapped[float]
    y_mm: Mapped[float]
    width_mm: Mapped[float]
    depth_mm: Mapped[float]
    height_mm: Mapped[float]
    rotation_deg: Mapped[int]
    outline_mm: Mapped[list[Any] | None]
    lost: Mapped[bool] = mapped_column(default=False, server_default=false())

    job: Mapped[Job] = relationship()
