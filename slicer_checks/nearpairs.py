"""Pairs of leaves of a tree whose boxes are near each other: where faces may meet."""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import LEAF_FACES, BoxTree

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

_STACK: Final = 256
"""Each level of the tree leaves at most three pairs of nodes waiting; a tree has 31 levels."""
_PAIRS_MAX: Final = 64_000_000


class LeafPairs(NamedTuple):
    """Leaves (N, 2), each pair once, a leaf with itself too; complete unless there are too many."""

    pairs: Ids
    complete: bool


def leaf_pairs(tree: BoxTree, within: float) -> LeafPairs:
    """Return every two leaves whose boxes come as near as `within` along each axis."""
    pairs, complete = _leaf_pairs(tree, within)
    return LeafPairs(pairs, bool(complete))


@numba.njit(cache=True)
def leaf_faces(tree: BoxTree, leaf: int) -> tuple[int, int]:
    """Return the first place in the tree's order of a leaf's faces, and the place after them."""
    first = LEAF_FACES * leaf
    return first, min(first + LEAF_FACES, len(tree.order))


@numba.njit(cache=True)
def face_boxes(tree: BoxTree) -> Points:
    """Return the box of each face, lower then upper corner (F, 6), in the tree's order."""
    boxes = np.empty((len(tree.order), 6))
    for place in range(len(tree.order)):
        face = tree.order[place]
        a, b, c = tree.faces[face, 0], tree.faces[face, 1], tree.faces[face, 2]
        for axis in range(3):
            x, y, z = tree.points[a, axis], tree.points[b, axis], tree.points[c, axis]
            boxes[place, axis] = min(x, y, z)
            boxes[place, 3 + axis] = max(x, y, z)
    return boxes


@numba.njit(cache=True)
def _leaf_pairs(tree: BoxTree, within: float) -> tuple[Ids, bool]:
    """Go down the tree against itself, both nodes of a pair on one level."""
    pairs, found = np.empty((1024, 2), dtype=np.int32), 0
    stack = np.empty((_STACK, 2), dtype=np.int64)
    stack[0] = 0
    top = 1
    while top > 0:
        top -= 1
        one, two = stack[top, 0], stack[top, 1]
        if one < tree.leaves - 1:
            top = _push_children(tree, stack, top, within)
            continue
        if found == _PAIRS_MAX:
            return pairs, False
        if found == len(pairs):
            pairs = _doubled(pairs)
        pairs[found, 0], pairs[found, 1] = one - tree.leaves + 1, two - tree.leaves + 1
        found += 1
    return pairs[:found], True


@numba.njit(cache=True)
def _push_children(tree: BoxTree, stack: npt.NDArray[np.int64], top: int, within: float) -> int:
    one, two = stack[top, 0], stack[top, 1]
    for a in (2 * one + 1, 2 * one + 2):
        for b in (2 * two + 1, 2 * two + 2):
            if a <= b and _near(tree.boxes, a, b, within):
                stack[top, 0], stack[top, 1] = a, b
                top += 1
    return top


@numba.njit(cache=True)
def _doubled(pairs: Ids) -> Ids:
    more = np.empty((2 * len(pairs), 2), dtype=np.int32)
    more[: len(pairs)] = pairs
    return more


@numba.njit(cache=True)
def _near(boxes: Points, one: int, two: int, within: float) -> bool:
    for axis in range(3):
        if boxes[one, axis] > boxes[two, 3 + axis] + within:
            return False
        if boxes[two, axis] > boxes[one, 3 + axis] + within:
            return False
    return True
