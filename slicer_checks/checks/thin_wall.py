"""Walls that are thinner than a machine can print or than a wall should be."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_outlines
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.checks.thinness import ThinPlace, thin_places
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def thin_wall(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report places thinner than the error limit, then those only thinner than the warning's."""
    height_min = process.limit("wall-height-min").value
    graver: list[ThinPlace] = []
    for limit_id in ("wall-min-error", "wall-min-warning"):
        limit = process.limit(limit_id)
        places = [
            place
            for place in thin_places(layers, limit.value)
            if place.height_mm(layers.layer_mm) >= height_min * limit.value
            and not any(place.touches(known) for known in graver)
        ]
        graver += places
        places.sort(key=lambda place: place.area_mm2, reverse=True)
        for place in places[:PLACES_SHOWN]:
            yield from breach(
                "thin-wall",
                limit,
                place.width_mm,
                of_outlines(part, layers, [place.outline], place.span),
                z_low_mm=float(layers.z_mm[place.span[0]]),
                z_high_mm=float(layers.z_mm[place.span[1]]),
                places=len(places),
            )
