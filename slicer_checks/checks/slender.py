"""A column or wall that is high for its width."""

from collections.abc import Iterator
from itertools import islice

from slicer_checks.checks.place import of_outlines
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, first_passed, telling
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.rules import Limit
from slicer_checks.uprights import Upright, uprights

WALL = 4.0
"""A section longer than so many widths is a wall: a warning at most, however high, and told so.

Along its length a wall is stiff; the error limit is about rods, which give way to every side.
"""

LIMITS = ("slender-error", "slender-warning")


def slender(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Tell the most slender columns; each section is held against what it carries."""
    told = telling(process, LIMITS)
    if not told:
        return
    least = min(limit.value for limit in told)
    found = uprights(layers, least, process.limit("slender-height").value)
    passed = ((one, _passed(one, process)) for one in found)
    places = ((one, limit) for one, limit in passed if limit is not None)
    for one, limit in islice(places, PLACES_SHOWN):
        yield from breach(
            "slender",
            limit,
            one.slenderness,
            of_outlines(part, layers, [one.outline], one.layers),
            width_mm=one.width_mm,
            height_mm=one.height_mm,
            length_mm=one.length_mm,
            z_mm=one.layers[0] * layers.layer_mm,
            rod=process.limit("slender-error").value,
            variant="wall" if _is_wall(one) else "",
        )


def _passed(one: Upright, process: Process) -> Limit | None:
    """Give the limit that a section passes; the graver one speaks of rods only."""
    asked = LIMITS[1:] if _is_wall(one) else LIMITS
    return first_passed(process, asked, lambda limit: one.slenderness >= limit.value)


def _is_wall(one: Upright) -> bool:
    return one.length_mm > WALL * one.width_mm
