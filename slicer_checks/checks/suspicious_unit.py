"""The size suggests another unit than the one the file was read in."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_part
from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.units import unit_scale


def suspicious_unit(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Compare the unit that was taken with the one the size suggests."""
    guess, taken = part.unit_guess.unit, part.unit
    if guess == taken:
        return
    size_mm = max(part.size_mm)
    factor = unit_scale(guess) / unit_scale(taken)
    yield from breach(
        "suspicious-unit",
        process.limit("unit-doubt"),
        factor,
        of_part(part, layers),
        unit=taken,
        guess=guess,
        size_mm=size_mm,
        guess_mm=size_mm * factor,
    )
