"""Parts drawn by chance: plates, rings, angles, stars, bars and blobs, as shadows and heights."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import cos, pi, sin
from typing import NamedTuple

import shapely
from shapely import affinity

Ring = tuple[tuple[float, float], ...]


class Drawn(NamedTuple):
    """A part: its shadow from the origin, its holes, its box, height and solid volume."""

    polygon: Ring
    holes: tuple[Ring, ...]
    width_mm: float
    depth_mm: float
    height_mm: float
    volume_mm3: float


def plate(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw a plate with cut corners and up to two windows."""
    depth_mm = size_mm * rng.uniform(0.4, 1.0)
    cut_mm = min(size_mm, depth_mm) * rng.uniform(0.05, 0.25)
    shape = shapely.buffer(
        shapely.box(cut_mm, cut_mm, size_mm - cut_mm, depth_mm - cut_mm), cut_mm, quad_segs=1
    )
    for place in range(rng.randint(0, 2)):
        left_mm, side_mm = size_mm * (0.2 + 0.35 * place), size_mm * rng.uniform(0.1, 0.22)
        bottom_mm = depth_mm * rng.uniform(0.25, 0.45)
        window = shapely.box(
            left_mm, bottom_mm, left_mm + side_mm, bottom_mm + min(side_mm, depth_mm * 0.35)
        )
        shape = shapely.difference(shape, window)
    return shape


def ring(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw a flange: a disc with a hole in which other parts may lie."""
    radius_mm = size_mm / 2.0
    inner_mm = radius_mm * rng.uniform(0.35, 0.75)
    middle = shapely.Point(radius_mm, radius_mm)
    return shapely.difference(
        middle.buffer(radius_mm, quad_segs=4), middle.buffer(inner_mm, quad_segs=3)
    )


def angle(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw a bracket of two legs."""
    other_mm = size_mm * rng.uniform(0.5, 1.0)
    thick_mm = size_mm * rng.uniform(0.15, 0.3)
    corners = [
        (0, 0),
        (size_mm, 0),
        (size_mm, thick_mm),
        (thick_mm, thick_mm),
        (thick_mm, other_mm),
        (0, other_mm),
    ]
    return shapely.Polygon(corners)


def star(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw an impeller: arms around a hub."""
    arms, inner = rng.randint(3, 6), rng.uniform(0.35, 0.6)
    corners = []
    for number in range(2 * arms):
        radius_mm = size_mm / 2.0 * (1.0 if number % 2 == 0 else inner)
        turn = pi * number / arms
        corners.append((radius_mm * cos(turn), radius_mm * sin(turn)))
    return shapely.Polygon(corners)


def bar(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw a test bar or a strut, slender, turned a little."""
    shape = shapely.box(0, 0, size_mm, size_mm * rng.uniform(0.1, 0.25))
    return affinity.rotate(shape, rng.choice((0.0, 0.0, 30.0, 45.0)))


def blob(rng: random.Random, size_mm: float) -> shapely.Polygon:
    """Draw an implant or a casting: the hull of points by chance."""
    points = [(rng.uniform(0, size_mm), rng.uniform(0, size_mm * 0.8)) for _ in range(9)]
    return shapely.MultiPoint(points).convex_hull


FORMS: tuple[Callable[[random.Random, float], shapely.Polygon], ...] = (
    plate,
    ring,
    angle,
    star,
    bar,
    blob,
)


def drawn_part(rng: random.Random, largest_mm: float, highest_mm: float) -> Drawn:
    """Draw a part not wider or higher than told; many are small, few are large."""
    size_mm = min(largest_mm, 12.0 * 10.0 ** rng.uniform(0.0, 1.0))
    shape = shapely.set_precision(rng.choice(FORMS)(rng, size_mm), 0.1)
    left_mm, bottom_mm, right_mm, top_mm = shape.bounds
    shape = affinity.translate(shape, -left_mm, -bottom_mm)
    height_mm = round(min(highest_mm, max(3.0, size_mm * rng.uniform(0.2, 1.4))), 1)
    solid = rng.uniform(0.15, 0.7)
    return Drawn(
        polygon=_ring(shape.exterior.coords),
        holes=tuple(_ring(hole.coords) for hole in shape.interiors),
        width_mm=round(right_mm - left_mm, 1),
        depth_mm=round(top_mm - bottom_mm, 1),
        height_mm=height_mm,
        volume_mm3=round(shape.area * height_mm * solid, 1),
    )


def _ring(coordinates: shapely.coords.CoordinateSequence) -> Ring:
    return tuple((round(x, 1), round(y, 1)) for x, y in list(coordinates)[:-1])
