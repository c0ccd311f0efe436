"""One way a part may stand, as nesting sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi, sqrt

import shapely

from scheduler.nesting.bed import grown_mm2
from scheduler.nesting.raster import grown
from scheduler.part import Orientation

ROUNDING = 1e-9
QUARTER_DEG = 90


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stand:
    """One orientation of a part: its box and height, and what it needs of a platform at least.

    ``bare_mm2`` is the area of its shadow, ``taken_mm2`` that of the shadow and of all that is
    nearer to it than half the gap; ``turns`` are the quarters it may be turned by. ``shadow`` is
    the shadow with half the gap around it, where it is not the whole box. Stands of the same
    ``number`` lie alike.
    """

    number: int
    name: str
    box: tuple[float, float]
    height_mm: float
    bare_mm2: float
    taken_mm2: float
    turns: tuple[int, ...]
    shadow: shapely.Polygon | None = None

    @property
    def flat(self) -> bool:
        """Tell whether the part is known by its area alone: it lies at the origin."""
        return self.box == (0.0, 0.0)


class Stands:
    """Makes stands of orientations; where two lie alike, what nesting needs is worked out once."""

    def __init__(self, gap_mm: float) -> None:
        self._gap_mm = gap_mm
        self._alike: dict[tuple[object, ...], Stand] = {}

    def stand(self, orientation: Orientation, area_mm2: float | None) -> Stand:
        """Return the stand of an orientation, or of a part that is known by its area alone."""
        box = (orientation.width_mm, orientation.depth_mm)
        drawn = (orientation.polygon, orientation.holes, orientation.turns_deg)
        known = self._alike.get((area_mm2, box, drawn))
        if known is None:
            known = stand_of(len(self._alike), orientation, area_mm2, self._gap_mm)
            self._alike[area_mm2, box, drawn] = known
        return replace(known, name=orientation.id, height_mm=orientation.height_mm)


def stand_of(number: int, orientation: Orientation, area_mm2: float | None, gap_mm: float) -> Stand:
    """Return the stand of an orientation, or of a part that is known by its area alone."""
    box = (orientation.width_mm, orientation.depth_mm)
    turns = tuple(turn_deg // QUARTER_DEG for turn_deg in orientation.turns_deg)
    shadow, bare_mm2, taken_mm2 = None, box[0] * box[1], grown_mm2(*box, gap_mm)
    if area_mm2 is not None:
        box, bare_mm2, taken_mm2 = (0.0, 0.0), area_mm2, area_mm2
    elif orientation.polygon is not None:
        drawn = grown(orientation.polygon, orientation.holes, 0.0)
        if drawn.area < bare_mm2 * (1.0 - ROUNDING):
            bare_mm2 = drawn.area
            taken_mm2 = (sqrt(bare_mm2) + sqrt(pi) * gap_mm / 2.0) ** 2  # Brunn and Minkowski
            shadow = grown(orientation.polygon, orientation.holes, gap_mm)
    return Stand(
        number=number,
        name=orientation.id,
        box=box,
        height_mm=orientation.height_mm,
        bare_mm2=bare_mm2,
        taken_mm2=taken_mm2,
        turns=turns,
        shadow=shadow,
    )
