"""Corners that ought to meet and do not quite."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def tolerance_welded(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the open edges that closed when corners within a few float steps were joined."""
    limit = process.limit("weld-edges")
    closed = part.solid.closed_by_weld
    if closed > limit.value:
        where = of_faces(part, layers, part.topology.boundary_where)
        yield from breach("tolerance-welded", limit, closed, where, edges=closed)
