"""More than one body in the file."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.bodies import bodies_of, groups_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.contacts import near_faces
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.patches import linked
from slicer_checks.process import Process
from slicer_checks.surface import shells_of_part, tree_of


def several_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the pieces: a cavity is part of the body around it, bodies that share metal are one.

    Pieces that float are told first, as an error: what stands on nothing and touches nothing is
    swept away by the recoater. Supports could carry it, but once they are cut off it is a loose
    piece: either it was to be joined, or it is a part of its own that belongs on the plate. A lab
    that prints loose pieces inside others lowers the level of ``bodies-floating``.
    """
    limit = process.limit("bodies-max")
    found = bodies_of(part)
    groups = groups_of(found.meetings)
    pieces = part.bodies - sum(len(group) - 1 for group in groups)
    if pieces > 1:
        yield from _floating(part, layers, process)
    if pieces > limit.value:
        yield from breach(
            "several-bodies",
            limit,
            pieces,
            of_part(part, layers),
            bodies=pieces,
            variant="" if found.united else "uncounted",
        )


def _floating(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Tell the pieces of which nothing comes near the platform or near a piece that stands on it.

    Pieces nearer than ``contact-gap`` weld together (see `parts_in_contact`). Nothing is told where
    bodies are too many to compare, or where a surface is open and may be what carries them.
    """
    limit, found, shells = process.limit("bodies-floating"), bodies_of(part), shells_of_part(part)
    low_mm = shells.boxes_mm[:, 2] - part.bounds_mm[0][2]
    high = shells.bodies[low_mm[shells.bodies] > layers.layer_mm]
    if len(high) == 0 or not (found.compared and shells.closed.all()):
        return
    body = found.owner[shells.of_face]
    near = near_faces(tree_of(part), body, process.limit("contact-gap").value)
    if not near.complete:
        return
    met = np.array([(m.first, m.second) for m in found.meetings], dtype=np.int64).reshape(-1, 2)
    group = linked(np.concatenate((met, body[near.pairs].reshape(-1, 2))), len(shells))
    lowest_mm = np.full(len(shells), np.inf)
    np.minimum.at(lowest_mm, group, low_mm)
    floating = high[lowest_mm[group[high]] > layers.layer_mm]
    pieces = len(np.unique(group[floating]))
    if pieces > limit.value:
        faces = part.solid.face_numbers[np.isin(shells.of_face, floating)]
        yield from breach(
            "several-bodies",
            limit,
            pieces,
            of_faces(part, layers, faces),
            bodies=pieces,
            lowest_mm=float(low_mm[floating].min()),
            variant="floating",
        )
