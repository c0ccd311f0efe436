"""Making neighbouring faces agree which side is out.

Across an edge of two faces, both agree when they run along it in opposite directions. Starting from
the first face of each shell the choice spreads over such edges; what is left to decide is which
side is out, by the sign of the shell's volume (see `solid`).
"""

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.edges import MANIFOLD, Edges

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


def disagreeing(face_count: int, edges: Edges) -> Flags:
    """Tell which faces must be turned so that every two neighbours agree.

    Of each connected piece the smaller part is turned. Where a surface has only one side, as a
    Möbius strip, some edges stay misoriented.
    """
    if not edges.misoriented.any():
        return np.zeros(face_count, dtype=np.bool_)
    root, turned = _spread(face_count, edges.order, edges.starts, edges.forward)
    faces = np.bincount(root, minlength=face_count)
    turns = np.bincount(root[turned], minlength=face_count)
    majority = (2 * turns > faces)[root]
    return np.asarray(turned ^ majority)


@numba.njit(cache=True)
def _spread(face_count: int, order: Ids, starts: Ids, forward: Ids) -> tuple[Ids, Flags]:
    """Join faces over edges of two; return each face's root and whether it disagrees with it."""
    parent = np.arange(face_count).astype(np.int32)
    odd = np.zeros(face_count, dtype=np.bool_)
    for edge in range(len(starts) - 1):
        if starts[edge + 1] - starts[edge] == MANIFOLD:
            first, second = order[starts[edge]] // 3, order[starts[edge] + 1] // 3
            _join(parent, odd, first, second, forward[edge] != 1)
    root = np.empty(face_count, dtype=np.int32)
    turned = np.empty(face_count, dtype=np.bool_)
    for face in range(face_count):
        root[face], turned[face] = _find(parent, odd, face)
    return root, turned


@numba.njit(cache=True)
def _join(parent: Ids, odd: Flags, first: int, second: int, differ: bool) -> None:
    one, one_odd = _find(parent, odd, first)
    two, two_odd = _find(parent, odd, second)
    if one != two:
        low, high = min(one, two), max(one, two)
        parent[high] = low
        odd[high] = one_odd ^ two_odd ^ differ


@numba.njit(cache=True)
def _find(parent: Ids, odd: Flags, face: int) -> tuple[int, bool]:
    """Return a face's root and whether it disagrees with it; shorten the way for the next time."""
    root, parity = face, False
    while parent[root] != root:
        parity ^= odd[root]
        root = parent[root]
    rest = parity
    while parent[face] != face:
        above, mine = parent[face], odd[face]
        parent[face], odd[face] = root, rest
        rest ^= mine
        face = above
    return root, parity
