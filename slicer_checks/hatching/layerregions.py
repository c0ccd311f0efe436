"""The regions of a layer: contours inside its own, what is hatched, and its skins (Clipper2)."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from manifold3d import CrossSection, FillRule, JoinType, OpType

from slicer_checks.layerstack import LayerStack
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Floats, Longs, Role

ARC_SEGMENTS: Final = 24
"""Corners of a full turn where a contour is offset round a corner: 0.4 um off at 0.05 mm."""

SMOOTH_MM: Final = 0.0005
"""Corners of a contour that are off the line through their neighbours by less than this go."""

SLIVER: Final = 0.5
"""Skins narrower than so many hatch distances are no skins: the line beside them melts them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerRegion:
    """What is exposed in a layer: contours from the outermost on, and the region of the hatch."""

    contours: tuple[CrossSection, ...]
    hatched: CrossSection


def layer_regions(layers: LayerStack, strategy: ScanStrategy) -> Iterator[LayerRegion]:
    """Yield the regions of all layers, from the platform up."""
    for block in layers.contours(united=True):
        for layer in range(block.first, block.first + len(block)):
            outline = CrossSection(block.rings(layer), FillRule.Positive)
            yield _region(outline, strategy)


def _region(outline: CrossSection, strategy: ScanStrategy) -> LayerRegion:
    contours = []
    inside = _inside(outline, strategy.beam_mm / 2)
    for number in range(strategy.contours):
        if number > 0:
            inside = _inside(inside, strategy.contour_distance_mm)
        contours.append(inside)
    return LayerRegion(contours=tuple(contours), hatched=_inside(inside, strategy.inset_mm))


def _inside(region: CrossSection, distance_mm: float) -> CrossSection:
    """Return what lies farther than a distance from a region's edge."""
    if distance_mm == 0.0 or region.is_empty():
        return region
    return region.offset(-distance_mm, JoinType.Round, 2.0, ARC_SEGMENTS).simplify(SMOOTH_MM)


def rings_of(region: CrossSection) -> tuple[Floats, Longs]:
    """Return the corners of a region's rings, and where each begins."""
    rings = region.to_polygons()
    offsets = np.cumsum([0, *map(len, rings)]).astype(np.int64)
    return np.concatenate(rings) if rings else np.empty((0, 2)), offsets


def skins(
    regions: Iterable[LayerRegion], strategy: ScanStrategy
) -> Iterator[tuple[LayerRegion, dict[Role, CrossSection]]]:
    """Yield each layer with its hatch divided into down-skin, up-skin and core.

    A layer's up-skin is what is missing in one of the next `up_skin_layers`, its down-skin what is
    missing in one of the last `down_skin_layers`; the platform carries the lowest. What is both is
    down-skin: below it is powder.
    """
    before: deque[CrossSection] = deque(maxlen=max(strategy.down_skin_layers, 1))
    waiting: deque[LayerRegion] = deque()
    for region in regions:
        waiting.append(region)
        if len(waiting) > strategy.up_skin_layers:
            yield _divided(waiting.popleft(), before, waiting, strategy)
    nothing = LayerRegion(contours=(), hatched=CrossSection())
    while waiting:
        above = [*waiting, nothing]
        yield _divided(waiting.popleft(), before, above[1:], strategy)


def _divided(
    region: LayerRegion,
    before: deque[CrossSection],
    above: Iterable[LayerRegion],
    strategy: ScanStrategy,
) -> tuple[LayerRegion, dict[Role, CrossSection]]:
    rest = region.hatched
    roles: dict[Role, CrossSection] = {}
    least_mm = SLIVER * strategy.hatch_mm / 2
    for role, others, wanted in (
        (Role.DOWN_SKIN, list(before), strategy.down_skin_layers),
        (Role.UP_SKIN, [one.hatched for one in above], strategy.up_skin_layers),
    ):
        if wanted and others and not rest.is_empty():
            covered = CrossSection.batch_boolean([rest, *others], OpType.Intersect)
            bare = _opened(rest - covered, least_mm)
            if not bare.is_empty():
                roles[role], rest = rest ^ bare, rest - bare
    before.append(region.hatched)
    return region, {**roles, Role.CORE: rest}


def _opened(region: CrossSection, least_mm: float) -> CrossSection:
    """Return a region without what is narrower than twice a distance."""
    if region.is_empty():
        return region
    core = region.offset(-least_mm, JoinType.Miter, 2.0, 0)
    return core.offset(1.5 * least_mm, JoinType.Miter, 2.0, 0)
