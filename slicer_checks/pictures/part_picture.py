"""A drawing of a part as a PNG: shaded steel, hot where findings point, with its dimensions."""

from collections.abc import Iterable, Sequence

import numpy as np

from slicer_checks.finding import Bounds, Finding
from slicer_checks.part import Part
from slicer_checks.pictures.canvas import blank, place_image, png_of
from slicer_checks.pictures.dimensions import (
    Dimension,
    dimensions_of,
    draw_dimension,
    draw_outlines,
    draw_platform,
    label_of,
    platform_ring,
)
from slicer_checks.pictures.model import model_of
from slicer_checks.pictures.rendering import look
from slicer_checks.pictures.sheet import Points, Sheet, lay_out
from slicer_checks.pictures.theme import THEMES, ThemeName
from slicer_checks.pictures.view import corner_view, elevation_for


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
    return part_pictures(part, findings, (theme,), width_px=width_px, lang=lang)[theme]


def part_pictures(
    part: Part,
    findings: Iterable[Finding],
    themes: Sequence[ThemeName],
    *,
    width_px: int = 900,
    lang: str = "en",
) -> dict[ThemeName, bytes]:
    """Draw a part once for several themes; parameters as of :func:`part_picture`."""
    shown = tuple(findings)
    bounds_mm = part.bounds_mm
    dimensions = dimensions_of(bounds_mm, lang)
    view = corner_view(elevation_deg=elevation_for(part.size_mm))

    def beside(sheet: Sheet) -> Points:
        return _beside(sheet, bounds_mm, dimensions)

    sheet = lay_out(part.vertices_mm, beside, view, width_px)
    model = model_of(part)
    seen = look(model, sheet, hot=model.hot_faces(shown))
    pictures: dict[ThemeName, bytes] = {}
    for theme in themes:
        colours = THEMES[theme]
        figure, axes = blank(sheet.width_px, sheet.height_px)
        draw_platform(axes, sheet, bounds_mm, colours)
        place_image(axes, seen.image(colours), (0, sheet.width_px, sheet.height_px, 0))
        draw_outlines(axes, sheet, shown, bounds_mm[0][2], colours)
        for dimension in dimensions:
            draw_dimension(axes, sheet, dimension, colours)
        pictures[theme] = png_of(figure, colours)
    return pictures


def _beside(sheet: Sheet, bounds_mm: Bounds, dimensions: tuple[Dimension, ...]) -> Points:
    """Give the pixels that platform, dimension lines and labels reach to."""
    lines = [dimension.line(sheet) for dimension in dimensions]
    labels = [label_of(sheet, dimension).corners for dimension in dimensions]
    return np.concatenate([platform_ring(sheet, bounds_mm), *lines, *labels])
