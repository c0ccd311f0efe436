"""Vectors outside the part: beyond the layer's own contours, or beyond the part that was given."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

import numpy as np
from manifold3d import CrossSection

from slicer_checks.checks.protocol import breach
from slicer_checks.cores import in_parts
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import present, regions_of
from slicer_checks.pathchecks.slices import inside_slice, matched_to_part
from slicer_checks.pathchecks.vectors import vectors_among, within_reach
from slicer_checks.pathoutside import farthest_mm, leaving
from slicer_checks.toolpath import Floats, Role, Shape

_LAYERS_AT_ONCE: Final = 20
"""Layers are shared out among the cores in ranges of at least so many."""


def outside_part(subject: Subject) -> Iterator[Finding]:
    """Count vectors outside, and tell the farthest of the worst layer; supports may be anywhere."""
    regions = regions_of(subject)
    drawn = present(subject, regions.rings) & subject.hatched & within_reach(subject)
    own = [(n, regions.outlines[n]) for n in np.flatnonzero(regions.judged).tolist()]
    yield from _outside(subject, own, drawn, "contour")
    yield from _outside(subject, list(_slices(subject)), _of_part(subject), "part")


def _of_part(subject: Subject) -> Mask:
    blocks = subject.toolpath.blocks
    melts = blocks.block_shape <= Shape.HATCHES
    melts &= within_reach(subject)
    return np.asarray(melts & (blocks.block_role != Role.SUPPORT))


def _slices(subject: Subject) -> Iterator[tuple[int, CrossSection]]:
    """Yield layers with their slice, one below and one above: slicers cut at different heights."""
    process = subject.process
    matched = matched_to_part(
        subject, process.limit("path-beam-most").value, process.limit("path-area-least").value
    )
    if matched is None:
        return
    shift_mm = matched.shift_mm if matched.within and not subject.planned else (0.0, 0.0)
    for layer in np.flatnonzero(matched.slice_of >= 0).tolist():
        number = int(matched.slice_of[layer])
        near = [inside_slice(subject, number + step, 0.0) for step in (-1, 0, 1)]
        yield layer, (near[0] + near[1] + near[2]).translate(shift_mm)


def _outside(
    subject: Subject, regions: list[tuple[int, CrossSection]], blocks: Mask, variant: str
) -> Iterator[Finding]:
    limit, worst_mm, count = subject.process.limit("path-outside"), 0.0, 0
    where, layer_found = Where(), 0

    def left_of(first: int, stop: int) -> list[tuple[int, CrossSection, Floats]]:
        found = []
        for layer, region in regions[first:stop]:
            vectors = vectors_among(subject, range(layer, layer + 1), blocks)
            left = leaving(vectors, region, limit.value)
            found += [(layer, region, vectors[left])] if len(left) else []
        return found

    for layer, region, vectors in chain(*in_parts(left_of, len(regions), least=_LAYERS_AT_ONCE)):
        count += len(vectors)
        number, far_mm = farthest_mm(vectors, region)
        if far_mm > worst_mm:
            worst_mm, layer_found = far_mm, layer
            line = tuple((x, y) for x, y in vectors[number].tolist())
            z_mm = float(subject.toolpath.blocks.layer_z_mm[layer])
            where = Where(layers=(layer, layer), z_mm=(z_mm, z_mm), polygons=(line,))
    if count and worst_mm > limit.value:
        params = {"count": count, "layer": layer_found}
        own = {"variant": "part"} if variant == "part" else {}
        yield from breach("path-outside-part", limit, worst_mm, where, **params, **own)
