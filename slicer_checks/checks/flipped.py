"""Neighbouring faces that disagree about which side is out."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def flipped(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the edges that two faces run along in the same direction."""
    limit = process.limit("flipped-edges")
    topology = part.topology
    count = topology.misoriented_edges
    if count > limit.value:
        where = of_faces(part, layers, topology.misoriented_where)
        yield from breach("flipped", limit, count, where, edges=count)
