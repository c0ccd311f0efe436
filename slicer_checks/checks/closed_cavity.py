"""A hollow without an opening keeps its powder."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def closed_cavity(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the surfaces that face inward inside a body, and the volume they enclose."""
    limit = process.limit("cavities-max")
    solid = part.solid
    if solid.cavities > limit.value:
        yield from breach(
            "closed-cavity",
            limit,
            solid.cavities,
            of_faces(part, layers, solid.cavity_where),
            cavities=solid.cavities,
            volume_mm3=solid.cavity_mm3,
        )
