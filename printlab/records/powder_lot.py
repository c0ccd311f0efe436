"""A delivery of powder, to follow what went into a build."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record, one_of
from printlab.records.material import Material

__all__ = ["POWDER_LOT_STATES", "PowderLot"]

POWDER_LOT_STATES = ("new", "in_use", "empty", "blocked")


class PowderLot(Record):
    """A lot with the supplier's number, its mass, and how often it was sieved and used again."""

    __tablename__ = "powder_lot"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        one_of("state", POWDER_LOT_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id"), index=True)
    number: Mapped[str] = mapped_column(String(80))
    supplier: Mapped[str] = mapped_column(String(200), default="")
    received_on: Mapped[date | None]
    mass_g: Mapped[float]
    reuse_count: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="new")

    material: Mapped[Material] = relationship()
