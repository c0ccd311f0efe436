"""A metal powder the lab prints."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.organisation import Organisation

__all__ = ["Material"]


class Material(Record):
    """A metal powder with what it weighs and costs."""

    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(80))
    density_g_cm3: Mapped[float]
    powder_cents_per_kg: Mapped[int]
    packing_fraction: Mapped[float]
    source: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()
