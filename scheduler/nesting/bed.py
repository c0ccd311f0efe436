"""The usable part of a platform, with the gap that parts keep on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi, sqrt

import shapely

from scheduler.machine import Platform
from scheduler.ring import Ring

ROUNDING = 1e-6

QUARTER_CORNERS = 180
"""Corners in a quarter of the polygon that a circle is measured by: it lacks 0.001 %."""


def grown_mm2(width_mm: float, depth_mm: float, gap_mm: float) -> float:
    """Return the area of a box and of all that is nearer to it than half the gap."""
    return width_mm * depth_mm + gap_mm * (width_mm + depth_mm) + pi * gap_mm * gap_mm / 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """A platform without its margin; coordinates count from the usable bounding box's corner."""

    width_mm: float
    depth_mm: float
    round: bool
    gap_mm: float
    margin_mm: float
    keep_outs: tuple[Ring, ...] = ()

    @classmethod
    def of(cls, platform: Platform, gap_mm: float) -> Bed:
        """Return the bed of a platform."""
        is_round = platform.shape == "circle"
        width_mm = platform.diameter_mm if is_round else platform.width_mm
        depth_mm = platform.diameter_mm if is_round else platform.depth_mm
        border_mm = 2.0 * platform.margin_mm
        return cls(
            width_mm=width_mm - border_mm,
            depth_mm=depth_mm - border_mm,
            round=is_round,
            gap_mm=gap_mm,
            margin_mm=platform.margin_mm,
            keep_outs=tuple(
                tuple((x - platform.margin_mm, y - platform.margin_mm) for x, y in ring)
                for ring in platform.keep_outs
            ),
        )

    @property
    def area_mm2(self) -> float:
        """The usable area."""
        return pi * self.width_mm**2 / 4.0 if self.round else self.width_mm * self.depth_mm

    @property
    def free_mm2(self) -> float:
        """The usable area that is not kept free; of a round bed a little more."""
        if not self.keep_outs:
            return self.area_mm2
        drawn = [shapely.make_valid(shapely.Polygon(ring)) for ring in self.keep_outs]
        kept = shapely.union_all(drawn).intersection(self._inside())
        return max(0.0, self.area_mm2 - float(kept.area))

    def _inside(self) -> shapely.Polygon:
        """Return the bed's rectangle, or a polygon inside its circle."""
        if not self.round:
            return shapely.box(0.0, 0.0, self.width_mm, self.depth_mm)
        radius_mm = self.width_mm / 2.0
        middle = shapely.Point(radius_mm, radius_mm)
        return middle.buffer(radius_mm, quad_segs=QUARTER_CORNERS)

    @property
    def packing_area_mm2(self) -> float:
        """An area that the parts, each grown by half the gap all round, cannot exceed together."""
        if self.round:
            return pi * (self.width_mm + self.gap_mm) ** 2 / 4.0
        return grown_mm2(self.width_mm, self.depth_mm, self.gap_mm)

    def holds(self, box: tuple[float, float], turns: tuple[int, ...]) -> bool:
        """Tell whether one box fits, turned by quarters that are allowed."""
        if self.round:
            return hypot(*box) <= self.width_mm + ROUNDING
        width_mm, depth_mm = self.width_mm + ROUNDING, self.depth_mm + ROUNDING
        ways = (box[::-1] if quarters % 2 else box for quarters in turns)
        return any(w <= width_mm and d <= depth_mm for w, d in ways)

    def lowest_mm(self, x_mm: float, width_mm: float) -> float:
        """Return the lowest y at which a box over x .. x + width lies on the bed."""
        if not self.round:
            return 0.0
        radius_mm = self.width_mm / 2.0
        off_mm = max(abs(x_mm - radius_mm), abs(x_mm + width_mm - radius_mm))
        if off_mm > radius_mm:
            return self.depth_mm
        return radius_mm - sqrt(radius_mm * radius_mm - off_mm * off_mm)
