"""A body inside another body's metal."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.bodies import bodies_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import breach, unjudged
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.surface import shells_of_part


def nested_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the bodies that lie wholly in the metal of others; a body in a cavity does not."""
    limit = process.limit("nested-bodies")
    bodies = bodies_of(part)
    inner = sorted({m.first for m in bodies.meetings if m.kind == "nested"})
    if len(inner) > limit.value:
        shells = shells_of_part(part)
        faces = part.solid.face_numbers[np.isin(shells.of_face, inner)]
        yield from breach(
            "nested-bodies",
            limit,
            len(inner),
            of_faces(part, layers, faces),
            bodies=len(inner),
            at_least="" if bodies.compared else ">= ",
            inner_mm3=float(shells.volumes_mm3[inner].sum()),
            union_mm3=bodies.union_volume_mm3,
            variant="" if bodies.united else "uncounted",
        )
    elif not bodies.compared:
        yield from unjudged("nested-bodies", limit, of_part(part, layers), bodies=part.bodies)
