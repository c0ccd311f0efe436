"""Columns that stand on the platform or on the part, and how high they are for their width.

A choice of layers, evenly spaced, is linked: an outline carries those of the next layer that it
lies under, up to the top, or up to where they join another. A section's slenderness is the height
that it carries over its width, the narrow side of the smallest rectangle around it; so a cone, as
stiff as it is wide at its base, is judged by its base. A ball on its pole is no column: the width
is the greatest over the lowest quarter of what is carried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.layerstack import LayerStack

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Outlines = npt.NDArray[np.object_]

LAYERS_LINKED: Final = 100
ROOT_SHARE: Final = 0.25
"""Share of a column's height over which it has to be narrow; a short neck bends little."""
AREA_MIN_MM2: Final = 0.02
"""Smaller outlines are noise of the slices."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Upright:
    """The section where a column is most slender, the greatest width near it, what it carries."""

    layers: tuple[int, int]
    outline: shapely.Polygon
    width_mm: float
    length_mm: float
    height_mm: float

    @property
    def slenderness(self) -> float:
        """Height over width."""
        return self.height_mm / self.width_mm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sections:
    """The outlines of one layer: their sides, how far up each carries, and what stands on it.

    `top` counts layers; `child` is the place of the tallest outline above that stands on this one
    alone, -1 where there is none.
    """

    layer: int
    outlines: Outlines
    width_mm: Floats
    length_mm: Floats
    top: Floats
    child: Longs


def uprights(layers: LayerStack, slenderness_min: float, height_min_mm: float) -> list[Upright]:
    """Find the sections that carry much for their width, the most slender first, one a place."""
    chosen = np.unique(np.linspace(0, max(len(layers) - 1, 0), LAYERS_LINKED).astype(np.int64))
    chosen = chosen[layers.area_mm2[chosen] > 0] if len(layers) else chosen[:0]
    stack: list[_Sections] = []
    for layer, polygons in zip(
        chosen[::-1].tolist(), layers.polygons_many(chosen.tolist())[::-1], strict=True
    ):
        parts = shapely.get_parts(polygons)
        stack.append(_linked(layer, parts[shapely.area(parts) >= AREA_MIN_MM2], stack[-1:]))
    places: list[Upright] = []
    for one in sorted(
        _slender(layers.layer_mm, stack[::-1], slenderness_min, height_min_mm),
        key=lambda one: one.slenderness,
        reverse=True,
    ):
        if not any(shapely.intersects(one.outline, other.outline) for other in places):
            places.append(one)
    return places


def _linked(layer: int, outlines: Outlines, above: list[_Sections]) -> _Sections:
    """Put the outlines of a layer under those of the layer above, if there is one."""
    top = np.full(len(outlines), layer + 1.0)
    child = np.full(len(outlines), -1)
    if above and len(outlines) and len(above[0].outlines):
        over, below = shapely.STRtree(outlines).query(above[0].outlines, predicate="intersects")
        alone = np.bincount(over, minlength=len(above[0].outlines))[over] == 1
        reach = np.where(alone, above[0].top[over], float(above[0].layer))
        order = np.argsort(reach, kind="stable")
        child[below[order]] = np.where(alone, over, -1)[order]  # the last, tallest one stays
        np.maximum.at(top, below, reach)
    width_mm, length_mm = _rectangles(outlines)
    return _Sections(
        layer=layer,
        outlines=outlines,
        width_mm=width_mm,
        length_mm=length_mm,
        top=top,
        child=child,
    )


def _slender(
    layer_mm: float, stack: list[_Sections], slenderness_min: float, height_min_mm: float
) -> Iterator[Upright]:
    """Yield each section, from the bottom up, whose height is much for its width."""
    for place, here in enumerate(stack):
        height_mm = (here.top - here.layer) * layer_mm
        narrow = (height_mm >= slenderness_min * here.width_mm) & (height_mm >= height_min_mm)
        for number in np.flatnonzero(narrow).tolist():
            width_mm, length_mm = _root(stack[place:], number)
            if height_mm[number] >= slenderness_min * width_mm:
                yield Upright(
                    layers=(here.layer, int(here.top[number]) - 1),
                    outline=here.outlines[number],
                    width_mm=width_mm,
                    length_mm=length_mm,
                    height_mm=float(height_mm[number]),
                )


def _root(stack: list[_Sections], number: int) -> tuple[float, float]:
    """Give the greatest sides of a column in its lowest part, which bends most."""
    end = stack[0].layer + ROOT_SHARE * (stack[0].top[number] - stack[0].layer)
    width_mm = length_mm = 0.0
    for here in stack:
        if number < 0 or here.layer > end:
            break
        width_mm = max(width_mm, float(here.width_mm[number]))
        length_mm = max(length_mm, float(here.length_mm[number]))
        number = int(here.child[number])
    return width_mm, length_mm


def _rectangles(outlines: Outlines) -> tuple[Floats, Floats]:
    """Give the short and the long side of the smallest rectangle around each outline."""
    if len(outlines) == 0:
        return np.zeros(0), np.zeros(0)
    boxes = shapely.oriented_envelope(outlines)
    corners = shapely.get_coordinates(shapely.get_exterior_ring(boxes)).reshape(-1, 5, 2)
    sides = np.linalg.norm(np.diff(corners[:, :3], axis=1), axis=2)
    return np.maximum(sides.min(axis=1), 1e-6), sides.max(axis=1)
