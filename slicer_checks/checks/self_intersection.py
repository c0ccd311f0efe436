"""A surface that passes through itself."""

from collections.abc import Iterator

from slicer_checks.bodies import bodies_of
from slicer_checks.checks.place import of_faces, of_part
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, unjudged
from slicer_checks.clusters import places_of_pairs
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.surface import crossings_of, shells_of_part


def self_intersection(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Find the faces of one shell that cross; the shells of several bodies may overlap instead."""
    limit = process.limit("crossing-faces")
    found = crossings_of(part)
    shell = bodies_of(part).owner[shells_of_part(part).of_face]
    pairs = found.crossing[shell[found.crossing[:, 0]] == shell[found.crossing[:, 1]]]
    places = places_of_pairs(part.solid.faces, pairs)
    faces = sum(len(place) for place in places)
    if faces <= limit.value:
        if not found.complete:
            yield from unjudged("self-intersection", limit, of_part(part, layers))
        return
    for place in places[:PLACES_SHOWN]:
        yield from breach(
            "self-intersection",
            limit,
            len(place),
            of_faces(part, layers, part.solid.face_numbers[place]),
            faces=faces,
            places=len(places),
            at_least="" if found.complete else ">= ",
        )
