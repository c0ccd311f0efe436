"""A layer at a finding: its metal, the layer below in a light tone, and the finding's outline."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.pictures.canvas import blank, letters, png_of
from slicer_checks.pictures.theme import THEMES, Rgb, Theme, ThemeName

Points = NDArray[np.float64]

FLATNESS: Final = 0.7
"""Height of the picture as a share of its width."""
MARGIN: Final = 0.06
ROOM: Final = 2.6
"""How much wider than the finding the picture is."""
NEAREST: Final = 0.16
"""The picture shows at least this share of the layer's width."""
BAR_SHARE: Final = 0.22
LETTER: Final = 0.024
SMALL: Final = 0.05
RING: Final = 0.045


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """The rectangle of a layer that a picture shows: pixels from the top left, y up in mm."""

    middle_mm: Points
    scale: float
    width_px: int
    height_px: int

    def pixels(self, points_mm: Points) -> Points:
        """Give (column, row) of points (x, y)."""
        size = np.array([self.width_px, self.height_px])
        return np.asarray(
            size / 2 + (np.atleast_2d(points_mm) - self.middle_mm) * (self.scale, -self.scale)
        )


def layer_of(finding: Finding, layers: LayerStack) -> int | None:
    """Give the layer to show for a finding, or None where it is about no layer.

    Outlines are shown in the middle of their span; faces where the layers carry least, which is
    where they hang, else in the middle.
    """
    span = finding.where.layers
    if span is None or len(layers) == 0:
        return None
    first, last = (min(layer, len(layers) - 1) for layer in span)
    overhang_mm2 = layers.overhang_mm2[first : last + 1]
    if not finding.where.polygons and overhang_mm2.max(initial=0.0) > 0:
        return first + int(overhang_mm2.argmax())
    return (first + last) // 2


def layer_picture(
    part: Part,
    layers: LayerStack,
    finding: Finding,
    *,
    width_px: int = 900,
    theme: ThemeName = "light",
) -> bytes | None:
    """Draw the layer at a finding as PNG; None where the finding is about no layer.

    Metal of the layer is steel, what only the layer below has is light, what the layer below does
    not carry is warm, and the finding's own outline is hot. The bar tells the scale.
    """
    layer = layer_of(finding, layers)
    if layer is None:
        return None
    below, metal = layers.polygons_many([max(layer - 1, 0), layer])
    if metal.is_empty:
        return None
    colours = THEMES[theme]
    rings = _marks(part, layers, finding, layer)
    window, whole = _windows(metal, rings, finding, (width_px, round(FLATNESS * width_px)))
    figure, axes = blank(window.width_px, window.height_px)
    _draw_metal(axes, window, below, colours.below, colours.line)
    _draw_metal(axes, window, metal, colours.metal, colours.edge)
    if layer > 0:
        _draw_metal(axes, window, _hanging(metal, below, window), colours.warm)
    _draw_marks(axes, window, rings, colours)
    _draw_bar(axes, window, colours)
    if window.scale > 1.6 * whole.scale:
        _draw_locator(axes, window, whole, metal, colours)
    return png_of(figure, colours)


def _hanging(
    metal: shapely.MultiPolygon, below: shapely.MultiPolygon, window: Window
) -> shapely.Geometry:
    """Give what is seen of a layer and has nothing below it."""
    half = np.array([window.width_px, window.height_px]) / window.scale / 2
    seen = shapely.box(*(window.middle_mm - half), *(window.middle_mm + half))
    return shapely.difference(shapely.intersection(metal, seen), below)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """What of a finding lies in a layer: outlines, faces seen from above, and cut faces."""

    rings: list[Points]
    triangles: list[Points]
    cuts: list[Points]

    def points_mm(self) -> Points:
        """Give all its points."""
        everything = [*self.rings, *self.triangles, *self.cuts]
        return np.concatenate(everything) if everything else np.zeros((0, 2))


