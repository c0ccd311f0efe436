"""From facet to facet through their half-edges, where a plane passes."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.sections import Planes

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]


class Mesh(NamedTuple):
    """What is walked over: points from the part's bottom up, faces, opposite half-edges, planes.

    `closed` tells that every half-edge has an opposite.
    """

    points: Points
    faces: Ids
    twin: Ids
    closed: bool
    planes: Planes


@numba.njit(cache=True)
def passed_by(mesh: Mesh, face: int, z: float, rises: bool) -> int:
    """Return the half-edge through which a plane leaves a facet (it rises) or enters it (it falls).

    -1 where the plane does not pass through the facet.
    """
    for corner in range(3):
        low = mesh.points[mesh.faces[face, corner], 2]
        high = mesh.points[mesh.faces[face, corner + 1 if corner < 2 else 0], 2]  # noqa: PLR2004
        if not rises:
            low, high = high, low
        if low < z <= high:
            return 3 * face + corner
    return -1


@numba.njit(cache=True)
def passes_to(mesh: Mesh, entered: int, z: float) -> int:
    """Return the half-edge by which a plane leaves the facet that it entered by a half-edge."""
    face = entered // 3
    corner = entered - 3 * face
    third = corner + 2 if corner == 0 else corner - 1
    if mesh.points[mesh.faces[face, third], 2] < z:
        return 3 * face + third
    return 3 * face + (corner + 1 if corner < 2 else 0)  # noqa: PLR2004


@numba.njit(cache=True)
def crossed_at(mesh: Mesh, half: int, z: float) -> tuple[float, float]:
    """Return where a plane crosses a half-edge.

    Interpolated from the lower vertex to the upper one, so both facets of an edge get the same
    point to the last bit.
    """
    face = half // 3
    corner = half - 3 * face
    one = mesh.faces[face, corner]
    two = mesh.faces[face, corner + 1 if corner < 2 else 0]  # noqa: PLR2004
    if mesh.points[one, 2] > mesh.points[two, 2]:
        one, two = two, one
    low = mesh.points[one, 2]
    share = (z - low) / (mesh.points[two, 2] - low)
    x, y = mesh.points[one, 0], mesh.points[one, 1]
    return x + share * (mesh.points[two, 0] - x), y + share * (mesh.points[two, 1] - y)
