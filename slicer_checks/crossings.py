"""Where a surface passes through itself: pairs of faces that cut or cover each other.

Two faces *cross* when each has corners strictly on both sides of the other and they share a piece
of line, or when they lie in one plane, face the same way and share an area. Faces in one plane that
face opposite ways are *back to back*: the skins of a sheet, or of two bodies that touch. Touching
in a point or along a line is neither. Corners and edges that faces share as neighbours do not
count. Each sign is exact (`predicates`), so the answer does not depend on a tolerance.

Interval test on the planes' common line: Guigue and Devillers, Fast and Robust Triangle-Triangle
Overlap Test Using Orientation Predicates, 2003.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import LEAF_FACES, BoxTree, box_tree
from slicer_checks.cores import at_once, cores
from slicer_checks.frozen import frozen_array
from slicer_checks.nearpairs import face_boxes, leaf_faces, leaf_pairs
from slicer_checks.predicates import flat_axis, side_of_line, side_of_plane

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]
Kinds = npt.NDArray[np.int8]
Sides = tuple[int, int, int]

PAIRS_MAX: Final = 200_000
"""So many pairs are kept; more are neither shown nor mended one by one."""
TESTS_MAX: Final = 20_000_000
TESTS_PER_FACE: Final = 40
"""So many pairs of faces are tested at most, a few seconds' worth, and so many more for each face:
a sound mesh asks for about fifteen. More are a fan or a soup, which fails by other checks."""
_BLOCK: Final = 20_000
"""So many pairs of leaves are tested in one go."""
_NONE: Final = 0
CROSSING: Final = 1
BACK_TO_BACK: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossings:
    """Pairs of faces (N, 2) that cross, and that lie back to back, in the faces' numbering.

    `complete` tells whether every pair was looked at and kept.
    """

    crossing: Ids
    back_to_back: Ids
    complete: bool


def find_crossings(points: Points, faces: Ids, tree: BoxTree | None = None) -> Crossings:
    """Find every pair of faces that cross or lie back to back.

    Parameters
    ----------
    points, faces
        (V, 3) corners and (F, 3) faces; equal corners must be one vertex.
    tree
        The tree of these faces, if there is one already.
    """
    if len(faces) == 0:
        none = frozen_array(np.empty((0, 2)), np.int32)
        return Crossings(crossing=none, back_to_back=none, complete=True)
    tree = box_tree(points, faces) if tree is None else tree
    near = leaf_pairs(tree, 0.0)
    pairs, kinds, complete = _all_meetings(tree, near.pairs)
    return Crossings(
        crossing=frozen_array(pairs[kinds == CROSSING], np.int32),
        back_to_back=frozen_array(pairs[kinds == BACK_TO_BACK], np.int32),
        complete=bool(complete and near.complete),
    )


def _all_meetings(tree: BoxTree, near: Ids) -> tuple[Ids, Kinds, bool]:
    """Test block after block of near leaves until there are too many tests or pairs.

    The blocks are the same on any count of cores, and so is the one after which it ends.
    """
    boxes = face_boxes(tree)
    starts = range(0, len(near), _BLOCK)
    pairs, kinds = [np.empty((0, 2), dtype=np.int32)], [np.empty(0, dtype=np.int8)]
    tests_left = TESTS_MAX + TESTS_PER_FACE * len(tree.faces)
    room = PAIRS_MAX
    for wave in range(0, len(starts), cores()):
        together = starts[wave : wave + cores()]
        for met in at_once(lambda at: _meetings(tree, boxes, near[at : at + _BLOCK]), together):
            pairs.append(met[0][:room])
            kinds.append(met[1][:room])
            room -= len(met[0])
            tests_left -= met[2]
            if room <= 0 or tests_left < 0:
                return np.concatenate(pairs), np.concatenate(kinds), False
    return np.concatenate(pairs), np.concatenate(kinds), True


@numba.njit(cache=True, nogil=True)
def _meetings(tree: BoxTree, boxes: Points, near: Ids) -> tuple[Ids, Kinds, int]:
    """Test the faces of every two leaves that are near each other; tell how many tests that was."""
    pairs = np.empty((PAIRS_MAX, 2), dtype=np.int32)
    kinds = np.empty(PAIRS_MAX, dtype=np.int8)
    likely = np.empty((LEAF_FACES * LEAF_FACES, 2), dtype=np.int32)
    found, tests = 0, 0
    for row in range(len(near)):
        count = _meeting_boxes(tree, boxes, near[row], likely)
        tests += count
        for which in range(count):
            kind = meeting(tree.points, tree.faces, likely[which, 0], likely[which, 1])
            if kind != _NONE:
                pairs[found], kinds[found] = likely[which], kind
                found += 1
                if found == PAIRS_MAX:
                    return pairs, kinds, tests
    return pairs[:found], kinds[:found], tests


@numba.njit(cache=True)
def _meeting_boxes(tree: BoxTree, boxes: Points, leaves: Ids, likely: Ids) -> int:
    """Write the pairs of faces of two leaves whose boxes meet; return how many."""
    first, first_end = leaf_faces(tree, leaves[0])
    second, second_end = leaf_faces(tree, leaves[1])
    count = 0
    for one in range(first, first_end):
        for two in range(max(second, one + 1), second_end):
            if _boxes_meet(boxes, one, two):
                likely[count, 0], likely[count, 1] = tree.order[one], tree.order[two]
                count += 1
    return count


@numba.njit(cache=True)
def _boxes_meet(boxes: Points, one: int, two: int) -> bool:
    for axis in range(3):
        if boxes[one, axis] > boxes[two, 3 + axis] or boxes[two, axis] > boxes[one, 3 + axis]:
            return False
    return True


@numba.njit(cache=True)
def meeting(points: Points, faces: Ids, f: int, g: int) -> int:
    """Return how two faces meet: 0 not, or only as neighbours; `CROSSING`; `BACK_TO_BACK`."""
    of_g, shared = _sides(points, faces, f, g)
    if shared == 3 or not (_split(of_g) or _flat(of_g)):  # noqa: PLR2004 - a triangle has 3 corners
        return _NONE
    if _flat(of_g):
        return _in_one_plane(points, faces, f, g)
    of_f, _ = _sides(points, faces, g, f)
    if _split(of_f) and _overlap(points, faces, f, g, (of_f, of_g)):
        return CROSSING
    return _NONE


@numba.njit(cache=True)
def _sides(points: Points, faces: Ids, f: int, g: int) -> tuple[Sides, int]:
    """Return the sides of the plane of f that the corners of g lie on, and how many f shares."""
    a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
    shared = 0
    sides = (0, 0, 0)
    for corner in range(3):
        d = faces[g, corner]
        side = 0
        if d in (a, b, c):
            shared += 1
        else:
            side = side_of_plane(points, a, b, c, d)
        if corner == 0:
            sides = (side, 0, 0)
        elif corner == 1:
            sides = (sides[0], side, 0)
        else:
            sides = (sides[0], sides[1], side)
    return sides, shared


@numba.njit(cache=True)
def _split(sides: Sides) -> bool:
    """Tell whether corners lie strictly on both sides."""
    return bool(min(sides) < 0 < max(sides))


@numba.njit(cache=True)
def _flat(sides: Sides) -> bool:
    return bool(min(sides) == 0 == max(sides))


@numba.njit(cache=True)
def _alone(sides: Sides) -> int:
    """Return the corner that is alone on its side of the plane."""
    for corner in range(3):
        one, two = sides[(corner + 1) % 3], sides[(corner + 2) % 3]
        if sides[corner] != 0 and one != sides[corner] and two != sides[corner]:
            return corner
    return 0


@numba.njit(cache=True)
def _overlap(points: Points, faces: Ids, f: int, g: int, sides: tuple[Sides, Sides]) -> bool:
    """Tell whether the pieces of line that both faces cut from each other's plane overlap."""
    of_f, of_g = sides
    one, two = _alone(of_f), _alone(of_g)
    p1, q1, r1 = faces[f, one], faces[f, (one + 1) % 3], faces[f, (one + 2) % 3]
    p2, q2, r2 = faces[g, two], faces[g, (two + 1) % 3], faces[g, (two + 2) % 3]
    if of_f[one] < 0:
        q2, r2 = r2, q2
    if of_g[two] < 0:
        q1, r1 = r1, q1
    return bool(
        side_of_plane(points, p1, q1, p2, q2) < 0 and side_of_plane(points, p1, r1, r2, p2) < 0
    )


