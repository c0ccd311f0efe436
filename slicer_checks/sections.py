"""Cutting triangles with planes: which planes a facet crosses, and what a layer then measures.

A vertex is below a plane when its z is less than the plane's, and above it otherwise. So a plane
through a vertex or a horizontal facet is treated as one an immeasurably small step lower: every
facet is crossed in exactly two of its edges or not at all, and horizontal facets never.

Area, centroid and perimeter of a layer need no contours: each crossed facet gives one directed
piece of outline, and Green's theorem sums over the pieces in any order.
"""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]


class Planes(NamedTuple):
    """The planes of `layers` layers: where each facet meets them.

    Facet f is crossed by the planes ``first[f]`` up to and including ``last[f]``. `ids` are the
    facets that are crossed at all, in the order of their first plane, with their last planes in
    `until`; the facets whose first plane is k are ``ids[starts[k]:starts[k + 1]]``.
    """

    layer_mm: float
    layers: int
    first: Ids
    last: Ids
    ids: Ids
    until: Ids
    starts: Longs


class Measures(NamedTuple):
    """What each layer measures, by Green's theorem over its pieces of outline.

    Areas are signed by the winding; `moments` are the integrals of x and of y; boxes are x and y of
    the lowest, then of the highest corner, and inside out where a layer is empty.
    """

    area: Points
    length: Points
    moments: Points
    boxes: Points


@numba.njit(cache=True)
def plane_z(layer: int, layer_mm: float) -> float:
    """Return the height of a layer's plane, mid-layer, from the part's bottom."""
    return (layer + 0.5) * layer_mm


@numba.njit(cache=True)
def planes_up_to(z: float, layer_mm: float) -> int:
    """Count the planes at or below a height, planes without end."""
    count = max(0, int(np.floor(z / layer_mm + 0.5)))
    while plane_z(count, layer_mm) <= z:
        count += 1
    while count > 0 and plane_z(count - 1, layer_mm) > z:
        count -= 1
    return count


@numba.njit(cache=True)
def find_planes(points: Points, faces: Ids, layer_mm: float, layers: int) -> Planes:
    """Tell which planes cross each facet (last < first: none), and which facets begin at each."""
    first = np.empty(len(faces), dtype=np.int32)
    last = np.empty(len(faces), dtype=np.int32)
    starts = np.zeros(layers + 2, dtype=np.int64)
    for face in range(len(faces)):
        z0 = points[faces[face, 0], 2]
        z1 = points[faces[face, 1], 2]
        z2 = points[faces[face, 2], 2]
        low = planes_up_to(min(z0, z1, z2), layer_mm)
        high = min(planes_up_to(max(z0, z1, z2), layer_mm), layers) - 1
        first[face], last[face] = low, high
        if low <= high:
            starts[low + 2] += 1
    starts[:] = np.cumsum(starts)
    ids = np.empty(starts[layers + 1], dtype=np.int32)
    until = np.empty(starts[layers + 1], dtype=np.int32)
    for face in range(len(faces)):
        if first[face] <= last[face]:
            place = starts[first[face] + 1]
            ids[place], until[place] = face, last[face]
            starts[first[face] + 1] = place + 1
    return Planes(layer_mm, layers, first, last, ids, until, starts[: layers + 1].copy())


@numba.njit(cache=True)
def crossings_per_layer(planes: Planes) -> Longs:
    """Count the facets that each plane crosses."""
    steps = np.zeros(planes.layers + 1, dtype=np.int64)
    for place in range(len(planes.ids)):
        steps[planes.first[planes.ids[place]]] += 1
        steps[planes.until[place] + 1] -= 1
    return np.cumsum(steps)[: planes.layers]


@numba.njit(cache=True)
def measure_sections(points: Points, faces: Ids, planes: Planes) -> Measures:
    """Measure every layer of a closed mesh in one pass over its facets."""
    area, length = np.zeros(planes.layers), np.zeros(planes.layers)
    moments, boxes = np.zeros((planes.layers, 2)), np.empty((planes.layers, 4))
    boxes[:, :2] = np.inf
    boxes[:, 2:] = -np.inf
    measures = Measures(area, length, moments, boxes)
    for face in range(len(faces)):
        first, stop = planes.first[face], planes.last[face] + 1
        if first >= stop:
            continue
        lowest, highest = _extremes(points, faces[face])
        middle = points[faces[face, 3 - lowest - highest], 2]
        turn = min(max(planes_up_to(middle, planes.layer_mm), first), stop)
        if first < turn:
            _measure_corner(points, _from(faces[face], lowest), planes, (first, turn), measures)
        if turn < stop:
            _measure_corner(points, _from(faces[face], highest), planes, (turn, stop), measures)
    return measures


@numba.njit(cache=True)
def _extremes(points: Points, corners: Ids) -> tuple[int, int]:
    """Return which corner is lowest and which is highest."""
    z0, z1, z2 = points[corners[0], 2], points[corners[1], 2], points[corners[2], 2]
    lowest = 0 if z0 <= z1 and z0 <= z2 else (1 if z1 <= z2 else 2)
    highest = 2 if z2 >= z0 and z2 >= z1 else (1 if z1 >= z0 else 0)
    return lowest, highest


@numba.njit(cache=True)
def _from(corners: Ids, corner: int) -> tuple[int, int, int]:
    """Return a facet's corners in its own turn, beginning with the given one."""
    return corners[corner], corners[(corner + 1) % 3], corners[(corner + 2) % 3]


@numba.njit(cache=True)
def _measure_corner(
    points: Points,
    corners: tuple[int, int, int],
    planes: Planes,
    span: tuple[int, int],
    measures: Measures,
) -> None:
    """Add the pieces of the planes of a span, all of which cut the first corner off a facet.

    Where that corner is the lowest, the outline leaves the facet through the edge that starts there
    and enters through the one that ends there; where it is the highest, the other way round.
    """
    tip, ahead, behind = corners
    x, y, z = points[tip, 0], points[tip, 1], points[tip, 2]
    if points[ahead, 2] < z or points[behind, 2] < z:
        ahead, behind = behind, ahead
    out_share, in_share = 1 / (points[ahead, 2] - z), 1 / (points[behind, 2] - z)
    out_dx, out_dy = (points[ahead, 0] - x) * out_share, (points[ahead, 1] - y) * out_share
    in_dx, in_dy = (points[behind, 0] - x) * in_share, (points[behind, 1] - y) * in_share
    widens = np.hypot(out_dx - in_dx, out_dy - in_dy)
    for layer in range(span[0], span[1]):
        rise = plane_z(layer, planes.layer_mm) - z
        x_in, y_in = x + rise * in_dx, y + rise * in_dy
        x_out, y_out = x + rise * out_dx, y + rise * out_dy
        doubled = x_in * y_out - x_out * y_in
        measures.area[layer] += doubled / 2
        measures.moments[layer, 0] += doubled * (x_in + x_out) / 6
        measures.moments[layer, 1] += doubled * (y_in + y_out) / 6
        measures.length[layer] += abs(rise) * widens
        measures.boxes[layer, 0] = min(measures.boxes[layer, 0], x_in)
        measures.boxes[layer, 1] = min(measures.boxes[layer, 1], y_in)
        measures.boxes[layer, 2] = max(measures.boxes[layer, 2], x_in)
        measures.boxes[layer, 3] = max(measures.boxes[layer, 3], y_in)
