"""Slots and gaps whose sides grow together, or hold their powder."""

from collections.abc import Iterator

from slicer_checks.checks.narrow_places import measured, of_samples, sheets, within_text
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, telling
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def thin_gap(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report gaps that close, then gaps only too tight to be cleaned, the largest first."""
    air = measured(part, process, inward=False)
    taken = within_text(part, process, inward=False)
    for limit in telling(process, ("gap-closes", "gap-tight")):
        extent_mm = process.limit("gap-extent-min").value * limit.value
        found = sheets(air, limit.value, extent_mm, taken)
        places = [place for place in found if not taken[place.members].any()]
        for place in places:
            taken[place.members] = True
        for place in places[:PLACES_SHOWN]:
            yield from breach(
                "thin-gap",
                limit,
                place.width_mm,
                of_samples(part, layers, air, place.members),
                depth_mm=place.height_mm,
                length_mm=place.length_mm,
                places=len(places),
            )
