"""Where separate bodies touch or nearly touch: the distances between their faces.

Two triangles that do not cross are nearest at a corner of one and the other's face, or at two
edges. Nearest points of two segments: Ericson, Real-Time Collision Detection, 2005, section 5.1.9.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import LEAF_FACES, BoxTree, box_tree
from slicer_checks.distances import squared_to_face
from slicer_checks.nearpairs import face_boxes, leaf_faces, leaf_pairs

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]

_PAIRS_MAX: Final = 200_000
_BODIES_MAX: Final = 500


class NearFaces(NamedTuple):
    """Pairs of faces (N, 2) and their distances in mm; complete unless there are too many."""

    pairs: Ids
    away_mm: Points
    complete: bool


def near_faces(tree: BoxTree, body: Ids, within: float) -> NearFaces:
    """Return the pairs of faces of different bodies within a distance, and their distances.

    Of more than 500 bodies the later ones are compared with the first 500 alone, and of more than
    200,000 pairs some are left out: then the answer is not complete.

    Parameters
    ----------
    body
        The body of each face; faces of body -1 are left out.
    """
    chosen, all_bodies = _likely(tree, body, within)
    if len(chosen) == 0:
        return NearFaces(np.empty((0, 2), dtype=np.int32), np.empty(0), all_bodies)
    small = box_tree(tree.points, tree.faces[chosen])
    near = leaf_pairs(small, within)
    boxes = face_boxes(small)
    pairs, away, whole = _near_faces(small, boxes, body[chosen], near.pairs, within)
    complete = all_bodies and near.complete and bool(whole)
    return NearFaces(chosen[pairs].astype(np.int32), away, complete)


def _likely(tree: BoxTree, body: Ids, within: float) -> tuple[npt.NDArray[np.intp], bool]:
    """Return the faces within the distance of another body's box, and if all bodies were asked."""
    bodies = np.unique(body[body >= 0])
    if len(bodies) < 2:  # noqa: PLR2004 - one body has no other
        return np.empty(0, dtype=np.intp), True
    boxes, body = face_boxes(tree), body[tree.order]
    low, high = boxes[:, :3], boxes[:, 3:]
    near = np.zeros(len(body), dtype=np.bool_)
    for one in bodies[:_BODIES_MAX].tolist():
        mine = body == one
        reach = low[mine].min(axis=0) - within, high[mine].max(axis=0) + within
        near |= ~mine & ((low <= reach[1]) & (high >= reach[0])).all(axis=1)
    return np.sort(tree.order[near & (body >= 0)]), len(bodies) <= _BODIES_MAX


@numba.njit(cache=True)
def _near_faces(
    tree: BoxTree, boxes: Points, body: Ids, near: Ids, within: float
) -> tuple[Ids, Points, bool]:
    pairs = np.empty((_PAIRS_MAX, 2), dtype=np.int32)
    away = np.empty(_PAIRS_MAX)
    found, complete = 0, True
    for row in range(len(near)):
        if found + LEAF_FACES * LEAF_FACES > _PAIRS_MAX:
            complete = False
            break
        first, first_end = leaf_faces(tree, near[row, 0])
        second, second_end = leaf_faces(tree, near[row, 1])
        for one in range(first, first_end):
            for two in range(max(second, one + 1), second_end):
                squared = _apart(tree, boxes, body, (one, two), within)
                if squared <= within * within:
                    pairs[found, 0], pairs[found, 1] = tree.order[one], tree.order[two]
                    away[found] = np.sqrt(squared)
                    found += 1
    return pairs[:found], away[:found], complete


@numba.njit(cache=True)
def _apart(
    tree: BoxTree, boxes: Points, body: Ids, places: tuple[int, int], within: float
) -> float:
    """Return the squared distance of two faces of different bodies; infinity when they are far."""
    one, two = places
    f, g = tree.order[one], tree.order[two]
    if body[f] == body[g] or body[f] < 0 or body[g] < 0:
        return np.inf
    for axis in range(3):
        if boxes[one, axis] > boxes[two, 3 + axis] + within:
            return np.inf
        if boxes[two, axis] > boxes[one, 3 + axis] + within:
            return np.inf
    best = np.inf
    for corner in range(3):
        best = min(best, squared_to_face(tree, f, tree.points[tree.faces[g, corner]]))
        best = min(best, squared_to_face(tree, g, tree.points[tree.faces[f, corner]]))
        for other in range(3):
            best = min(best, _between_sides(tree, (f, corner), (g, other)))
    return best


@numba.njit(cache=True)
def _between_sides(tree: BoxTree, side: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the squared distance of two sides inside both; infinity where an end is nearest."""
    a = tree.points[tree.faces[side[0], side[1]]]
    u = tree.points[tree.faces[side[0], (side[1] + 1) % 3]] - a
    b = tree.points[tree.faces[other[0], other[1]]]
    v = tree.points[tree.faces[other[0], (other[1] + 1) % 3]] - b
    w = a - b
    uu, uv, vv = (u * u).sum(), (u * v).sum(), (v * v).sum()
    wu, wv = (w * u).sum(), (w * v).sum()
    det = uu * vv - uv * uv
    if det <= 1e-12 * uu * vv:
        return np.inf
    s, t = (uv * wv - vv * wu) / det, (uu * wv - uv * wu) / det
    if s < 0 or s > 1 or t < 0 or t > 1:
        return np.inf
    apart = w + s * u - t * v
    return float((apart * apart).sum())
