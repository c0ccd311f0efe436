"""Holes that close, or come out rough, because they are too narrow."""

from collections.abc import Iterator

from slicer_checks.checks.narrow_places import (
    TOUCHING_MM,
    measured,
    of_samples,
    round_length_mm,
    round_places,
    within_text,
)
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, telling
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def small_hole(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report holes that close, then holes that come out rough, the narrowest first."""
    air = measured(part, process, inward=False)
    taken = within_text(part, process, inward=False)
    for limit in telling(process, ("hole-closes", "hole-rough")):
        depths = process.limit("hole-depth-min").value
        places = [
            place
            for place in round_places(air, limit.value)
            if round_length_mm(place) >= depths * place.width_mm
            and place.width_mm > TOUCHING_MM
            and not taken[place.members].any()
        ]
        for place in places:
            taken[place.members] = True
        for place in places[:PLACES_SHOWN]:
            yield from breach(
                "small-hole",
                limit,
                place.width_mm,
                of_samples(part, layers, air, place.members),
                depth_mm=round_length_mm(place),
                places=len(places),
            )
