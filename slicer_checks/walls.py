"""The thinnest wall of each layer, by rays across the material.

From places along each contour a ray goes straight into the material to the first contour that it
leaves through. The distance is a wall only when the two facets there face away from each other, in
space, within `FACING_DEGREES`: at the corner of a wedge or the ridge of a roof they do not, and
there is no wall to measure. A wall that leans is measured square to itself: the distance in the
layer times the sine of its lean, so turning a part does not change its walls.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]
Ray = tuple[float, float, float, float]
Hit = tuple[float, int]

FACING_DEGREES: Final = 30.0
"""How far two sides may be from parallel and still bound one wall."""
_FACING_COS: Final = float(np.cos(np.radians(FACING_DEGREES)))
_SHORTEST_MM: Final = 0.002
"""A shorter piece of contour has no direction worth a ray."""
_SAMPLED_MM: Final = 0.2
"""A longer piece is probed near its ends as well as in the middle."""
_NEAR_END: Final = 0.01
_START_MM: Final = 1e-7
_OUTSIDE_MM: Final = 1e-6
_CELLS_PER_SIDE: Final = 1000
_CELL_MIN_MM: Final = 1e-6


class Grid(NamedTuple):
    """Pieces of contour sorted into square cells, so that a ray looks at few of them.

    A piece is x and y of its begin and end, and its facet's tilt. Cell c of the `columns` wide grid
    holds ``items[starts[c]:starts[c + 1]]``.
    """

    pieces: Points
    x: float
    y: float
    cell: float
    columns: int
    rows: int
    starts: Ids
    items: Ids


@numba.njit(cache=True)
def thinnest_walls(rings: Rings, tilt: Points) -> Points:
    """Return the thinnest wall of each layer in mm; NaN where no two sides face.

    `tilt` is, per face, the z of its unit normal (see `tilts`).
    """
    walls = np.full(len(rings.layers) - 1, np.nan)
    for layer in range(len(walls)):
        pieces = _pieces(rings, tilt, layer)
        if len(pieces) > 0:
            thinnest = _thinnest(_make_grid(pieces))
            if thinnest < np.inf:
                walls[layer] = thinnest
    return walls


@numba.njit(cache=True)
def tilts(points: Points, faces: Ids) -> Points:
    """Return the z of each face's unit normal; 0 for an upright one and for one without area."""
    tilt = np.zeros(len(faces))
    for face in range(len(faces)):
        a, b, c = points[faces[face, 0]], points[faces[face, 1]], points[faces[face, 2]]
        nx = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
        ny = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
        nz = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        length = np.sqrt(nx * nx + ny * ny + nz * nz)
        if length > 0:
            tilt[face] = nz / length
    return tilt


@numba.njit(cache=True)
def _pieces(rings: Rings, tilt: Points, layer: int) -> Points:
    """Return a layer's contour as straight pieces."""
    low, high = rings.layers[layer], rings.layers[layer + 1]
    pieces = np.empty((rings.offsets[high] - rings.offsets[low], 5))
    count = 0
    for ring in range(low, high):
        start, stop = rings.offsets[ring], rings.offsets[ring + 1]
        for place in range(start, stop):
            ahead = place + 1 if place + 1 < stop else start
            pieces[count, 0], pieces[count, 1] = rings.points[place, 0], rings.points[place, 1]
            pieces[count, 2], pieces[count, 3] = rings.points[ahead, 0], rings.points[ahead, 1]
            pieces[count, 4] = tilt[rings.face[place]] if rings.face[place] >= 0 else 0.0
            count += 1
    return pieces


