"""One file of a part, with what was found in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from printlab.records.base import FileReference, JsonObject, Record, one_of
from printlab.records.material import Material
from printlab.records.parameter_set import ParameterSet
from printlab.records.part import Part

__all__ = ["REVISION_STATES", "PartRevision"]

REVISION_STATES = ("queued", "checking", "checked", "failed")


class PartRevision(Record):
    """A file as uploaded and, once checked, its report, layers, picture and estimate.

    Columns from ``report_sha256`` on are empty until the check is done; ``footprint_mm`` is the
    shadow on the platform, rings of ``[[x, y], ...]``: the outline, then holes. The lasers' time
    that plans count with lies between ``planned_laser_low`` and ``planned_laser_high`` times
    ``planned_laser_s``. ``priced_machine_id`` names the machine of which time and price are.
    """

    __tablename__ = "part_revision"
    __table_args__ = (
        UniqueConstraint("part_id", "number"),
        one_of("state", REVISION_STATES),
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    part_id: Mapped[str] = mapped_column(ForeignKey("part.id"))
    number: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(FileReference, index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    file_bytes: Mapped[int] = mapped_column(BigInteger)
    file_format: Mapped[str | None] = mapped_column(String(40))
    unit: Mapped[str | None] = mapped_column(String(8))
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id"))
    parameter_set_id: Mapped[str] = mapped_column(ForeignKey("parameter_set.id"))
    machine_class: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16), default="queued")
    error_code: Mapped[str | None] = mapped_column(String(80))
    error_params: Mapped[JsonObject] = mapped_column(default=dict)
    triangles: Mapped[int | None]
    volume_mm3: Mapped[float | None]
    area_mm2: Mapped[float | None]
    size_x_mm: Mapped[float | None]
    size_y_mm: Mapped[float | None]
    size_z_mm: Mapped[float | None]
    report_sha256: Mapped[str | None] = mapped_column(FileReference)
    layers_sha256: Mapped[str | None] = mapped_column(FileReference)
    picture_sha256: Mapped[str | None] = mapped_column(FileReference)
    picture_dark_sha256: Mapped[str | None] = mapped_column(FileReference)
    mended_sha256: Mapped[str | None] = mapped_column(FileReference)
    accepted: Mapped[bool | None]
    error_count: Mapped[int | None]
    warning_count: Mapped[int | None]
    layer_count: Mapped[int | None]
    height_mm: Mapped[float | None]
    footprint_mm: Mapped[list[Any] | None]
    time_s: Mapped[float | None]
    time_low_s: Mapped[float | None]
    time_high_s: Mapped[float | None]
    scan_time_s: Mapped[float | None]
    planned_laser_s: Mapped[float | None]
    planned_laser_low: Mapped[float | None]
    planned_laser_high: Mapped[float | None]
    mass_g: Mapped[float | None]
    support_mass_g: Mapped[float | None]
    powder_g: Mapped[float | None]
    removal_s: Mapped[float | None]
    priced_machine_id: Mapped[str | None] = mapped_column(String(36))
    net_cents: Mapped[int | None]
    ready_at: Mapped[datetime | None]
    ready_share: Mapped[float | None]
    ready_as_of: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]

    part: Mapped[Part] = relationship()
    material: Mapped[Material] = relationship()
    parameter_set: Mapped[ParameterSet] = relationship()
