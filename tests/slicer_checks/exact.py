"""How two triangles meet, worked out in fractions: slow, plain, and sharing nothing with ours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt

Vector = tuple[Fraction, ...]
Corners = Sequence[Vector]


def corners_of(triangle: npt.NDArray[np.float64]) -> Corners:
    """Return a triangle's corners as fractions, which doubles are."""
    return [tuple(Fraction(float(number)) for number in corner) for corner in triangle]


def _minus(a: Vector, b: Vector) -> Vector:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def _dot(a: Vector, b: Vector) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def _cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _heights(plane: Corners, others: Corners) -> list[Fraction]:
    normal = _cross(_minus(plane[1], plane[0]), _minus(plane[2], plane[0]))
    return [_dot(normal, _minus(point, plane[0])) for point in others]


def _cut(corners: Corners, heights: Sequence[Fraction], line: Vector) -> tuple[Fraction, Fraction]:
    """Return where the plane of height 0 cuts the triangle, measured along the line."""
    places = [_dot(line, p) for p, h in zip(corners, heights, strict=True) if h == 0]
    for i, j in ((0, 1), (1, 2), (2, 0)):
        if heights[i] * heights[j] < 0:
            share = heights[i] / (heights[i] - heights[j])
            a, b = _dot(line, corners[i]), _dot(line, corners[j])
            places.append(a + share * (b - a))
    return min(places), max(places)


def _clipped_area(first: Corners, second: Corners, axis: int) -> Fraction:
    """Return the signed area of one triangle inside the other, seen along an axis."""
    u, v = (axis + 1) % 3, (axis + 2) % 3
    ring = [(p[u], p[v]) for p in first]
    clip = [(p[u], p[v]) for p in second]
    turn = _area(clip)
    for a, b in zip(clip, clip[1:] + clip[:1], strict=True):
        kept = []
        for p, q in zip(ring, ring[1:] + ring[:1], strict=True):
            s, t = (
                ((b[0] - a[0]) * (w[1] - a[1]) - (b[1] - a[1]) * (w[0] - a[0])) * turn
                for w in (p, q)
            )
            if s >= 0:
                kept.append(p)
            if s * t < 0:
                share = s / (s - t)
                kept.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
        ring = kept
    return _area(ring)


def _area(ring: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum((p[0] * q[1] - p[1] * q[0] for p, q in pairs), Fraction(0)) / 2


def meet(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> int:
    """Return 1 where two triangles cross, 2 where they lie back to back, else 0."""
    f, g = corners_of(first), corners_of(second)
    normals = [_cross(_minus(t[1], t[0]), _minus(t[2], t[0])) for t in (f, g)]
    if not any(normals[0]) or not any(normals[1]):
        return 0
    of_g, of_f = _heights(f, g), _heights(g, f)
    if not any(of_g):
        axis = max(range(3), key=lambda one: abs(normals[0][one]))
        if _clipped_area(f, g, axis) == 0:
            return 0
        return 1 if _dot(*normals) > 0 else 2
    if not (min(of_g) < 0 < max(of_g) and min(of_f) < 0 < max(of_f)):
        return 0
    line = _cross(*normals)
    (low, high), (start, stop) = _cut(f, of_f, line), _cut(g, of_g, line)
    return int(max(low, start) < min(high, stop))


def all_meetings(triangles: npt.NDArray[np.float64]) -> dict[tuple[int, int], int]:
    """Return how every two triangles that do not share all corners meet, if they do."""
    found = {}
    for i, j in product(range(len(triangles)), repeat=2):
        if i < j:
            how = meet(triangles[i], triangles[j])
            if how:
                found[i, j] = how
    return found
