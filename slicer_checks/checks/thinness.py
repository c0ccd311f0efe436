"""Thin places of a stack of layers: what an opening by half a width takes away.

An opening (shrink by r, then grow by r) keeps what a disc of radius r can reach. What it takes
away is thinner than 2 r, or a corner. A corner's remainder is small: at the tip of a wedge of
angle a it is r² (cot(a/2) - (pi - a)/2), about (2 r)² for a wedge of 20°, so pieces below that
area are left out unless they are a whole outline, such as a pin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from slicer_checks.layerstack import LayerStack

LAYERS_OPENED = (24, 120)
POINTS_OPENED = 250_000
"""So many layers are opened at most, spread evenly over those that may be thin; fewer, but not
fewer than the first number, where they have so many points that it would take long."""

PIN_AREA_SHARE = 0.1
"""Least area of a whole thin outline, as a share of the width squared; less is no feature."""

SIMPLER = 100
"""Outlines are simplified by the width over this before they are opened: it costs no accuracy."""

ARC = 4
"""Chords per quarter turn of a rounded corner; the slack of a twentieth of the width covers it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThinPlace:
    """A thin piece that continues over a span of layers; its outline is its largest."""

    span: tuple[int, int]
    outline: shapely.Polygon
    width_mm: float
    area_mm2: float
    bounds: tuple[float, float, float, float]

    def height_mm(self, layer_mm: float) -> float:
        """Give the height over which the piece is thin."""
        return (self.span[1] - self.span[0] + 1) * layer_mm

    def touches(self, other: "ThinPlace") -> bool:
        """Tell whether two places share layers and the space seen from above."""
        apart = self.span[0] > other.span[1] or other.span[0] > self.span[1]
        return not apart and _overlap(self.bounds, other.bounds)

    def joined(self, other: "ThinPlace") -> "ThinPlace":
        """Give the place that spans both, drawn and measured where it is largest."""
        larger = max(self, other, key=lambda place: place.area_mm2)
        low = (min(mine, its) for mine, its in zip(self.bounds[:2], other.bounds[:2], strict=True))
        high = (max(mine, its) for mine, its in zip(self.bounds[2:], other.bounds[2:], strict=True))
        return ThinPlace(
            span=(min(self.span[0], other.span[0]), max(self.span[1], other.span[1])),
            outline=larger.outline,
            width_mm=larger.width_mm,
            area_mm2=larger.area_mm2,
            bounds=(*low, *high),  # type: ignore[arg-type]
        )


def thin_places(layers: LayerStack, width_mm: float) -> list[ThinPlace]:
    """Gather pieces thinner than a width over neighbouring layers into places."""
    done: list[ThinPlace] = []
    growing: list[ThinPlace] = []
    for span, pieces in _thin_layers(layers, width_mm):
        fresh = [_place(piece, span) for piece in pieces]
        still: list[ThinPlace] = []
        for place in growing:
            if place.span[1] + 1 >= span[0] and any(
                _overlap(place.bounds, one.bounds) for one in fresh
            ):
                still.append(place)
            else:
                done.append(place)
        growing = _grow(still, fresh)
    return done + growing


def _grow(growing: Sequence[ThinPlace], fresh: Sequence[ThinPlace]) -> list[ThinPlace]:
    """Let each fresh piece continue the first place it lies over, or begin one."""
    places = list(growing)
    for piece in fresh:
        for index, place in enumerate(places):
            if _overlap(place.bounds, piece.bounds):
                places[index] = place.joined(piece)
                break
        else:
            places.append(piece)
    return places


def _thin_layers(
    layers: LayerStack, width_mm: float
) -> Iterator[tuple[tuple[int, int], list[shapely.Polygon]]]:
    """Open every layer that may be thin, or an even choice of them that stands for the rest."""
    candidates = np.flatnonzero(layers.min_wall_mm < width_mm)
    stride = max(1, -(-len(candidates) // _layers_to_open(layers, candidates)))
    chosen = candidates[::stride]
    ends = np.append(candidates[stride - 1 :: stride], candidates[-1:])
    for first, last in zip(chosen.tolist(), ends.tolist(), strict=False):
        pieces = thin_pieces(layers.polygons(first), width_mm)
        if pieces:
            yield (first, max(first, min(last, first + stride - 1))), pieces


def _layers_to_open(layers: LayerStack, candidates: NDArray[np.integer]) -> int:
    """Tell how many layers can be opened for the same work, whatever their detail."""
    points = max(1, int(layers.outlines.crossings[candidates].sum()))
    return int(np.clip(POINTS_OPENED * len(candidates) // points, *LAYERS_OPENED))


def thin_pieces(outlines: shapely.MultiPolygon, width_mm: float) -> list[shapely.Polygon]:
    """Give what an opening by half the width takes away from each outline, corners left out."""
    pieces: list[shapely.Polygon] = []
    for outline in outlines.geoms:
        simple = outline.simplify(width_mm / SIMPLER)
        opened = simple.buffer(-width_mm / 2 * 0.999, ARC).buffer(width_mm / 2, ARC)
        if opened.is_empty:
            least_mm2, rest = PIN_AREA_SHARE * width_mm**2, outline
        elif simple.area - opened.area < width_mm**2:
            continue
        else:
            least_mm2, rest = width_mm**2, simple.difference(opened.buffer(width_mm / 20, ARC))
        parts = shapely.get_parts(rest)
        pieces += [piece for piece in parts if piece.area >= least_mm2]
    return pieces


def strip_width_mm(piece: shapely.Polygon) -> float:
    """Give the width of the rectangle with a piece's area and perimeter; of a disc its diameter."""
    half = piece.length / 2
    square = half**2 / 4 - piece.area
    if square <= 0:
        return float(shapely.maximum_inscribed_circle(piece).length * 2)
    return float(half / 2 - square**0.5)


def _place(piece: shapely.Polygon, span: tuple[int, int]) -> ThinPlace:
    return ThinPlace(
        span=span,
        outline=piece,
        width_mm=strip_width_mm(piece),
        area_mm2=piece.area,
        bounds=piece.bounds,
    )


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
