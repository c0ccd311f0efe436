"""Which vectors leave a region: an end lies outside, or an edge of the region is crossed.

Edges of a region are sorted into strips of equal height, so a vector is held only against those of
the strips that it runs through: exact, and fast as long as vectors are short beside the layer.
"""

from typing import Final

import numba
import numpy as np
import shapely
from manifold3d import CrossSection, JoinType

from slicer_checks.pathpolygons import polygons_of
from slicer_checks.toolpath import Floats, Longs

_STRIPS_MAX: Final = 2_000
"""And no more than make an edge run through five on average: memory is bounded by the edges."""

_FAR: Final = 1000
_ARC_SEGMENTS: Final = 24


def leaving(vectors: Floats, region: CrossSection, distance_mm: float) -> Longs:
    """Return the numbers of the vectors (V, 2, 2) that leave a region by more than a distance."""
    if not len(vectors):
        return np.empty(0, dtype=np.int64)
    rings = region.offset(distance_mm, JoinType.Round, 2.0, _ARC_SEGMENTS).to_polygons()
    edges = np.concatenate(
        [np.empty((0, 2, 2)), *(np.stack((one, np.roll(one, -1, axis=0)), axis=1) for one in rings)]
    )
    if not len(edges):
        return np.arange(len(vectors))
    low, high = float(edges[:, :, 1].min()), float(edges[:, :, 1].max())
    heights = float(np.abs(edges[:, 1, 1] - edges[:, 0, 1]).sum())
    strips = int(np.clip(4 * len(edges) * (high - low) / max(heights, 1e-9), 1, _STRIPS_MAX))
    scale = strips / max(high - low, 1e-9)
    first = np.clip((edges[:, :, 1].min(axis=1) - low) * scale, 0, strips - 1).astype(np.int64)
    final = np.clip((edges[:, :, 1].max(axis=1) - low) * scale, 0, strips - 1).astype(np.int64)
    members, starts = _sorted_into(first, final, strips)
    left = _left(np.ascontiguousarray(vectors), edges, (members, starts), (low, scale))
    return np.flatnonzero(left)


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
def _sorted_into(first: Longs, final: Longs, strips: int) -> tuple[Longs, Longs]:
    """Return the edges of each strip, and where each strip's begin."""
    starts = np.zeros(strips + 1, dtype=np.int64)
    for edge in range(len(first)):
        for strip in range(first[edge], final[edge] + 1):
            starts[strip + 1] += 1
    starts = np.cumsum(starts)
    members, at = np.empty(starts[-1], dtype=np.int64), starts.copy()
    for edge in range(len(first)):
        for strip in range(first[edge], final[edge] + 1):
            members[at[strip]] = edge
            at[strip] += 1
    return members, starts


@numba.njit(cache=True, nogil=True)
def _left(
    vectors: Floats, edges: Floats, strips: tuple[Longs, Longs], place: tuple[float, float]
) -> Longs:
    members, starts = strips
    low, scale = place
    last = len(starts) - 2
    found = np.zeros(len(vectors), dtype=np.int64)
    for number in range(len(vectors)):
        start, end = vectors[number]
        if not (_inside(start, edges, strips, place) and _inside(end, edges, strips, place)):
            found[number] = 1
            continue
        one = int(min(max((min(start[1], end[1]) - low) * scale, 0.0), float(last)))
        other = int(min(max((max(start[1], end[1]) - low) * scale, 0.0), float(last)))
        for at in range(starts[one], starts[other + 1]):
            if _cross(start, end, edges[members[at], 0], edges[members[at], 1]):
                found[number] = 1
                break
    return found


@numba.njit(cache=True, nogil=True)
def _inside(
    point: Floats, edges: Floats, strips: tuple[Longs, Longs], place: tuple[float, float]
) -> bool:
    """Tell whether a point lies inside, by the edges that a ray to the right crosses."""
    members, starts = strips
    strip = (point[1] - place[0]) * place[1]
    if not 0.0 <= strip <= len(starts) - 1:
        return False
    within, own = False, min(int(strip), len(starts) - 2)
    for at in range(starts[own], starts[own + 1]):
        one, other = edges[members[at], 0], edges[members[at], 1]
        if (one[1] > point[1]) != (other[1] > point[1]):
            x = one[0] + (point[1] - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
            if x > point[0]:
                within = not within
    return within


@numba.njit(cache=True, nogil=True)
def _cross(start: Floats, end: Floats, one: Floats, other: Floats) -> bool:
    """Tell whether two lines cross."""
    if max(start[0], end[0]) < min(one[0], other[0]) or max(one[0], other[0]) < min(
        start[0], end[0]
    ):
        return False
    return _side(start, end, one) * _side(start, end, other) < 0.0 and (
        _side(one, other, start) * _side(one, other, end) < 0.0
    )


@numba.njit(cache=True, nogil=True)
def _side(start: Floats, end: Floats, point: Floats) -> float:
    return float(
        (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    )
