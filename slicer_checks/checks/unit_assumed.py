"""The file was read in another unit than millimetres, and its size agrees."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.units import unit_scale


def unit_assumed(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Say so when numbers were not taken as millimetres, and nobody named a unit."""
    known = part.unit_guess.evidence in {"unit-named", "unit-asked"}
    if known or part.unit == "mm" or part.unit_guess.unit != part.unit:
        return
    scale = unit_scale(part.unit)
    size_mm = max(part.size_mm)
    yield from breach(
        "unit-assumed",
        process.limit("unit-other"),
        scale,
        of_part(part, layers),
        unit=part.unit,
        size_mm=size_mm,
        as_mm=size_mm / scale,
    )
