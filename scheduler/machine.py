"""A machine: platform, height, powders, times and downtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from scheduler.errors import InvalidProblemError
from scheduler.ring import CORNERS, Ring, is_plain
from scheduler.strict import STRICT, Millimetres, Name, Seconds, Tick
from scheduler.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A build platform: a rectangle (width, depth) or a circle (diameter), with a free margin.

    Placements count from the lower left corner of the platform, for a circle from that of its
    bounding square. No part lies over ``keep_outs`` (of screws, of a worn place), which are rings
    in the same coordinates and contain their clearance.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    shape: Literal["rectangle", "circle"] = "rectangle"
    width_mm: Millimetres = 0.0
    depth_mm: Millimetres = 0.0
    diameter_mm: Millimetres = 0.0
    margin_mm: Millimetres = 0.0
    keep_outs: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        sizes = (self.diameter_mm,) if self.shape == "circle" else (self.width_mm, self.depth_mm)
        if self.margin_mm < 0.0 or min(sizes) - 2.0 * self.margin_mm <= 0.0:
            raise InvalidProblemError("platform-size", shape=self.shape, margin_mm=self.margin_mm)
        if any(len(ring) < CORNERS for ring in self.keep_outs):
            raise InvalidProblemError("platform-keep-out")
        if not all(map(is_plain, self.keep_outs)):
            raise InvalidProblemError("platform-keep-out-crossed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowderChange:
    """The time a change of powder takes; ``from_material`` ``None`` is an empty machine."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    from_material: str | None
    to_material: str
    time_s: Seconds

    def __post_init__(self) -> None:
        if self.time_s < 0.0:
            raise InvalidProblemError(
                "powder-change-time", source=self.from_material, target=self.to_material
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """The ticks ``start <= t < end`` of a machine, in which it works for some owners alone."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    start: Tick
    end: Tick
    owners: tuple[Name, ...]

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidProblemError("window-empty", start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A printer.

    A build takes ``setup_s`` with a person, then ``warm_up_s + sum of scan times + layers x
    recoat_s + cool_down_s`` unattended, then ``unload_s`` with a person; until unloaded it
    blocks the machine. ``powder_change_s`` holds for every pair of powders that
    ``powder_changes`` does not name. A person at its ``site`` needs the skills named for what is
    done by hand. During a reservation the machine works for its owners alone, from the
    change of powder to unloading.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    platform: Platform
    height_mm: Millimetres
    materials: tuple[Name, ...]
    loaded: Name | None = None
    powder_change_s: Seconds = 0.0
    powder_changes: tuple[PowderChange, ...] = ()
    setup_s: Seconds = 0.0
    warm_up_s: Seconds = 0.0
    recoat_s: Seconds = 0.0
    cool_down_s: Seconds = 0.0
    unload_s: Seconds = 0.0
    site: Name | None = None
    setup_skill: Name | None = None
    unload_skill: Name | None = None
    powder_change_skill: Name | None = None
    downtime: tuple[Window, ...] = ()
    reserved: tuple[Reservation, ...] = ()
    available_from: Tick = 0

    def __post_init__(self) -> None:
        if not self.height_mm > 0.0:
            raise InvalidProblemError("machine-height", machine=self.id, height_mm=self.height_mm)
        times_s = (
            self.powder_change_s,
            self.setup_s,
            self.warm_up_s,
            self.recoat_s,
            self.cool_down_s,
            self.unload_s,
        )
        if min(times_s) < 0.0:
            raise InvalidProblemError("machine-times", machine=self.id)

    def change_s(self, from_material: str | None, to_material: str) -> float:
        """Return the seconds of a powder change; zero when the powder stays."""
        if from_material == to_material:
            return 0.0
        for change in self.powder_changes:
            if (change.from_material, change.to_material) == (from_material, to_material):
                return change.time_s
        return self.powder_change_s
