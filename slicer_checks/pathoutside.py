"""Which vectors leave a region: the start lies outside, or an edge of the region is crossed.

Edges of a region are sorted into strips of equal height, so a vector is held only against those of
the strips that it runs through: exact, and fast as long as vectors are short beside the layer.
"""

from typing import Final

import numba
import numpy as np
import shapely
from manifold3d import CrossSection, JoinType

from slicer_checks.pathpolygons import polygons_of
from slicer_checks.pathstrips import Strips, sides, strips_of
from slicer_checks.toolpath import Floats, Longs

_FAR: Final = 1000
_ARC_SEGMENTS: Final = 24


def leaving(vectors: Floats, region: CrossSection, distance_mm: float) -> Longs:
    """Return the numbers of the vectors (V, 2, 2) that leave a region by more than a distance."""
    if not len(vectors):
        return np.empty(0, dtype=np.int64)
    rings = region.offset(distance_mm, JoinType.Round, 2.0, _ARC_SEGMENTS).to_polygons()
    sides = [np.concatenate((one, np.roll(one, -1, axis=0)), axis=1) for one in rings]
    edges = np.concatenate([np.empty((0, 4)), *sides])
    if not len(edges):
        return np.arange(len(vectors))
    ends = np.ascontiguousarray(vectors).reshape(-1, 4)
    return np.flatnonzero(_left(ends, edges, strips_of(edges)))


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


@numba.njit(cache=True, nogil=True)
def _left(vectors: Floats, edges: Floats, strips: Strips) -> Longs:
    members, starts, low, scale = strips
    last = len(starts) - 2
    found = np.zeros(len(vectors), dtype=np.int64)
    for number in range(len(vectors)):
        x, y, end_x, end_y = vectors[number]
        if not _inside(x, y, edges, strips):
            found[number] = 1
            continue
        one = int(min(max((min(y, end_y) - low) * scale, 0.0), float(last)))
        other = int(min(max((max(y, end_y) - low) * scale, 0.0), float(last)))
        for at in range(starts[one], starts[other + 1]):
            if _passes((x, y, end_x, end_y), edges, members[at]):
                found[number] = 1
                break
    return found


@numba.njit(cache=True, nogil=True)
def _inside(x: float, y: float, edges: Floats, strips: Strips) -> bool:
    """Tell whether a point lies inside, by the edges that a ray to the right crosses."""
    members, starts, low, scale = strips
    strip = (y - low) * scale
    if not 0.0 <= strip <= len(starts) - 1:
        return False
    within, own = False, min(int(strip), len(starts) - 2)
    for at in range(starts[own], starts[own + 1]):
        x0, y0, x1, y1 = edges[members[at]]
        if (y0 > y) != (y1 > y) and x0 + (y - y0) * (x1 - x0) / (y1 - y0) > x:
            within = not within
    return within


@numba.njit(cache=True, nogil=True)
def _passes(line: tuple[float, float, float, float], edges: Floats, edge: int) -> bool:
    """Tell whether a line passes an edge; what lies on the one lies below it.

    So a line that runs through a corner passes one of the two edges that meet there.
    """
    one, other, start, end = sides(line, edges, edge)
    return bool((one > 0.0) != (other > 0.0) and (start > 0.0) != (end > 0.0))
