"""Regions of a toolpath's layers as polygons, for distances and for pictures."""

import numpy as np
import numpy.typing as npt
import shapely
from manifold3d import CrossSection

from slicer_checks.finding import Ring
from slicer_checks.toolpath import Floats

Polygons = npt.NDArray[np.object_]

CORNERS_SHOWN = 200
"""An outline with more corners is shown as its box."""


def polygons_of(region: CrossSection) -> Polygons:
    """Return the pieces of a region as polygons."""
    pieces = [piece.to_polygons() for piece in region.decompose()]
    return np.array([_polygon(rings) for rings in pieces if rings], dtype=object)


def _polygon(rings: list[Floats]) -> shapely.Polygon:
    areas = [abs(shapely.Polygon(ring).area) for ring in rings]
    outer = int(np.argmax(areas))
    return shapely.Polygon(rings[outer], [ring for at, ring in enumerate(rings) if at != outer])


def ring_shown(polygon: shapely.Polygon) -> tuple[Ring, ...]:
    """Return the outline of a polygon for a finding; its box where it has too many corners."""
    corners = shapely.get_coordinates(polygon.exterior)
    if len(corners) > CORNERS_SHOWN:
        corners = shapely.get_coordinates(shapely.box(*polygon.bounds))
    return (tuple((x, y) for x, y in corners[:-1].tolist()),)
