"""The lab file: machines, materials, people's hours, prices and organisations, as one document.

TOML in, checked values out. Every mistake is one sentence that names its place, such as
``machines[2].height_mm``. The JSON Schema in ``printlab/schemas/lab.schema.json`` is
:func:`lab_schema`, kept equal by a test.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator

from printlab.errors import Unreadable
from printlab.lab_machine import MachineEntry, PlatformEntry, PowderChange
from printlab.lab_mistake import mistake
from printlab.lab_relations import (
    check_hands,
    check_materials,
    check_names,
    check_order,
    check_owners,
    check_stretches,
)
from printlab.lab_station import StationEntry, StationWork
from printlab.lab_stretch import DowntimeEntry, ReservationEntry
from printlab.lab_table import LabTable, Name, NotNegative, Positive

__all__ = [
    "Closure",
    "DowntimeEntry",
    "Group",
    "LabFile",
    "LabSection",
    "MachineEntry",
    "MaterialEntry",
    "Organisation",
    "ParameterSetEntry",
    "PlatformEntry",
    "PowderChange",
    "Prices",
    "ReservationEntry",
    "Shift",
    "StationEntry",
    "StationWork",
    "lab_schema",
    "read_lab_file",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Share = Annotated[float, Field(gt=0, le=1e6)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Prices(LabTable):
    """What printing costs beside machine time and powder; amounts in EUR without VAT."""

    setup_eur: NotNegative = Field(default=0.0, description="Fee for preparing one build")
    handling_eur_per_part: NotNegative = Field(
        default=0.0, description="Removing, cleaning and packing one part"
    )
    labour_eur_per_h: NotNegative = Field(
        default=0.0, description="An hour of hand work, such as taking supports off"
    )
    vat_percent: Annotated[int, Field(ge=0, le=100)] = Field(
        default=21, description="VAT; 21 % is the Dutch standard rate"
    )
    quote_valid_days: Annotated[int, Field(ge=1, le=365)] = 14


class Objective(LabTable):
    """What a plan is to be good at: what each of its terms weighs.

    Machine time is the measure: a minute of it weighs ``occupancy``.
    """

    tardiness: NotNegative = Field(
        default=10.0, description="A minute that a job of weight 1 is late"
    )
    powder_change: NotNegative = Field(default=1.0, description="A minute of changing powder")
    occupancy: NotNegative = Field(default=1.0, description="A minute of machine time")
    stability: NotNegative = Field(
        default=30.0, description="A copy that lies elsewhere than in the plan before"
    )
    fairness: NotNegative = Field(
        default=0.1, description="A minute that a member has beyond its share of machine time"
    )


class LabSection(LabTable):
    """The lab itself."""

    name: Name
    kvk: str | None = None
    btw_id: str | None = None
    time_zone: str = "Europe/Amsterdam"
    part_gap_mm: NotNegative = Field(default=5.0, description="Least distance between parts")
    plan_horizon_days: Annotated[int, Field(ge=1, le=366)] = 60
    share: Share | None = Field(default=None, description="Of machine time, for the lab's own work")
    share_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=28, description="Over how many days, back and ahead, shares of time are counted"
    )
    source: str = ""

    @field_validator("time_zone")
    @classmethod
    def _time_zone_is_known(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value} is not a time zone")
        return str(ZoneInfo(value))


class Group(LabTable):
    """A class or course of an organisation."""

    name: Name
    code: Name
    expires_on: dt.date | None = None


class Organisation(LabTable):
    """A school or a company that brings work; the lab itself is the ``lab`` table."""

    name: Name
    kind: Literal["university", "college", "company"]
    kvk: str | None = None
    btw_id: str | None = None
    confidential_default: bool = False
    share: Share | None = Field(
        default=None, description="Of machine time, relative to the sum of all; absent: no member"
    )
    groups: tuple[Group, ...] = ()


class ParameterSetEntry(LabTable):
    """How the laser fills one layer of one material."""

    name: Name
    machine_class: Name | None = Field(default=None, description="Absent: any class")
    layer_mm: Annotated[float, Field(gt=0, le=1)]
    hatch_mm: Positive
    hatch_speed_mm_s: Positive
    contours: Annotated[int, Field(ge=0, le=10)] = 1
    contour_speed_mm_s: Positive | None = None
    jump_speed_mm_s: Positive = 5000.0
    delay_per_vector_us: NotNegative = 0.0
    power_w: NotNegative = 0.0
    stripe_mm: NotNegative = Field(default=10.0, description="0: from side to side")
    stripe_overlap_mm: NotNegative = 0.1
    sheet_rate_mm3_s: NotNegative = Field(default=0.0, description="Of one laser; 0: not known")
    source: str = ""
    sheet_source: str = ""


class MaterialEntry(LabTable):
    """A metal powder, with the parameter sets it is printed with."""

    name: Name
    density_g_cm3: Positive
    powder_eur_per_kg: NotNegative = 0.0
    packing_fraction: Annotated[float, Field(gt=0, lt=1)] = 0.55
    source: str = ""
    parameter_sets: Annotated[tuple[ParameterSetEntry, ...], Field(min_length=1)]


class Shift(LabTable):
    """Hours on which somebody can work at machines and stations, by the lab's clock."""

    name: Annotated[str, Field(max_length=100)] = ""
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    starts: dt.time
    ends: dt.time = Field(description="At or before starts means the next day")
    heads: Annotated[int, Field(ge=1, le=100)] = 1
    skills: tuple[Name, ...] = Field(
        default=(), description="What these people can do of what asks for a skill; empty: all"
    )
    sites: tuple[Name, ...] = Field(default=(), description="Where they work; empty: everywhere")
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Closure(LabTable):
    """A day on which nobody works in the lab; machines that run keep running."""

    day: dt.date
    reason: Name


