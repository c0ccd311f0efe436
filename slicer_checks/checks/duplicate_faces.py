"""Triangles that are there more than once."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def duplicate_faces(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the triangles that lie on another with the same corners."""
    limit = process.limit("duplicate-faces")
    topology = part.topology
    count = topology.duplicate_faces
    if count > limit.value:
        where = of_faces(part, layers, topology.duplicate_where)
        yield from breach("duplicate-faces", limit, count, where, faces=count)
