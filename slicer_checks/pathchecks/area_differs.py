"""Layers and volume of a toolpath that are not those of the part it should be of."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.pathchecks.slices import (
    Matched,
    area_differences,
    is_whole,
    matched_to_part,
    parts_counted,
    volumes,
)

LAYERS = ("path-area-error", "path-area-warning")


def area_differs(subject: Subject) -> Iterator[Finding]:
    """Tell the layer whose area differs most, and the difference of the volumes.

    Where there is a part and several are in the file, so that nothing is compared, that is said.
    """
    process = subject.process
    most, parts = process.limit("path-area-parts"), parts_counted(subject)
    if subject.part is not None and parts > 0 and not is_whole(subject):
        yield from breach(
            "path-area-differs",
            most,
            parts,
            Where(),
            bodies=subject.part.bodies,
            variant="several",
        )
        return
    matched = matched_to_part(
        subject, process.limit("path-beam-most").value, process.limit("path-area-least").value
    )
    if matched is None:
        return
    differs = 100 * area_differences(subject, matched)
    limit = first_passed(process, LAYERS, lambda one: bool((np.abs(differs) > one.value).any()))
    if limit is not None:
        layer = int(np.abs(differs).argmax())
        yield from breach(
            "path-area-differs",
            limit,
            float(abs(differs[layer])),
            in_layers(subject, [layer]),
            count=int((np.abs(differs) > limit.value).sum()),
            layer=layer,
            area_mm2=float(regions_of(subject).area_mm2[layer]),
            beam_mm=matched.beam_mm,
            sign="+" if differs[layer] > 0 else "-",
        )
    yield from _volume(subject, matched)


def _volume(subject: Subject, matched: Matched) -> Iterator[Finding]:
    """Tell a volume that differs by more than a layer, which slicers round away or add."""
    limit = subject.process.limit("path-area-volume")
    own_mm3, part_mm3, layer_mm3 = volumes(subject, matched)
    apart_mm3 = abs(own_mm3 - part_mm3)
    if part_mm3 > 0 and apart_mm3 > max(limit.value * part_mm3 / 100, layer_mm3):
        yield from breach(
            "path-area-differs",
            limit,
            100 * apart_mm3 / part_mm3,
            in_layers(subject, range(len(subject.toolpath))),
            own_mm3=own_mm3,
            part_mm3=part_mm3,
            beam_mm=matched.beam_mm,
            variant="volume",
        )
