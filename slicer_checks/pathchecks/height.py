"""A toolpath at another height than its part, or one that begins far above the platform."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Param
from slicer_checks.pathchecks.below import first_layer, support_lines
from slicer_checks.pathchecks.heights import heights_of
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.pathchecks.slices import matched_to_part
from slicer_checks.pathchecks.thickness import ROUNDED_MM


def height(subject: Subject) -> Iterator[Finding]:
    """Hold the heights of the layers against those of the part; else the first's alone."""
    told = list(_moved(subject))
    yield from told or _start(subject)


def _moved(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    matched = matched_to_part(
        subject, process.limit("path-beam-most").value, process.limit("path-area-least").value
    )
    if matched is None or not matched.compared.any():
        return
    z_mm = heights_of(subject).moved_mm
    held = z_mm > 0 and _is_held(subject)
    limit = process.limit("path-height-planned" if subject.planned and not held else "path-height")
    if abs(z_mm) - max(limit.value, subject.layer_mm) > ROUNDED_MM:
        filled = np.flatnonzero(regions_of(subject).area_mm2 > 0)
        variant: dict[str, Param] = {"variant": "held"} if held else {}
        yield from breach(
            "path-height",
            limit,
            abs(z_mm),
            in_layers(subject, range(len(subject.toolpath))),
            z_mm=z_mm,
            low_mm=float(subject.toolpath.blocks.layer_z_mm[filled[0]]),
            **variant,
        )


def _is_held(subject: Subject) -> bool:
    """Tell whether supports begin on the platform, below everything of the part."""
    first = first_layer(subject)
    supports = support_lines(subject) & (subject.block_layer == first)
    return bool(supports.any()) and _above_mm(subject, first) <= subject.layer_mm


def _start(subject: Subject) -> Iterator[Finding]:
    """Tell of a lowest layer far above the platform; G-code may begin on a plate of its own."""
    limit = subject.process.limit("path-height-start")
    layers = np.unique(subject.block_layer[subject.toolpath.block_vectors > 0])
    if not len(layers) or not subject.toolpath.in_powder:
        return
    lowest = int(layers[subject.toolpath.blocks.layer_z_mm[layers].argmin()])
    above_mm = _above_mm(subject, lowest)
    if above_mm > limit.value:
        where = in_layers(subject, [lowest])
        z_mm = float(subject.toolpath.blocks.layer_z_mm[lowest])
        told: dict[str, Param] = {"layer": lowest, "low_mm": z_mm, "variant": "start"}
        yield from breach("path-height", limit, above_mm, where, **told)


def _above_mm(subject: Subject, layer: int) -> float:
    """Return how far the lower face of a layer lies above the platform."""
    return float(subject.toolpath.blocks.layer_z_mm[layer]) - subject.layer_mm
