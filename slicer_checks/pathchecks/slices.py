"""A toolpath beside the slices of the part that it should be of.

Contours lie half a beam's width inside the part: one distance for the whole toolpath makes up for
that.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from manifold3d import CrossSection, FillRule, JoinType

from slicer_checks.layerstack import LayerStack
from slicer_checks.pathchecks.heights import NO_SLICE, heights_of
from slicer_checks.pathchecks.placing import ARC_SEGMENTS, Pair, beam_of, placing_of
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import LayerRegions, regions_of
from slicer_checks.toolpath import Floats, Longs, Role

_DOUBTFUL_SHARE: Final = 0.005
_TRIED: Final = 5
_ROUNDS: Final = 2
"""Where a body is missing, the beam is told by where the rest lies, and that by the beam."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """Which slice each layer (L) of the toolpath is, or `NO_SLICE`.

    `compared` (L) tells the layers whose contours are held against a slice of more than the least
    area, `beam_mm` how far their contours lie inside. `shift_mm` is how far the toolpath lies from
    the part (x, y); `agrees` whether, moved back by it, the layers are those of the part, `within`
    whether they at least lie in them.
    """

    slice_of: Longs
    compared: Mask
    beam_mm: float
    shift_mm: tuple[float, float]
    agrees: bool
    within: bool


def matched_to_part(subject: Subject, beam_most_mm: float, least_mm2: float) -> Matched | None:
    """Return how a toolpath lies beside its part, found when first asked for.

    None without a part, without contours, or where the toolpath holds other parts too.
    """
    return subject.kept.once("matched", lambda: _matched(subject, beam_most_mm, least_mm2))


def area_differences(subject: Subject, matched: Matched) -> Floats:
    """Return by what share each layer (L) is larger than the part; 0 where none is compared.

    Slicers cut at a layer's middle or at a face of it: any area from the slice below to the one
    above is right.
    """
    stack, area_mm2 = subject.slices, regions_of(subject).area_mm2
    differs = np.zeros(len(area_mm2))
    if stack is None:
        return differs
    expected = _expected_mm2(subject, matched)
    for layer in np.flatnonzero(matched.compared).tolist():
        near = _near(int(matched.slice_of[layer]), len(stack))
        differs[layer] = _beyond(float(area_mm2[layer]), expected[near])
    return differs


def volumes(subject: Subject, matched: Matched) -> tuple[float, float, float]:
    """Return the volume of the toolpath, of the part, and of one and a half of its largest layer.

    Zero where layers are not told by contours alone, or all are so small that the beam is not
    known, so that there is nothing to compare.
    """
    stack, regions = subject.slices, regions_of(subject)
    told = matched.compared.any() and regions.judged.all() and not regions.bare.any()
    if stack is None or not told:
        return 0.0, 0.0, 0.0
    part = _expected_mm2(subject, matched)
    own_mm3, part_mm3 = (float(one.sum()) * stack.layer_mm for one in (regions.area_mm2, part))
    return own_mm3, part_mm3, 1.5 * float(part.max()) * stack.layer_mm


def _expected_mm2(subject: Subject, matched: Matched) -> Floats:
    """Return the area of each slice without its rim.

    Where the rim's length times its width leaves doubt, the rim is cut off: what is thinner than
    the beam has a long rim and nothing within it.
    """
    return subject.kept.once("expected areas", lambda: _expected(subject, matched))


def _expected(subject: Subject, matched: Matched) -> Floats:
    stack, area_mm2 = subject.slices, regions_of(subject).area_mm2
    if stack is None:
        return np.empty(0)
    roughly = np.maximum(stack.union_area_mm2 - matched.beam_mm * stack.union_perimeter_mm, 0.0)
    expected, doubtful = roughly.copy(), np.zeros(len(stack), dtype=bool)
    for layer in np.flatnonzero(matched.compared).tolist():
        near = _near(int(matched.slice_of[layer]), len(stack))
        doubtful[near] |= abs(_beyond(float(area_mm2[layer]), roughly[near])) > _DOUBTFUL_SHARE
    if matched.beam_mm > 0:
        for number in np.flatnonzero(doubtful).tolist():
            expected[number] = inside_slice(subject, number, matched.beam_mm).area()
    return expected


def _near(number: int, count: int) -> list[int]:
    return [one for one in (number - 1, number, number + 1) if 0 <= one < count]


def _beyond(area_mm2: float, near_mm2: Floats) -> float:
    """Return the share by which an area is above the highest of some, or below the lowest."""
    low, high = float(near_mm2.min()), float(near_mm2.max())
    if low <= area_mm2 <= high:
        return 0.0
    nearest = low if area_mm2 < low else high
    return (area_mm2 - nearest) / nearest if nearest > 0 else float(area_mm2 > 0)


def parts_counted(subject: Subject) -> int:
    """Return how many parts the blocks name that are no supports; nobody is one."""
    blocks = subject.toolpath.blocks
    return len(np.unique(blocks.block_part[blocks.block_role != Role.SUPPORT]))


def is_whole(subject: Subject) -> bool:
    """Tell whether a toolpath is of the part as a whole.

    One with more parts than the part has bodies holds others too, and which is which is not known;
    copies on a platform are bodies of the one part that the platform is.
    """
    if subject.part is None:
        return False
    most = max(subject.process.limit("path-area-parts").value, subject.part.bodies)
    return 0 < parts_counted(subject) <= most


def inside_slice(subject: Subject, number: int, distance_mm: float) -> CrossSection:
    """Return a slice of the part without its rim; empty above and below the part."""
    stack = subject.slices
    if stack is None or not 0 <= number < len(stack):
        return CrossSection()
    block = stack.outlines.contours_at(number, united=True)
    outline = CrossSection(block.rings(number), FillRule.Positive)
    if distance_mm == 0.0 or outline.is_empty():
        return outline
    return outline.offset(-distance_mm, JoinType.Round, 2.0, ARC_SEGMENTS)


def slice_outline(subject: Subject, layer: int) -> CrossSection:
    """Return the slice of the part at a layer's height; empty where it is not compared."""
    if not is_whole(subject):
        return CrossSection()
    return inside_slice(subject, int(heights_of(subject).slice_of[layer]), 0.0)


