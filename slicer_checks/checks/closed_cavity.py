"""A hollow without an opening keeps its powder."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def closed_cavity(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the surfaces that face inward inside a body, and the volume they enclose."""
    limit = process.limit("cavities-max")
    topology, solid = part.topology, part.solid
    if solid.cavities <= limit.value:
        return
    negative = np.flatnonzero(topology.shell_volumes_mm3 < 0)
    inward = np.isin(topology.shell_of_face, negative)
    inward[solid.inverted_where] = False
    shells = np.unique(topology.shell_of_face[inward])
    yield from breach(
        "closed-cavity",
        limit,
        solid.cavities,
        of_faces(part, layers, np.flatnonzero(inward)),
        cavities=solid.cavities,
        volume_mm3=float(-topology.shell_volumes_mm3[shells].sum()),
    )
