"""The part is smaller than anyone can handle."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def too_small(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the largest dimension with the smallest part that can be handled."""
    limit = process.limit("size-min")
    largest_mm = max(part.size_mm)
    if largest_mm < limit.value:
        yield from breach("too-small", limit, largest_mm, of_part(part, layers))