def centroid_of(region: CrossSection) -> tuple[float, float]:
    """Return where the middle of a region's area lies; NaN where it is empty."""
    area = moment_x = moment_y = 0.0
    for ring in region.to_polygons():
        after, origin = np.roll(ring, -1, axis=0), ring[0]
        one, other = ring - origin, after - origin
        cross = one[:, 0] * other[:, 1] - other[:, 0] * one[:, 1]
        doubled = float(cross.sum())
        area += doubled / 2
        moments = ((one + other) * cross[:, None]).sum(axis=0) / 6 + origin * doubled / 2
        moment_x, moment_y = moment_x + float(moments[0]), moment_y + float(moments[1])
    return (moment_x / area, moment_y / area) if area > 0 else (float("nan"), float("nan"))


def _matched(subject: Subject, beam_most_mm: float, least_mm2: float) -> Matched | None:
    stack, regions = subject.slices, regions_of(subject)
    if stack is None or not is_whole(subject) or not regions.drawn.any():
        return None
    numbers = heights_of(subject).slice_of
    inside = (numbers >= 0) & (numbers < len(stack))
    slice_of = np.where(inside, numbers, NO_SLICE)
    area, perimeter = stack.union_area_mm2[slice_of], stack.union_perimeter_mm[slice_of]
    compared = inside & regions.drawn & (area > least_mm2) & (perimeter > 0)
    beam_mm = 0.0
    if compared.any():
        distances = ((area - regions.area_mm2) / np.maximum(perimeter, 1e-9))[compared]
        beam_mm = float(np.clip(np.median(distances), 0.0, beam_most_mm))
    chosen = _some(slice_of, compared)
    middle_mm = _shift(regions, stack, slice_of, compared)
    pairs = _pairs(subject, chosen, beam_mm)
    for _ in range(_ROUNDS):
        beam_mm = beam_of(pairs, placing_of(pairs, middle_mm), beam_mm, beam_most_mm)
        pairs = _pairs(subject, chosen, beam_mm)
    placing = placing_of(pairs, middle_mm)
    return Matched(
        slice_of=slice_of,
        compared=compared,
        beam_mm=beam_mm,
        shift_mm=placing.shift_mm if placing.within else middle_mm,
        agrees=placing.agrees,
        within=placing.within,
    )


def _shift(
    regions: LayerRegions, stack: LayerStack, slice_of: Longs, compared: Mask
) -> tuple[float, float]:
    """Return how far the middles of the layers lie from those of the slices, weighed by area."""
    layers = np.flatnonzero(compared & (regions.area_mm2 > 0))
    if not len(layers):
        return 0.0, 0.0
    middles: Floats = np.array([centroid_of(regions.outlines[one]) for one in layers.tolist()])
    apart = middles - stack.union_centroid_mm[slice_of[layers]]
    x, y = np.average(apart, axis=0, weights=regions.area_mm2[layers]).tolist()
    return float(x), float(y)


def _some(slice_of: Longs, compared: Mask) -> list[tuple[int, int]]:
    """Return some layers, spread over the toolpath, and the slice of each."""
    layers = np.flatnonzero(compared)
    spread = np.linspace(0, len(layers) - 1, min(_TRIED, len(layers))).astype(np.int64)
    return [(layer, int(slice_of[layer])) for layer in layers[spread].tolist()]


def _pairs(subject: Subject, chosen: list[tuple[int, int]], beam_mm: float) -> list[Pair]:
    """Return slices, whole and without their rim, each with the region of its layer."""
    return [
        Pair(
            outline=inside_slice(subject, number, 0.0),
            inside=inside_slice(subject, number, beam_mm),
            layer=regions_of(subject).outlines[layer],
        )
        for layer, number in chosen
    ]
