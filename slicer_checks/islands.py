"""Islands that begin in mid-air: outlines of a layer with no metal below them."""

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.contours import Rings
from slicer_checks.nesting import RingFacts, find_floating

Floats = npt.NDArray[np.float64]

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
        island = _polygon(rings, facts, ring, layer)
        if not _touches_below(rings, facts, layer - 1, island):
            areas[layer] += island.area
    return areas[1:]


def _polygon(rings: Rings, facts: RingFacts, outer: int, layer: int) -> shapely.Geometry:
    first = rings.layers[layer]
    members = first + np.flatnonzero(facts.island[first : rings.layers[layer + 1]] == outer)
    holes = [_points(rings, ring) for ring in members if ring != outer]
    return shapely.make_valid(shapely.Polygon(_points(rings, outer), holes))


def _points(rings: Rings, ring: int) -> Floats:
    return rings.points[rings.offsets[ring] : rings.offsets[ring + 1]]


def _touches_below(rings: Rings, facts: RingFacts, layer: int, island: shapely.Geometry) -> bool:
    """Tell whether an island shares area with an island of a layer, exactly."""
    low_x, low_y, high_x, high_y = island.bounds
    first, stop = rings.layers[layer], rings.layers[layer + 1]
    x0, y0, x1, y1 = facts.boxes[first:stop].T
    near = (x1 > low_x) & (y1 > low_y) & (x0 < high_x) & (y0 < high_y)
    outer = facts.island[first:stop] == np.arange(first, stop)
    return any(
        shapely.intersection(island, _polygon(rings, facts, ring, layer)).area > 0
        for ring in first + np.flatnonzero(near & outer)
    )
