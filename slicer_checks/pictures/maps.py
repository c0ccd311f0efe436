"""Maps over the part's surface: how far faces hang, and how thick the metal under them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from slicer_checks.directions import from_plate_deg
from slicer_checks.pictures.canvas import blank, letters, place_image, png_of
from slicer_checks.pictures.model import Model
from slicer_checks.pictures.rendering import look
from slicer_checks.pictures.sheet import fit
from slicer_checks.pictures.theme import THEMES, Rgb, Theme, ThemeName
from slicer_checks.pictures.viewpoint import Viewpoint, viewpoint

Floats = NDArray[np.float64]

WIDTH_PX: Final = 1200
FLATNESS: Final = 0.5
LEGEND: Final = 0.13
"""Height of the legend as a share of the picture's height."""
LETTER: Final = 0.017
PLATE_MM: Final = 0.03
FLAT_DEG: Final = 89.99
"""Faces steeper than this, and all that face up, do not hang."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a map's colours mean: bounds between bands, from what is bad to what is good.

    Parameters
    ----------
    bounds
        Rising values; below the first is hot, above the last is calm.
    unit
        Stands behind the numbers: ``°`` close, others after a space.
    """

    bounds: tuple[float, ...]
    unit: str

    def bands(self, values: Floats) -> NDArray[np.int8]:
        """Give the band of each value; what has none (NaN) lies in the last."""
        placed = np.searchsorted(self.bounds, values, side="right").astype(np.int8)
        return np.where(np.isnan(values), np.int8(len(self.bounds)), placed).astype(np.int8)

    def colours(self, theme: Theme) -> list[Rgb]:
        """Give the colour of each band."""
        stops = np.array([theme.hot, theme.warm, theme.calm])
        share = np.linspace(0, 2, len(self.bounds) + 1)
        return [
            (float(r), float(g), float(b))
            for r, g, b in np.column_stack(
                [np.interp(share, (0, 1, 2), stops[:, part]) for part in range(3)]
            )
        ]


def overhang_maps(
    model: Model, limits_deg: tuple[float, float], themes: Sequence[ThemeName]
) -> dict[ThemeName, bytes]:
    """Draw the part from below, faces coloured by their angle from the plate, as PNG per theme.

    Parameters
    ----------
    limits_deg
        Angles at which a contour runs: below the first a face is hot, above the second calm.
    """
    scale = Scale(bounds=limits_deg, unit="°")
    sides = (viewpoint(model, "front", is_above=False), viewpoint(model, "back", is_above=False))
    return _maps(model, overhang_deg(model), scale, sides, themes)


def overhang_deg(model: Model, plate_mm: float = PLATE_MM) -> Floats:
    """Give each face's angle from the plate (0 hangs flat); NaN for what faces up or stands.

    Parameters
    ----------
    plate_mm
        What lies no higher than this above the part's bottom lies on the plate.
    """
    angle = from_plate_deg(model.normals)
    top = model.vertices_mm[model.faces][..., 2].max(axis=1)
    on_plate = top - model.low_mm[2] <= plate_mm
    return np.where((angle < FLAT_DEG) & ~on_plate, angle, np.nan)


def thickness_maps(
    model: Model,
    thickness_mm: Floats,
    limits_mm: tuple[float, ...],
    themes: Sequence[ThemeName],
) -> dict[ThemeName, bytes]:
    """Draw the part from two sides, faces coloured by the metal under them, as PNG per theme.

    Parameters
    ----------
    thickness_mm
        Of each triangle of the model; NaN where it is unknown.
    limits_mm
        Rising thicknesses at which a contour runs.
    """
    scale = Scale(bounds=limits_mm, unit="mm")
    sides = (viewpoint(model, "front"), viewpoint(model, "back"))
    return _maps(model, thickness_mm, scale, sides, themes)


def _maps(
    model: Model,
    values: Floats,
    scale: Scale,
    sides: tuple[Viewpoint, Viewpoint],
    themes: Sequence[ThemeName],
) -> dict[ThemeName, bytes]:
    """Look from both sides once, and paint that in each theme."""
    bands = scale.bands(values)
    height = round(FLATNESS * WIDTH_PX * (1 - LEGEND))
    looks = []
    for side in sides:
        sheet = fit(model.vertices_mm, side.view, (WIDTH_PX // 2, height), margin=0.05)
        looks.append(look(model, sheet, bands=bands))
    pictures: dict[ThemeName, bytes] = {}
    for name in themes:
        theme = THEMES[name]
        tints = np.array(scale.colours(theme), dtype=np.float32)[bands]
        figure, axes = blank(WIDTH_PX, round(FLATNESS * WIDTH_PX))
        for place, seen in enumerate(looks):
            left = place * WIDTH_PX // 2
            image = seen.image(theme, tints)
            place_image(axes, image, (left, left + WIDTH_PX // 2, height, 0))
        _draw_legend(axes, scale, theme)
        pictures[name] = png_of(figure, theme)
    return pictures


def _draw_legend(axes: Axes, scale: Scale, theme: Theme) -> None:
    """Draw the bands as boxes in a row, with the bounds written between them."""
    colours = scale.colours(theme)
    width, letter = 0.09 * WIDTH_PX, LETTER * WIDTH_PX
    top = FLATNESS * WIDTH_PX * (1 - LEGEND) + 0.4 * letter
    left = (WIDTH_PX - len(colours) * width) / 2
    for place, colour in enumerate(colours):
        box = Rectangle(
            (left + place * width, top), width, 0.8 * letter, fc=colour, ec=theme.edge, lw=0.7
        )
        axes.add_patch(box)
    for place, bound in enumerate(scale.bounds, start=1):
        text = _written(bound, scale.unit)
        axes.text(
            left + place * width,
            top + 1.1 * letter,
            text,
            color=theme.ink,
            ha="center",
            va="top",
            fontproperties=letters(letter),
        )


def _written(bound: float, unit: str) -> str:
    """Write a bound without a decimal sign, which languages write differently."""
    if unit == "mm" and bound < 1:
        bound, unit = 1000 * bound, "µm"
    return f"{bound:.0f}{unit}" if unit == "°" else f"{bound:g} {unit}"
