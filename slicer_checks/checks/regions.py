"""Faces that hang: which do, at what angle, where their corners are, and what is under them."""

from math import ceil, inf

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.directions import from_plate_deg, unit_normals
from slicer_checks.frozen import read_only
from slicer_checks.layerstack import LayerStack
from slicer_checks.narrow import within_others
from slicer_checks.part import Part
from slicer_checks.samples import Samples
from slicer_checks.spans import buried
from slicer_checks.surface import tree_of
from slicer_checks.topology import face_areas

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
    with np.errstate(divide="ignore", invalid="ignore"):  # GEOS divides by the length of a side
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
    normals = unit_normals(part.vertices_mm, part.solid.faces)
    top_mm = part.vertices_mm[:, 2][part.solid.faces].max(axis=1)
    standing = top_mm < part.bounds_mm[0][2] + layer_mm
    hangs = (normals[:, 2] < 0) & ~standing
    angle_deg = np.where(hangs, from_plate_deg(normals), UPRIGHT_DEG)
    sloped = np.flatnonzero((angle_deg > LEVEL_DEG) & (angle_deg < UPRIGHT_DEG))
    if part.topology.shells > 1 and len(sloped) > 0:
        corners_mm = part.vertices_mm[part.solid.faces[sloped]]
        buried_here = _in_metal(part, corners_mm, normals[sloped], sloped)
        angle_deg[sloped[buried_here]] = UPRIGHT_DEG
    return read_only(face_areas(part.vertices_mm, part.solid.faces)), read_only(angle_deg)


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
