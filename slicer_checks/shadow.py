"""A part's shadow on the platform: what parts laid beside it have to keep clear of.

Every pixel of a fine grid that a facet touches, seen from above, is in the shadow, so it holds the
part whatever its mesh is like. Gaps along a row that nothing could be laid in are closed, pixels
become rings, and these are smoothed outward.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.part import Part

Points = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Rings = list[list[list[float]]]

PIXELS: Final = 2000
"""The longer side of a part is at most so many pixels."""

PIXEL_MM: Final = 0.05
"""No pixel is smaller; plates are laid with millimetres between parts."""

CLOSED_MM: Final = 3.0
"""A gap in a row narrower than this is closed: no part with a gap on either side lies in it."""

HOLE_MM2: Final = 100.0
"""A hole with less room than this is closed too."""

STEP: Final = 1.5
"""Rings are smoothed by so many pixels: a step of one pixel in a slope lies within."""

_RING: Final = 3


def shadow_rings_mm(part: Part) -> Rings:
    """Return the part's shadow from its box's lower left corner: an outline, then its holes.

    Rings of corners (x, y) in mm that do not repeat the first; all lie within the part's box. A
    part in pieces that lie apart has their convex hull; nothing is returned for one without width
    or depth.
    """
    (left, front, _), (right, back, _) = part.bounds_mm
    size = np.array([right - left, back - front])
    if not (size > 0).all():
        return []
    pixel_mm = max(float(size.max()) / PIXELS, PIXEL_MM)
    columns, rows = np.ceil(size / pixel_mm).astype(int) + 1
    mask = np.zeros((rows, columns), dtype=np.bool_)
    flat = (part.vertices_mm[:, :2] - (left, front)) / pixel_mm
    _touch(np.ascontiguousarray(flat), np.ascontiguousarray(part.faces), mask)
    pixels = shapely.union_all(_boxes(mask, CLOSED_MM / pixel_mm))
    outline = _smoothed(shapely.transform(pixels, lambda corners: corners * pixel_mm), pixel_mm)
    inside = _within(outline, size)
    return [_corners(ring) for ring in (inside.exterior, *inside.interiors)]


def _smoothed(pixels: shapely.Geometry, pixel_mm: float) -> shapely.Geometry:
    """Return what lies round all pixels, with few corners: the steps of a slope become one side."""
    step_mm = STEP * pixel_mm
    return pixels.simplify(step_mm).buffer(step_mm, join_style="mitre", mitre_limit=2.0)


def _within(outline: shapely.Geometry, size: Points) -> shapely.Polygon:
    """Return the part of an outline inside the box of the part, as one polygon."""
    inside = outline.intersection(shapely.box(0.0, 0.0, *size.tolist()))
    if inside.geom_type != "Polygon":
        return shapely.Polygon(inside.convex_hull.exterior)
    wide = [ring for ring in inside.interiors if shapely.Polygon(ring).area >= HOLE_MM2]
    return shapely.Polygon(inside.exterior, wide)


def _boxes(mask: Mask, gap: float) -> npt.NDArray[np.object_]:
    """Return a box for each run of pixels in a row; runs less than a gap apart are joined."""
    padded = np.pad(mask.astype(np.int8), ((0, 0), (1, 1)))
    row, edge = np.nonzero(np.diff(padded, axis=1))
    row, begin, end = row[::2], edge[::2], edge[1::2]
    joined = (row[1:] == row[:-1]) & (begin[1:] - end[:-1] < gap)
    first, last = np.append(True, ~joined), np.append(~joined, True)
    row, begin, end = row[first], begin[first], end[last]
    return np.asarray(shapely.box(begin, row, end, row + 1))


def _corners(ring: shapely.LinearRing) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in ring.coords[:-1]]


@numba.njit(cache=True, nogil=True)
def _touch(points: Points, faces: npt.NDArray[np.int32], mask: Mask) -> None:
    """Mark every pixel that a facet touches; points are in pixels."""
    rows, columns = mask.shape
    for face in faces:
        low = min(points[face[0], 1], points[face[1], 1], points[face[2], 1])
        high = max(points[face[0], 1], points[face[1], 1], points[face[2], 1])
        for row in range(int(low), min(int(high), rows - 1) + 1):
            left, right = _span(points, face, float(row))
            if left <= right:
                mask[row, int(left) : min(int(right), columns - 1) + 1] = True


@numba.njit(cache=True, nogil=True)
def _span(points: Points, face: npt.NDArray[np.int32], low: float) -> tuple[float, float]:
    """Return from where to where a facet lies in the row of pixels above a height."""
    left, right = np.inf, -np.inf
    for corner in range(_RING):
        start, end = points[face[corner]], points[face[(corner + 1) % _RING]]
        if start[1] > end[1]:
            start, end = end, start
        if end[1] < low or start[1] > low + 1.0:
            continue
        for level in (max(low, start[1]), min(low + 1.0, end[1])):
            share = (level - start[1]) / (end[1] - start[1]) if end[1] > start[1] else 0.0
            x = start[0] + share * (end[0] - start[0])
            left, right = min(left, x), max(right, x)
        if start[1] == end[1]:
            left, right = min(left, end[0]), max(right, end[0])
    return left, right