def _marks(part: Part, layers: LayerStack, finding: Finding, layer: int) -> Marks:
    rings = [np.array(ring) for ring in finding.where.polygons]
    if not finding.where.faces:
        return Marks(rings=rings, triangles=[], cuts=[])
    z_mm = layers.bottom_mm + float(layers.z_mm[layer])
    corners = part.vertices_mm[part.faces[np.array(finding.where.faces, dtype=np.intp)]]
    low, high = corners[..., 2].min(axis=1), corners[..., 2].max(axis=1)
    flat = (high - low <= layers.layer_mm) & (np.abs((low + high) / 2 - z_mm) <= layers.layer_mm)
    crossing = (low < z_mm) & (high > z_mm) & ~flat
    cuts = [_cut(triangle, z_mm) for triangle in corners[crossing]]
    return Marks(rings=rings, triangles=list(corners[flat][..., :2]), cuts=cuts)


def _cut(triangle: Points, z_mm: float) -> Points:
    """Give the two points at which a triangle crosses a height."""
    ends = []
    for one, other in ((0, 1), (1, 2), (2, 0)):
        (a, b) = triangle[one], triangle[other]
        if (a[2] > z_mm) != (b[2] > z_mm):
            ends.append(a[:2] + (z_mm - a[2]) / (b[2] - a[2]) * (b[:2] - a[:2]))
    return np.array(ends)


def _windows(
    metal: shapely.MultiPolygon, marks: Marks, finding: Finding, size_px: tuple[int, int]
) -> tuple[Window, Window]:
    """Give the window around a finding, and that around the whole layer."""
    x_low, y_low, x_high, y_high = metal.bounds
    layer_low, layer_high = np.array([x_low, y_low]), np.array([x_high, y_high])
    points = marks.points_mm()
    if len(points) == 0 and finding.where.bounds_mm is not None:
        points = np.array(finding.where.bounds_mm)[:, :2]
    whole = _around(layer_low, layer_high, size_px, 1 + 2 * MARGIN)
    if len(points) == 0:
        return whole, whole
    low, high = points.min(axis=0), points.max(axis=0)
    least = NEAREST * float((layer_high - layer_low).max())
    room = np.maximum((high - low) * ROOM, least)
    near = _around((low + high - room) / 2, (low + high + room) / 2, size_px, 1.0)
    return (near, whole) if near.scale > 1.3 * whole.scale else (whole, whole)


def _around(low: Points, high: Points, size_px: tuple[int, int], room: float) -> Window:
    scale = float((np.array(size_px) / np.maximum((high - low) * room, 1e-9)).min())
    return Window(
        middle_mm=(low + high) / 2, scale=scale, width_px=size_px[0], height_px=size_px[1]
    )


def _draw_metal(
    axes: Axes, window: Window, metal: shapely.Geometry, fill: Rgb, line: Rgb | None = None
) -> None:
    """Fill polygons, no finer than a picture shows."""
    shape = _shape(window, metal)
    if shape is not None:
        edge = "none" if line is None else line
        axes.add_patch(PathPatch(shape, facecolor=fill, edgecolor=edge, lw=0.7))


