"""Triangles without area."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def degenerate_faces(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the triangles that are a line or a point."""
    limit = process.limit("degenerate-faces")
    topology = part.topology
    count = topology.degenerate_faces
    if count > limit.value:
        where = of_faces(part, layers, topology.degenerate_where)
        yield from breach("degenerate-faces", limit, count, where, faces=count)
