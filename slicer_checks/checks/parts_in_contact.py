"""Separate bodies so near each other that they weld together."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.bodies import bodies_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, unjudged
from slicer_checks.contacts import near_faces
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.surface import shells_of_part, tree_of


def parts_in_contact(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Find the nearest bodies that share no metal and come within the limit of each other."""
    limit = process.limit("contact-gap")
    if part.bodies < 2:  # noqa: PLR2004 - contact takes two
        return
    found, shells = bodies_of(part), shells_of_part(part)
    body = np.where(shells.closed[shells.of_face], found.owner[shells.of_face], -1)
    near = near_faces(tree_of(part), body.astype(np.int32), limit.value)
    pairs, away_mm = near.pairs, near.away_mm
    key = np.sort(body[pairs], axis=1) @ np.array([len(shells), 1])
    met = [sorted((m.first, m.second)) for m in found.meetings]
    apart = ~np.isin(key, [a * len(shells) + b for a, b in met]) & (away_mm < limit.value)
    pairs, away_mm, key = pairs[apart], away_mm[apart], key[apart]
    nearest = {int(one): float(away_mm[key == one].min()) for one in np.unique(key)}
    for one in sorted(nearest, key=lambda k: nearest[k])[:PLACES_SHOWN]:
        faces = part.solid.face_numbers[np.unique(pairs[key == one])]
        yield from breach(
            "parts-in-contact",
            limit,
            nearest[one],
            of_faces(part, layers, faces),
            bodies=len(np.unique(body[pairs])),
            at_least="" if near.complete else ">= ",
        )
    if not nearest and not near.complete:
        yield from unjudged("parts-in-contact", limit, of_part(part, layers), bodies=part.bodies)
