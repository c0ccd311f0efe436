"""Regions of faces that hang: connected, wide and large enough to need support."""

import numpy as np
from numpy.typing import NDArray

from slicer_checks.patches import rims_mm, touching
from slicer_checks.process import Process

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]


def held_regions(points: Floats, solid: Ids, hangs: Flags, process: Process) -> Numbers:
    """Give each hanging face its region's number, (F,); -1 where no support is needed.

    Faces that share a corner belong together. A region smaller than ``overhang-area-min``, or a
    strip narrower than ``overhang-ledge``, prints without.
    """
    numbers = np.full(len(solid), -1, dtype=np.intp)
    held = np.flatnonzero(hangs)
    if len(held) == 0:
        return numbers
    faces = solid[held]
    labels = touching(faces)
    area_mm2 = np.bincount(labels, weights=seen_mm2(points, faces))
    wide_mm = 2 * area_mm2 / rims_mm(faces, points[faces], labels)
    kept = (area_mm2 >= process.limit("overhang-area-min").value) & (
        wide_mm > process.limit("overhang-ledge").value
    )
    numbers[held] = np.where(kept, np.cumsum(kept) - 1, -1)[labels]
    return numbers


def seen_mm2(points: Floats, faces: Ids) -> Floats:
    """Give the area of faces as seen from above or below."""
    a, b, c = (points[faces[:, corner], :2] for corner in range(3))
    ab, ac = b - a, c - a
    return np.asarray(np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]) / 2)
