"""A drawing of a part as a PNG: shaded steel, hot where findings point, with its dimensions."""

import io
from collections.abc import Iterable
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from slicer_checks.finding import Bounds, Finding
from slicer_checks.part import Part
from slicer_checks.pictures.dimensions import (
    DPI,
    Dimension,
    dimensions_of,
    draw_dimension,
    draw_outlines,
    draw_platform,
    label_of,
    platform_ring,
)
from slicer_checks.pictures.fineness import affordable
from slicer_checks.pictures.raster import covered_pixels, front_faces
from slicer_checks.pictures.shading import Floats, Mask, Scene, shade
from slicer_checks.pictures.sheet import Points, Sheet, lay_out
from slicer_checks.pictures.theme import THEMES, Theme, ThemeName
from slicer_checks.pictures.view import corner_view, elevation_for

EDGE_JUMP: Final = 0.03
"""A step in depth of this share of the part's diagonal is drawn as an edge."""


def part_picture(
    part: Part,
    findings: Iterable[Finding] = (),
    *,
    width_px: int = 900,
    theme: ThemeName = "light",
    lang: str = "en",
) -> bytes:
    """Draw a part from above one corner; give the picture as PNG.

    Parameters
    ----------
    findings
        Faces they point at are hot; behind other metal they shine through as stripes. Outlines
        they point at are drawn over the part.
    width_px
        Width of the picture; its height follows the part.
    theme
        ``light`` or ``dark``.
    lang
        Language in which the dimensions' numbers are written.
    """
    colours = THEMES[theme]
    shown = tuple(findings)
    bounds_mm = part.bounds_mm
    dimensions = dimensions_of(bounds_mm, lang)
    view = corner_view(elevation_deg=elevation_for(part.size_mm))

    def beside(sheet: Sheet) -> Points:
        return _beside(sheet, bounds_mm, dimensions)

    sheet = lay_out(part.vertices_mm, beside, view, width_px)
    figure, axes = _blank(sheet)
    draw_platform(axes, sheet, bounds_mm, colours)
    image = _render(part, _hot_faces(part, shown), sheet, colours)
    axes.imshow(
        image, extent=(0, sheet.width_px, sheet.height_px, 0), interpolation="nearest", zorder=2
    )
    draw_outlines(axes, sheet, shown, bounds_mm[0][2], colours)
    for dimension in dimensions:
        draw_dimension(axes, sheet, dimension, colours)
    stream = io.BytesIO()
    figure.savefig(
        stream, format="png", dpi=DPI, facecolor=colours.ground, metadata={"Software": None}
    )
    return stream.getvalue()


def _blank(sheet: Sheet) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(sheet.width_px / DPI, sheet.height_px / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, sheet.width_px)
    axes.set_ylim(sheet.height_px, 0)
    axes.set_autoscale_on(False)
    axes.axis("off")
    return figure, axes


def _hot_faces(part: Part, findings: Iterable[Finding]) -> Mask:
    hot = np.zeros(len(part.faces), dtype=np.bool_)
    for finding in findings:
        hot[np.array(finding.where.faces, dtype=np.intp)] = True
    return hot


def _beside(sheet: Sheet, bounds_mm: Bounds, dimensions: tuple[Dimension, ...]) -> Points:
    """Give the pixels that platform, dimension lines and labels reach to."""
    lines = [dimension.line(sheet) for dimension in dimensions]
    labels = [label_of(sheet, dimension).corners for dimension in dimensions]
    return np.concatenate([platform_ring(sheet, bounds_mm), *lines, *labels])


def _render(part: Part, hot: Mask, sheet: Sheet, colours: Theme) -> Floats:
    """Paint the part on a finer grid; the ground stays transparent."""
    points = sheet.pixels(part.vertices_mm)
    fineness, drawn = affordable(covered_pixels(points, part.faces))
    fine = (sheet.height_px * fineness, sheet.width_px * fineness)
    points[:, :2] *= fineness
    nearest, depth = front_faces(points, part.faces, fine, drawn)
    hot_behind, _ = front_faces(points, part.faces, fine, drawn & hot)
    scene = Scene(
        nearest=nearest,
        depth=depth,
        hot_behind=hot_behind,
        normals=_normals(part, sheet),
        hot=hot,
        jump_mm=EDGE_JUMP * float(np.linalg.norm(part.size_mm)),
    )
    return shade(scene, colours, fineness)


def _normals(part: Part, sheet: Sheet) -> Floats:
    """Give each face's direction in the picture's axes, turned to the eye where it looks away."""
    corners = sheet.view.project(part.vertices_mm)[part.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    unit = np.divide(normals, lengths, out=np.zeros_like(normals), where=lengths > 0)
    return np.asarray(np.where(unit[:, 2:] < 0, -unit, unit), dtype=np.float32)
