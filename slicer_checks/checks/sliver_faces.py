"""Triangles so narrow that rounding decides their direction."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.mending.slivers import altitudes
from slicer_checks.part import Part
from slicer_checks.process import Process


def sliver_faces(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the triangles with some area whose altitude is below the limit."""
    limit, least = process.limit("sliver-faces"), process.limit("sliver-altitude")
    altitude_mm = altitudes(part.vertices_mm, part.faces)
    narrow = altitude_mm < least.value
    narrow[part.topology.degenerate_where] = False
    faces = np.flatnonzero(narrow)
    if len(faces) > limit.value:
        yield from breach(
            "sliver-faces",
            limit,
            len(faces),
            of_faces(part, layers, faces),
            faces=len(faces),
            altitude_mm=least.value,
        )
