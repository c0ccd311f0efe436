"""Does this set of boxes fit this bed, and how: asked often, so answers are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduler.nesting.bed import Bed, grown_mm2
from scheduler.nesting.skyline import FLAT, Box, Skyline, Spot, drop, pack

FILL_LIMIT = 0.92
"""Fill of a bed above which a set is not packed anew: a skyline fails mostly from 0.88."""

FEW = 10
"""Sets of at most this many boxes are packed anew at any fill that is possible at all."""

NO_BOX: Box = (0.0, 0.0)
"""The box of a part that is known by its area alone: it lies at the origin and takes no room."""

ORDERS: tuple[Callable[[Box], tuple[float, float]], ...] = (
    lambda box: (-max(box), -min(box)),
    lambda box: (-box[0] * box[1], -max(box)),
    lambda box: (-min(box), -max(box)),
)
"""Orders in which a set is packed anew: by longer side, by area, by shorter side."""


class Layout(NamedTuple):
    """Spots of boxes, in the order of the boxes, and the skyline above them."""

    spots: tuple[Spot, ...]
    skyline: Skyline


Question = tuple[Bed, tuple[Box, ...]]
"""A bed and the boxes to lay on it, sorted."""

ORIGIN = Spot(0.0, 0.0, turned=False)
ROUNDING = 1e-9
EMPTY = Layout((), FLAT)


class Oracle:
    """Packs boxes on beds and remembers each set it has packed or failed to pack."""

    def __init__(self) -> None:
        self._known: dict[Question, tuple[dict[Box, list[Spot]], Skyline] | None] = {}

    def grow(self, bed: Bed, boxes: Sequence[Box], layout: Layout) -> Layout | None:
        """Return a layout of boxes of which all but the last are laid out already."""
        if boxes[-1] == NO_BOX:
            return Layout((*layout.spots, ORIGIN), layout.skyline)
        fill = self._fill(bed, boxes)
        if fill > 1.0:
            return None
        dropped = drop(bed, layout.skyline, boxes[-1])
        if dropped is not None:
            spot, skyline = dropped
            return Layout((*layout.spots, spot), skyline)
        return self._packed(bed, boxes) if fill <= FILL_LIMIT or len(boxes) <= FEW else None

    def layout(self, bed: Bed, boxes: Sequence[Box]) -> Layout | None:
        """Return a layout of boxes, or nothing when none was found."""
        return None if self._fill(bed, boxes) > 1.0 else self._packed(bed, boxes)

    @staticmethod
    def _fill(bed: Bed, boxes: Sequence[Box]) -> float:
        gap_mm = bed.gap_mm
        needed_mm2 = sum(grown_mm2(*box, gap_mm) for box in boxes if box != NO_BOX)
        return needed_mm2 / bed.packing_area_mm2 - ROUNDING

    def _packed(self, bed: Bed, boxes: Sequence[Box]) -> Layout | None:
        key = (bed, tuple(sorted(box for box in boxes if box != NO_BOX)))
        if key not in self._known:
            self._known[key] = self._search(key)
        known = self._known[key]
        if known is None:
            return None
        spots, skyline = known
        left = {box: list(there) for box, there in spots.items()}
        left[NO_BOX] = [ORIGIN] * len(boxes)
        return Layout(tuple(left[box].pop() for box in boxes), skyline)

    @staticmethod
    def _search(question: Question) -> tuple[dict[Box, list[Spot]], Skyline] | None:
        bed, boxes = question
        for order in ORDERS:
            ordered = sorted(boxes, key=order)
            packed = pack(bed, ordered)
            if packed is not None:
                spots, skyline = packed
                by_box: dict[Box, list[Spot]] = {}
                for box, spot in zip(ordered, spots, strict=True):
                    by_box.setdefault(box, []).append(spot)
                return by_box, skyline
        return None
