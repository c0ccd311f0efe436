"""What follows printing, as one reader may see it."""

import datetime as dt
from dataclasses import dataclass

from printlab.convert.expected import Moments

__all__ = ["BuildName", "OperationView", "StationView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station as a row of the schedule for each of its units."""

    id: str
    name: str
    kind: str
    units: int
    capacity: int
    attended: bool
    skill: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildName:
    """A build that is in an operation; a proposed one has no number yet."""

    id: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """One use of a station: as planned, and as it is expected or was.

    ``builds`` are those that the reader knows of; when ``reserved``, nothing is told but its times.
    ``copies`` of the job are what it is about at a station for parts. Its state is "failed" where
    something was lost that the reader knows of; why is told to staff.
    """

    id: str
    plan_id: str
    station: StationView
    unit: int
    programme: str | None
    state: str
    reserved: bool
    builds: tuple[BuildName, ...]
    job_number: str | None
    name: str | None
    submission_id: str | None
    copies: tuple[int, ...]
    planned: Moments
    expected: Moments
    actual_start_at: dt.datetime | None
    actual_end_at: dt.datetime | None
    failure_reason: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it needs nobody any more."""
        return self.state not in {"planned", "running"}
