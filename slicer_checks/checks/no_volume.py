"""The file encloses no volume worth melting."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def no_volume(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the size of the signed volume with the least that is a part."""
    limit = process.limit("volume-min")
    volume_mm3 = abs(part.volume_mm3)
    if volume_mm3 < limit.value:
        yield from breach("no-volume", limit, volume_mm3, of_part(part, layers))
