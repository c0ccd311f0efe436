"""A machine of the lab file: its platform, its powders, its times and the hands it needs."""

from typing import Annotated, Literal, Self

import shapely
from pydantic import Field, field_validator, model_validator

from printlab.lab_stretch import DowntimeEntry, ReservationEntry
from printlab.lab_table import LabTable, Name, NotNegative, Positive

__all__ = ["MachineEntry", "PlatformEntry", "PowderChange"]

Corner = tuple[NotNegative, NotNegative]
Ring = Annotated[tuple[Corner, ...], Field(min_length=3)]


LaserField = tuple[float, float, float, float]
"""x and y of the lower left corner, then of the upper right one."""


class PlatformEntry(LabTable):
    """A machine's plate."""

    shape: Literal["rectangle", "circle"]
    width_mm: NotNegative = 0.0
    depth_mm: NotNegative = 0.0
    diameter_mm: NotNegative = 0.0
    margin_mm: NotNegative = 0.0
    keep_outs: tuple[Ring, ...] = Field(
        default=(),
        description="Rings over which no part lies: x and y from the lower left corner",
    )

    @model_validator(mode="after")
    def _sizes_match_shape(self) -> Self:
        sizes = (self.diameter_mm,) if self.shape == "circle" else (self.width_mm, self.depth_mm)
        if min(sizes) <= 2 * self.margin_mm:
            needed = "diameter_mm" if self.shape == "circle" else "width_mm and depth_mm"
            raise ValueError(f"a {self.shape} needs {needed} above twice the margin")
        return self

    @field_validator("keep_outs")
    @classmethod
    def _places_are_plain(cls, rings: tuple[Ring, ...]) -> tuple[Ring, ...]:
        drawn = [shapely.Polygon(ring) for ring in rings]
        if not all(ring.is_valid and ring.area > 0.0 for ring in drawn):
            raise ValueError("a place kept free has sides that cross, or no area")
        return rings


class PowderChange(LabTable):
    """Working time to change a machine from one powder to another."""

    from_material: Name | None = Field(default=None, description="Absent: the machine is empty")
    to_material: Name
    time_min: NotNegative


class MachineEntry(LabTable):
    """One machine of the lab."""

    name: Name
    machine_class: Name
    platform: PlatformEntry
    height_mm: Positive
    lasers: Annotated[int, Field(ge=1, le=64)] = 1
    laser_fields_mm: tuple[LaserField, ...] = Field(
        default=(),
        description="Scan field of each laser: x, y, x, y from the platform's lower left corner",
    )
    recoat_s: NotNegative = 10.0
    recoater_axis: Literal["x", "y"] = "x"
    warm_up_min: NotNegative = 0.0
    cool_down_min: NotNegative = 0.0
    setup_min: NotNegative = 0.0
    unload_min: NotNegative = 0.0
    powder_change_min: NotNegative = Field(
        default=240.0, description="Where powder_changes does not say otherwise"
    )
    powder_changes: tuple[PowderChange, ...] = ()
    rate_eur_per_h: NotNegative = 0.0
    setup_eur: NotNegative = Field(default=0.0, description="0: the fee under prices")
    materials: Annotated[tuple[Name, ...], Field(min_length=1)]
    loaded: Name | None = None
    site: Name | None = Field(default=None, description="Where it stands, if the lab has several")
    setup_skill: Name | None = Field(default=None, description="What sets it up; absent: anybody")
    unload_skill: Name | None = None
    powder_change_skill: Name | None = None
    downtimes: tuple[DowntimeEntry, ...] = ()
    reserved: tuple[ReservationEntry, ...] = Field(
        default=(), description="When only parts of the named organisations are on it"
    )
    source: str = ""

    @model_validator(mode="after")
    def _each_laser_has_a_field(self) -> Self:
        if len(self.laser_fields_mm) not in (0, self.lasers):
            raise ValueError(f"laser_fields_mm needs a field for each of {self.lasers} lasers")
        if any(left >= right or low >= high for left, low, right, high in self.laser_fields_mm):
            raise ValueError("a scan field runs from its lower left corner to the upper right one")
        return self

    @model_validator(mode="after")
    def _loaded_is_allowed(self) -> Self:
        if self.loaded is not None and self.loaded not in self.materials:
            raise ValueError(f"loaded is {self.loaded}, which is not one of its materials")
        return self
