"""A column or wall that is high for its width."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_outlines
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.uprights import uprights

WALL = 4.0
"""A section longer than so many widths is a wall: it is a warning at most, however high."""


def slender(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Tell the most slender columns; each section is held against what it carries."""
    error, warning = process.limit("slender-error"), process.limit("slender-warning")
    least = min(error.value, warning.value)
    for one in uprights(layers, least, process.limit("slender-height").value)[:PLACES_SHOWN]:
        rod = one.length_mm <= WALL * one.width_mm
        limit = error if rod and one.slenderness >= error.value else warning
        yield from breach(
            "slender",
            limit,
            one.slenderness,
            of_outlines(part, layers, [one.outline], one.layers),
            width_mm=one.width_mm,
            height_mm=one.height_mm,
            z_mm=one.layers[0] * layers.layer_mm,
        )