@numba.njit(cache=True)
def _make_grid(pieces: Points) -> Grid:
    x, y = pieces[:, 0].min(), pieces[:, 1].min()
    width, height = pieces[:, 0].max() - x, pieces[:, 1].max() - y
    even = np.sqrt(width * height / len(pieces))
    cell = max(even, max(width, height) / _CELLS_PER_SIDE, _CELL_MIN_MM)
    columns, rows = int(width / cell) + 1, int(height / cell) + 1
    starts = np.zeros(columns * rows + 1, dtype=np.int32)
    grid = Grid(pieces, x, y, cell, columns, rows, starts, np.empty(0, dtype=np.int32))
    for piece in range(len(pieces)):
        low_row, high_row = _row_span(grid, piece)
        for row in range(low_row, high_row + 1):
            low, high = _column_span(grid, piece, row)
            starts[row * columns + low + 1 : row * columns + high + 2] += 1
    starts[:] = np.cumsum(starts)
    return Grid(pieces, x, y, cell, columns, rows, starts, _fill(grid))


@numba.njit(cache=True)
def _fill(grid: Grid) -> Ids:
    """Return the pieces of every cell, behind each other."""
    items = np.empty(grid.starts[-1], dtype=np.int32)
    place = grid.starts.copy()
    for piece in range(len(grid.pieces)):
        low_row, high_row = _row_span(grid, piece)
        for row in range(low_row, high_row + 1):
            low, high = _column_span(grid, piece, row)
            for cell in range(row * grid.columns + low, row * grid.columns + high + 1):
                items[place[cell]] = piece
                place[cell] += 1
    return items


@numba.njit(cache=True)
def _row_span(grid: Grid, piece: int) -> tuple[int, int]:
    """Return the first and last row of cells that a piece passes."""
    y0, y1 = grid.pieces[piece, 1], grid.pieces[piece, 3]
    low = _index(min(y0, y1) - grid.y, grid.cell, grid.rows)
    return low, _index(max(y0, y1) - grid.y, grid.cell, grid.rows)


@numba.njit(cache=True)
def _column_span(grid: Grid, piece: int, row: int) -> tuple[int, int]:
    """Return the first and last column that a piece passes in a row."""
    x0, y0, x1, y1 = grid.pieces[piece, :4]
    one, two = x0, x1
    if y0 != y1:
        bottom = max(min(y0, y1), grid.y + row * grid.cell)
        top = min(max(y0, y1), grid.y + (row + 1) * grid.cell)
        one = x0 + (bottom - y0) * (x1 - x0) / (y1 - y0)
        two = x0 + (top - y0) * (x1 - x0) / (y1 - y0)
    low = _index(min(one, two) - grid.x - _START_MM, grid.cell, grid.columns)
    return low, _index(max(one, two) - grid.x + _START_MM, grid.cell, grid.columns)


@numba.njit(cache=True)
def _index(offset: float, cell: float, count: int) -> int:
    return min(max(int(np.floor(offset / cell)), 0), count - 1)


@numba.njit(cache=True)
def _thinnest(grid: Grid) -> float:
    best = np.inf
    for piece in range(len(grid.pieces)):
        x0, y0, x1, y1, tilt = grid.pieces[piece]
        length = np.hypot(x1 - x0, y1 - y0)
        if length < _SHORTEST_MM:
            continue
        lean = np.sqrt(1 - tilt * tilt)
        samples = 3 if length > _SAMPLED_MM else 1
        for number in range(samples):
            share = (0.5, _NEAR_END, 1 - _NEAR_END)[number]
            ray = (
                x0 + share * (x1 - x0),
                y0 + share * (y1 - y0),
                (y0 - y1) / length,
                (x1 - x0) / length,
            )
            distance, hit = _across(grid, ray, best / lean if lean > 0 else np.inf)
            if distance * lean < best and _is_wall(grid, piece, hit, ray, distance):
                best = distance * lean
    return best


@numba.njit(cache=True)
def _is_wall(grid: Grid, piece: int, hit: int, ray: Ray, distance: float) -> bool:
    """Tell whether the two sides face each other with nothing but material between them.

    Two pieces that share a corner are the tip of a wedge. Where bodies overlap, a side that lies
    inside material is no side of a wall: the winding number outside must be 0.
    """
    if hit < 0 or _adjoin(grid, piece, hit) or _facing(grid, piece, hit, ray) < _FACING_COS:
        return False
    x, y, nx, ny = ray
    beyond = distance + _OUTSIDE_MM
    return bool(
        _winding(grid, x - _OUTSIDE_MM * nx, y - _OUTSIDE_MM * ny) <= 0
        and _winding(grid, x + beyond * nx, y + beyond * ny) <= 0
    )


