"""Ways to lay a part, in rows as a PNG: what hangs is hot, what each costs stands below."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from slicer_checks.orientations import Orientation, Orientations
from slicer_checks.part import Part
from slicer_checks.pictures.canvas import blank, letters, place_image, png_of
from slicer_checks.pictures.model import Model, model_of
from slicer_checks.pictures.rendering import render
from slicer_checks.pictures.sheet import Points, Sheet, lay_out
from slicer_checks.pictures.theme import THEMES, ThemeName
from slicer_checks.pictures.view import corner_view, elevation_for
from slicer_checks.texts import word

SAFE_DEG: Final = 45.0
"""Faces that lean less from the plate are hot; nearly all rules for metal name this angle."""
_STANDING: Final = 0.01
"""What lies within this share of the height stands on the plate."""
_LETTER: Final = 0.055
_LINES: Final = 3
_IN_A_ROW: Final = 4


def orientations_picture(
    part: Part,
    choices: Orientations,
    *,
    tile_px: int = 300,
    theme: ThemeName = "light",
    lang: str = "en",
) -> bytes:
    """Draw all ways to lay a part, four in a row, as they are numbered; give the picture as PNG."""
    colours = THEMES[theme]
    model = model_of(part)
    shown = choices.choices
    laid = [_laid(model, choice) for choice in shown]
    sheets = [_sheet(one, tile_px) for one in laid]
    letter_px = _LETTER * tile_px
    tall_px = max(sheet.height_px for sheet in sheets)
    row_px = tall_px + (2 * _LINES + 1) * letter_px * 0.75
    rows = math.ceil(len(shown) / _IN_A_ROW)
    figure, axes = blank(tile_px * min(len(shown), _IN_A_ROW), rows * row_px)
    for place, (choice, one, sheet) in enumerate(zip(shown, laid, sheets, strict=True)):
        row, column = divmod(place, _IN_A_ROW)
        left = float(column * tile_px)
        image = render(one, sheet, colours, hot=_hot(one))
        bottom = row * row_px + tall_px
        place_image(axes, image, (left, left + tile_px, bottom, bottom - sheet.height_px))
        for line, text in enumerate(_told(place + 1, choice, lang)):
            axes.text(
                left + tile_px / 2,
                bottom + (line + 0.8) * 1.5 * letter_px,
                text,
                ha="center",
                va="center",
                color=colours.ink,
                fontproperties=letters(letter_px, strong=line == 0),
            )
    return png_of(figure, colours)


def orientation_picture(
    model: Model, choice: Orientation, *, width_px: int = 480, theme: ThemeName = "light"
) -> bytes:
    """Draw one way to lay a part, without words; give the picture as PNG."""
    colours, one = THEMES[theme], _laid(model, choice)
    sheet = _sheet(one, width_px)
    figure, axes = blank(sheet.width_px, sheet.height_px)
    extent = (0.0, float(sheet.width_px), float(sheet.height_px), 0.0)
    place_image(axes, render(one, sheet, colours, hot=_hot(one)), extent)
    return png_of(figure, colours)


def _laid(model: Model, choice: Orientation) -> Model:
    rotation = np.array(choice.rotation)
    return replace(
        model,
        vertices_mm=choice.turned(model.vertices_mm),
        normals=np.ascontiguousarray(model.normals @ rotation.T),
    )


def _sheet(model: Model, width_px: int) -> Sheet:
    view = corner_view(elevation_deg=elevation_for(model.size_mm))

    def beside(sheet: Sheet) -> Points:
        return sheet.pixels(model.vertices_mm[:1])[:, :2]

    return lay_out(model.vertices_mm, beside, view, width_px)


def _hot(model: Model) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Tell which triangles lean too little from the plate and do not stand on it."""
    heights = model.vertices_mm[:, 2][model.faces].max(axis=1)
    hangs = -model.normals[:, 2] > math.cos(math.radians(SAFE_DEG)) + 1e-4
    return np.asarray(hangs & (heights > _STANDING * model.high_mm[2]))


def _told(number: int, choice: Orientation, lang: str) -> list[str]:
    first = {"number": "=" if choice.compared else number, "cost_eur": choice.cost_eur}
    values = {
        "height_mm": choice.height_mm,
        "hours": choice.time_s / 3600,
        "support_cm3": choice.support_mm3 / 1000,
        "removal_min": choice.removal_s / 60,
    }
    return [
        word("orientation_price", lang, **first),
        word("orientation_time", lang, **values),
        word("orientation_supports", lang, **values),
    ]
