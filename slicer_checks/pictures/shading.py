"""From faces in front to colours: light from the upper left, dark edges, hot findings.

Every pixel of the picture is the mean of a block of finer ones; its opacity is the share of them
that the part covers.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from slicer_checks.pictures.raster import NOTHING
from slicer_checks.pictures.theme import Theme

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Mask = NDArray[np.bool_]

LIGHT: Final = np.array([-0.45, 0.75, 0.5])
"""Direction to the light in the picture's axes: left, up, towards the eye."""
CREASE_COS: Final = 0.8
"""Neighbouring faces at more than about 37° meet in an edge that is drawn."""
STRIPE_PIXELS: Final = 15
"""Pitch of the stripes that show a finding through the metal in front of it."""
STRIPE_SHARE: Final = 0.65


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """What is seen at each fine pixel, and the faces it may be."""

    nearest: Ids
    depth: Floats
    hot_behind: Ids
    normals: Floats
    hot: Mask


def shade(scene: Scene, theme: Theme, jump_mm: float, fineness: int) -> Floats:
    """Colour a scene: steel or hot by the light, edges dark, hidden findings in stripes.

    Parameters
    ----------
    jump_mm
        A step in depth larger than this is an edge.
    fineness
        Fine pixels per pixel, along each side.
    """
    palette = _palette(scene, theme)
    extra = np.array([theme.hot, theme.edge], dtype=np.float32)
    rows, columns = (side // fineness for side in scene.nearest.shape)
    image = np.zeros((rows, columns, 4), dtype=np.float32)
    limits = np.array([jump_mm, CREASE_COS], dtype=np.float32)
    _shade(
        scene.nearest,
        scene.depth,
        scene.hot_behind,
        scene.normals,
        scene.hot,
        palette,
        extra,
        limits,
        image,
    )
    return image


def _palette(scene: Scene, theme: Theme) -> Floats:
    """Give each face's colour, soft at the turn from light to shade."""
    light = (LIGHT / np.linalg.norm(LIGHT)).astype(np.float32)
    share = np.clip(0.59 + 0.41 * (scene.normals @ light), 0, 1)[:, None]
    steel = (1 - share) * np.array(theme.shade) + share * np.array(theme.lit)
    glow = (1 - share) * np.array(theme.hot_shade) + share * np.array(theme.hot)
    return np.where(scene.hot[:, None], glow, steel).astype(np.float32)


@numba.njit(cache=True)
def _shade(
    nearest: Ids,
    depth: Floats,
    hot_behind: Ids,
    normals: Floats,
    hot: Mask,
    palette: Floats,
    extra: Floats,
    limits: Floats,
    image: Floats,
) -> None:  # compiled functions take arrays, not values
    fineness = len(nearest) // len(image)
    for row in range(len(image) * fineness):
        for column in range(image.shape[1] * fineness):
            pixel = image[row // fineness, column // fineness]
            if _is_edge(nearest, depth, normals, limits, row, column):
                pixel[:3] += extra[1]
                pixel[3] += 1
            elif nearest[row, column] != NOTHING:
                _add(pixel, nearest, hot_behind, hot, palette, extra, row, column)
    for row in range(len(image)):
        for column in range(image.shape[1]):
            if image[row, column, 3] > 0:
                image[row, column, :3] /= image[row, column, 3]
                image[row, column, 3] /= fineness**2


@numba.njit(cache=True)
def _add(
    pixel: Floats,
    nearest: Ids,
    hot_behind: Ids,
    hot: Mask,
    palette: Floats,
    extra: Floats,
    row: int,
    column: int,
) -> None:
    face = nearest[row, column]
    pixel[3] += 1
    striped = (row + column) % STRIPE_PIXELS < STRIPE_PIXELS // 2
    if striped and hot_behind[row, column] != NOTHING and not hot[face]:
        pixel[:3] += (1 - STRIPE_SHARE) * palette[face] + STRIPE_SHARE * extra[0]
    else:
        pixel[:3] += palette[face]


@numba.njit(cache=True)
def _is_edge(
    nearest: Ids, depth: Floats, normals: Floats, limits: Floats, row: int, column: int
) -> bool:
    """Tell whether an edge runs between a pixel and one of its four neighbours."""
    here = nearest[row, column]
    for rise, step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        beside, along = row + rise, column + step
        if 0 <= beside < len(nearest) and 0 <= along < nearest.shape[1]:
            there = nearest[beside, along]
            if there != here and _differ(
                here, there, depth[row, column] - depth[beside, along], normals, limits
            ):
                return True
    return False


@numba.njit(cache=True)
def _differ(here: int, there: int, step: float, normals: Floats, limits: Floats) -> bool:
    """Tell whether two faces meet in an outline, a step in depth or a sharp crease."""
    if here == NOTHING or there == NOTHING or abs(step) > limits[0]:
        return True
    one, other = normals[here], normals[there]
    return bool(one[0] * other[0] + one[1] * other[1] + one[2] * other[2] < limits[1])