class LabFile(LabTable):
    """A whole lab."""

    schema_name: Literal["printlab/lab/1"] = Field(alias="schema")
    lab: LabSection
    prices: Prices = Prices()
    objective: Objective = Objective()
    organisations: tuple[Organisation, ...] = ()
    materials: Annotated[tuple[MaterialEntry, ...], Field(min_length=1)]
    machines: Annotated[tuple[MachineEntry, ...], Field(min_length=1)]
    stations: tuple[StationEntry, ...] = Field(
        default=(), description="What follows printing, in the order in which parts pass"
    )
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]
    closures: tuple[Closure, ...] = ()
    rules: Name | None = Field(default=None, description="A rule pack, beside the lab file")
    calibrations: tuple[Name, ...] = Field(
        default=(), description="What `printlab calibrate` learnt, files beside the lab file"
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for kind in ("organisations", "materials", "machines", "stations"):
            check_names(kind, [entry.name for entry in getattr(self, kind)])
        known = {material.name for material in self.materials}
        check_materials(known, self.machines, self.stations)
        check_owners({self.lab.name, *(one.name for one in self.organisations)}, self.machines)
        check_stretches(ZoneInfo(self.lab.time_zone), self.machines, self.stations)
        check_order(self.stations)
        check_hands(self.shifts, self.machines, self.stations)
        return self


def read_lab_file(path: Path) -> LabFile:
    """Read and check a lab file; the files it names are found beside it.

    Raises
    ------
    Unreadable
        ``lab-file-missing``, ``lab-file-not-toml`` or ``lab-file-wrong``; the sentence names the
        place of the first mistake.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(
            "lab-file-missing", f"The lab file {path} cannot be read.", {"path": str(path)}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(
            "lab-file-not-toml", f"The lab file {path} is not TOML: {error}.", {"path": str(path)}
        ) from error
    try:
        file = LabFile.model_validate(document)
    except ValidationError as error:
        raise mistake(path, error, lab_schema()) from error
    rules = None if file.rules is None else str(path.parent / file.rules)
    calibrations = tuple(str(path.parent / name) for name in file.calibrations)
    return file.model_copy(update={"rules": rules, "calibrations": calibrations})


def lab_schema() -> dict[str, object]:
    """Return the JSON Schema of the lab file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **LabFile.model_json_schema(by_alias=True),
    }
