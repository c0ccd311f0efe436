"""Where a surface has no thickness: a skin of the same body right behind a face, or none at all."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, box_tree, first_hit
from slicer_checks.nearpairs import leaf_faces
from slicer_checks.shells import Shells
from slicer_checks.topology import face_areas

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]

_STACK: Final = 64
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
    return _behind(tree, of_face, _normals(tree.points, tree.faces), within)


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
        bare, whole = _bare_area(tree, _normals(points, tree.faces), areas)
        skins[mine] = bare >= _SKIN_SHARE * whole
    return skins


def _normals(points: Points, faces: Ids) -> Points:
    """Return each face's outward direction; zeros for a face without area."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    length = np.linalg.norm(normals, axis=1)[:, None]
    unit: Points = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0)
    return unit


@numba.njit(cache=True)
def _behind(tree: BoxTree, of_face: Ids, normals: Points, within: float) -> Points:
    found = np.full(len(tree.faces), np.inf)
    stack = np.empty(_STACK, dtype=np.int64)
    middle = np.empty(3)
    for face in range(len(tree.faces)):
        for axis in range(3):
            middle[axis] = _mean(tree, face, axis)
        stack[0] = 0
        top = 1
        while top > 0:
            top -= 1
            node = stack[top]
            if not _near(tree.boxes, node, middle, within):
                continue
            if node < tree.leaves - 1:
                stack[top], stack[top + 1] = 2 * node + 1, 2 * node + 2
                top += 2
                continue
            depth = _in_leaf(tree, (of_face, normals), face, node, middle)
            if depth <= within:
                found[face] = min(found[face], depth)
    return found


@numba.njit(cache=True)
def _in_leaf(
    tree: BoxTree, known: tuple[Ids, Points], face: int, node: int, middle: Points
) -> float:
    """Return how far behind a face's middle the nearest opposed face of a leaf lies."""
    of_face, normals = known
    best = np.inf
    first, end = leaf_faces(tree, node - tree.leaves + 1)
    for place in range(first, end):
        other = tree.order[place]
        if other != face and of_face[other] == of_face[face]:
            best = min(best, _depth(tree, normals, face, other, middle))
    return best


@numba.njit(cache=True)
def _mean(tree: BoxTree, face: int, axis: int) -> float:
    a, b, c = tree.faces[face, 0], tree.faces[face, 1], tree.faces[face, 2]
    return float((tree.points[a, axis] + tree.points[b, axis] + tree.points[c, axis]) / 3)


@numba.njit(cache=True)
def _near(boxes: Points, node: int, point: Points, within: float) -> bool:
    for axis in range(3):
        if point[axis] < boxes[node, axis] - within:
            return False
        if point[axis] > boxes[node, 3 + axis] + within:
            return False
    return True


@numba.njit(cache=True)
def _depth(tree: BoxTree, normals: Points, face: int, other: int, middle: Points) -> float:
    """Return how far behind a face's middle another face lies; infinity where it does not."""
    cosine, away = 0.0, 0.0
    corner = tree.faces[other, 0]
    for axis in range(3):
        cosine += normals[face, axis] * normals[other, axis]
        away += normals[other, axis] * (middle[axis] - tree.points[corner, axis])
    if cosine > _OPPOSED:
        return np.inf
    depth = away / cosine
    if depth < -_RIM:
        return np.inf
    return abs(depth) if _holds(tree, normals, other, middle - depth * normals[face]) else np.inf


@numba.njit(cache=True)
def _holds(tree: BoxTree, normals: Points, face: int, point: Points) -> bool:
    """Tell whether a point of a face's plane lies in it, or beside it by no more than rounding."""
    for corner in range(3):
        a = tree.points[tree.faces[face, corner]]
        along = tree.points[tree.faces[face, (corner + 1) % 3]] - a
        inward = np.cross(normals[face], along)
        if (inward * (point - a)).sum() < -_RIM * (along * along).sum():
            return False
    return True


@numba.njit(cache=True)
def _bare_area(tree: BoxTree, normals: Points, areas: Points) -> tuple[float, float]:
    """Return the area of the faces with none of the tree's faces behind them, and of all tried."""
    start = 1e-6 * (tree.boxes[0, 3:] - tree.boxes[0, :3]).max()
    bare, whole = 0.0, 0.0
    ray = np.empty(6)
    for face in range(0, len(tree.faces), max(1, len(tree.faces) // _RAYS)):
        for axis in range(3):
            ray[axis], ray[3 + axis] = _mean(tree, face, axis), -normals[face, axis]
        whole += areas[face]
        if areas[face] > 0 and first_hit(tree, ray, start, np.inf).face < 0:
            bare += areas[face]
    return bare, whole
