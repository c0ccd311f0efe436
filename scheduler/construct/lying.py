"""Where a copy lies on a platform, as the search counts it, from where a schedule says it lies."""

from __future__ import annotations

from scheduler.construct.assemble import TURNS_DEG
from scheduler.nesting.skyline import Spot, one_each
from scheduler.nesting.stand import Stand
from scheduler.part import Turn
from scheduler.shop.printer import Printer


def may_lie(stand: Stand, turn_deg: Turn) -> bool:
    """Tell whether a stand may lie turned by an angle; a box looks alike after half a turn."""
    quarters = TURNS_DEG.index(turn_deg)
    if stand.flat or (stand.shadow is None and stand.box[0] == stand.box[1]):
        return True
    if stand.shadow is None:
        return any((way - quarters) % 2 == 0 for way in stand.turns)
    return quarters in stand.turns


def spot_of(printer: Printer, stand: Stand, at_mm: tuple[float, float], turn_deg: Turn) -> Spot:
    """Return the spot of a stand whose lower left corner lies at a point, turned by an angle."""
    if stand.flat:
        return Spot(0.0, 0.0, 0)
    quarters = TURNS_DEG.index(turn_deg)
    if stand.shadow is None:
        alike = stand.box[0] == stand.box[1]
        ways = one_each(stand.turns, alike=alike)
        quarters = next(way for way in ways if alike or (way - quarters) % 2 == 0)
    margin_mm = printer.bed.margin_mm
    return Spot(at_mm[0] - margin_mm, at_mm[1] - margin_mm, quarters)
