"""More than one body in the file."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def several_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the bodies; a closed cavity is part of the body around it."""
    limit = process.limit("bodies-max")
    if part.bodies > limit.value:
        yield from breach(
            "several-bodies", limit, part.bodies, of_part(part, layers), bodies=part.bodies
        )
