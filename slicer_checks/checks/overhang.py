"""Faces that hang over powder at too flat an angle."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slicer_checks.checks.ceilings import ceilings
from slicer_checks.checks.ledges import ledge
from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, telling
from slicer_checks.checks.regions import bare_mm2, down_faces, shared_corners
from slicer_checks.checks.roofs import roofs
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.patches import rims_mm, touching
from slicer_checks.process import Process

ROUNDING_DEG = 0.01
"""A face drawn at the limit, such as a 45° chamfer, is not below it by rounding."""

CONTACTS_MAX = 200
"""So many regions of a file of several bodies are held against the layer below, no more."""

LIMITS = ("overhang-angle-never", "overhang-angle-safe")


def _told_apart(part: Part, layers: LayerStack, process: Process) -> NDArray[np.integer]:
    """Give the faces of bridges and of round roofs, which have checks of their own."""
    level = ceilings(part, layers, process.limit("overhang-area-min").value)
    round_roofs = roofs(part, layers.layer_mm, process.limit("overhang-angle-safe").value)
    faces = [one.faces for one in level if np.isfinite(one.span_mm)]
    faces += [one.faces for one in round_roofs]
    return np.concatenate(faces) if faces else np.empty(0, dtype=np.intp)


def overhang(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Gather flat down-facing faces into connected places; each of the largest is a finding."""
    limits, safe = telling(process, LIMITS), process.limit("overhang-angle-safe")
    if not limits:
        return
    area_mm2, angle_deg = down_faces(part, layers.layer_mm)
    flat = angle_deg < safe.value - ROUNDING_DEG
    flat[_told_apart(part, layers, process)] = False
    if not flat.any():
        return
    faces = part.solid.face_numbers[flat]
    area_mm2, angle_deg = area_mm2[flat], angle_deg[flat]
    corners = shared_corners(part, faces)
    regions = touching(corners)
    region_area_mm2 = np.bincount(regions, weights=area_mm2)
    width_mm = 2 * region_area_mm2 / rims_mm(corners, part.vertices_mm[part.faces[faces]], regions)
    area_min_mm2 = process.limit("overhang-area-min").value
    kept = np.flatnonzero(
        (region_area_mm2 >= area_min_mm2) & (width_mm > process.limit("overhang-ledge").value)
    )
    if part.topology.shells > 1 and len(kept) <= CONTACTS_MAX:
        corners_mm = part.vertices_mm[part.faces[faces]]
        ledge_mm = process.limit("overhang-ledge").value
        bare = [bare_mm2(layers, corners_mm[regions == region], ledge_mm) for region in kept]
        kept = kept[np.array(bare) >= area_min_mm2]
    told_deg = max(limit.value for limit in limits) - ROUNDING_DEG
    lowest = np.full(len(region_area_mm2), np.inf)
    np.minimum.at(lowest, regions, angle_deg)
    kept = kept[lowest[kept] < told_deg]
    for region in kept[np.argsort(-region_area_mm2[kept], kind="stable")][:PLACES_SHOWN]:
        mine = regions == region
        yield from breach(
            "overhang",
            next(limit for limit in limits if lowest[region] < limit.value - ROUNDING_DEG),
            lowest[region],
            of_faces(part, layers, faces[mine]),
            area_mm2=float(region_area_mm2[region]),
            total_area_mm2=float(region_area_mm2[kept].sum()),
            regions=len(kept),
            safe=safe.value,
            ledge_mm=process.limit("overhang-ledge").value,
            **ledge(part, layers, np.flatnonzero(flat)[mine], safe.value)._asdict(),
        )
