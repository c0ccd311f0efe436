"""Level ceilings and what carries their rims: bridges between supports, or ledges that reach out.

A ceiling is a level face that looks down, seen from above, without what lies on metal of the layer
below. Its rim is carried where that layer has metal beside it. From a point of the ceiling the
shortest way to a carried rim and the way on, opposite, to the next carried rim make the span there;
where the opposite way leaves the ceiling over a free rim, the point hangs on one side only.
"""

from dataclasses import dataclass
from math import ceil, nan
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.checks.regions import ROUNDING_LAYERS, down_faces, shared_corners
from slicer_checks.hanging import seen_mm2
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.patches import touching

Floats = NDArray[np.float64]
Ids = NDArray[np.integer]

LEVEL_DEG: Final = 1.0
"""Faces that lean less than this from the plate are level."""
CEILINGS_MAX: Final = 100
"""So many ceilings, the largest, are measured."""
POINTS: Final = 1500
"""About so many points of a ceiling are looked from."""
TRIED: Final = 300
"""Of these, so many that are farthest from a carried rim are tried for the way on."""
BESIDE_MM: Final = 0.02
"""Metal of the layer below within a layer and this much carries a rim."""
MIDDLE: Final = 0.98
"""Points this near to being farthest from a carried rim tell the span."""
UNEVEN: Final = 1.5
"""The middle of a span is at most so many times farther from one side than from the other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ceiling:
    """A level ceiling: its faces (in the solid's numbering), bare area and span between supports.

    The span is NaN where it hangs on one side only, or on none. The reach is how far the farthest
    point is from a carried rim: half the span of a bridge, and more where a ledge belongs to it.
    """

    faces: Ids
    area_mm2: float
    span_mm: float
    reach_mm: float


def ceilings(part: Part, layers: LayerStack, area_min_mm2: float) -> list[Ceiling]:
    """Find the level ceilings of at least an area, the largest first; kept with the part."""
    question = f"ceilings {layers.layer_mm} {area_min_mm2}"
    return part.kept.once(question, lambda: _ceilings(part, layers, area_min_mm2))


def _ceilings(part: Part, layers: LayerStack, area_min_mm2: float) -> list[Ceiling]:
    area_mm2, angle_deg = down_faces(part, layers.layer_mm)
    level = np.flatnonzero((angle_deg < LEVEL_DEG) & (area_mm2 > 0))
    return ceilings_among(part, layers, level, area_min_mm2)


def ceilings_among(
    part: Part, layers: LayerStack, level: Ids, area_min_mm2: float
) -> list[Ceiling]:
    """Find the ceilings of at least an area that some level faces (the solid's) make."""
    if len(level) == 0:
        return []
    regions = touching(shared_corners(part, part.solid.face_numbers[level]))
    areas = np.bincount(regions, weights=seen_mm2(part.vertices_mm, part.solid.faces[level]))
    largest = np.argsort(-areas, kind="stable")[:CEILINGS_MAX]
    found = [
        _ceiling(part, layers, level[regions == region])
        for region in largest
        if areas[region] >= area_min_mm2
    ]
    return [one for one in found if one.area_mm2 >= area_min_mm2]


def _ceiling(part: Part, layers: LayerStack, faces: Ids) -> Ceiling:
    corners = part.vertices_mm[part.solid.faces[faces]]
    height_mm = float(corners[:, :, 2].min()) - layers.bottom_mm
    below = ceil(height_mm / layers.layer_mm - 0.5 - ROUNDING_LAYERS) - 1
    seen = shapely.union_all(shapely.polygons(corners[:, :, :2]))
    metal = layers.polygons(min(max(below, 0), len(layers) - 1))
    bare = shapely.difference(seen, metal)
    beside = shapely.buffer(metal, layers.layer_mm + BESIDE_MM, quad_segs=4)
    carried = shapely.intersection(bare.boundary, beside)
    span_mm, reach_mm = (nan, nan) if carried.length == 0 else _span_and_reach(bare, carried)
    return Ceiling(faces=faces, area_mm2=float(bare.area), span_mm=span_mm, reach_mm=reach_mm)


def _span_and_reach(bare: shapely.Geometry, carried: shapely.Geometry) -> tuple[float, float]:
    """Give the longest shortest way between carried rims, NaN where there is none; and the reach.

    Both in mm; the reach is how far the farthest point is from a carried rim.
    """
    points = _inside(bare)
    if len(points) == 0:
        return nan, nan
    ways = shapely.get_coordinates(shapely.shortest_line(shapely.points(points), carried))
    ends = ways.reshape(-1, 2, 2)[:, 1]
    near_mm = np.linalg.norm(points - ends, axis=1)
    far = np.argsort(-near_mm)[:TRIED]
    far = far[near_mm[far] > 0]
    on_mm = _way_on_mm(bare, carried, points[far], ends[far])
    across = on_mm <= UNEVEN * near_mm[far]
    reach_mm = float(near_mm.max())
    if not across.any():
        return nan, reach_mm
    middle = across & (near_mm[far] >= MIDDLE * near_mm[far][across].max())
    return float((near_mm[far] + on_mm)[middle].min()), reach_mm


def _inside(area: shapely.Geometry) -> Floats:
    """Give the points of a square grid that lie in an area."""
    low_x, low_y, high_x, high_y = area.bounds
    step = max((area.area / POINTS) ** 0.5, max(high_x - low_x, high_y - low_y) / POINTS)
    x, y = np.meshgrid(
        np.arange(low_x + step / 2, high_x, step), np.arange(low_y + step / 2, high_y, step)
    )
    points = np.column_stack((x.ravel(), y.ravel()))
    shapely.prepare(area)
    inside: Floats = points[shapely.contains_xy(area, points[:, 0], points[:, 1])]
    return inside


def _way_on_mm(
    bare: shapely.Geometry, carried: shapely.Geometry, points: Floats, ends: Floats
) -> Floats:
    """Give how far it is from points, away from their ends, to a carried rim; inf if to a free."""
    away = points - ends
    reach = UNEVEN * 1.01
    lines = shapely.linestrings(np.stack((points, points + reach * away), axis=1))
    rims = shapely.intersection(lines, bare.boundary)
    first = shapely.shortest_line(shapely.points(points), rims)
    on_mm = np.full(len(points), np.inf)
    met = ~(shapely.is_missing(first) | shapely.is_empty(first))
    rim = shapely.get_coordinates(first[met]).reshape(-1, 2, 2)[:, 1]
    with np.errstate(invalid="ignore"):  # GEOS divides by nothing where a rim has no length
        on_carried = shapely.distance(shapely.points(rim), carried) < BESIDE_MM
    on_mm[met] = np.where(on_carried, shapely.length(first[met]), np.inf)
    return on_mm
