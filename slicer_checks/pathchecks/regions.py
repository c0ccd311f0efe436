"""The region of each layer of a toolpath: what its contours enclose, made once for every check.

Contours of a layer that are nested count by their direction: several contours one inside the other
are one region, and a ring the other way round is a hole. Files that turn everything round are read
the other way. Where no direction is said and all rings turn the same way, rings inside others may
be holes or further contours: such a layer is judged only where hatch lies within two of them.
Parts without contours in a layer have the region that their hatch melts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from manifold3d import CrossSection, FillRule

from slicer_checks.frozen import read_only
from slicer_checks.pathchecks.joined import closed_rings, joined
from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.vectors import (
    FAR_MM,
    hatch_width_mm,
    vectors_among,
    vectors_of,
    within_reach,
)
from slicer_checks.pathstrips import CROSSINGS_MAX, is_tangle
from slicer_checks.toolpath import Direction, Floats, Longs

CORNERS_MAX: Final = 2_000_000
HATCHES_MAX: Final = 20_000
"""Layers of more corners, or more hatches of parts without contours, are not judged."""

TRIED_MAX: Final = 1_000_000
FILLED_SHARE: Final = 0.5
"""Contours side by side, the one in the other, have most of the hatch within both."""

HALF_TRACK: Final = 0.6
"""Half the width of what a hatch line melts, in distances to the next: a fifth is shared."""

Regions = tuple[CrossSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerRegions:
    """The region of each layer (L), and the blocks (B) that it was made of.

    `judged` (L) is false where it could not be told, `drawn` (L) tells where contours alone made
    it. `rings` (B) are closed contours, and all pieces of those that come in pieces (`joined`);
    `bare` (B) are hatches of parts without contours in the layer.
    """

    outlines: Regions
    area_mm2: Floats
    judged: Mask
    drawn: Mask
    rings: Mask
    bare: Mask


def regions_of(subject: Subject) -> LayerRegions:
    """Return the regions of a toolpath's layers, made when first asked for."""
    return subject.kept.once("regions", lambda: _regions(subject))


def places_of(subject: Subject) -> Longs:
    """Return a number for each block (B) that tells layers and parts apart."""
    parts = len(subject.toolpath.parts) + 1
    return np.asarray(subject.block_layer * parts + subject.toolpath.blocks.block_part + 1)


def present(subject: Subject, blocks: Mask) -> Mask:
    """Tell for each block whether its part has one of some blocks in the layer."""
    places = places_of(subject)
    has = np.bincount(places[blocks], minlength=int(places.max(initial=0)) + 1) > 0
    return np.asarray(has[places])


def enclosed(subject: Subject, layer: int, chosen: Mask) -> CrossSection:
    """Return what some of the contours of a layer enclose together."""
    rings, whole = regions_of(subject).rings, joined(subject).subject
    first, stop = whole.toolpath.blocks.layer_offsets[layer : layer + 2]
    numbers = first + np.flatnonzero(chosen[first:stop] & rings[first:stop])
    return _enclosed(whole, numbers, _rule(whole, rings))


def _regions(cut: Subject) -> LayerRegions:
    subject, into = joined(cut)
    toolpath, blocks = subject.toolpath, subject.toolpath.blocks
    rings = closed_rings(subject)
    bare = subject.hatched & ~present(subject, rings) & (toolpath.block_vectors > 0)
    bare &= within_reach(subject)
    rule, surely = _rule(subject, rings), _turns_tell(subject, rings, joined(cut).pieces)
    outlines, judged = [], np.ones(len(toolpath), dtype=bool)
    drawn = np.zeros(len(toolpath), dtype=bool)
    for layer in range(len(toolpath)):
        first, stop = blocks.layer_offsets[layer : layer + 2]
        own = first + np.flatnonzero(rings[first:stop])
        loose = first + np.flatnonzero(bare[first:stop])
        judged[layer] = _is_judged(subject, own, loose)
        outline = CrossSection()
        if judged[layer]:
            outline = _enclosed(subject, own, rule)
            if not surely and len(own) > 1:
                judged[layer] = _is_plain(subject, own, outline) or _is_filled(subject, own)
        if judged[layer] and len(loose):
            outline = outline + _melted(subject, loose)
        drawn[layer] = len(own) > 0 and len(loose) == 0
        outlines.append(outline if judged[layer] else CrossSection())
    return LayerRegions(
        outlines=tuple(outlines),
        area_mm2=read_only(np.array([one.area() for one in outlines], dtype=np.float64)),
        judged=judged,
        drawn=drawn & judged,
        rings=rings[into],
        bare=bare,
    )


def _rule(subject: Subject, rings: Mask) -> FillRule:
    turned = subject.measures.area_mm2[rings].sum() < 0
    return FillRule.Negative if turned else FillRule.Positive


