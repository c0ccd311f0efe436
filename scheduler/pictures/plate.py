"""One platform with what lies on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

import shapely

from scheduler.machine import Platform
from scheduler.part import Orientation, Part
from scheduler.pictures.pen import Pen, Spot, Style, shortened, width_px
from scheduler.pictures.theme import Rgb, mix
from scheduler.problem import Problem
from scheduler.ring import Ring
from scheduler.schedule import Build, Placement

ROUND_CORNERS: Final = 72
LABEL_SIZES_PX: Final = (11.0, 9.5, 8.0)
MOSTLY_METAL: Final = 0.75
"""Where less of a shadow than this is metal, its name does not lie over its holes."""
THICK: Final = 0.7
"""Share of the greatest thickness from which on the middle is thick enough for a name."""
LABEL_LEAST_PX: Final = 8.0

Sheet = tuple[Callable[[Ring], list[Spot]], float]
"""Where a ring in millimetres lies on the sheet, and the pixels of a millimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A build's platform; millimetres count from its lower left corner."""

    problem: Problem
    build: Build

    @property
    def platform(self) -> Platform:
        """The platform of the build's machine."""
        machines = {machine.id: machine for machine in self.problem.machines}
        return machines[self.build.machine].platform

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and depth of the platform, for a round one of the square around it."""
        platform = self.platform
        if platform.shape == "circle":
            return platform.diameter_mm, platform.diameter_mm
        return platform.width_mm, platform.depth_mm

    def outline(self, margin_mm: float = 0.0) -> Ring:
        """Return the platform's edge, or that of what a margin leaves."""
        width_mm, depth_mm = self.size_mm
        if self.platform.shape == "circle":
            middle, radius = width_mm / 2, width_mm / 2 - margin_mm
            turns = (2 * pi * corner / ROUND_CORNERS for corner in range(ROUND_CORNERS))
            return tuple((middle + radius * cos(at), middle + radius * sin(at)) for at in turns)
        left, right = margin_mm, width_mm - margin_mm
        low, high = margin_mm, depth_mm - margin_mm
        return ((left, low), (right, low), (right, high), (left, high))

    @property
    def by_area(self) -> bool:
        """Whether some part on it is known by its area alone, and lies nowhere."""
        return any(placement.width_mm == 0.0 for placement in self.build.placements)

    @property
    def fill(self) -> float:
        """The share of the usable area that the parts' shadows cover."""
        usable_mm2 = shapely.Polygon(self.outline(self.platform.margin_mm)).area
        shadows_mm2 = sum(self._area_mm2(placement) for placement in self.build.placements)
        return float(shadows_mm2 / usable_mm2)

    def shadow(self, placement: Placement) -> list[Ring]:
        """Return a part's shadow where it lies: its outline, then its holes."""
        orientation = self._orientation(placement)
        width_mm, depth_mm = orientation.width_mm, orientation.depth_mm
        box: Ring = ((0.0, 0.0), (width_mm, 0.0), (width_mm, depth_mm), (0.0, depth_mm))
        rings = [orientation.polygon or box, *orientation.holes]
        return [
            tuple(
                (x + placement.x_mm, y + placement.y_mm)
                for x, y in orientation.turned(ring, placement.rotation_deg)
            )
            for ring in rings
        ]

    def _area_mm2(self, placement: Placement) -> float:
        part = self._part(placement)
        if part.area_mm2 is not None:
            return part.area_mm2
        outline, *holes = self.shadow(placement)
        return float(shapely.Polygon(outline, holes).area)

    def _part(self, placement: Placement) -> Part:
        return next(part for part in self.problem.parts if part.id == placement.part)

    def _orientation(self, placement: Placement) -> Orientation:
        standing = self._part(placement).orientations
        return next(one for one in standing if one.id == placement.orientation)


