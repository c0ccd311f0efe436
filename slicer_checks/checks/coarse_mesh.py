"""Curves drawn with so few flats that each of them shows."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.facets import chords
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

LIMITS = ("chord-warning", "chord-info")


def coarse_mesh(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Hold the greatest chord height of the mesh's curves against the layer."""
    height = chords(part).of_face_mm / layers.layer_mm
    worst = float(height.max(initial=0.0))
    limit = first_passed(process, LIMITS, lambda one: worst > one.value)
    if limit is None:
        return
    coarse = np.flatnonzero(height > limit.value)
    coarse = coarse[np.argsort(-height[coarse], kind="stable")]
    yield from breach(
        "coarse-mesh",
        limit,
        worst,
        of_faces(part, layers, part.solid.face_numbers[coarse]),
        chord_mm=worst * layers.layer_mm,
        layer_mm=layers.layer_mm,
        faces=len(coarse),
    )
