"""Regions of a surface: faces that hang together, their rims, and what they hang over."""

from math import ceil, inf

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from slicer_checks.frozen import read_only
from slicer_checks.layerstack import LayerStack
from slicer_checks.narrow import within_others
from slicer_checks.part import Part
from slicer_checks.samples import Samples
from slicer_checks.spans import buried
from slicer_checks.surface import tree_of

Ids = NDArray[np.integer]

SAME_PLACE_MM = 0.001
"""Corners this close hang together, whatever cracks a file has."""
UPRIGHT_DEG = 90.0
LEVEL_DEG = 1.0
SPOTS = (
    np.array(((1, 1, 1), (2.9, 0.05, 0.05), (0.05, 2.9, 0.05), (0.05, 0.05, 2.9)))
    / 3  # the middle, and near each corner
)
"""Where a face is looked at from, as shares of its corners."""
ROUNDING_LAYERS = 1e-3
"""A plane this close to a face, as a share of the layer, lies in the face and not below it."""


def shared_corners(part: Part, faces: Ids) -> Ids:
    """Give each corner of some faces a number, the same one at the same place."""
    used, corner = np.unique(part.faces[faces], return_inverse=True)
    places = np.round(part.vertices_mm[used] / SAME_PLACE_MM).astype(np.int64)
    numbers = np.unique(places, axis=0, return_inverse=True)[1]
    return numbers.reshape(-1)[corner].reshape(-1, 3)


def connected(corners: Ids) -> Ids:
    """Label faces, or edges, so that those that touch at a corner share a label."""
    size = int(corners.max()) + 1
    links = (corners[:, :-1].ravel(), corners[:, 1:].ravel())
    ones = np.ones(len(links[0]), dtype=np.int8)
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


def bare_mm2(layers: LayerStack, corners_mm: NDArray[np.float64], ledge_mm: float) -> float:
    """Give how much of a level region of triangles is over no metal; a sloped one is all bare.

    Strips no wider than a ledge that holds by itself are not bare.
    """
    heights_mm = corners_mm[:, :, 2] - layers.bottom_mm
    below = ceil(float(heights_mm.min()) / layers.layer_mm - 0.5 - ROUNDING_LAYERS) - 1
    if below < 0 or np.ptp(heights_mm) >= layers.layer_mm:
        return inf
    seen = shapely.union_all(shapely.polygons(corners_mm[:, :, :2]))
    bare = shapely.difference(seen, layers.polygons(min(below, len(layers) - 1)))
    wide = shapely.buffer(bare, -ledge_mm / 2, join_style="mitre")
    return float(shapely.intersection(bare, shapely.buffer(wide, ledge_mm)).area)


def down_faces(part: Part, layer_mm: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give area and angle from the plate of each face of the solid; 90° where it does not hang.

    The solid's faces are turned outward, as they are printed, whatever way the file turns them. A
    sloped face inside another body does not hang (of level ones `bare_mm2` tells it). Worked out
    once and kept with the part: do not write into the arrays.
    """
    return part.kept.once(f"down faces {layer_mm}", lambda: _down_faces(part, layer_mm))


def _down_faces(part: Part, layer_mm: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    corners = part.vertices_mm[part.solid.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    down = np.divide(-normals[:, 2], lengths, out=np.zeros(len(normals)), where=lengths > 0)
    standing = corners[:, :, 2].max(axis=1) < part.bounds_mm[0][2] + layer_mm
    angle_deg = np.where((down > 0) & ~standing, np.degrees(np.arccos(np.clip(down, 0, 1))), 90.0)
    sloped = np.flatnonzero((angle_deg > LEVEL_DEG) & (angle_deg < UPRIGHT_DEG))
    if part.topology.shells > 1 and len(sloped) > 0:
        unit = normals[sloped] / lengths[sloped, None]
        angle_deg[sloped[_in_metal(part, corners[sloped], unit, sloped)]] = 90.0
    return read_only(lengths / 2), read_only(angle_deg)


def _in_metal(
    part: Part, corners_mm: NDArray[np.float64], normals: NDArray[np.float64], faces: Ids
) -> NDArray[np.bool_]:
    """Tell which faces have another body's metal right outside at each of their spots."""
    inside = np.ones(len(faces), dtype=np.bool_)
    for spot in SPOTS:
        points = np.ascontiguousarray(np.einsum("c,ncx->nx", spot, corners_mm))
        spots = Samples(points, normals, faces.astype(np.int32), np.zeros(len(faces)))
        inside &= buried(tree_of(part), spots, within_others(part, spots) & inside)
    return inside
