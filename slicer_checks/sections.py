"""Cutting triangles with planes: which planes a facet crosses, and where.

A vertex is below a plane when its z is less than the plane's, and above it otherwise. So a plane
through a vertex or a horizontal facet is treated as one an immeasurably small step lower: every
facet is crossed in exactly two of its edges or not at all, and horizontal facets never.
"""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]


class Mesh(NamedTuple):
    """What the kernels need: points from the part's bottom up, faces, opposite half-edges, planes.

    Face f is crossed by the planes ``first[f]`` up to and including ``last[f]``.
    """

    points: Points
    faces: Ids
    twin: Ids
    first: Ids
    last: Ids


class Cut(NamedTuple):
    """Where a plane enters and leaves a facet, material on the left, and by which half-edge."""

    x_in: float
    y_in: float
    x_out: float
    y_out: float
    half_out: int


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
def crossed_planes(points: Points, faces: Ids, layer_mm: float, layers: int) -> tuple[Ids, Ids]:
    """Return the first and the last plane that crosses each face (last < first: none)."""
    first = np.empty(len(faces), dtype=np.int32)
    last = np.empty(len(faces), dtype=np.int32)
    for face in range(len(faces)):
        z0 = points[faces[face, 0], 2]
        z1 = points[faces[face, 1], 2]
        z2 = points[faces[face, 2], 2]
        first[face] = planes_up_to(min(z0, z1, z2), layer_mm)
        last[face] = min(planes_up_to(max(z0, z1, z2), layer_mm), layers) - 1
    return first, last


@numba.njit(cache=True)
def crossings_per_layer(first: Ids, last: Ids, layers: int) -> npt.NDArray[np.int64]:
    """Count the facets that each plane crosses."""
    steps = np.zeros(layers + 1, dtype=np.int64)
    for face in range(len(first)):
        if first[face] <= last[face]:
            steps[first[face]] += 1
            steps[last[face] + 1] -= 1
    return np.cumsum(steps)[:layers]


@numba.njit(cache=True)
def cut_face(mesh: Mesh, face: int, z: float) -> Cut:
    """Cut a facet that the plane is known to cross.

    Points are interpolated from the lower vertex to the upper one, so both facets of an edge get
    the same point to the last bit.
    """
    x_in = y_in = x_out = y_out = 0.0
    half_out = -1
    for corner in range(3):
        begin = mesh.faces[face, corner]
        end = mesh.faces[face, (corner + 1) % 3]
        begin_below = mesh.points[begin, 2] < z
        end_below = mesh.points[end, 2] < z
        if begin_below and not end_below:
            x_out, y_out = _point_at(mesh.points, begin, end, z)
            half_out = 3 * face + corner
        elif end_below and not begin_below:
            x_in, y_in = _point_at(mesh.points, end, begin, z)
    return Cut(x_in, y_in, x_out, y_out, half_out)


@numba.njit(cache=True)
def _point_at(points: Points, lower: int, upper: int, z: float) -> tuple[float, float]:
    share = (z - points[lower, 2]) / (points[upper, 2] - points[lower, 2])
    x = points[lower, 0] + share * (points[upper, 0] - points[lower, 0])
    y = points[lower, 1] + share * (points[upper, 1] - points[lower, 1])
    return x, y
