"""From faces in front to colours: light from the upper left, dark edges, hot findings.

Every pixel of the picture is the mean of a block of finer ones; its opacity is the share of them
that the part covers.
"""

from typing import Final, NamedTuple

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
STRIPE_PIXELS: Final = 5
"""Pitch of the stripes that show a finding through the metal in front of it."""
STRIPE_SHARE: Final = 0.65


class Scene(NamedTuple):
    """What is seen at each fine pixel, and the faces it may be (compiled code reads it as it is).

    A step in depth larger than `jump_mm` is an edge.
    """

    nearest: Ids
    depth: Floats
    hot_behind: Ids
    normals: Floats
    hot: Mask
    jump_mm: float


class Inks(NamedTuple):
    """Colours: one a face, that of edges, and that of hidden findings; stripes are `pitch` wide."""

    faces: Floats
    edge: Floats
    stripe: Floats
    pitch: int


def shade(scene: Scene, theme: Theme, fineness: int) -> Floats:
    """Colour a scene: steel or hot by the light, edges dark, hidden findings in stripes.

    Parameters
    ----------
    fineness
        Fine pixels per pixel, along each side.
    """
    rows, columns = (side // fineness for side in scene.nearest.shape)
    image = np.zeros((rows, columns, 4), dtype=np.float32)
    inks = Inks(
        faces=_face_colours(scene, theme),
        edge=np.array(theme.edge, dtype=np.float32),
        stripe=np.array(theme.hot, dtype=np.float32),
        pitch=STRIPE_PIXELS * fineness,
    )
    _shade(scene, inks, fineness, image)
    image[..., :3] /= np.maximum(image[..., 3:], 1)
    image[..., 3] /= fineness**2
    return image


def _face_colours(scene: Scene, theme: Theme) -> Floats:
    """Give each face's colour, soft at the turn from light to shade."""
    light = (LIGHT / np.linalg.norm(LIGHT)).astype(np.float32)
    share = np.clip(0.59 + 0.41 * (scene.normals @ light), 0, 1)[:, None]
    steel = (1 - share) * np.array(theme.shade) + share * np.array(theme.lit)
    glow = (1 - share) * np.array(theme.hot_shade) + share * np.array(theme.hot)
    return np.asarray(np.where(scene.hot[:, None], glow, steel), dtype=np.float32)


@numba.njit(cache=True)
def _shade(scene: Scene, inks: Inks, fineness: int, image: Floats) -> None:
    rows, columns = image.shape[0], image.shape[1]
    for row in range(rows * fineness):
        for column in range(columns * fineness):
            pixel = image[row // fineness, column // fineness]
            if _is_edge(scene, row, column):
                pixel[:3] += inks.edge
                pixel[3] += 1
            elif scene.nearest[row, column] != NOTHING:
                _add(pixel, scene, inks, row, column)


@numba.njit(cache=True)
def _add(pixel: Floats, scene: Scene, inks: Inks, row: int, column: int) -> None:
    face = scene.nearest[row, column]
    striped = (row + column) % inks.pitch < inks.pitch // 2
    pixel[3] += 1
    if striped and scene.hot_behind[row, column] != NOTHING and not scene.hot[face]:
        pixel[:3] += (1 - STRIPE_SHARE) * inks.faces[face] + STRIPE_SHARE * inks.stripe
    else:
        pixel[:3] += inks.faces[face]


@numba.njit(cache=True)
def _is_edge(scene: Scene, row: int, column: int) -> bool:
    """Tell whether an edge runs between a pixel and one of its four neighbours."""
    rows, columns = scene.nearest.shape
    here = scene.nearest[row, column]
    for rise, step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        beside, along = row + rise, column + step
        if 0 <= beside < rows and 0 <= along < columns:
            there = scene.nearest[beside, along]
            if there != here and _differ(
                scene, here, there, scene.depth[row, column] - scene.depth[beside, along]
            ):
                return True
    return False


@numba.njit(cache=True)
def _differ(scene: Scene, here: int, there: int, depth_mm: float) -> bool:
    """Tell whether two faces meet in an outline, a step in depth or a sharp crease."""
    if min(here, there) == NOTHING or abs(depth_mm) > scene.jump_mm:
        return True
    one, other = scene.normals[here], scene.normals[there]
    return bool(one[0] * other[0] + one[1] * other[1] + one[2] * other[2] < CREASE_COS)
