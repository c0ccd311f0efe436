"""The surface has open edges that no tolerance closes."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def not_watertight(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the edges with a face on one side only, after corners that nearly meet are joined."""
    limit = process.limit("open-edges")
    count = part.solid.open_edges
    if count > limit.value:
        where = of_faces(part, layers, part.topology.boundary_where)
        yield from breach("not-watertight", limit, count, where, edges=count)
