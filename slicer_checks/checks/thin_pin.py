"""Pins, struts and columns too thin for their length."""

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


def thin_pin(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report what is thinner than the error limit all around, then than the warning's."""
    metal = measured(part, process, inward=True)
    taken = within_text(part, process, inward=True)
    for limit in telling(process, ("pin-min-error", "pin-min-warning")):
        length_min_mm = process.limit("pin-length-min").value * limit.value
        places = [
            place
            for place in round_places(metal, limit.value)
            if round_length_mm(place) >= length_min_mm
            and place.width_mm > TOUCHING_MM
            and not taken[place.members].any()
        ]
        for place in places:
            taken[place.members] = True
        for place in places[:PLACES_SHOWN]:
            yield from breach(
                "thin-pin",
                limit,
                place.width_mm,
                of_samples(part, layers, metal, place.members),
                length_mm=round_length_mm(place),
                places=len(places),
            )
