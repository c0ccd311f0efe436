"""The whole surface faces inward."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def inside_out(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Look for bodies whose faces point inward: they enclose less than nothing."""
    limit = process.limit("inverted-bodies")
    bodies = part.solid.inverted_bodies
    if bodies > limit.value:
        where = of_faces(part, layers, part.solid.inverted_where)
        yield from breach("inside-out", limit, bodies, where, bodies=bodies)
