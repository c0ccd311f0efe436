"""Bodies whose surfaces pass through each other."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.bodies import bodies_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import breach, unjudged
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.surface import crossings_of, shells_of_part


def overlapping_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the bodies that overlap; the place is where their surfaces cross."""
    limit = process.limit("overlapping-bodies")
    bodies = bodies_of(part)
    pairs = [(m.first, m.second) for m in bodies.meetings if m.kind == "overlapping"]
    count = len({body for pair in pairs for body in pair})
    if count > limit.value:
        crossing = crossings_of(part).crossing
        shell = bodies.owner[shells_of_part(part).of_face]
        between = crossing[shell[crossing[:, 0]] != shell[crossing[:, 1]]]
        faces = part.solid.face_numbers[np.unique(between)]
        yield from breach(
            "overlapping-bodies",
            limit,
            count,
            of_faces(part, layers, faces),
            bodies=count,
            at_least="" if bodies.compared else ">= ",
            union_mm3=bodies.union_volume_mm3,
            variant="" if bodies.united else "uncounted",
            shared_mm3=max(0.0, part.solid.volume_mm3 - bodies.union_volume_mm3),
        )
    elif not bodies.compared:
        yield from unjudged("overlapping-bodies", limit, of_part(part, layers), bodies=part.bodies)
