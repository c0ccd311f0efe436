"""More than one body in the file."""

from collections.abc import Iterator

from slicer_checks.bodies import bodies_of, groups_of
from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def several_bodies(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Count the pieces: a cavity is part of the body around it, bodies that share metal are one."""
    limit = process.limit("bodies-max")
    found = bodies_of(part)
    groups = groups_of(found.meetings)
    pieces = part.bodies - sum(len(group) - 1 for group in groups)
    if pieces > limit.value:
        yield from breach(
            "several-bodies",
            limit,
            pieces,
            of_part(part, layers),
            bodies=pieces,
            variant="" if found.united else "uncounted",
        )
