"""Faces that hang over powder at too flat an angle."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.checks.regions import connected, rim_mm, shared_corners
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process

ROUNDING_DEG = 0.01
"""A face drawn at the limit, such as a 45° chamfer, is not below it by rounding."""


def overhang(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Gather flat down-facing faces into connected places; each of the largest is a finding."""
    safe, never = process.limit("overhang-angle-safe"), process.limit("overhang-angle-never")
    area_mm2, angle_deg = _down_faces(part, layers.layer_mm)
    flat = angle_deg < safe.value - ROUNDING_DEG
    if not flat.any():
        return
    faces = part.solid.face_numbers[flat]
    area_mm2, angle_deg = area_mm2[flat], angle_deg[flat]
    corners = shared_corners(part, faces)
    regions = connected(corners)
    region_area_mm2 = np.bincount(regions, weights=area_mm2)
    width_mm = 2 * region_area_mm2 / rim_mm(part, faces, corners, regions)
    kept = np.flatnonzero(
        (region_area_mm2 >= process.limit("overhang-area-min").value)
        & (width_mm > process.limit("overhang-ledge").value)
    )
    largest = kept[np.argsort(-region_area_mm2[kept], kind="stable")][:PLACES_SHOWN]
    for region in largest:
        mine = regions == region
        lowest_deg = float(angle_deg[mine].min())
        limit = never if lowest_deg < never.value - ROUNDING_DEG else safe
        yield from breach(
            "overhang",
            limit,
            lowest_deg,
            of_faces(part, layers, faces[mine]),
            area_mm2=float(region_area_mm2[region]),
            total_area_mm2=float(region_area_mm2[kept].sum()),
            regions=len(kept),
            safe=safe.value,
            ledge_mm=process.limit("overhang-ledge").value,
        )


def _down_faces(part: Part, layer_mm: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give area and angle from the plate of each face of the solid; 90° where it does not hang.

    The solid's faces are turned outward, as they are printed, whatever way the file turns them.
    """
    corners = part.vertices_mm[part.solid.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    down = np.divide(-normals[:, 2], lengths, out=np.zeros(len(normals)), where=lengths > 0)
    standing = corners[:, :, 2].max(axis=1) < part.bounds_mm[0][2] + layer_mm
    angle_deg = np.where((down > 0) & ~standing, np.degrees(np.arccos(np.clip(down, 0, 1))), 90.0)
    return lengths / 2, angle_deg