def _shape(window: Window, metal: shapely.Geometry) -> Path | None:
    coarse = shapely.get_parts(shapely.simplify(metal, 0.3 / window.scale))
    rings = shapely.get_rings([part for part in coarse if part.geom_type == "Polygon"])
    paths = [Path(window.pixels(shapely.get_coordinates(ring)), closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else None


def _draw_marks(axes: Axes, window: Window, marks: Marks, theme: Theme) -> None:
    rims = [window.pixels(ring) for ring in marks.rings]
    faces = [window.pixels(triangle) for triangle in marks.triangles]
    lines = [window.pixels(cut) for cut in marks.cuts if len(cut) == 2]  # noqa: PLR2004 (two ends)
    soft, strong = (*theme.hot, 0.6), theme.hot
    axes.add_collection(PolyCollection(faces, facecolor=soft, edgecolor="none", zorder=3))
    axes.add_collection(PolyCollection(rims, facecolor=soft, edgecolor=strong, lw=1.4, zorder=4))
    axes.add_collection(LineCollection(lines, color=strong, lw=2.2, zorder=4))
    points = marks.points_mm()
    if len(points) == 0:
        return
    seen = window.pixels(points)
    low, high = seen.min(axis=0), seen.max(axis=0)
    if (high - low).max() < SMALL * window.width_px:
        middle, radius = tuple((low + high) / 2), RING * window.width_px
        axes.add_patch(Circle(middle, radius, fill=False, ec=theme.hot, lw=1.6, zorder=4))


def _draw_bar(axes: Axes, window: Window, theme: Theme) -> None:
    """Draw the scale: a line of a round length, which is written in whole mm or µm."""
    length_mm = _round_length(BAR_SHARE * window.width_px / window.scale)
    text = f"{length_mm:.0f} mm" if length_mm >= 1 else f"{1000 * length_mm:.0f} µm"
    letter, gap = LETTER * window.width_px, 0.025 * window.width_px
    reach = length_mm * window.scale
    row = window.height_px - gap
    axes.add_patch(
        Rectangle(
            (gap / 2, row - 2.1 * letter),
            reach + gap,
            2.1 * letter + gap / 2,
            facecolor=(*theme.ground, 0.86),
            edgecolor="none",
            zorder=5,
        )
    )
    for start, end in (
        ((gap, row), (gap + reach, row)),
        ((gap, row - 0.4 * letter), (gap, row + 0.01)),
        ((gap + reach, row - 0.4 * letter), (gap + reach, row + 0.01)),
    ):
        axes.plot(*zip(start, end, strict=True), color=theme.ink, lw=1.3, zorder=6)
    axes.text(
        gap + reach / 2,
        row - 0.55 * letter,
        text,
        color=theme.ink,
        ha="center",
        va="bottom",
        fontproperties=letters(letter),
        zorder=6,
    )


def _round_length(length_mm: float) -> float:
    """Give the largest of 1, 2, 5, 10, 20, ... (or 500, 200, ... µm) that is not longer."""
    power = 10.0 ** math.floor(math.log10(max(length_mm, 0.001)))
    return max(step * power for step in (1, 2, 5) if step * power <= max(length_mm, 0.001) * 1.0001)


def _draw_locator(
    axes: Axes, window: Window, whole: Window, metal: shapely.MultiPolygon, theme: Theme
) -> None:
    """Draw the whole layer in a corner, with a frame around what the picture shows."""
    share = 0.22
    width, height = share * window.width_px, share * window.height_px
    left, top = window.width_px - width - 0.016 * window.width_px, 0.016 * window.width_px
    frame = Rectangle((left, top), width, height, fc=theme.ground, ec=theme.line, lw=0.8, zorder=7)
    axes.add_patch(frame)
    small = Window(
        middle_mm=whole.middle_mm - np.array([left, -top]) / (whole.scale * share * 0.92),
        scale=whole.scale * share * 0.92,
        width_px=round(width),
        height_px=round(height),
    )
    shape = _shape(small, metal)
    if shape is not None:
        patch = PathPatch(shape, facecolor=theme.metal, edgecolor=theme.edge, lw=0.4, zorder=8)
        axes.add_patch(patch)
    half = np.array([window.width_px, window.height_px]) / window.scale / 2
    corners = small.pixels(np.array([window.middle_mm - half, window.middle_mm + half]))
    low, high = corners.min(axis=0), corners.max(axis=0)
    low = np.maximum(low, (left + 1, top + 1))
    high = np.minimum(high, (left + width - 1, top + height - 1))
    axes.add_patch(
        Rectangle(tuple(low), *(high - low), fill=False, edgecolor=theme.hot, lw=1.5, zorder=9)
    )
