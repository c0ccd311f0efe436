"""From a model on a sheet to an image of colours with a transparent ground."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.pictures.fineness import FINENESS, affordable
from slicer_checks.pictures.model import Model
from slicer_checks.pictures.raster import covered_pixels, front_faces
from slicer_checks.pictures.shading import Floats, Mask, Scene, paints_of, shade
from slicer_checks.pictures.sheet import Sheet
from slicer_checks.pictures.theme import Theme

EDGE_JUMP: Final = 0.03
"""A step in depth of this share of what is shown is drawn as an edge."""


def render(model: Model, sheet: Sheet, theme: Theme, *, hot: Mask | None = None) -> Floats:
    """Paint a model in one theme; the ground stays transparent.

    Parameters
    ----------
    hot
        Triangles that glow; behind others they shine through as stripes.
    """
    return look(model, sheet, hot=hot).image(theme)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What is seen on a sheet, ready to be painted in any theme."""

    scene: Scene
    paints: NDArray[np.int8]
    fineness: int

    def image(self, theme: Theme, tints: Floats | None = None) -> Floats:
        """Paint it (rows, columns, red-green-blue-opacity); a map gives each face its tint."""
        return shade(self.scene, self.paints, theme, self.fineness, tints)


def look(
    model: Model,
    sheet: Sheet,
    *,
    hot: Mask | None = None,
    bands: NDArray[np.int8] | None = None,
    is_cut: bool = False,
    finest: int = FINENESS,
) -> Look:
    """Find what is seen on a finer grid.

    Parameters
    ----------
    bands
        Of each triangle of a map; between bands a contour runs.
    is_cut
        Whether the model was cut open: then what is seen from inside is cut metal.
    finest
        How many fine pixels to take along each side of a pixel, at most.
    """
    nothing = np.zeros(len(model.faces), dtype=np.bool_)
    glowing = nothing if hot is None else hot
    points = sheet.pixels(model.vertices_mm)
    fineness, drawn = affordable(_on_sheet(points, model, sheet))
    fineness = min(fineness, finest)
    fine = (sheet.height_px * fineness, sheet.width_px * fineness)
    points[:, :2] *= fineness
    nearest, depth = front_faces(points, model.faces, fine, drawn)
    hot_behind, _ = front_faces(points, model.faces, fine, drawn & glowing)
    directions = model.normals @ sheet.view.axes.T.astype(np.float32)
    scene = Scene(
        nearest=nearest,
        depth=depth,
        hot_behind=hot_behind,
        normals=np.where(directions[:, 2:] < 0, -directions, directions),
        hot=glowing,
        cut=directions[:, 2] < 0 if is_cut else nothing,
        bands=np.zeros(len(model.faces), dtype=np.int8) if bands is None else bands,
        jump_mm=EDGE_JUMP * min(model.diagonal_mm, _shown_mm(sheet)),
    )
    return Look(
        scene=scene,
        paints=paints_of(scene, fineness),
        fineness=fineness,
    )


def _on_sheet(points: NDArray[np.float64], model: Model, sheet: Sheet) -> NDArray[np.float64]:
    """Give about how many pixels each triangle takes on the sheet; beside it, none."""
    sizes = np.array([sheet.width_px, sheet.height_px])
    beyond = np.concatenate([points[:, :2] < 0, points[:, :2] > sizes], axis=1)
    outside = np.logical_and.reduce([beyond[model.faces[:, corner]] for corner in range(3)])
    pixels = np.minimum(covered_pixels(points, model.faces), sizes.prod())
    return np.where(outside.any(axis=1), 0.0, pixels)


def _shown_mm(sheet: Sheet) -> float:
    return float(np.hypot(sheet.width_px, sheet.height_px) / sheet.scale)
