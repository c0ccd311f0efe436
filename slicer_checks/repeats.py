"""Faces with the same three corners: how many of each set the surface needs, one or none.

Copies that look the same way are one face. Opposite ones that hang together are one patch, and the
other faces around it tell: where they meet its rim in twos they close without it, and it is a sheet
inside the part, such as between bodies that touch, or a fin on it. Otherwise it is needed, once: a
patch without a rim is a whole body. Two opposite copies of a whole surface inside metal are a
cavity and what fills it: none.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from slicer_checks.edges import Edges, collapsed
from slicer_checks.patches import linked

Faces = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
_UPWARD = 2
_PROBES_MAX: Final = 20_000_000
"""So many pairs of a whole body and a face are looked at."""


class _Sets(NamedTuple):
    """Sets of equal faces: the first of each (N,), the set of each face (F,; -1: not copied).

    `opposite` tells which sets have faces of both directions.
    """

    first: Numbers
    of_face: Numbers
    opposite: Flags


def surplus(
    faces: Faces, edges: Edges, repeated: Numbers, in_metal: Callable[[Flags], bool]
) -> Flags:
    """Tell which faces (F, 3) are copies too many.

    Parameters
    ----------
    edges, repeated
        The edges of the faces, and the faces that have the same corners as an earlier one.
    in_metal
        Tells whether some faces, which share no edge with others, lie in the others' metal.
    """
    drop = np.zeros(len(faces), dtype=np.bool_)
    if len(repeated) == 0:
        return drop
    sets = _sets(faces, repeated)
    drop[sets.of_face >= 0] = True
    drop[sets.first] = False
    if sets.opposite.any():
        mine, others = _around(edges, sets)
        drop[sets.first[sets.opposite][~_needed(mine, others, sets, in_metal)]] = True
    return drop


def _sets(faces: Faces, repeated: Numbers) -> _Sets:
    """Gather the copied faces into sets; only faces between the copies' corners are looked at."""
    asked = np.zeros(int(faces.max()) + 1, dtype=np.bool_)
    asked[faces[repeated]] = True
    likely = np.flatnonzero(asked[faces].all(axis=1) & ~collapsed(faces))
    corners = np.sort(faces[likely], axis=1)
    _, first, group, counts = np.unique(
        corners, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    group = group.reshape(-1)
    upward = (faces[likely] < np.roll(faces[likely], -1, axis=1)).sum(axis=1) == _UPWARD
    ways = np.bincount(group, weights=upward)
    copied = counts > 1
    number = np.where(copied, np.cumsum(copied) - 1, -1)
    of_face = np.full(len(faces), -1, dtype=np.int64)
    of_face[likely] = number[group]
    return _Sets(likely[first[copied]], of_face, ((ways > 0) & (ways < counts))[copied])


def _around(edges: Edges, sets: _Sets) -> tuple[Numbers, Numbers]:
    """Return the edges (N, 3) of each opposite set, and how many other faces lie at each."""
    count = len(edges.starts) - 1
    edge = np.repeat(np.arange(count), edges.faces_per_edge)
    edge_of = np.zeros(3 * len(sets.of_face), dtype=np.int64)
    edge_of[edges.order] = edge
    once = sets.of_face < 0
    once[sets.first[~sets.opposite]] = True
    around = np.bincount(edge[once[edges.order // 3]], minlength=count)
    mine = edge_of[3 * sets.first[sets.opposite][:, None] + np.arange(3)]
    return mine, around[mine]


def _needed(
    edges: Numbers, others: Numbers, sets: _Sets, in_metal: Callable[[Flags], bool]
) -> Flags:
    """Tell which opposite sets are needed once, from their edges (N, 3) and the faces at them."""
    _, edge = np.unique(edges, return_inverse=True)
    edge = len(edges) + edge.reshape(-1, 3)
    rows = np.repeat(np.arange(len(edges)), 3).reshape(-1, 3)
    inner = others == 0
    links = np.stack((rows[inner], edge[inner]), axis=1)
    patch = linked(links, int(edge.max()) + 1)[: len(edges)]
    count = int(patch.max()) + 1
    needed, rim = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    needed[patch[(others % 2 == 1).any(axis=1)]] = True
    rim[patch[~inner.all(axis=1)]] = True
    wholes = np.unique(patch[~rim[patch] & ~needed[patch]])
    if len(wholes) * len(sets.of_face) > _PROBES_MAX:  # copies of many bodies: each is kept once
        needed[wholes] = True
        return np.asarray(needed[patch])
    for whole in wholes:
        chosen = np.zeros(len(sets.first) + 1, dtype=np.bool_)
        chosen[np.flatnonzero(sets.opposite)[patch == whole]] = True
        needed[whole] = not in_metal(chosen[sets.of_face])
    return np.asarray(needed[patch])
