"""Level ceilings between two supports that are too far apart."""

from collections.abc import Iterator

from slicer_checks.checks.ceilings import ceilings
from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, telling
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

ROUNDING_MM = 0.01
"""A span drawn at the limit is not above it by rounding."""

LIMITS = ("bridge-span-long", "bridge-span")


def bridge(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report the longest spans of level ceilings that are carried on opposite sides.

    Of limits at one level only the least counts, so that all places of a level tell the same limit.
    """
    told = telling(process, LIMITS)
    limits = [
        limit
        for limit in told
        if limit.value == min(one.value for one in told if one.severity == limit.severity)
    ]
    if not limits:
        return
    least_mm = min(limit.value for limit in limits) + ROUNDING_MM
    found = ceilings(part, layers, process.limit("overhang-area-min").value)
    spans = [one for one in found if one.span_mm > least_mm]
    spans.sort(key=lambda one: one.span_mm, reverse=True)
    for one in spans[:PLACES_SHOWN]:
        yield from breach(
            "bridge",
            next(limit for limit in limits if one.span_mm > limit.value + ROUNDING_MM),
            one.span_mm,
            of_faces(part, layers, part.solid.face_numbers[one.faces]),
            area_mm2=one.area_mm2,
            places=len(spans),
        )
