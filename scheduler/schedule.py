"""A schedule: builds on machines, each with its times and its placed parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from scheduler.part import Turn
from scheduler.strict import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One copy of a part on a platform.

    (``x_mm``, ``y_mm``) is the lower left of the turned bounding box, ``width_mm`` and
    ``depth_mm`` its size after turning. ``copy`` counts from one. A part with an area alone has
    a box of size zero at the origin.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    part: str
    copy: int
    orientation: str
    x_mm: float
    y_mm: float
    rotation_deg: Turn = 0
    width_mm: float
    depth_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One build of a machine, all times in ticks.

    A person changes the powder (``powder_change_start``, when it changes) and sets up
    (``setup_start`` to ``start``); the machine prints to ``end`` and cools to ``cool_end``; a
    person unloads from ``unload_start`` to ``unload_end``. Until then the machine is blocked.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    machine: str
    setting: str
    powder_change_start: int | None = None
    powder_change_end: int | None = None
    setup_start: int
    start: int
    end: int
    cool_end: int
    unload_start: int
    unload_end: int
    height_mm: float
    placements: tuple[Placement, ...]
    fixed: bool = False

    @property
    def occupied_from(self) -> int:
        """The first tick at which this build needs its machine."""
        return self.setup_start if self.powder_change_start is None else self.powder_change_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something done at a unit (counted from one) of a station after printing, times in ticks.

    ``builds`` are the platforms in it; at a station for parts, the one build out of which the
    ``copies`` of ``part`` come. A person loads from ``load_start`` to ``start`` and unloads from
    ``unload_start`` to ``unload_end``; until then the unit is taken. ``fixed`` ones are facts.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Annotated[str, Field(max_length=200)]
    station: str
    unit: int = 1
    programme: str | None = None
    builds: tuple[str, ...]
    part: str | None = None
    copies: tuple[int, ...] = ()
    load_start: int
    start: int
    end: int
    unload_start: int
    unload_end: int
    fixed: bool = False

    @property
    def times(self) -> tuple[int, int, int, int, int]:
        """Loading, start, end, unloading and its end."""
        return self.load_start, self.start, self.end, self.unload_start, self.unload_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The builds of a plan, fixed ones included, in the order of machine and time.

    ``operations`` are what follows at the stations, in the order of station, unit and time.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    builds: tuple[Build, ...]
    operations: tuple[Operation, ...] = ()

    def of_machine(self, machine: str) -> tuple[Build, ...]:
        """Return the builds of one machine in the order of time."""
        mine = (build for build in self.builds if build.machine == machine)
        return tuple(sorted(mine, key=lambda build: build.occupied_from))
