"""Which vectors leave a region: the start lies outside, or an edge of the region is crossed.

Cells and strips of the layer hold its edges, so a vector is held only against those near it: exact,
and fast as long as vectors are short beside the layer.
"""

from typing import Final

import numpy as np
import shapely
from manifold3d import CrossSection, JoinType

from slicer_checks.pathcells import cells_of, leaves
from slicer_checks.pathpolygons import polygons_of
from slicer_checks.pathstrips import strips_of
from slicer_checks.toolpath import Floats, Longs

_FAR: Final = 1000
_ARC_SEGMENTS: Final = 24


def leaving(vectors: Floats, region: CrossSection, distance_mm: float) -> Longs:
    """Return the numbers of the vectors (V, 2, 2) that leave a region by more than a distance."""
    if not len(vectors):
        return np.empty(0, dtype=np.int64)
    rings = region.offset(distance_mm, JoinType.Round, 2.0, _ARC_SEGMENTS).to_polygons()
    ends = [np.concatenate((one[1:], one[:1])) for one in rings]
    sides = [np.concatenate(pair, axis=1) for pair in zip(rings, ends, strict=True)]
    edges = np.concatenate([np.empty((0, 4)), *sides])
    if not len(edges):
        return np.arange(len(vectors))
    lines, strips = np.ascontiguousarray(vectors).reshape(-1, 4), strips_of(edges)
    return np.flatnonzero(leaves(lines, edges, strips, cells_of(edges, strips)))


def farthest_mm(vectors: Floats, region: CrossSection) -> tuple[int, float]:
    """Return which of some vectors gets farthest from a region, and how far; of many the first."""
    pieces = polygons_of(region)
    some = vectors[:_FAR]
    ground = shapely.union_all(pieces) if len(pieces) else shapely.Point(0.0, 0.0)
    shapely.prepare(ground)
    shares = np.linspace(0.0, 1.0, 11)[:, None]
    walked = some[:, None, 0] * (1 - shares) + some[:, None, 1] * shares
    apart = shapely.distance(shapely.points(walked), ground).max(axis=1)
    return int(apart.argmax()), float(apart.max())
