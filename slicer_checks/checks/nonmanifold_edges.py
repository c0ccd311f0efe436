"""Edges that more than two faces share."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def nonmanifold_edges(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the edges where volumes touch along a line."""
    limit = process.limit("shared-edges")
    topology = part.topology
    count = topology.nonmanifold_edges
    if count > limit.value:
        where = of_faces(part, layers, topology.nonmanifold_where)
        yield from breach("nonmanifold-edges", limit, count, where, edges=count)
