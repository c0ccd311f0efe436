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
HATCH_PIXELS: Final = 8
"""Pitch of the thin lines over cut metal."""
BARE, FACE, EDGE, STRIPE, CUT, HATCH = range(6)


class Scene(NamedTuple):
    """What is seen at each fine pixel, and the faces it may be (compiled code reads it as it is).

    A step in depth larger than `jump_mm` is an edge, and so is the border between faces of
    different `bands`. Faces of `cut` are seen from inside: they stand for metal that was cut.
    """

    nearest: Ids
    depth: Floats
    hot_behind: Ids
    normals: Floats
    hot: Mask
    cut: Mask
    bands: NDArray[np.int8]
    jump_mm: float


class Inks(NamedTuple):
    """Colours: one a face, and one for each paint that looks the same on every face."""

    faces: Floats
    flat: Floats


def paints_of(scene: Scene, fineness: int) -> NDArray[np.int8]:
    """Choose what each fine pixel is painted with, whatever the theme.

    Parameters
    ----------
    fineness
        Fine pixels per pixel, along each side.
    """
    paints = np.full(scene.nearest.shape, BARE, dtype=np.int8)
    _choose(scene, fineness, paints)
    return paints


def shade(
    scene: Scene,
    paints: NDArray[np.int8],
    theme: Theme,
    fineness: int,
    tints: Floats | None = None,
) -> Floats:
    """Colour a scene: steel or hot by the light, edges dark, hidden findings in stripes.

    Parameters
    ----------
    tints
        Each face's own colour, for maps; else faces are steel, or hot where a finding points.
    """
    rows, columns = (side // fineness for side in scene.nearest.shape)
    image = np.zeros((rows, columns, 4), dtype=np.float32)
    flat = (theme.ground, theme.ground, theme.edge, theme.hot, theme.cut, theme.line)
    inks = Inks(
        faces=_face_colours(scene, theme) if tints is None else _tinted(scene, tints),
        flat=np.array(flat, dtype=np.float32),
    )
    _mix(scene.nearest, paints, inks, image)
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


def _tinted(scene: Scene, tints: Floats) -> Floats:
    """Give each face its own colour, a little darker in the shade, so that form is still seen."""
    light = (LIGHT / np.linalg.norm(LIGHT)).astype(np.float32)
    share = np.clip(0.86 + 0.14 * (scene.normals @ light), 0, 1)[:, None]
    return np.asarray(share * tints, dtype=np.float32)


@numba.njit(cache=True)
def _choose(scene: Scene, fineness: int, paints: NDArray[np.int8]) -> None:
    """Choose the paint of each fine pixel."""
    nearest, hot_behind, cut = scene.nearest, scene.hot_behind, scene.cut
    rows, columns = nearest.shape
    for row in range(rows):
        for column in range(columns):
            face = nearest[row, column]
            if not _is_inside(nearest, row, column, face) and _is_edge(scene, row, column, face):
                paints[row, column] = EDGE
            elif face != NOTHING:
                paints[row, column] = FACE
                if cut[face] or hot_behind[row, column] != NOTHING:
                    paints[row, column] = _through(scene, fineness, row + column, face)


@numba.njit(cache=True)
def _is_inside(nearest: Ids, row: int, column: int, face: int) -> bool:
    """Tell whether all four neighbours show the same face, which is quickly told and common."""
    rows, columns = nearest.shape
    if row == 0 or column == 0 or row + 1 == rows or column + 1 == columns:
        return False
    return bool(
        nearest[row - 1, column] == face
        and nearest[row + 1, column] == face
        and nearest[row, column - 1] == face
        and nearest[row, column + 1] == face
    )


@numba.njit(cache=True)
def _is_edge(scene: Scene, row: int, column: int, face: int) -> bool:
    """Tell whether an edge runs between a pixel and one of its four neighbours."""
    rows, columns = scene.nearest.shape
    for rise, step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        beside, along = row + rise, column + step
        if 0 <= beside < rows and 0 <= along < columns:
            there = scene.nearest[beside, along]
            if there != face and _differ(
                scene, face, there, scene.depth[row, column] - scene.depth[beside, along]
            ):
                return True
    return False


@numba.njit(cache=True)
def _through(scene: Scene, fineness: int, diagonal: int, face: int) -> int:
    """Choose the paint of cut metal, or of a face with a finding behind it."""
    if scene.cut[face]:
        return HATCH if diagonal % (HATCH_PIXELS * fineness) < fineness else CUT
    pitch = STRIPE_PIXELS * fineness
    return STRIPE if diagonal % pitch < pitch // 2 and not scene.hot[face] else FACE


@numba.njit(cache=True)
def _mix(nearest: Ids, paints: NDArray[np.int8], inks: Inks, image: Floats) -> None:
    """Add the colours of each block of fine pixels up, and count those that are covered."""
    faces, flat, stripe = inks.faces, inks.flat, inks.flat[STRIPE]
    fineness = nearest.shape[1] // image.shape[1]
    for row in range(image.shape[0] * fineness):
        for column in range(image.shape[1] * fineness):
            paint = paints[row, column]
            if paint == BARE:
                continue
            up, along, face = row // fineness, column // fineness, nearest[row, column]
            image[up, along, 3] += 1
            for part in range(3):
                if paint == FACE:
                    image[up, along, part] += faces[face, part]
                elif paint == STRIPE:
                    own = faces[face, part]
                    image[up, along, part] += own + STRIPE_SHARE * (stripe[part] - own)
                else:
                    image[up, along, part] += flat[paint, part]


@numba.njit(cache=True)
def _differ(scene: Scene, here: int, there: int, step_mm: float) -> bool:
    """Tell whether two faces meet in an outline, a step in depth, a contour or a sharp crease."""
    if min(here, there) == NOTHING or scene.cut[here] != scene.cut[there]:
        return True
    if scene.cut[here]:
        return False
    if abs(step_mm) > scene.jump_mm or scene.bands[here] != scene.bands[there]:
        return True
    cosine = 0.0
    for part in range(3):
        cosine += scene.normals[here, part] * scene.normals[there, part]
    return bool(cosine < CREASE_COS)
