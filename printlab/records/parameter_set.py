"""How one material is exposed: the numbers a build's time follows from."""

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Record
from printlab.records.material import Material
from printlab.records.organisation import Organisation

__all__ = ["ParameterSet"]


class ParameterSet(Record):
    """Layer, hatch, speeds and delays for one material, with where the numbers come from."""

    __tablename__ = "parameter_set"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id"), index=True)
    machine_class: Mapped[str | None] = mapped_column(String(80))
    layer_mm: Mapped[float]
    hatch_mm: Mapped[float]
    contours: Mapped[int]
    hatch_speed_mm_s: Mapped[float]
    contour_speed_mm_s: Mapped[float]
    jump_speed_mm_s: Mapped[float]
    delay_per_vector_us: Mapped[float]
    power_w: Mapped[float]
    stripe_mm: Mapped[float] = mapped_column(default=10.0, server_default=text("10.0"))
    stripe_overlap_mm: Mapped[float] = mapped_column(default=0.1, server_default=text("0.1"))
    sheet_rate_mm3_s: Mapped[float] = mapped_column(default=0.0, server_default=text("0.0"))
    sheet_source: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    source: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()
    material: Mapped[Material] = relationship()
