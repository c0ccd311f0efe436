"""What stands below an overhang: columns of powder from each hanging face down to plate or part.

The part is looked at along z on a grid of pixels. Each face that covers a pixel's middle is crossed
there; from the plate up a crossing goes into metal or out of it, and a column of support is the
powder between a hanging face and the last way out of metal below it, or the plate.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.frozen import read_only

Points = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_OFF_MIDDLE: Final = (0.4871, 0.5137)
"""Where in a pixel is looked: not where the edges of drawn parts lie."""


class Grid(NamedTuple):
    """Pixels over a part seen from above."""

    left_mm: float
    front_mm: float
    pixel_mm: float
    columns: int
    rows: int


class Facets(NamedTuple):
    """A mesh whose faces look outward: (V, 3) points in mm with z up, and (F, 3) corners."""

    points: Points
    faces: Ids


class Crossings(NamedTuple):
    """Faces above each pixel's middle, the lowest first: pixel p has entries offsets[p:p + 1]."""

    offsets: Longs
    face: Ids
    height_mm: Points


class LayerSteps(NamedTuple):
    """So many layers of one thickness."""

    layer_mm: float
    layers: int


class Columns(NamedTuple):
    """Columns of support, one entry each: the face above, its heights, and whether on metal."""

    face: Ids
    pixel: Longs
    top_mm: Points
    bottom_mm: Points
    on_part: Flags

    def taken(self, order: Longs) -> "Columns":
        """Give some of the columns in another order."""
        return Columns(
            self.face[order],
            self.pixel[order],
            self.top_mm[order],
            self.bottom_mm[order],
            self.on_part[order],
        )


def grid_over(points: Points, pixels: int) -> Grid:
    """Lay a grid over points, so many pixels along its longer side."""
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    pixel_mm = max(float((high - low).max()) / pixels, 1e-6)
    columns, rows = (int(size / pixel_mm) + 1 for size in high - low)
    return Grid(float(low[0]), float(low[1]), pixel_mm, columns, rows)


def columns_below(points: Points, faces: Ids, hangs: Flags, grid: Grid) -> Columns:
    """Find the columns below the faces that hang, from the lowest point of the part on.

    Parameters
    ----------
    points, faces
        A mesh whose faces look outward, (V, 3) in mm with z up, and (F, 3).
    hangs
        Which faces need support, (F,).
    """
    facets = Facets(read_only(points), read_only(faces))
    crossings = _crossings(facets, grid)
    return Columns(*_columns(facets, hangs, crossings, float(points[:, 2].min())))


@numba.njit(cache=True)
def upward(points: Points, corners: Ids) -> float:
    """Give twice the area of a face as seen from above, negative when it looks down."""
    a, b, c = points[corners[0]], points[corners[1]], points[corners[2]]
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


@numba.njit(cache=True)
def _span(points: Points, corners: Ids, axis: int, low: float, pixel: float) -> tuple[int, int]:
    """Give the first and one past the last pixel whose middle a face's box covers."""
    one, two, three = points[corners[0], axis], points[corners[1], axis], points[corners[2], axis]
    off = _OFF_MIDDLE[0] if axis == 0 else _OFF_MIDDLE[1]
    first = np.ceil((min(one, two, three) - low) / pixel - off)
    last = np.floor((max(one, two, three) - low) / pixel - off)
    return max(0, int(first)), int(last) + 1


@numba.njit(cache=True)
def _height(points: Points, corners: Ids, area: float, x: float, y: float) -> float:
    """Give the height of a face above a place; NaN where it is not above it."""
    a, b, c = points[corners[0]], points[corners[1]], points[corners[2]]
    u = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area
    v = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area
    w = 1.0 - u - v
    if u < 0 or v < 0 or w < 0:
        return np.nan
    return float(u * a[2] + v * b[2] + w * c[2])


@numba.njit(cache=True)
def _crossings(facets: Facets, grid: Grid) -> Crossings:
    """Find which faces are above each pixel's middle: count, then write down."""
    size = grid.columns * grid.rows
    counts = np.zeros(size + 1, dtype=np.int64)
    nothing = Crossings(counts, np.empty(0, dtype=np.int32), np.empty(0))
    for face in range(len(facets.faces)):
        _cross(facets, face, grid, nothing, counts)
    offsets = np.zeros(size + 1, dtype=np.int64)
    offsets[1:] = np.cumsum(counts[:size])
    found = Crossings(
        offsets, np.empty(offsets[size], dtype=np.int32), np.empty(offsets[size], dtype=np.float64)
    )
    counts[:] = 0
    for face in range(len(facets.faces)):
        _cross(facets, face, grid, found, counts)
    return found


