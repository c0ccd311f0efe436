"""The face on the platform is cut off, and what is machined needs metal to take away."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach
from slicer_checks.creases import normals
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.topology import face_areas

LEVEL = 0.999
"""A face lies flat on the platform within 2.5° (the cosine)."""


def machining_allowance(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Remind once of the allowance, when a flat face lies on the platform."""
    limit = process.limit("machining-allowance")
    corners = part.vertices_mm[part.solid.faces]
    low = corners[:, :, 2].max(axis=1) < part.bounds_mm[0][2] + layers.layer_mm
    faces = np.flatnonzero(low)
    faces = faces[normals(part, faces)[:, 2] < -LEVEL]
    area_mm2 = float(face_areas(part.vertices_mm, part.solid.faces[faces]).sum())
    if area_mm2 >= process.limit("machined-face-min").value:
        place = of_faces(part, layers, part.solid.face_numbers[faces])
        yield from breach("machining-allowance", limit, limit.value, place, area_mm2=area_mm2)
