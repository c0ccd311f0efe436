"""What follows printing: stations in the order that parts pass them, and steps at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from scheduler.errors import InvalidProblemError
from scheduler.strict import STRICT, Name, Seconds, Tick
from scheduler.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a part needs at a station: ``time_s`` for each copy, in a batch by a programme.

    Any batch station, furnace or not, runs one programme at a time, and all on one platform ask for
    the same (none is one too). Elsewhere the programme is a remark that binds nothing.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    station: Name
    time_s: Seconds
    programme: Name | None = None

    def __post_init__(self) -> None:
        if self.time_s < 0.0:
            raise InvalidProblemError("step-time", station=self.station, time_s=self.time_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place after the machines, with ``units`` that are alike.

    * ``batch``, as a stress-relief furnace: up to ``capacity`` platforms with their parts still
      on them, all of one programme, for as long as the longest step among them.
    * ``platform``, as a wire EDM that cuts parts off: one platform, for the sum of the steps of
      the copies on it.
    * ``part``, as blasting or machining: some copies of one part out of one build, for the sum of
      their steps.

    A person loads (``load_s``) and unloads (``unload_s``); between them it works by itself, or,
    ``attended``, with that person all the time. What comes from the place before is there
    ``transport_s`` after that place let it go.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    kind: Literal["batch", "platform", "part"]
    units: Tick = 1
    capacity: Tick = 1
    load_s: Seconds = 0.0
    unload_s: Seconds = 0.0
    transport_s: Seconds = 0.0
    attended: bool = False
    skill: Name | None = None
    site: Name | None = None
    downtime: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        if self.units < 1 or self.capacity < 1 or (self.capacity > 1 and self.kind != "batch"):
            raise InvalidProblemError("station-capacity", station=self.id)
        if min(self.load_s, self.unload_s, self.transport_s) < 0.0:
            raise InvalidProblemError("station-times", station=self.id)
