"""Stretches of time in the lab file: out of use, or kept for the work of some organisations."""

import datetime as dt
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from printlab.lab_table import LabTable, Name

__all__ = ["DowntimeEntry", "ReservationEntry"]


class DowntimeEntry(LabTable):
    """When a machine or a station cannot be used; without an offset, by the lab's clock."""

    starts: dt.datetime
    ends: dt.datetime
    reason: Annotated[str, Field(max_length=300)] = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if (self.starts.tzinfo is None) != (self.ends.tzinfo is None):
            raise ValueError("starts and ends need an offset both, or neither")
        if self.ends <= self.starts:
            raise ValueError("it ends before it starts")
        return self

    def moments(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return start and end in UTC; without an offset they are by the lab's clock."""
        starts, ends = (
            at.replace(tzinfo=zone) if at.tzinfo is None else at for at in (self.starts, self.ends)
        )
        return starts.astimezone(dt.UTC), ends.astimezone(dt.UTC)


class ReservationEntry(DowntimeEntry):
    """When only parts of these organisations are on a machine; the lab too goes by its name."""

    organisations: Annotated[tuple[Name, ...], Field(min_length=1)]
