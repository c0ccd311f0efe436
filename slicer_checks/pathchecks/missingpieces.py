"""Pieces of a part that its toolpath lacks: no contour goes round them, no vector melts them.

A beam that lies farther inside makes up for any area, so pieces are looked for by their place: what
of a slice lies farther from the region of its layer than contours may lie inside. Slicers cut at a
layer's middle or at a face of it, so a piece is missing where the slices below and above have it
too.
"""

from typing import Final, NamedTuple

import numpy as np
from manifold3d import CrossSection, FillRule, OpType

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import bands_of, regions_of
from slicer_checks.pathchecks.slices import Matched, inside_slice
from slicer_checks.pathchecks.vectors import vectors_among, within_reach
from slicer_checks.thinpieces import may_lack, pieces_beyond
from slicer_checks.toolpath import Role, Shape

_BEAMS: Final = 2.0
"""A right corner lies 1.4 times as far from contours as its sides, one of 60 degrees twice."""


class Lacking(NamedTuple):
    """The layers that lack pieces; of the one that lacks the largest share, how much, and where.

    `box_mm` is that of its largest piece: x, y of both corners.
    """

    layers: list[int]
    worst: int
    area_mm2: float
    slice_mm2: float
    box_mm: tuple[float, float, float, float]


def missing_pieces(
    subject: Subject, matched: Matched, reach_mm: float, least_mm2: float
) -> Lacking | None:
    """Return what is missing; None where nothing is, or the toolpath is of another part.

    Parameters
    ----------
    reach_mm
        What lies so near to a layer's region, or to a vector, is melted with it.
    least_mm2
        Smaller pieces do not count.
    """
    stack = subject.slices
    if stack is None or not matched.within:
        return None
    reach_mm = max(reach_mm, _BEAMS * matched.beam_mm)
    found: dict[int, CrossSection] = {}
    for layer in np.flatnonzero(_comparable(subject, matched)).tolist():
        missing = _missing(subject, matched, layer, (reach_mm, least_mm2))
        if not missing.is_empty():
            found[layer] = missing
    if not found:
        return None
    slice_mm2 = stack.union_area_mm2[matched.slice_of]
    worst = max(found, key=lambda layer: found[layer].area() / float(slice_mm2[layer]))
    return Lacking(
        layers=list(found),
        worst=worst,
        area_mm2=found[worst].area(),
        slice_mm2=float(slice_mm2[worst]),
        box_mm=max(found[worst].decompose(), key=CrossSection.area).bounds(),
    )


def _comparable(subject: Subject, matched: Matched) -> Mask:
    """Tell which layers have a slice and are told by contours alone, or have nothing at all."""
    regions = regions_of(subject)
    told = regions.judged & (regions.drawn | (regions.area_mm2 == 0))
    return np.asarray((matched.slice_of >= 0) & told)


def _missing(
    subject: Subject, matched: Matched, layer: int, limits: tuple[float, float]
) -> CrossSection:
    stack, region = subject.slices, regions_of(subject).outlines[layer]
    number = int(matched.slice_of[layer])
    reach_mm, least_mm2 = limits
    if stack is None or not may_lack(
        float(stack.union_area_mm2[number]), region, matched.beam_mm, least_mm2
    ):
        return CrossSection()
    near = [inside_slice(subject, one, 0.0) for one in range(number - 1, number + 2)
            if 0 <= one < len(stack)]  # fmt: skip
    common = CrossSection.batch_boolean(near, OpType.Intersect).translate(matched.shift_mm)
    missing = pieces_beyond(common, region, reach_mm, least_mm2)
    if missing.is_empty():
        return missing
    vectors = vectors_among(subject, range(layer, layer + 1), _melting(subject))
    tracks = CrossSection(list(bands_of(vectors, reach_mm)), FillRule.Positive)
    return pieces_beyond(missing, tracks, 0.0, least_mm2)


def _melting(subject: Subject) -> Mask:
    blocks = subject.toolpath.blocks
    melts = (blocks.block_shape <= Shape.HATCHES) & (blocks.block_role != Role.SUPPORT)
    return np.asarray(melts & within_reach(subject))
