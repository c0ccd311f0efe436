"""The edges of a solid where two faces meet, with the angle between them."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.directions import unit_normal, unit_normals
from slicer_checks.edges import MANIFOLD, find_edges
from slicer_checks.frozen import read_only
from slicer_checks.part import Part

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Creases:
    """Edges with two faces each; `faces` (E, 2) are numbers in the solid, `ends` (E, 2) vertices.

    `turn_rad` is how far the surface turns: above 0 at a ridge, below 0 in a groove; the metal
    between two faces has an angle of pi less that. `length_mm` is the edge's length.
    """

    faces: Ids
    ends: Ids
    turn_rad: Points
    length_mm: Points


def creases(part: Part) -> Creases:
    """Measure every edge of the solid that has exactly two faces."""
    faces = read_only(part.solid.faces)
    edges = find_edges(faces)
    first = edges.starts[:-1][edges.faces_per_edge == MANIFOLD]
    one, two = edges.order[first], edges.order[first + 1]
    after = one - one % 3 + (one + 1) % 3
    pair = np.stack((one // 3, two // 3), axis=1).astype(np.int32)
    ends = faces.reshape(-1)[np.stack((one, after), axis=1)]
    turn, length = _turns(read_only(part.vertices_mm), faces, pair, ends)
    return Creases(faces=pair, ends=ends, turn_rad=turn, length_mm=length)


@numba.njit(cache=True)
def _turns(points: Points, faces: Ids, pair: Ids, ends: Ids) -> tuple[Points, Points]:
    turn, length = np.empty(len(pair)), np.empty(len(pair))
    for edge in range(len(pair)):
        ax, ay, az, _ = unit_normal(points, faces, pair[edge, 0])
        bx, by, bz, _ = unit_normal(points, faces, pair[edge, 1])
        way = points[ends[edge, 1]] - points[ends[edge, 0]]
        length[edge] = np.sqrt((way * way).sum())
        cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        along = (cx * way[0] + cy * way[1] + cz * way[2]) / max(length[edge], 1e-300)
        turn[edge] = np.arctan2(along, ax * bx + ay * by + az * bz)
    return turn, length


def normals(part: Part, faces: npt.NDArray[np.integer]) -> Points:
    """Return the unit normals (N, 3) of some faces of the solid."""
    return unit_normals(part.vertices_mm, part.solid.faces[faces])
