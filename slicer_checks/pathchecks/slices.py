"""A toolpath beside the slices of the part that it should be of.

Heights of a toolpath may count from the part's bottom or from the platform, at the lower or the
upper face of a layer: of these the one is taken whose areas agree best. Contours lie half a beam's
width inside the part: one distance for the whole toolpath makes up for that.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from manifold3d import CrossSection, FillRule, JoinType

from slicer_checks.layerstack import LayerStack
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.regions import LayerRegions, regions_of
from slicer_checks.toolpath import Floats, Longs, Role

NO_SLICE: Final = -1

AGREED_SHARE: Final = 0.98
"""A toolpath that was moved is the part's where so much of some slices is in both."""

_DOUBTFUL_SHARE: Final = 0.005
_TRIED: Final = 5
_ARC_SEGMENTS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """Which slice each layer (L) of the toolpath is, or `NO_SLICE`.

    `compared` (L) tells the layers whose contours are held against a slice of more than the least
    area, `beam_mm` how far their contours lie inside. `shift_mm` is how far the toolpath lies from
    the part (x, y); `agrees` whether, moved back by it, the layers are those of the part.
    """

    slice_of: Longs
    compared: Mask
    beam_mm: float
    shift_mm: tuple[float, float]
    agrees: bool


def matched_to_part(subject: Subject, beam_most_mm: float, least_mm2: float) -> Matched | None:
    """Return how a toolpath lies beside its part, found when first asked for.

    None without a part, without contours, or where the toolpath holds other parts too.
    """
    return subject.kept.once("matched", lambda: _matched(subject, beam_most_mm, least_mm2))


def area_differences(subject: Subject, matched: Matched) -> Floats:
    """Return by what share each layer (L) is larger than the part; 0 where none is compared.

    Slicers cut at a layer's middle or at a face of it: any area from the slice below to the one
    above is right. Where the rim's length times its width leaves doubt, the rim is cut off.
    """
    stack, area_mm2 = subject.slices, regions_of(subject).area_mm2
    differs = np.zeros(len(area_mm2))
    if stack is None:
        return differs
    expected = np.maximum(stack.union_area_mm2 - matched.beam_mm * stack.union_perimeter_mm, 0.0)
    for layer in np.flatnonzero(matched.compared).tolist():
        near = _near(int(matched.slice_of[layer]), len(stack))
        found = _beyond(float(area_mm2[layer]), expected[near])
        if abs(found) > _DOUBTFUL_SHARE and matched.beam_mm > 0:
            exact = [inside_slice(subject, one, matched.beam_mm).area() for one in near]
            found = _beyond(float(area_mm2[layer]), np.array(exact))
        differs[layer] = found
    return differs


def volumes(subject: Subject, matched: Matched) -> tuple[float, float, float]:
    """Return the volume of the toolpath, of the part, and of one and a half of its largest layer.

    Zero where layers are not told by contours alone, so that there is nothing to compare.
    """
    stack, regions = subject.slices, regions_of(subject)
    if stack is None or not regions.judged.all() or regions.bare.any():
        return 0.0, 0.0, 0.0
    part = np.maximum(stack.union_area_mm2 - matched.beam_mm * stack.union_perimeter_mm, 0.0)
    own_mm3, part_mm3 = (float(one.sum()) * stack.layer_mm for one in (regions.area_mm2, part))
    return own_mm3, part_mm3, 1.5 * float(part.max()) * stack.layer_mm


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
    return outline.offset(-distance_mm, JoinType.Round, 2.0, _ARC_SEGMENTS)


def slice_outline(subject: Subject, layer: int) -> CrossSection:
    """Return the slice of the part at a layer's height; empty where it is not compared."""
    if not is_whole(subject):
        return CrossSection()
    numbers = subject.kept.once("slice of", lambda: _slice_of(subject, regions_of(subject)))
    return inside_slice(subject, int(numbers[layer]), 0.0)


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
    numbers = subject.kept.once("slice of", lambda: _slice_of(subject, regions))
    inside = (numbers >= 0) & (numbers < len(stack))
    slice_of = np.where(inside, numbers, NO_SLICE)
    area, perimeter = stack.union_area_mm2[slice_of], stack.union_perimeter_mm[slice_of]
    compared = inside & regions.drawn & (area > least_mm2) & (perimeter > 0)
    beam_mm = 0.0
    if compared.any():
        distances = ((area - regions.area_mm2) / np.maximum(perimeter, 1e-9))[compared]
        beam_mm = float(np.clip(np.median(distances), 0.0, beam_most_mm))
    shift_mm = _shift(regions, stack, slice_of, compared)
    agrees = _agrees(subject, (slice_of, compared), beam_mm, shift_mm)
    return Matched(
        slice_of=slice_of, compared=compared, beam_mm=beam_mm, shift_mm=shift_mm, agrees=agrees
    )


def _slice_of(subject: Subject, regions: LayerRegions) -> Longs:
    """Return the number of the slice that each layer is, by the heights that fit best."""
    stack = subject.slices
    if stack is None:
        return np.full(len(subject.toolpath), NO_SLICE)
    z_mm, layer_mm = subject.toolpath.blocks.layer_z_mm, stack.layer_mm
    filled = np.flatnonzero(regions.area_mm2 > 0)
    lowest_mm = float(z_mm[filled[0]]) if len(filled) else 0.0
    starts = (stack.bottom_mm + layer_mm, stack.bottom_mm, layer_mm, 0.0, lowest_mm)
    area_mm2 = np.concatenate((stack.union_area_mm2, [0.0]))
    best, least = np.full(len(z_mm), NO_SLICE), np.inf
    for start_mm in starts:
        steps = np.clip(np.round((z_mm - start_mm) / layer_mm), NO_SLICE, len(stack))
        numbers = np.where(steps < len(stack), steps, NO_SLICE).astype(np.int64)
        apart = float(np.abs(area_mm2[numbers] - regions.area_mm2).sum())
        apart += float(stack.union_area_mm2.sum() - area_mm2[np.unique(numbers)].sum())
        if apart < least * (1 - 1e-9):
            best, least = numbers, apart
    return best


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


def _agrees(
    subject: Subject, pairs: tuple[Longs, Mask], beam_mm: float, shift_mm: tuple[float, float]
) -> bool:
    """Tell whether some layers, moved back, are the slices of the part."""
    slice_of, compared = pairs
    layers = np.flatnonzero(compared)
    chosen = layers[np.linspace(0, len(layers) - 1, min(_TRIED, len(layers))).astype(np.int64)]
    shares = []
    for layer in chosen.tolist():
        wanted = inside_slice(subject, int(slice_of[layer]), beam_mm).translate(shift_mm)
        common = (wanted ^ regions_of(subject).outlines[layer]).area()
        whole = max(wanted.area(), regions_of(subject).outlines[layer].area())
        shares.append(common / whole if whole > 0 else 0.0)
    return bool(shares) and float(np.median(shares)) >= AGREED_SHARE
