"""On which side of a plane or a line a point lies: the sign, always exactly right.

A sign is first taken in floating point with an error bound (Shewchuk, Adaptive Precision
Floating-Point Arithmetic and Fast Robust Geometric Predicates, 1997); where the bound does not
decide, the determinant is summed exactly as an expansion of doubles that do not overlap. Two
planes that only look parallel, or a corner that only seems to lie on a face, are told apart.
"""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

_BOUND_3D: Final = 7.771561172376103e-16
_BOUND_2D: Final = 3.330669073875473e-16
"""Shewchuk's first bounds, (7 + 56 e) e and (3 + 16 e) e for e = 2**-53."""
_SPLITTER: Final = 134217729.0
_TERMS_3D: Final = 192
_TERMS_2D: Final = 16


@numba.njit(cache=True)
def side_of_plane(points: Points, a: int, b: int, c: int, d: int) -> int:
    """Return 1 where point d lies on the side the normal of a, b, c points to, -1 behind, 0 on."""
    bx, by = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1]
    bz = points[b, 2] - points[a, 2]
    cx, cy = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1]
    cz = points[c, 2] - points[a, 2]
    dx, dy = points[d, 0] - points[a, 0], points[d, 1] - points[a, 1]
    dz = points[d, 2] - points[a, 2]
    det = dx * (by * cz - bz * cy) + dy * (bz * cx - bx * cz) + dz * (bx * cy - by * cx)
    sizes = abs(dx) * (abs(by * cz) + abs(bz * cy))
    sizes += abs(dy) * (abs(bz * cx) + abs(bx * cz))
    sizes += abs(dz) * (abs(bx * cy) + abs(by * cx))
    if det > _BOUND_3D * sizes:
        return 1
    if det < -_BOUND_3D * sizes:
        return -1
    if sizes == 0:
        return 0
    return _exact_3d(points, a, b, c, d)


@numba.njit(cache=True)
def side_of_line(points: Points, a: int, b: int, c: int, axis: int) -> int:
    """Return 1 where c lies left of the line from a to b, looking down the axis; -1 right, 0 on."""
    u, v = (axis + 1) % 3, (axis + 2) % 3
    bu, bv = points[b, u] - points[a, u], points[b, v] - points[a, v]
    cu, cv = points[c, u] - points[a, u], points[c, v] - points[a, v]
    det = bu * cv - bv * cu
    bound = _BOUND_2D * (abs(bu * cv) + abs(bv * cu))
    if det > bound:
        return 1
    if det < -bound:
        return -1
    if bound == 0:
        return 0
    return _exact_2d(points, a, b, c, axis)


@numba.njit(cache=True)
def flat_axis(points: Points, a: int, b: int, c: int) -> int:
    """Return the axis along which the triangle shows its largest area; -1 when it has none."""
    ux, uy = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1]
    uz = points[b, 2] - points[a, 2]
    vx, vy = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1]
    vz = points[c, 2] - points[a, 2]
    x, y, z = abs(uy * vz - uz * vy), abs(uz * vx - ux * vz), abs(ux * vy - uy * vx)
    first = 0 if x >= y and x >= z else (1 if y >= z else 2)
    for turn in range(3):
        axis = (first + turn) % 3
        if side_of_line(points, a, b, c, axis) != 0:
            return axis
    return -1


@numba.njit(cache=True)
def _exact_3d(points: Points, a: int, b: int, c: int, d: int) -> int:
    """Sum the determinant of the three differences exactly."""
    rows = np.empty((3, 3, 2))
    for axis in range(3):
        rows[0, axis] = _difference(points[b, axis], points[a, axis])
        rows[1, axis] = _difference(points[c, axis], points[a, axis])
        rows[2, axis] = _difference(points[d, axis], points[a, axis])
    terms, count = np.empty(_TERMS_3D), 0
    for x in range(3):
        y, z = (x + 1) % 3, (x + 2) % 3
        count = _add_products(terms, count, rows[2, x], rows[0, y], rows[1, z])
        count = _add_products(terms, count, rows[2, x], rows[0, z], -rows[1, y])
    return _sign(terms, count)


@numba.njit(cache=True)
def _exact_2d(points: Points, a: int, b: int, c: int, axis: int) -> int:
    u, v = (axis + 1) % 3, (axis + 2) % 3
    one = np.array((1.0, 0.0))
    bu, bv = _difference(points[b, u], points[a, u]), _difference(points[b, v], points[a, v])
    cu, cv = _difference(points[c, u], points[a, u]), _difference(points[c, v], points[a, v])
    terms, count = np.empty(2 * _TERMS_2D), 0
    count = _add_products(terms, count, bu, cv, one)
    count = _add_products(terms, count, bv, cu, -one)
    return _sign(terms, count)


@numba.njit(cache=True)
def _difference(x: float, y: float) -> Points:
    """Return x - y as a double and what it lacks."""
    pair = np.empty(2)
    pair[0] = x - y
    back = x - pair[0]
    pair[1] = (x - (pair[0] + back)) + (back - y)
    return pair


@numba.njit(cache=True)
def _add_products(terms: Points, count: int, x: Points, y: Points, z: Points) -> int:
    """Add x * y * z to an expansion, each a double and what it lacks."""
    for i in range(2):
        for j in range(2):
            for k in range(2):
                if x[i] != 0 and y[j] != 0 and z[k] != 0:
                    high, low = _product(x[i], y[j])
                    for part in (high, low):
                        top, rest = _product(part, z[k])
                        count = _grow(terms, count, rest)
                        count = _grow(terms, count, top)
    return count


@numba.njit(cache=True)
def _product(x: float, y: float) -> tuple[float, float]:
    """Return x * y and what the double lacks (Dekker, 1971)."""
    high = x * y
    big = _SPLITTER * x
    x_high = big - (big - x)
    x_low = x - x_high
    big = _SPLITTER * y
    y_high = big - (big - y)
    y_low = y - y_high
    low = x_low * y_low - (((high - x_high * y_high) - x_low * y_high) - x_high * y_low)
    return high, low


@numba.njit(cache=True)
def _grow(terms: Points, count: int, value: float) -> int:
    """Add one double to an expansion; terms that vanish are left out."""
    kept = 0
    for place in range(count):
        total = value + terms[place]
        back = total - value
        rest = (value - (total - back)) + (terms[place] - back)
        value = total
        if rest != 0:
            terms[kept] = rest
            kept += 1
    if value != 0:
        terms[kept] = value
        kept += 1
    return kept


@numba.njit(cache=True)
def _sign(terms: Points, count: int) -> int:
    """Return the sign of an expansion: that of its largest term, the last."""
    if count == 0:
        return 0
    return 1 if terms[count - 1] > 0 else -1
