"""Points spread evenly over a surface, whatever its triangles: where rays start.

Faces are gone through along the tree's curve and their weights added up; each time the sum passes
a whole number a point is placed in the face at hand. A large face gets many points, of many tiny
faces only some get one, and every point stands for a known share of the area.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree
from slicer_checks.directions import unit_normal
from slicer_checks.topology import face_areas

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

FACE_SHARE: Final = 1.0
"""What a face weighs however small it is, so that small flat details are not passed over."""
_STEP_U: Final = 0.7548776662466927
_STEP_V: Final = 0.5698402909980532
"""Steps of the plane's most even sequence (M. Roberts, 2018): powers of the plastic number."""


class Samples(NamedTuple):
    """Points (N, 3) on faces (N,), the faces' outward unit normals (N, 3), area for each (N,)."""

    points: Points
    normals: Points
    faces: Ids
    areas_mm2: Points


def surface_samples(tree: BoxTree, spacing_mm: float, most: int) -> Samples:
    """Spread points over a mesh about a spacing apart, at most about so many."""
    areas = face_areas(tree.points, tree.faces)
    weights = areas / spacing_mm**2
    weights *= min(1.0, most / max(float(weights.sum()), 1.0))
    weights[areas > 0] += FACE_SHARE * min(1.0, most / max(1, 2 * len(areas)))
    count = int(_count(tree.order, weights))
    samples = Samples(
        np.empty((count, 3)), np.empty((count, 3)), np.empty(count, np.int32), np.empty(count)
    )
    _place(tree, weights, samples)
    return samples


@numba.njit(cache=True)
def _count(order: Ids, weights: Points) -> int:
    total = 0.5
    for face in order:
        total += weights[face]
    return int(total)


@numba.njit(cache=True)
def _place(tree: BoxTree, weights: Points, samples: Samples) -> None:
    total, number = 0.5, 0
    for face in tree.order:
        total += weights[face]
        if number + 1 > total:
            continue
        x, y, z, area = unit_normal(tree.points, tree.faces, face)
        a, b, c = tree.faces[face]
        while number + 1 <= total:
            u, v = (number * _STEP_U) % 1.0, (number * _STEP_V) % 1.0
            if u + v > 1:
                u, v = 1 - u, 1 - v
            for axis in range(3):
                samples.points[number, axis] = (
                    (1 - u - v) * tree.points[a, axis]
                    + u * tree.points[b, axis]
                    + v * tree.points[c, axis]
                )
            samples.normals[number] = (x, y, z)
            samples.faces[number] = face
            samples.areas_mm2[number] = area / weights[face]
            number += 1
