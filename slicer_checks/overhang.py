"""Overhang area per layer, from the facets that face down.

A layer may stick out over the one below by ``layer / tan(limit)`` and still be carried. A facet
that leans ``a`` from the plate gives an outstep of ``layer / tan(a)``; of the area it covers in the
slab between two planes, the share ``1 - tan(a) / tan(limit)`` is not carried. First order: exact
for plane facets whose neighbours do not matter, 2-3 % from polygon offsets on real parts.
"""

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.sections import plane_z, planes_up_to

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Heights = tuple[float, float, float]


@numba.njit(cache=True)
def overhang_areas(
    points: Points, faces: Ids, layer_mm: float, layers: int, limit_tan: float
) -> Points:
    """Return the area of each layer that lies beyond what the layer below carries (mm2).

    Layer i takes the facets from the plane of layer i - 1 up to its own; layer 0 lies on the plate.
    """
    areas = np.zeros(layers)
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        down, slope = _downward(a, b, c)
        if down > 0 and slope < limit_tan:
            low, high = min(a[2], b[2], c[2]), max(a[2], b[2], c[2])
            middle = max(min(a[2], b[2]), min(max(a[2], b[2]), c[2]))
            _spread(areas, (low, middle, high), down * (1 - slope / limit_tan), layer_mm)
    return areas


@numba.njit(cache=True)
def _downward(a: Points, b: Points, c: Points) -> tuple[float, float]:
    """Return a facet's area seen from below (0 when it does not face down) and tan of its lean."""
    nx = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
    ny = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
    nz = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    if nz >= 0:
        return 0.0, 0.0
    return -nz / 2, np.hypot(nx, ny) / -nz


@numba.njit(cache=True)
def _spread(areas: Points, heights: Heights, area: float, layer_mm: float) -> None:
    """Add a facet's area to the layers whose slab it lies in."""
    before = 0.0
    first = planes_up_to(heights[0], layer_mm)
    last = planes_up_to(heights[2], layer_mm)
    for layer in range(first, min(last + 1, len(areas))):
        below = 1.0 if layer == last else _share_below(heights, plane_z(layer, layer_mm))
        if layer > 0:
            areas[layer] += area * (below - before)
        before = below


@numba.njit(cache=True)
def _share_below(heights: Heights, z: float) -> float:
    """Return the share of a triangle's area below a height that it crosses."""
    low, middle, high = heights
    if z <= middle and middle > low:
        return float((z - low) ** 2 / ((middle - low) * (high - low)))
    return float(1 - (high - z) ** 2 / ((high - middle) * (high - low)))