@numba.njit(cache=True)
def _adjoin(grid: Grid, piece: int, other: int) -> bool:
    ends, others = grid.pieces[piece], grid.pieces[other]
    after = ends[2] == others[0] and ends[3] == others[1]
    before = ends[0] == others[2] and ends[1] == others[3]
    return bool(after or before)


@numba.njit(cache=True)
def _winding(grid: Grid, x: float, y: float) -> int:
    """Count how often the contours wind around a point, by the pieces to its right."""
    row = _index(y - grid.y, grid.cell, grid.rows)
    winding = 0
    for column in range(_index(x - grid.x, grid.cell, grid.columns), grid.columns):
        cell = row * grid.columns + column
        for place in range(grid.starts[cell], grid.starts[cell + 1]):
            x0, y0, x1, y1 = grid.pieces[grid.items[place], :4]
            if (y0 > y) == (y1 > y):
                continue
            cross = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
            if cross > x and _index(cross - grid.x, grid.cell, grid.columns) == column:
                winding += 1 if y1 > y0 else -1
    return winding


@numba.njit(cache=True)
def _facing(grid: Grid, piece: int, hit: int, ray: Ray) -> float:
    """Return the cosine between the facet a ray left through and the opposite of its own."""
    tilt = grid.pieces[piece, 4]
    x0, y0, x1, y1, other = grid.pieces[hit]
    flat = (ray[2] * (y1 - y0) - ray[3] * (x1 - x0)) / np.hypot(x1 - x0, y1 - y0)
    return float(flat * np.sqrt((1 - tilt * tilt) * (1 - other * other)) - tilt * other)


@numba.njit(cache=True)
def _across(grid: Grid, ray: Ray, within: float) -> Hit:
    """Follow a ray cell by cell to the piece it leaves the material through; -1 for none."""
    column = _index(ray[0] - grid.x, grid.cell, grid.columns)
    row = _index(ray[1] - grid.y, grid.cell, grid.rows)
    near = (np.inf, -1)
    while 0 <= column < grid.columns and 0 <= row < grid.rows:
        near = _nearest_exit(grid, row * grid.columns + column, ray, near)
        until_x = _side(ray[0] - grid.x, ray[2], column, grid.cell)
        until_y = _side(ray[1] - grid.y, ray[3], row, grid.cell)
        until = min(until_x, until_y)
        if near[0] <= until or until > within:
            break
        if until_x < until_y:
            column += 1 if ray[2] > 0 else -1
        else:
            row += 1 if ray[3] > 0 else -1
    return near


@numba.njit(cache=True)
def _side(offset: float, direction: float, index: int, cell: float) -> float:
    """Return how far along a ray the next side of its cell is."""
    if direction > 0:
        return ((index + 1) * cell - offset) / direction
    if direction < 0:
        return (index * cell - offset) / direction
    return np.inf


@numba.njit(cache=True)
def _nearest_exit(grid: Grid, cell: int, ray: Ray, near: Hit) -> Hit:
    """Return the nearest piece so far that a ray leaves material through, and how far it is."""
    x, y, nx, ny = ray
    for place in range(grid.starts[cell], grid.starts[cell + 1]):
        item = grid.items[place]
        x0, y0, x1, y1 = grid.pieces[item, :4]
        dx, dy = x1 - x0, y1 - y0
        outward = nx * dy - ny * dx
        if outward <= 0:
            continue
        distance = ((x0 - x) * dy - (y0 - y) * dx) / outward
        share = ((x0 - x) * ny - (y0 - y) * nx) / outward
        if _START_MM < distance < near[0] and 0 <= share <= 1:
            near = (distance, item)
    return near
