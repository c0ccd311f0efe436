"""The thinnest wall of each layer, by rays across the material.

From places along each contour a ray goes straight into the material to the first contour that it
leaves through. The distance counts as a wall only when the two sides face away from each other
within `FACING_DEGREES`; at the corner of a wedge they do not, and there is no wall to measure.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

FACING_DEGREES: Final = 30.0
"""How far two sides may be from parallel and still bound one wall."""
_FACING_COS: Final = float(np.cos(np.radians(FACING_DEGREES)))
_SHORTEST_MM: Final = 0.002
"""A shorter piece of contour has no direction worth a ray."""
_SAMPLED_MM: Final = 0.2
"""A longer piece is probed near its ends as well as in the middle."""
_NEAR_END: Final = 0.01
_START_MM: Final = 1e-7
_CELLS_MAX: Final = 1 << 20


class Grid(NamedTuple):
    """Pieces of contour sorted into square cells, so that a ray looks at few of them.

    Cell c of the `columns` wide grid holds ``items[starts[c]:starts[c + 1]]``.
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
def thinnest_walls(rings: Rings, first: int) -> Points:
    """Return the thinnest wall of each layer from `first` on in mm; NaN where no two sides face."""
    walls = np.full(len(rings.layers) - 1 - first, np.nan)
    for layer in range(first, len(rings.layers) - 1):
        pieces = _pieces(rings, layer)
        if len(pieces) > 0:
            thinnest = _thinnest(_make_grid(pieces))
            if thinnest < np.inf:
                walls[layer - first] = thinnest
    return walls


@numba.njit(cache=True)
def _pieces(rings: Rings, layer: int) -> Points:
    """Return a layer's contour as (N, 4) straight pieces: x, y of begin and end."""
    low, high = rings.layers[layer], rings.layers[layer + 1]
    pieces = np.empty((rings.offsets[high] - rings.offsets[low], 4))
    count = 0
    for ring in range(low, high):
        start, stop = rings.offsets[ring], rings.offsets[ring + 1]
        for place in range(start, stop):
            ahead = place + 1 if place + 1 < stop else start
            pieces[count, 0], pieces[count, 1] = rings.points[place, 0], rings.points[place, 1]
            pieces[count, 2], pieces[count, 3] = rings.points[ahead, 0], rings.points[ahead, 1]
            count += 1
    return pieces


@numba.njit(cache=True)
def _make_grid(pieces: Points) -> Grid:
    x, y = pieces[:, 0].min(), pieces[:, 1].min()
    width, height = pieces[:, 0].max() - x, pieces[:, 1].max() - y
    cell = max(np.sqrt(width * height / len(pieces)), max(width, height) / 1000, 1e-6)
    columns, rows = int(width / cell) + 1, int(height / cell) + 1
    starts = np.zeros(columns * rows + 1, dtype=np.int32)
    grid = Grid(pieces, x, y, cell, columns, rows, starts, np.empty(0, dtype=np.int32))
    for piece in range(len(pieces)):
        for row, low, high in _cells(grid, piece):
            for column in range(low, high + 1):
                starts[row * columns + column + 1] += 1
    starts[:] = np.cumsum(starts)
    items = np.empty(starts[-1], dtype=np.int32)
    place = starts.copy()
    for piece in range(len(pieces)):
        for row, low, high in _cells(grid, piece):
            for column in range(low, high + 1):
                items[place[row * columns + column]] = piece
                place[row * columns + column] += 1
    return Grid(pieces, x, y, cell, columns, rows, starts, items)


@numba.njit(cache=True)
def _cells(grid: Grid, piece: int) -> list[tuple[int, int, int]]:
    """Return, for each row of cells that a piece passes, the first and last column."""
    x0, y0, x1, y1 = grid.pieces[piece]
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    low_row = _index(y0 - grid.y, grid.cell, grid.rows)
    high_row = _index(y1 - grid.y, grid.cell, grid.rows)
    spans = []
    for row in range(low_row, high_row + 1):
        bottom = max(y0, grid.y + row * grid.cell)
        top = min(y1, grid.y + (row + 1) * grid.cell)
        slope = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
        one = x0 + (bottom - y0) * slope if high_row > low_row else x0
        two = x0 + (top - y0) * slope if high_row > low_row else x1
        low = _index(min(one, two) - grid.x - _START_MM, grid.cell, grid.columns)
        high = _index(max(one, two) - grid.x + _START_MM, grid.cell, grid.columns)
        spans.append((row, low, high))
    return spans


@numba.njit(cache=True)
def _index(offset: float, cell: float, count: int) -> int:
    return min(max(int(np.floor(offset / cell)), 0), count - 1)


@numba.njit(cache=True)
def _thinnest(grid: Grid) -> float:
    best = np.inf
    for piece in range(len(grid.pieces)):
        x0, y0, x1, y1 = grid.pieces[piece]
        length = np.hypot(x1 - x0, y1 - y0)
        if length < _SHORTEST_MM:
            continue
        nx, ny = (y0 - y1) / length, (x1 - x0) / length
        shares = (0.5, _NEAR_END, 1 - _NEAR_END) if length > _SAMPLED_MM else (0.5, 0.5, 0.5)
        for number in range(3 if length > _SAMPLED_MM else 1):
            x = x0 + shares[number] * (x1 - x0)
            y = y0 + shares[number] * (y1 - y0)
            best = min(best, _across(grid, (x, y, nx, ny), best))
    return best


@numba.njit(cache=True)
def _across(grid: Grid, ray: tuple[float, float, float, float], within: float) -> float:
    """Follow a ray cell by cell to where it leaves the material; inf where that is no wall."""
    x, y, nx, ny = ray
    column = _index(x - grid.x, grid.cell, grid.columns)
    row = _index(y - grid.y, grid.cell, grid.rows)
    step_x, step_y = (1 if nx > 0 else -1), (1 if ny > 0 else -1)
    near, facing = np.inf, 0.0
    while True:
        near, facing = _nearest_exit(grid, row * grid.columns + column, ray, near, facing)
        side_x = grid.x + (column + (1 if nx > 0 else 0)) * grid.cell
        side_y = grid.y + (row + (1 if ny > 0 else 0)) * grid.cell
        until_x = (side_x - x) / nx if nx != 0 else np.inf
        until_y = (side_y - y) / ny if ny != 0 else np.inf
        until = min(until_x, until_y)
        if near <= until or until > within:
            return near if facing >= _FACING_COS else np.inf
        if until_x < until_y:
            column += step_x
        else:
            row += step_y
        if not (0 <= column < grid.columns and 0 <= row < grid.rows):
            return near if facing >= _FACING_COS else np.inf


@numba.njit(cache=True)
def _nearest_exit(
    grid: Grid, cell: int, ray: tuple[float, float, float, float], near: float, facing: float
) -> tuple[float, float]:
    """Return the distance to the nearest piece of a cell that a ray leaves material through."""
    x, y, nx, ny = ray
    for place in range(grid.starts[cell], grid.starts[cell + 1]):
        x0, y0, x1, y1 = grid.pieces[grid.items[place]]
        dx, dy = x1 - x0, y1 - y0
        outward = nx * dy - ny * dx
        if outward <= 0:
            continue
        distance = ((x0 - x) * dy - (y0 - y) * dx) / outward
        share = ((x0 - x) * ny - (y0 - y) * nx) / outward
        if _START_MM < distance < near and 0 <= share <= 1:
            near = distance
            facing = outward / np.hypot(dx, dy)
    return near, facing