def draw_plate(pen: Pen, plate: Plate, corner: Spot, px_per_mm: float) -> None:
    """Draw a platform from its upper left corner on the sheet."""
    theme, foot = pen.theme, corner[1] + plate.size_mm[1] * px_per_mm

    def drawn(ring: Sequence[Spot]) -> list[Spot]:
        return [(corner[0] + x * px_per_mm, foot - y * px_per_mm) for x, y in ring]

    placed = [one for one in plate.build.placements if one.width_mm > 0.0]
    shadows = [plate.shadow(placement) for placement in placed]
    halos = [_halo(outline, plate.problem.part_gap_mm / 2) for outline, *_ in shadows]
    _platform(pen, plate, halos, drawn)
    materials = {setting.id: setting.material for setting in plate.problem.settings}
    hue = theme.hue(materials[plate.build.setting])
    fill = mix(hue, theme.ground, 0.4)
    style: Style = {"edge": mix(hue, theme.ink, 0.6), "lw": 0.9}
    for placement, shadow in zip(placed, shadows, strict=True):
        rings = [drawn(ring) for ring in shadow]
        pen.rings(rings, fill, name=f"part-{placement.part}", **style)
    for placement, shadow in zip(placed, shadows, strict=True):
        _label(pen, (placement.part, fill), shadow, (drawn, px_per_mm))


def _platform(
    pen: Pen, plate: Plate, halos: Sequence[Ring], drawn: Callable[[Ring], list[Spot]]
) -> None:
    """Draw what lies under the parts: the edge, the gaps, what is kept free, the margin."""
    theme = pen.theme
    pen.rings([drawn(plate.outline())], theme.ground, edge=theme.ink, lw=1.1, name="platform")
    for halo in halos:
        pen.rings([drawn(halo)], theme.closed)
    for ring in plate.platform.keep_outs:
        texture: Style = {"hatch": "xxxx", "edge": theme.strong, "name": "keep-out"}
        pen.rings([drawn(ring)], theme.closed, **texture)
    if plate.platform.margin_mm:
        margin = drawn(plate.outline(plate.platform.margin_mm))
        dashes: Style = {"linestyle": (0, (8, 3, 2, 3)), "name": "margin"}
        pen.line([*margin, margin[0]], theme.strong, 0.7, **dashes)


def _halo(outline: Ring, reach_mm: float) -> Ring:
    """Return the outline of what is nearer to a shadow than half the gap."""
    if reach_mm <= 0.0:
        return outline
    grown = shapely.Polygon(outline).buffer(reach_mm, quad_segs=4)
    return tuple(grown.exterior.coords)[:-1]


def _middle(outline: Ring, holes: Sequence[Ring]) -> shapely.Point:
    """Return where a name stands: in the middle, unless the shadow is much thicker elsewhere."""
    metal, whole = shapely.Polygon(outline, holes), shapely.Polygon(outline)
    shown = whole if metal.area > MOSTLY_METAL * whole.area else metal
    circle = shapely.maximum_inscribed_circle(shown, tolerance=0.01 * shown.length)
    centre = shown.centroid
    if shown.contains(centre) and shown.boundary.distance(centre) > THICK * circle.length:
        return centre
    return shapely.Point(circle.coords[0])


def _label(pen: Pen, named: tuple[str, Rgb], shadow: Sequence[Ring], sheet: Sheet) -> None:
    """Write a part's name where it has most room, upright where it is narrow, or not at all."""
    (name, fill), (drawn, px_per_mm) = named, sheet
    outline, *holes = shadow
    spot = _middle(outline, holes)
    ((x_px, y_px),) = drawn(((spot.x, spot.y),))
    left, low, right, high = shapely.Polygon(outline).bounds
    wide_px, high_px = (right - left) * px_per_mm - 4, (high - low) * px_per_mm - 4
    for size_px in LABEL_SIZES_PX:
        upright = high_px > wide_px and width_px(name, size_px) > wide_px
        if width_px(name, size_px) <= (high_px if upright else wide_px):
            break
    room_px, across_px = (high_px, wide_px) if upright else (wide_px, high_px)
    words = shortened(name, room_px, size_px)
    if words and across_px >= LABEL_LEAST_PX:
        turn: Style = {"rotation": 90, "va": "center", "rotation_mode": "anchor"} if upright else {}
        pen.text((x_px, y_px), words, size_px, ha="center", around=fill, **turn)
