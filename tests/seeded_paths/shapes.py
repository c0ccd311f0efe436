"""Small solids that toolpaths are made of: a few dozen layers, some hundred vectors in each.

Nothing here knows `slicer_checks`, but for the layer that heights are whole numbers of.
"""

from collections.abc import Callable, Mapping
from math import cos, pi, sin

import manifold3d
import numpy as np

from tests.seeded.solids import Solid, box, cylinder

LAYER_MM = 0.03


def height(layers: int) -> float:
    """Return the height of so many layers."""
    return layers * LAYER_MM


def _prism(corners: list[tuple[float, float]], layers: int) -> Solid:
    region = manifold3d.CrossSection([np.array(corners)])
    return manifold3d.Manifold.extrude(region, height(layers))


def _star(layers: int) -> Solid:
    radii = (7.5, 3.8)
    corners = [(radii[n % 2] * cos(n * pi / 5), radii[n % 2] * sin(n * pi / 5)) for n in range(10)]
    return _prism(corners, layers)


def _plate(layers: int) -> Solid:
    plate = box((-6.5, -5.0, 0.0), (6.5, 5.0, height(layers)))
    for x, y, radius in ((-3.5, 0.0, 1.5), (2.5, 1.5, 2.0), (3.0, -3.0, 0.8)):
        plate -= cylinder(radius, -1.0, 5.0, 48).translate((x, y, 0.0))
    return plate


def _cone(layers: int) -> Solid:
    return manifold3d.Manifold.cylinder(height(layers), 6.5, 6.5 - height(layers), 72)


def _table(layers: int) -> Solid:
    """Return a top plate on one leg, which hangs over all around."""
    leg, top = height(2 * layers // 3), height(layers)
    return box((-3.0, -3.0, 0.0), (3.0, 3.0, top)) + box((-5.0, -4.5, leg), (5.0, 4.5, top))


def _bridge(layers: int) -> Solid:
    leg, top = height(2 * layers // 3), height(layers)
    whole = box((-6.0, -3.5, 0.0), (6.0, 3.5, top))
    return whole - box((-3.5, -9.0, -1.0), (3.5, 9.0, leg))


def _mushroom(layers: int) -> Solid:
    foot, top = height(layers // 2), height(layers)
    return cylinder(3.0, 0.0, top) + cylinder(5.0, foot, top)


def _balcony(layers: int) -> Solid:
    """Return a block with a ledge on one side."""
    low, top = height(layers // 2), height(layers)
    return box((-4.0, -4.0, 0.0), (2.0, 4.0, top)) + box((-4.0, -3.0, low), (5.0, 3.0, top))


SHAPES: Mapping[str, Callable[[int], Solid]] = {
    "box": lambda n: box((-6.0, -4.5, 0.0), (6.0, 4.5, height(n))),
    "tube": lambda n: cylinder(6.5, 0.0, height(n)) - cylinder(3.0, -1.0, 5.0),
    "cone": _cone,
    "star": _star,
    "plate": _plate,
    "cross": lambda n: (
        box((-6.5, -2.0, 0.0), (6.5, 2.0, height(n)))
        + box((-2.0, -6.5, 0.0), (2.0, 6.5, height(n)))
    ),
    "pillars": lambda n: (
        cylinder(3.5, 0.0, height(n)).translate((-5.0, 0.0, 0.0))
        + cylinder(3.5, 0.0, height(n), 6).translate((5.0, 1.0, 0.0))
    ),
    "hexagon": lambda n: cylinder(6.0, 0.0, height(n), 6),
    "angle": lambda n: _prism([(-6, -6), (6, -6), (6, -1), (-1, -1), (-1, 6), (-6, 6)], n),
    "wedge": lambda n: box((-6.0, -4.0, 0.0), (6.0, 4.0, height(n))).trim_by_plane(
        (-0.7, 0.0, -1.0), -3.5
    ),
    "twist": lambda n: manifold3d.Manifold.extrude(
        manifold3d.CrossSection.square((9.0, 9.0), True), height(n), n, 20.0
    ),
    "table": _table,
    "bridge": _bridge,
    "mushroom": _mushroom,
    "balcony": _balcony,
}
"""Solids of so many layers by name; from the table on they hang over, and need supports."""
