"""A body that is there twice."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.bodies import bodies_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import breach, unjudged
from slicer_checks.copies import copied_bodies
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.surface import shells_of_part


def duplicate_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the bodies that repeat another: face for face, or in nearly all of their metal."""
    limit = process.limit("duplicate-bodies")
    shells, exact, bodies = shells_of_part(part), copied_bodies(part), bodies_of(part)
    nearly = sorted({m.second for m in bodies.meetings if m.kind == "duplicate"})
    count = exact.bodies + len(nearly)
    if count > limit.value:
        near_faces = part.solid.face_numbers[np.isin(shells.of_face, nearly)]
        volume = exact.volume_mm3 + float(shells.volumes_mm3[nearly].sum())
        yield from breach(
            "duplicate-bodies",
            limit,
            count,
            of_faces(part, layers, np.concatenate((exact.faces, near_faces))),
            bodies=count,
            at_least="" if bodies.compared else ">= ",
            copied_mm3=volume,
            volume_mm3=part.volume_mm3,
            variant="" if bodies.united else "uncounted",
        )
    elif not bodies.compared:
        yield from unjudged("duplicate-bodies", limit, of_part(part, layers), bodies=part.bodies)