@numba.njit(cache=True)
def _in_one_plane(points: Points, faces: Ids, f: int, g: int) -> int:
    """Tell how two faces of one plane overlap; by a separating edge, if there is one, they don't.

    Two convex outlines share no area exactly if an edge of one of them has the other beyond it.
    """
    axis = flat_axis(points, faces[f, 0], faces[f, 1], faces[f, 2])
    if axis < 0:
        return _NONE
    turn_f = side_of_line(points, faces[f, 0], faces[f, 1], faces[f, 2], axis)
    turn_g = side_of_line(points, faces[g, 0], faces[g, 1], faces[g, 2], axis)
    if turn_g == 0 or _separated(points, faces, f, g, axis):
        return _NONE
    if _separated(points, faces, g, f, axis):
        return _NONE
    return CROSSING if turn_f == turn_g else BACK_TO_BACK


@numba.njit(cache=True)
def _separated(points: Points, faces: Ids, f: int, g: int, axis: int) -> bool:
    """Tell whether an edge of f has all of g on its outer side or on it."""
    turn = side_of_line(points, faces[f, 0], faces[f, 1], faces[f, 2], axis)
    for corner in range(3):
        a, b = faces[f, corner], faces[f, (corner + 1) % 3]
        beyond = True
        for other in range(3):
            if side_of_line(points, a, b, faces[g, other], axis) * turn > 0:
                beyond = False
        if beyond:
            return True
    return False
