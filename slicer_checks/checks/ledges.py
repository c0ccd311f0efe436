"""How an overhang lies over powder: how far it reaches out, and its area layer by layer."""

from math import ceil, radians, tan
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.checks.regions import ROUNDING_LAYERS
from slicer_checks.layerstack import LayerStack
from slicer_checks.overhang import overhang_areas
from slicer_checks.part import Part
from slicer_checks.topology import face_areas

Floats = NDArray[np.float64]
Ids = NDArray[np.integer]

POINTS: Final = 2000
"""About so many corners and middles of faces are measured, besides the corners of their hull."""
BESIDE_MM: Final = 0.02
"""Metal within a layer and this much of a region carries it."""

ROUNDING: Final = 1e-6
"""Of layers that are alike but for rounding the lowest is told."""

SLOPED: Final = 0.1
"""Where no layer has this share of a region, it rises over many layers and none is told apart."""


class Ledge(NamedTuple):
    """How far a region reaches out (mm), and the layer where most of it hangs (mm2, mm)."""

    reach_mm: float
    layer_area_mm2: float
    layer_z_mm: float
    variant: str


def ledge(part: Part, layers: LayerStack, faces: Ids, safe_deg: float) -> Ledge:
    """Measure a region of faces that hang (the solid's numbering).

    The reach is the greatest horizontal distance of its corners and faces' middles from the metal
    of the layer below its lowest point; from that point where it begins in mid-air. The area of a
    layer is what the layer below does not carry (see `overhang`), so of a face that leans only the
    share beyond the safe angle; z counts from the bottom and stays within the region.
    """
    corners = part.vertices_mm[part.solid.faces[faces]] - np.array((0.0, 0.0, layers.bottom_mm))
    numbers = np.arange(3 * len(faces), dtype=np.int32).reshape(-1, 3)
    points = np.ascontiguousarray(corners.reshape(-1, 3))
    steep = tan(radians(safe_deg))
    areas = overhang_areas(points, numbers, layers.layer_mm, len(layers), steep)
    most = int(np.argmax(areas >= (1 - ROUNDING) * areas.max()))
    z_mm = min(float(layers.z_mm[most]), float(points[:, 2].max()))
    sloped = areas[most] < SLOPED * face_areas(points, numbers).sum()
    return Ledge(
        _reach_mm(layers, corners), float(areas[most]), z_mm, "sloped" if sloped else "level"
    )


def _reach_mm(layers: LayerStack, corners: Floats) -> float:
    """Give how far faces, (F, 3, 3) with z from the bottom, reach out over powder."""
    low_mm = float(corners[:, :, 2].min())
    below = ceil(low_mm / layers.layer_mm - 0.5 - ROUNDING_LAYERS) - 1
    metal = layers.polygons(min(max(below, 0), len(layers) - 1))
    points = shapely.points(_spread(corners[:, :, :2]))
    if metal.is_empty or shapely.distance(points, metal).min() > layers.layer_mm + BESIDE_MM:
        lowest = corners[corners[:, :, 2] < low_mm + layers.layer_mm]
        return float(shapely.distance(points, shapely.MultiPoint(lowest[:, :2])).max())
    return float(shapely.distance(points, metal).max())


def _spread(corners: Floats) -> Floats:
    """Give places (N, 2) all over some faces: corners, middles, and those farthest out."""
    places = np.unique(np.concatenate((corners.reshape(-1, 2), corners.mean(axis=1))), axis=0)
    hull = shapely.get_coordinates(shapely.convex_hull(shapely.MultiPoint(places)))
    return np.concatenate((hull, places[:: max(1, len(places) // POINTS)]))