def _turns_tell(subject: Subject, rings: Mask, pieces: Mask) -> bool:
    """Tell whether the way that rings turn sets holes apart; no file says it of pieces."""
    area = subject.measures.area_mm2[rings]
    said = subject.toolpath.blocks.block_direction[rings & ~pieces]
    every = bool(len(said)) and bool(np.isin(said, _SAID).all())
    return every or bool((area > 0).any() and (area < 0).any())


_SAID: Final = (int(Direction.CLOCKWISE), int(Direction.COUNTER_CLOCKWISE))


def _is_judged(subject: Subject, own: Longs, loose: Longs) -> bool:
    """Tell whether a layer is of a size, and tidy enough, that its region can be made."""
    corners = int(np.diff(subject.toolpath.blocks.block_offsets)[own].sum())
    hatches = int(subject.toolpath.block_vectors[loose].sum())
    if corners > CORNERS_MAX or hatches > HATCHES_MAX:
        return False
    return not any(_may_tangle(subject, some) and _tangles(subject, some) for some in (own, loose))


def _may_tangle(subject: Subject, numbers: Longs) -> bool:
    """Tell whether lines as long as those, strewn over the area of the layer, would tangle.

    Lines of the length S in all cross S^2 / (pi A) times on an area A (Buffon's needle).
    """
    measures = subject.measures
    wide = measures.high_x_mm[numbers].max(initial=-FAR_MM) - measures.low_x_mm[numbers].min(
        initial=FAR_MM
    )
    deep = measures.high_y_mm[numbers].max(initial=-FAR_MM) - measures.low_y_mm[numbers].min(
        initial=FAR_MM
    )
    length = float(measures.scan_mm[numbers].sum())
    return bool(length**2 > np.pi * abs(wide * deep) * CROSSINGS_MAX)


def _tangles(subject: Subject, numbers: Longs) -> bool:
    vectors = [vectors_of(subject, block).reshape(-1, 4) for block in numbers.tolist()]
    return is_tangle(np.concatenate([np.empty((0, 4)), *vectors]))


def _enclosed(subject: Subject, numbers: Longs, rule: FillRule) -> CrossSection:
    blocks = subject.toolpath.blocks
    ends = blocks.block_offsets
    rings = [blocks.points_mm[ends[one] : ends[one + 1] - 1] for one in numbers.tolist()
             if ends[one + 1] > ends[one]]  # fmt: skip
    return CrossSection(rings, rule) if rings else CrossSection()


def _is_plain(subject: Subject, numbers: Longs, outline: CrossSection) -> bool:
    """Tell whether no ring lies inside another."""
    rings_mm2 = float(np.abs(subject.measures.area_mm2[numbers]).sum())
    return bool(outline.area() >= rings_mm2 * (1 - 1e-6))


def _is_filled(subject: Subject, numbers: Longs) -> bool:
    """Tell whether hatch lies where there would be a hole, were every second ring round one."""
    blocks = subject.toolpath.blocks
    layer = int(subject.block_layer[numbers[0]])
    lines = vectors_among(subject, range(layer, layer + 1), subject.hatched)
    if not len(lines) or len(lines) * len(numbers) > TRIED_MAX:
        return False
    middles = shapely.points(lines.mean(axis=1))
    ends = blocks.block_offsets
    around = np.zeros(len(lines), dtype=np.int64)
    for one in numbers.tolist():
        polygon = shapely.polygons(blocks.points_mm[ends[one] : ends[one + 1]])
        shapely.prepare(polygon)
        around += shapely.contains(polygon, middles)
    return bool(np.mean((around > 0) & (around % 2 == 0)) > FILLED_SHARE)


def _melted(subject: Subject, numbers: Longs) -> CrossSection:
    """Return what hatches melt, each as wide as the distance to the next and a fifth more."""
    half_mm = HALF_TRACK * hatch_width_mm(subject)[numbers]
    rows = [
        bands_of(vectors_of(subject, block), half)
        for block, half in zip(numbers.tolist(), half_mm.tolist(), strict=True)
    ]
    return CrossSection(list(np.concatenate(rows)), FillRule.Positive)


def bands_of(vectors: Floats, half_mm: float) -> npt.NDArray[np.float64]:
    """Return rectangles (V, 4, 2) round vectors (V, 2, 2), counter-clockwise, their ends square."""
    along = vectors[:, 1] - vectors[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    along = np.divide(along, length[:, None], out=np.zeros_like(along), where=length[:, None] > 0)
    along[length == 0] = (1.0, 0.0)
    ahead, aside = along * half_mm, np.stack((-along[:, 1], along[:, 0]), axis=1) * half_mm
    start, end = vectors[:, 0] - ahead, vectors[:, 1] + ahead
    return np.stack((start - aside, end - aside, end + aside, start + aside), axis=1)
