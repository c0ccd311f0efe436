"""Which way faces look: unit normals, and the angle from the plate."""

import numba
import numpy as np
from numpy.typing import NDArray

from slicer_checks.frozen import read_only

Ids = NDArray[np.integer]
Floats = NDArray[np.float64]


def unit_normals(points: Floats, faces: Ids) -> Floats:
    """Return the outward unit normals (N, 3) of some faces; zeros for a face without area."""
    return _unit_normals(read_only(points), read_only(faces))


@numba.njit(cache=True)
def unit_normal(points: Floats, faces: Ids, face: int) -> tuple[float, float, float, float]:
    """Return a face's outward unit normal and its area; zeros for a face without area."""
    a, b, c = faces[face, 0], faces[face, 1], faces[face, 2]
    ux, uy, uz = (
        points[b, 0] - points[a, 0],
        points[b, 1] - points[a, 1],
        points[b, 2] - points[a, 2],
    )
    vx, vy, vz = (
        points[c, 0] - points[a, 0],
        points[c, 1] - points[a, 1],
        points[c, 2] - points[a, 2],
    )
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    length = np.sqrt(x * x + y * y + z * z)
    if length == 0:
        return 0.0, 0.0, 0.0, 0.0
    return x / length, y / length, z / length, length / 2


@numba.njit(cache=True)
def _unit_normals(points: Floats, faces: Ids) -> Floats:
    normals = np.empty((len(faces), 3))
    for face in range(len(faces)):
        normals[face, 0], normals[face, 1], normals[face, 2], _ = unit_normal(points, faces, face)
    return normals


def from_plate_deg(normals: NDArray[np.floating]) -> Floats:
    """Give the angle of faces from the plate: 0 hangs flat, 90 stands, 180 looks up."""
    down = -normals[:, 2].astype(np.float64)
    return np.asarray(np.degrees(np.arccos(np.clip(down, -1, 1))))
