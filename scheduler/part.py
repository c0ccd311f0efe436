"""What is to be printed: settings, orientations and parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, PlainSerializer

from scheduler.errors import InvalidProblemError
from scheduler.ring import CORNERS, Ring, is_plain
from scheduler.station import Step
from scheduler.strict import STRICT, Millimetres, Name, Seconds, Tick, Weight

Turn = Literal[0, 90, 180, 270]
"""A turn about the vertical, counter-clockwise, in degrees."""

LEAST_LAYER_MM = 0.0001
"""A tenth of a micrometre; L-PBF has 20 micrometres and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A material printed with a layer thickness; parts of one build share one setting."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    material: Name
    layer_mm: Millimetres

    def __post_init__(self) -> None:
        if not self.layer_mm >= LEAST_LAYER_MM:
            raise InvalidProblemError("setting-layer", setting=self.id, layer_mm=self.layer_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """One way a part may stand: its footprint's bounding box and its height.

    ``polygon`` is the shadow as a ring of (x, y) inside that box, lower left at the origin, and
    ``holes`` are rings inside it in which other parts may lie; no ring crosses itself. Turned by
    90 degrees, a point (x, y) lies at (depth - y, x), by 180 at (width - x, depth - y), by 270 at
    (y, width - x); ``turns_deg`` are the turns that are allowed. ``support_s`` holds, per machine,
    the seconds that the supports of this stand add to a build for each copy.
    A part with an area alone has width and depth zero here.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    width_mm: Millimetres
    depth_mm: Millimetres
    height_mm: Millimetres
    polygon: Ring | None = None
    holes: tuple[Ring, ...] = ()
    turns_deg: tuple[Turn, ...] = (0, 90, 180, 270)
    support_s: Annotated[Mapping[str, Seconds], PlainSerializer(dict)] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "support_s", MappingProxyType(dict(self.support_s)))
        if any(support_s < 0.0 for support_s in self.support_s.values()):
            raise InvalidProblemError("orientation-supports", orientation=self.id)
        if not self.turns_deg:
            raise InvalidProblemError("orientation-turns", orientation=self.id)
        if self.width_mm < 0.0 or self.depth_mm < 0.0 or not self.height_mm > 0.0:
            raise InvalidProblemError("orientation-size", orientation=self.id)
        self._check_shadow()

    def turned(self, ring: Ring, turn_deg: Turn) -> Ring:
        """Return a ring of the shadow as it lies when the part is turned, from the origin."""
        width_mm, depth_mm = self.width_mm, self.depth_mm
        ways: dict[Turn, Ring] = {
            0: ring,
            90: tuple((depth_mm - y, x) for x, y in ring),
            180: tuple((width_mm - x, depth_mm - y) for x, y in ring),
            270: tuple((y, width_mm - x) for x, y in ring),
        }
        return ways[turn_deg]

    def _holds(self, ring: Ring) -> bool:
        slack_mm = 1e-6
        inside = all(
            -slack_mm <= x <= self.width_mm + slack_mm
            and -slack_mm <= y <= self.depth_mm + slack_mm
            for x, y in ring
        )
        return inside and len(ring) >= CORNERS

    def _check_shadow(self) -> None:
        rings = self.holes if self.polygon is None else (self.polygon, *self.holes)
        if (self.holes and self.polygon is None) or not all(map(self._holds, rings)):
            raise InvalidProblemError("orientation-polygon", orientation=self.id)
        if not all(map(is_plain, rings)):
            raise InvalidProblemError("orientation-polygon-crossed", orientation=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a job, to be printed ``copies`` times.

    ``scan_s`` holds, per machine that may print it, the seconds one copy adds to a build;
    a machine that is absent there is not eligible. ``release`` and ``due`` are ticks.
    With ``area_mm2`` the footprint is that area alone, and no placement is certified.
    A ``confidential`` part never shares a platform with another owner's parts, nor with the parts
    that ``apart_from`` names. All copies of all parts with the same ``together`` are in one build.
    ``steps`` are what follows printing, in the order of the problem's stations.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name
    job: Name
    owner: Name
    setting: Name
    orientations: tuple[Orientation, ...]
    scan_s: Annotated[Mapping[str, Seconds], PlainSerializer(dict)]
    copies: Tick = 1
    release: Tick = 0
    due: Tick | None = None
    weight: Weight = 1.0
    area_mm2: Annotated[float, Field(le=1e12)] | None = None
    confidential: bool = False
    apart_from: tuple[Name, ...] = ()
    together: Name | None = None
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "scan_s", MappingProxyType(dict(self.scan_s)))
        if self.copies < 1:
            raise InvalidProblemError("part-copies", part=self.id, copies=self.copies)
        if self.weight < 0.0:
            raise InvalidProblemError("part-weight", part=self.id, weight=self.weight)
        if not self.orientations:
            raise InvalidProblemError("part-orientations", part=self.id)
        if any(scan_s < 0.0 for scan_s in self.scan_s.values()):
            raise InvalidProblemError("part-scan", part=self.id)
        self._check_footprint()

    def _check_footprint(self) -> None:
        if self.area_mm2 is None:
            flat = [o for o in self.orientations if not (o.width_mm > 0.0 and o.depth_mm > 0.0)]
            if flat:
                raise InvalidProblemError("part-footprint", part=self.id, orientation=flat[0].id)
        elif not self.area_mm2 > 0.0:
            raise InvalidProblemError("part-area", part=self.id, area_mm2=self.area_mm2)
