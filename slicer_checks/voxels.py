"""A solid on a grid of cubes: where its metal is, and how far each cube is from the nearest metal.

Each column of cubes is a ray upward: a face that faces down adds one to the winding number above
it, a face that faces up takes one away (no sorting, no contours; overlapping bodies are fine).
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.cores import in_parts

Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

FAR: Final = np.float32(1e12)
_SHIFT: Final = (0.0137, 0.0219, 0.0083)
"""Share of a cube by which the grid is moved: no ray meets an edge drawn on round numbers."""


class Grid(NamedTuple):
    """Cubes of `pitch_mm` that hold metal in their middle; `low_mm` (3,) is the grid's corner."""

    metal: Flags
    low_mm: Points
    pitch_mm: float

    def middle_mm(self, cell: tuple[int, int, int]) -> Points:
        """Give the middle of a cube."""
        return np.asarray(self.low_mm + (np.array(cell) + 0.5) * self.pitch_mm)


def voxels(points_mm: Points, faces: Ids, low_mm: Points, high_mm: Points, pitch_mm: float) -> Grid:
    """Fill a box with cubes and tell which hold metal; the solid may reach out of the box."""
    shape = np.maximum(1, np.ceil((high_mm - low_mm) / pitch_mm)).astype(np.int64)
    origin = low_mm + np.array(_SHIFT) * pitch_mm
    turns = np.zeros((int(shape[0]), int(shape[1]), int(shape[2])), dtype=np.int16)
    _cross(points_mm, faces, origin, pitch_mm, turns)
    return Grid(_filled(turns), origin, pitch_mm)


@numba.njit(cache=True)
def _cross(
    points: Points, faces: Ids, origin: Points, pitch: float, turns: npt.NDArray[np.int16]
) -> None:
    """Add each face's sense to the first cube above it in every column that it covers."""
    wide, deep, high = turns.shape
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
        nz = ux * vy - uy * vx
        if nz == 0:
            continue
        nx, ny = uy * vz - uz * vy, uz * vx - ux * vz
        first_x, last_x = _cells((a[0], b[0], c[0]), origin[0], pitch, wide)
        first_y, last_y = _cells((a[1], b[1], c[1]), origin[1], pitch, deep)
        for i in range(first_x, last_x + 1):
            x = origin[0] + (i + 0.5) * pitch
            for j in range(first_y, last_y + 1):
                y = origin[1] + (j + 0.5) * pitch
                if _covered(a, b, c, x, y):
                    z = a[2] - (nx * (x - a[0]) + ny * (y - a[1])) / nz
                    k = max(0, int(np.ceil((z - origin[2]) / pitch - 0.5)))
                    if k < high:
                        turns[i, j, k] += 1 if nz < 0 else -1


@numba.njit(cache=True)
def _cells(
    along: tuple[float, float, float], origin: float, pitch: float, count: int
) -> tuple[int, int]:
    """Return the first and last cell whose middle lies between the least and greatest number."""
    first = np.ceil((min(along) - origin) / pitch - 0.5)
    last = np.floor((max(along) - origin) / pitch - 0.5)
    return int(max(first, 0.0)), int(min(last, count - 1.0))


@numba.njit(cache=True)
def _covered(a: Points, b: Points, c: Points, x: float, y: float) -> bool:
    """Tell whether a triangle lies over a place; its edges are half open, so none counts twice."""
    inside = False
    for one, two in ((a, b), (b, c), (c, a)):
        if (one[1] <= y) != (two[1] <= y):
            low, high = (one, two) if one[1] < two[1] else (two, one)
            if low[0] + (y - low[1]) / (high[1] - low[1]) * (high[0] - low[0]) > x:
                inside = not inside
    return inside


@numba.njit(cache=True)
def _filled(turns: npt.NDArray[np.int16]) -> Flags:
    metal = np.empty(turns.shape, dtype=np.bool_)
    wide, deep, high = turns.shape
    for i in range(wide):
        for j in range(deep):
            winding = 0
            for k in range(high):
                winding += turns[i, j, k]
                metal[i, j, k] = winding > 0
    return metal


