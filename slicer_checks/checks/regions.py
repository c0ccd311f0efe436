"""Regions of a surface: faces that hang together, and how long their rims are."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from slicer_checks.part import Part

Ids = NDArray[np.integer]

SAME_PLACE_MM = 0.001
"""Corners this close hang together, whatever cracks a file has."""


def shared_corners(part: Part, faces: Ids) -> Ids:
    """Give each corner of some faces a number, the same one at the same place."""
    points = part.vertices_mm[part.faces[faces].ravel()]
    places = np.round(points / SAME_PLACE_MM).astype(np.int64)
    numbers = np.unique(places, axis=0, return_inverse=True)[1]
    return numbers.reshape(-1, 3)


def connected(corners: Ids) -> Ids:
    """Label faces so that faces that touch at a corner share a label."""
    size = int(corners.max()) + 1
    ones = np.ones(2 * len(corners), dtype=np.int8)
    links = (corners[:, [0, 1]].ravel(), corners[:, [1, 2]].ravel())
    _, labels = connected_components(coo_array((ones, links), shape=(size, size)), directed=False)
    return np.unique(labels[corners[:, 0]], return_inverse=True)[1]


def rim_mm(part: Part, faces: Ids, corners: Ids, regions: Ids) -> NDArray[np.float64]:
    """Give the length of each region's rim; twice area over rim is a strip's width."""
    sides = [0, 1, 1, 2, 2, 0]
    edges = np.sort(corners[:, sides].reshape(-1, 2), axis=1)
    keys = edges @ np.array([int(corners.max()) + 1, 1], dtype=np.int64)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    rim = first[counts == 1]
    ends = part.vertices_mm[part.faces[faces][:, sides].reshape(-1, 2)[rim]]
    lengths_mm = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    total = np.bincount(regions[rim // 3], weights=lengths_mm, minlength=int(regions.max()) + 1)
    return np.maximum(total, np.finfo(float).tiny)
