"""Which way faces look: unit normals, and the angle from the plate."""

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.integer]
Floats = NDArray[np.float64]


def unit_normals(points: Floats, faces: Ids) -> Floats:
    """Return the outward unit normals (N, 3) of some faces; zeros for a face without area."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    across = np.cross(b - a, c - a)
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    unit: Floats = np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 0)
    return unit


def from_plate_deg(normals: NDArray[np.floating]) -> Floats:
    """Give the angle of faces from the plate: 0 hangs flat, 90 stands, 180 looks up."""
    down = -normals[:, 2].astype(np.float64)
    return np.asarray(np.degrees(np.arccos(np.clip(down, -1, 1))))
