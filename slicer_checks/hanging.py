"""Regions of faces that hang: connected, wide and large enough to need support."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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
    size = len(points)
    ones = np.ones(2 * len(faces), dtype=np.int8)
    links = (faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel())
    joined = connected_components(coo_array((ones, links), shape=(size, size)), directed=False)[1]
    labels = np.unique(joined[faces[:, 0]], return_inverse=True)[1]
    area_mm2 = np.bincount(labels, weights=seen_mm2(points, faces))
    wide_mm = 2 * area_mm2 / _rim_mm(points, faces, labels)
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


def _rim_mm(points: Floats, faces: Ids, labels: Numbers) -> Floats:
    """Give the length of each region's rim: edges that one of its faces alone has."""
    edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1).astype(np.int64)
    keys = edges[:, 0] * len(points) + edges[:, 1]
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    rim = first[counts == 1]
    ends = points[edges[rim]]
    lengths_mm = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    total = np.bincount(labels[rim // 3], weights=lengths_mm, minlength=int(labels.max()) + 1)
    return np.maximum(total, np.finfo(float).tiny)
