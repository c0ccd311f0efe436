"""Round holes that lie or lean, too wide for their roof to hold itself."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.checks.roofs import roofs
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

ROUNDING = 1.001
"""A hole drawn at the limit is not above it by rounding."""


def hole_needs_support(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report round roofs below the safe angle whose hole is wider than holds itself."""
    limit = process.limit("hole-roof")
    found = roofs(part, layers.layer_mm, process.limit("overhang-angle-safe").value)
    wide = [one for one in found if one.diameter_mm > limit.value * ROUNDING]
    for one in wide[:PLACES_SHOWN]:
        yield from breach(
            "hole-needs-support",
            limit,
            one.diameter_mm,
            of_faces(part, layers, part.solid.face_numbers[one.faces]),
            axis_deg=one.axis_deg,
            places=len(wide),
        )
