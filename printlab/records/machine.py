"""A printer of the lab."""

from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import Base, Record, one_of
from printlab.records.material import Material
from printlab.records.organisation import Organisation

__all__ = ["PLATFORM_SHAPES", "Machine", "machine_material"]

PLATFORM_SHAPES = ("rectangle", "circle")

machine_material = Table(
    "machine_material",
    Base.metadata,
    Column("machine_id", ForeignKey("machine.id", ondelete="CASCADE"), primary_key=True),
    Column("material_id", ForeignKey("material.id"), primary_key=True),
)
"""Which materials a machine may be loaded with."""


class Machine(Record):
    """A printer: its room for parts, its speeds, and what changing it over costs.

    ``powder_change_s`` is the time between any two materials; ``powder_changes`` lists the pairs
    that differ, as ``{"from": name, "to": name, "time_s": seconds}``. ``keep_outs`` are rings
    on the platform over which no part lies, ``laser_fields_mm`` what each laser reaches
    (``[x, y, x, y]`` from the platform's lower left corner). Who works at it is at its ``site`` and
    has the skill that is named.
    """

    __tablename__ = "machine"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        one_of("platform_shape", PLATFORM_SHAPES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(80))
    machine_class: Mapped[str] = mapped_column(String(80))
    platform_shape: Mapped[str] = mapped_column(String(16))
    platform_width_mm: Mapped[float | None]
    platform_depth_mm: Mapped[float | None]
    platform_diameter_mm: Mapped[float | None]
    platform_margin_mm: Mapped[float]
    keep_outs: Mapped[list[Any] | None]
    height_mm: Mapped[float]
    lasers: Mapped[int]
    laser_fields_mm: Mapped[list[Any] | None]
    recoat_s: Mapped[float]
    recoater_axis: Mapped[str] = mapped_column(String(1), default="x", server_default="x")
    warm_up_s: Mapped[float]
    cool_down_s: Mapped[float]
    setup_s: Mapped[float]
    unload_s: Mapped[float]
    powder_change_s: Mapped[float]
    powder_changes: Mapped[list[Any]] = mapped_column(default=list)
    site: Mapped[str | None] = mapped_column(String(100))
    setup_skill: Mapped[str | None] = mapped_column(String(100))
    unload_skill: Mapped[str | None] = mapped_column(String(100))
    powder_change_skill: Mapped[str | None] = mapped_column(String(100))
    rate_cents_per_h: Mapped[int]
    setup_cents: Mapped[int] = mapped_column(default=0)
    loaded_material_id: Mapped[str | None] = mapped_column(ForeignKey("material.id"))
    source: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()
    loaded_material: Mapped[Material | None] = relationship()
    materials: Mapped[list[Material]] = relationship(
        secondary=machine_material, order_by=Material.name
    )
