"""Patches of a surface: what belongs together by links or shared corners, and how long a rim is."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ids = NDArray[np.integer]
Floats = NDArray[np.float64]

_RIM_MIN_MM: Final = 1e-6
"""Said of a patch without a rim, such as one that is there twice: as wide as can be."""


def linked(links: Ids, count: int) -> NDArray[np.int32]:
    """Give each of `count` things the number of its group, as links (N, 2) make them."""
    ones = np.ones(len(links), dtype=np.int8)
    graph = coo_array((ones, (links[:, 0], links[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def touching(corners: Ids) -> NDArray[np.intp]:
    """Give each face or edge (N, 2 or 3 corners) the number of its patch: corners that are shared.

    Patches are numbered from 0 without gaps.
    """
    links = np.stack((corners[:, :-1].ravel(), corners[:, 1:].ravel()), axis=1)
    labels = linked(links, int(corners.max()) + 1)
    return np.unique(labels[corners[:, 0]], return_inverse=True)[1]


def rims_mm(corners: Ids, corners_mm: Floats, patches: Ids) -> Floats:
    """Give the length of each patch's rim, never 0: the edges that one of its faces alone has.

    Twice area over rim is a strip's width.

    Parameters
    ----------
    corners, corners_mm
        Of each face the numbers (N, 3) and the places (N, 3, 3) of its corners.
    patches
        Of each face, as `touching` gives it.
    """
    sides = [0, 1, 1, 2, 2, 0]
    edges = np.sort(corners[:, sides].reshape(-1, 2), axis=1)
    keys = edges @ np.array([int(corners.max()) + 1, 1], dtype=np.int64)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    rim = first[counts == 1]
    ends = corners_mm[:, sides].reshape(-1, 2, 3)[rim]
    lengths_mm = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    total = np.bincount(patches[rim // 3], weights=lengths_mm, minlength=int(patches.max()) + 1)
    return np.maximum(total, _RIM_MIN_MM)
