"""Where a surface has no thickness: a skin of the same body right behind a face, or none at all."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, Ray, box_tree, first_hit
from slicer_checks.directions import unit_normals
from slicer_checks.nearpairs import leaf_faces, leaf_pairs
from slicer_checks.shells import Shells
from slicer_checks.topology import face_areas

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]
Place = tuple[float, float, float]

_OPPOSED: Final = -0.9999
"""Cosine between the outward directions of two skins: less than a degree from parallel, so that
the sharp ends of threads and blades are no sheets."""
_RIM: Final = 1e-9
_SKIN_SHARE: Final = 0.95
_OPEN_SHELLS_MAX: Final = 200
_RAYS: Final = 1000


def thickness_behind(tree: BoxTree, of_face: Ids, within: float) -> Points:
    """Return for each face how far behind its middle a face of its shell looks the other way.

    Infinity where there is none within the distance.
    """
    normals = unit_normals(tree.points, tree.faces)
    return _behind(tree, of_face, normals, leaf_pairs(tree, within).pairs, within)


def single_skins(points: Points, faces: Ids, shells: Shells) -> Flags:
    """Tell which faces belong to an open shell that has hardly anything of itself behind it."""
    skins = np.zeros(len(faces), dtype=np.bool_)
    open_shells = np.flatnonzero(~shells.closed)
    if len(open_shells) > _OPEN_SHELLS_MAX:
        return skins
    for shell in open_shells.tolist():
        mine = np.flatnonzero(shells.of_face == shell)
        tree = box_tree(points, faces[mine])
        areas = face_areas(points, tree.faces)
        bare, whole = _bare_area(tree, unit_normals(points, tree.faces), areas)
        skins[mine] = bare >= _SKIN_SHARE * whole
    return skins


@numba.njit(cache=True)
def _behind(tree: BoxTree, of_face: Ids, normals: Points, near: Ids, within: float) -> Points:
    """Hold the faces of every two leaves that are near each other against each other, both ways."""
    found = np.full(len(tree.faces), np.inf)
    for row in range(len(near)):
        first, first_end = leaf_faces(tree, near[row, 0])
        second, second_end = leaf_faces(tree, near[row, 1])
        for one in range(first, first_end):
            f = tree.order[one]
            for two in range(max(second, one + 1), second_end):
                g = tree.order[two]
                if of_face[f] == of_face[g] and _opposed(normals, f, g):
                    found[f] = min(found[f], _depth(tree, normals, f, g, within))
                    found[g] = min(found[g], _depth(tree, normals, g, f, within))
    return found


@numba.njit(cache=True)
def _opposed(normals: Points, f: int, g: int) -> bool:
    return bool(_cosine(normals, f, g) <= _OPPOSED)


@numba.njit(cache=True)
def _cosine(normals: Points, f: int, g: int) -> float:
    cosine = 0.0
    for axis in range(3):
        cosine += normals[f, axis] * normals[g, axis]
    return cosine


@numba.njit(cache=True)
def _mean(tree: BoxTree, face: int, axis: int) -> float:
    a, b, c = tree.faces[face, 0], tree.faces[face, 1], tree.faces[face, 2]
    return float((tree.points[a, axis] + tree.points[b, axis] + tree.points[c, axis]) / 3)


@numba.njit(cache=True)
def _depth(tree: BoxTree, normals: Points, face: int, other: int, within: float) -> float:
    """Return how far behind a face's middle another face lies; infinity where it does not."""
    x, y, z = _mean(tree, face, 0), _mean(tree, face, 1), _mean(tree, face, 2)
    corner = tree.faces[other, 0]
    away = normals[other, 0] * (x - tree.points[corner, 0])
    away += normals[other, 1] * (y - tree.points[corner, 1])
    away += normals[other, 2] * (z - tree.points[corner, 2])
    depth = away / _cosine(normals, face, other)
    if not -_RIM <= depth <= within:
        return np.inf
    nx, ny, nz = normals[face, 0], normals[face, 1], normals[face, 2]
    behind = (x - depth * nx, y - depth * ny, z - depth * nz)
    return abs(depth) if _holds(tree, normals, other, behind) else np.inf


@numba.njit(cache=True)
def _holds(tree: BoxTree, normals: Points, face: int, point: Place) -> bool:
    """Tell whether a point of a face's plane lies in it, or beside it by no more than rounding."""
    nx, ny, nz = normals[face, 0], normals[face, 1], normals[face, 2]
    for corner in range(3):
        a, b = tree.faces[face, corner], tree.faces[face, (corner + 1) % 3]
        ax, ay, az = tree.points[a, 0], tree.points[a, 1], tree.points[a, 2]
        ux, uy, uz = tree.points[b, 0] - ax, tree.points[b, 1] - ay, tree.points[b, 2] - az
        inward = (
            (ny * uz - nz * uy) * (point[0] - ax)
            + (nz * ux - nx * uz) * (point[1] - ay)
            + (nx * uy - ny * ux) * (point[2] - az)
        )
        if inward < -_RIM * (ux * ux + uy * uy + uz * uz):
            return False
    return True


@numba.njit(cache=True)
def _bare_area(tree: BoxTree, normals: Points, areas: Points) -> tuple[float, float]:
    """Return the area of the faces with none of the tree's faces behind them, and of all tried."""
    start = 1e-6 * (tree.boxes[0, 3:] - tree.boxes[0, :3]).max()
    bare, whole = 0.0, 0.0
    for face in range(0, len(tree.faces), max(1, len(tree.faces) // _RAYS)):
        nx, ny, nz = normals[face, 0], normals[face, 1], normals[face, 2]
        ray = Ray(_mean(tree, face, 0), _mean(tree, face, 1), _mean(tree, face, 2), -nx, -ny, -nz)
        whole += areas[face]
        if areas[face] > 0 and first_hit(tree, ray, start, np.inf).face < 0:
            bare += areas[face]
    return bare, whole