def distance_cells(solid: Flags, within: float) -> Singles:
    """Return each cube's distance, middle to middle in cubes, to the nearest one that is set.

    Beyond `within` it is not measured and very large. A scan along the columns, then two passes of
    the lower envelope of parabolas (Felzenszwalb and Huttenlocher, 2012).
    """
    squared = np.empty(solid.shape, dtype=np.float32)
    wide, deep, _ = solid.shape
    cap = within * within
    in_parts(lambda i, stop: _along_depth(solid[i:stop], squared[i:stop], cap), wide, least=4)
    in_parts(lambda j, stop: _along_width(squared, (j, stop), cap), deep, least=4)
    return np.sqrt(squared, out=squared)


@numba.njit(cache=True, nogil=True)
def _along_depth(solid: Flags, squared: Singles, cap: float) -> None:
    """Scan the columns of some slices, then pass over each slice from front to back."""
    wide, deep, high = solid.shape
    vertex, height, begins = np.empty(deep, np.int64), np.empty(deep), np.empty(deep + 1)
    for i in range(wide):
        for j in range(deep):
            _scan(solid[i, j], squared[i, j], cap)
        for k in range(high):
            _envelope(squared[i, :, k], cap, vertex, height, begins)


@numba.njit(cache=True, nogil=True)
def _along_width(squared: Singles, part: tuple[int, int], cap: float) -> None:
    """Pass over some slices from side to side."""
    wide, _, high = squared.shape
    vertex, height, begins = np.empty(wide, np.int64), np.empty(wide), np.empty(wide + 1)
    for j in range(part[0], part[1]):
        for k in range(high):
            _envelope(squared[:, j, k], cap, vertex, height, begins)


@numba.njit(cache=True)
def _scan(solid: Flags, squared: Singles, cap: float) -> None:
    """Write the squared distance along one column, up and then down."""
    count, way = len(solid), np.float32(1e6)
    for place in range(count):
        way = np.float32(0) if solid[place] else way + np.float32(1)
        squared[place] = way * way if way * way <= cap else FAR
    way = np.float32(1e6)
    for place in range(count - 1, -1, -1):
        way = np.float32(0) if solid[place] else way + np.float32(1)
        if way * way <= cap:
            squared[place] = min(squared[place], way * way)


@numba.njit(cache=True)
def _envelope(
    line: Singles, cap: float, vertex: npt.NDArray[np.int64], height: Points, begins: Points
) -> None:
    """Replace a line of squared distances by the least of them plus the squared way to it."""
    if line.max() == 0 or line.min() >= FAR:
        return
    top = -1
    for place in range(len(line)):
        if line[place] < FAR:
            top = _stacked(top, place, float(line[place]), vertex, height, begins)
    begins[top + 1] = np.inf
    top = 0
    for place in range(len(line)):
        while begins[top + 1] < place:
            top += 1
        least = height[top] + (place - vertex[top]) ** 2
        line[place] = least if least <= cap else FAR


@numba.njit(cache=True)
def _stacked(  # noqa: PLR0917 (a kernel's arrays)
    top: int,
    place: int,
    here: float,
    vertex: npt.NDArray[np.int64],
    height: Points,
    begins: Points,
) -> int:
    """Put a parabola on the envelope, over those that it hides; return the place of the last."""
    while top >= 0 and _meet(place, here, vertex[top], height[top]) <= begins[top]:
        top -= 1
    top += 1
    vertex[top], height[top], begins[top] = place, here, -np.inf
    if top > 0:
        begins[top] = _meet(place, here, vertex[top - 1], height[top - 1])
    return top


@numba.njit(cache=True)
def _meet(place: int, height: float, before: int, its_height: float) -> float:
    """Return where the parabola of a place begins to lie below that of a place before it."""
    rise = height + place * place - its_height - before * before
    return float(rise / (2.0 * (place - before)))
