"""Islands that begin in mid-air: outlines of a layer with no metal below them."""

from typing import Final

import numpy as np
import numpy.typing as npt
from manifold3d import CrossSection, FillRule

from slicer_checks.contours import Rings
from slicer_checks.nesting import RingFacts, find_floating

Floats = npt.NDArray[np.float64]

SHARED_MIN_MM2: Final = 1e-4
"""Islands that share less only touch: a hundredth of a melt pool's width squared (0.1 mm), and more
than corners rounded to float32 make.
"""
NO_RINGS = Rings(
    np.empty((0, 2)), np.empty(0, np.int32), np.zeros(1, np.int64), np.zeros(2, np.int64)
)
"""A layer without rings: what lies below the first layer."""


def stack(below: Rings, rings: Rings) -> Rings:
    """Return a block with the layer below it as its first layer."""
    return Rings(
        np.concatenate((below.points, rings.points)),
        np.concatenate((below.face, rings.face)),
        np.concatenate((below.offsets[:-1], rings.offsets + len(below.points))),
        np.concatenate((below.layers[:-1], rings.layers + len(below.offsets) - 1)),
    )


def last_layer(rings: Rings) -> Rings:
    """Return the highest layer of a block as a block of its own."""
    low, high = rings.layers[-2], rings.layers[-1]
    start = rings.offsets[low]
    return Rings(
        rings.points[start:],
        rings.face[start:],
        rings.offsets[low : high + 1] - start,
        np.array([0, high - low]),
    )


def new_islands_mm2(rings: Rings, facts: RingFacts, *, on_plate: bool) -> Floats:
    """Return the area of islands with nothing below per layer, the block's first layer left out.

    `on_plate` says that the second layer stands on the platform.
    """
    areas = np.zeros(len(rings.layers) - 1)
    floating = np.flatnonzero(find_floating(rings, facts))
    layer_of = np.searchsorted(rings.layers, floating, side="right") - 1
    for ring, layer in zip(floating.tolist(), layer_of.tolist(), strict=True):
        if on_plate and layer == 1:
            continue
        island = _region(rings, facts, ring, layer)
        if not _touches_below(rings, facts, ring, layer - 1, island):
            areas[layer] += island.area()
    return areas[1:]


def _region(rings: Rings, facts: RingFacts, outer: int, layer: int) -> CrossSection:
    first = rings.layers[layer]
    members = first + np.flatnonzero(facts.island[first : rings.layers[layer + 1]] == outer)
    return CrossSection([_points(rings, ring) for ring in members], FillRule.NonZero)


def _points(rings: Rings, ring: int) -> Floats:
    return rings.points[rings.offsets[ring] : rings.offsets[ring + 1]]


def _touches_below(
    rings: Rings, facts: RingFacts, ring: int, layer: int, island: CrossSection
) -> bool:
    """Tell whether an island shares area with an island of a layer."""
    low_x, low_y, high_x, high_y = facts.boxes[ring]
    first, stop = rings.layers[layer], rings.layers[layer + 1]
    x0, y0, x1, y1 = facts.boxes[first:stop].T
    near = (x1 > low_x) & (y1 > low_y) & (x0 < high_x) & (y0 < high_y)
    outer = facts.island[first:stop] == np.arange(first, stop)
    return any(
        (island ^ _region(rings, facts, below, layer)).area() > SHARED_MIN_MM2
        for below in first + np.flatnonzero(near & outer)
    )
