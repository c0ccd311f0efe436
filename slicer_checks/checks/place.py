"""Where something is: from triangles, boxes and layers of a part to a place to show."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.checks.protocol import FACES_SHOWN
from slicer_checks.finding import Bounds, Ring, Where
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.topology import face_areas

Indices = NDArray[np.integer]

OUTLINES_SHOWN: Final = 5
POINTS_SHOWN: Final = 200


def of_faces(part: Part, layers: LayerStack, faces: Indices) -> Where:
    """Give the place of some triangles; none of them is no place."""
    if len(faces) == 0:
        return Where()
    corners = part.vertices_mm[part.faces[faces]].reshape(-1, 3)
    return of_box(part, layers, _box(corners), faces)


def of_part(part: Part, layers: LayerStack) -> Where:
    """Give the place of the whole part."""
    return of_box(part, layers, part.bounds_mm, np.empty(0, dtype=np.int32))


def of_box(part: Part, layers: LayerStack, bounds_mm: Bounds, faces: Indices) -> Where:
    """Give the place of a box, with its heights above the part's bottom and its layers."""
    bottom_mm = part.bounds_mm[0][2]
    low_mm, high_mm = bounds_mm[0][2] - bottom_mm, bounds_mm[1][2] - bottom_mm
    return Where(
        layers=layer_range(layers, low_mm, high_mm),
        z_mm=(low_mm, high_mm),
        bounds_mm=bounds_mm,
        faces=tuple(int(face) for face in _shown(part, faces)),
        faces_total=len(faces),
    )


def _shown(part: Part, faces: Indices) -> Indices:
    """Choose the faces to list: the largest, in their order, so that like features fare alike."""
    if len(faces) <= FACES_SHOWN:
        return faces
    areas_mm2 = face_areas(part.vertices_mm, part.faces[faces])
    return faces[np.sort(np.argsort(-areas_mm2, kind="stable")[:FACES_SHOWN])]


def layer_range(layers: LayerStack, low_mm: float, high_mm: float) -> tuple[int, int]:
    """Give the first and last layer of a range of heights above the part's bottom."""
    last = max(len(layers) - 1, 0)
    first, end = (int(height_mm / layers.layer_mm) for height_mm in (low_mm, high_mm))
    return min(max(first, 0), last), min(max(end, 0), last)


def of_span(part: Part, layers: LayerStack, span: tuple[int, int]) -> Where:
    """Give the place of all of the part between two layers."""
    (x_low, y_low, bottom), (x_high, y_high, _) = part.bounds_mm
    half_mm = layers.layer_mm / 2
    low, high = float(layers.z_mm[span[0]]) - half_mm, float(layers.z_mm[span[1]]) + half_mm
    box = ((x_low, y_low, bottom + low), (x_high, y_high, bottom + high))
    return Where(layers=span, z_mm=(low, high), bounds_mm=box)


def _box(points_mm: NDArray[np.floating]) -> Bounds:
    low, high = points_mm.min(axis=0), points_mm.max(axis=0)
    return (
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )


def of_outlines(
    part: Part, layers: LayerStack, outlines: Sequence[shapely.Polygon], span: tuple[int, int]
) -> Where:
    """Give the place of outlines (x, y) that reach over a span of layers."""
    bottom_mm, half_mm = part.bounds_mm[0][2], layers.layer_mm / 2
    low_mm, high_mm = (float(layers.z_mm[layer]) for layer in span)
    low_mm, high_mm = low_mm - half_mm, high_mm + half_mm
    if not outlines:
        return Where(layers=span, z_mm=(low_mm, high_mm))
    x_low, y_low, x_high, y_high = shapely.total_bounds(np.array(outlines)).tolist()
    return Where(
        layers=span,
        z_mm=(low_mm, high_mm),
        bounds_mm=(
            (x_low, y_low, bottom_mm + low_mm),
            (x_high, y_high, bottom_mm + high_mm),
        ),
        polygons=tuple(_ring(outline) for outline in outlines[:OUTLINES_SHOWN]),
    )


def _ring(outline: shapely.Polygon) -> Ring:
    """Give an outline's rim, with no more points than a drawing can show."""
    points = shapely.get_coordinates(outline.exterior)
    step = max(1, len(points) // POINTS_SHOWN)
    return tuple((float(x), float(y)) for x, y in points[::step])


def begins_mm(
    part: Part, layers: LayerStack, outlines: Sequence[shapely.Polygon], layer: int
) -> float:
    """Give the height above the bottom where outlines (x, y) that are new in a layer begin, in mm.

    That is the lowest corner of the part within their box (without outlines, anywhere) between the
    planes of this layer and the one below; the layer's own plane where there is none.
    """
    plane_mm = float(layers.z_mm[layer])
    z_mm = part.vertices_mm[:, 2] - part.bounds_mm[0][2]
    here = (z_mm > plane_mm - layers.layer_mm) & (z_mm <= plane_mm)
    if outlines:
        box = shapely.total_bounds(np.array(outlines))
        low, high = box[:2] - layers.layer_mm, box[2:] + layers.layer_mm
        places = part.vertices_mm[:, :2]
        here &= ((places >= low) & (places <= high)).all(axis=1)
    return float(z_mm[here].min(initial=plane_mm))
