"""The layers are not those that the parameter set prints."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def layer_mismatch(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the thickness of the slices with that of the parameter set."""
    tolerance = process.limit("layer-difference")
    if abs(layers.layer_mm - process.layer_mm) > tolerance.value:
        last = max(len(layers) - 1, 0)
        yield from breach(
            "layer-mismatch",
            tolerance,
            layers.layer_mm,
            Where(layers=(0, last), z_mm=(0.0, part.size_mm[2])),
            expected_mm=process.layer_mm,
            parameters=process.parameters.name,
        )