@numba.njit(cache=True)
def _cross(facets: Facets, face: int, grid: Grid, into: Crossings, counts: Longs) -> None:
    """Count the pixels that a face is above, and write it down where there is room."""
    corners = facets.faces[face]
    left, right = _span(facets.points, corners, 0, grid.left_mm, grid.pixel_mm)
    if left >= right:
        return
    front, back = _span(facets.points, corners, 1, grid.front_mm, grid.pixel_mm)
    area = upward(facets.points, corners)
    if area == 0:
        return
    for row in range(front, min(back, grid.rows)):
        y = grid.front_mm + (row + _OFF_MIDDLE[1]) * grid.pixel_mm
        for column in range(left, min(right, grid.columns)):
            x = grid.left_mm + (column + _OFF_MIDDLE[0]) * grid.pixel_mm
            height = _height(facets.points, corners, area, x, y)
            if np.isnan(height):
                continue
            pixel = row * grid.columns + column
            if len(into.face) > 0:
                _insert(into, into.offsets[pixel], counts[pixel], face, height)
            counts[pixel] += 1


@numba.njit(cache=True)
def _insert(into: Crossings, first: int, count: int, face: int, height: float) -> None:
    """Put a crossing where it belongs among those of its pixel."""
    at = first + count
    while at > first and into.height_mm[at - 1] > height:
        into.height_mm[at], into.face[at] = into.height_mm[at - 1], into.face[at - 1]
        at -= 1
    into.height_mm[at], into.face[at] = height, face


@numba.njit(cache=True)
def _columns(
    facets: Facets, hangs: Flags, crossings: Crossings, plate_mm: float
) -> tuple[Ids, Longs, Points, Points, Flags]:
    """Follow each pixel up and keep the powder below each hanging face."""
    most = len(crossings.face)
    above = np.empty(most, dtype=np.int32)
    pixels = np.empty(most, dtype=np.int64)
    top = np.empty(most)
    bottom = np.empty(most)
    on_part = np.empty(most, dtype=np.bool_)
    found = 0
    for pixel in range(len(crossings.offsets) - 1):
        depth, ground, on_metal = 0, plate_mm, False
        for at in range(crossings.offsets[pixel], crossings.offsets[pixel + 1]):
            face, height = crossings.face[at], crossings.height_mm[at]
            if upward(facets.points, facets.faces[face]) > 0:
                depth, ground, on_metal = max(0, depth - 1), height, True
                continue
            if depth == 0 and hangs[face] and height > ground:
                above[found], pixels[found], on_part[found] = face, pixel, on_metal
                top[found], bottom[found] = height, ground
                found += 1
            depth += 1
    return above[:found], pixels[:found], top[:found], bottom[:found], on_part[:found]


@numba.njit(cache=True)
def hanging(points: Points, faces: Ids, limit_cos: float, standing_mm: float) -> Flags:
    """Tell which faces lean less than a limit from the plate and do not stand on it.

    A face that looks down hangs when the cosine of its angle from the plate is above `limit_cos`,
    unless all of it lies below `standing_mm`.
    """
    hangs = np.zeros(len(faces), dtype=np.bool_)
    for face in range(len(faces)):
        down = -upward(points, faces[face])
        if down <= 0:
            continue
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        if max(a[2], b[2], c[2]) < standing_mm:
            continue
        nx = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
        ny = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
        hangs[face] = down > limit_cos * np.sqrt(nx * nx + ny * ny + down * down)
    return hangs


@numba.njit(cache=True)
def per_layer(columns: Columns, weights: Points, plate_mm: float, steps_of: LayerSteps) -> Points:
    """Give the area of columns in each layer: the length in it over the layer, times the weight."""
    top_mm, bottom_mm = columns.top_mm, columns.bottom_mm
    layer_mm, count = steps_of
    steps = np.zeros(count + 1)
    parts = np.zeros(count)
    for column in range(len(top_mm)):
        low = max((bottom_mm[column] - plate_mm) / layer_mm, 0.0)
        high = min((top_mm[column] - plate_mm) / layer_mm, float(count))
        first, last = int(low), int(high)
        if high <= low or first >= count:
            continue
        steps[first] += weights[column]
        steps[min(last, count)] -= weights[column]
        parts[first] -= weights[column] * (low - first)
        if last < count:
            parts[last] += weights[column] * (high - last)
    return np.cumsum(steps)[:count] + parts
