"""A station of the lab file: a place that parts pass after printing, and what they need there."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from printlab.lab_stretch import DowntimeEntry
from printlab.lab_table import LabTable, Name, NotNegative

__all__ = ["StationEntry", "StationWork"]


class StationWork(LabTable):
    """What parts of some materials need at a station; others do not pass it."""

    materials: tuple[Name, ...] = Field(
        default=(), description="Empty: every material that no other work of the station names"
    )
    programme: Name | None = Field(default=None, description="Of a furnace: what it runs")
    time_min: NotNegative = Field(
        default=0.0, description="A furnace's whole run, heating and cooling too; else per copy"
    )
    min_per_cm2: NotNegative = Field(
        default=0.0, description="Per copy and square centimetre of its shadow, as wire cutting"
    )


class StationEntry(LabTable):
    """One station: ``units`` that are alike."""

    name: Name
    kind: Literal["batch", "platform", "part"] = Field(
        description="Furnace for platforms; a platform alone, as wire EDM; or parts off it"
    )
    units: Annotated[int, Field(ge=1, le=64)] = 1
    capacity: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, description="Platforms in a furnace at once"
    )
    load_min: NotNegative = 0.0
    unload_min: NotNegative = 0.0
    transport_min: NotNegative = Field(default=0.0, description="The way from the place before")
    attended: bool = Field(default=False, description="Whether somebody stays with it as it works")
    skill: Name | None = None
    site: Name | None = None
    downtimes: tuple[DowntimeEntry, ...] = Field(
        default=(), description="When none of its units can be used"
    )
    source: str = ""
    work: Annotated[tuple[StationWork, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _suits_its_kind(self) -> Self:
        if self.capacity > 1 and self.kind != "batch":
            raise ValueError(f"a {self.kind} station holds one at a time; use units")
        for work in self.work:
            if (work.programme is not None) != (self.kind == "batch"):
                raise ValueError("a programme is what a batch station runs, and only that")
            if work.min_per_cm2 and self.kind == "batch":
                raise ValueError("a furnace's run takes time_min, whatever is in it")
        named = [name for work in self.work for name in work.materials or ("every material",)]
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            raise ValueError(f"its work names {twice[0]} twice")
        return self
