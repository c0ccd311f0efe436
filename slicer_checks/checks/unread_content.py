"""The file holds more than the surface that was read."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def unread_content(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Say what was left out: slices, lattices of beams, supports, lines, points, curves."""
    for one in part.unread:
        yield from breach(
            "unread-content",
            process.limit("unread-kinds"),
            one.count,
            of_part(part, layers),
            content=one.content,
            count=one.count,
        )
