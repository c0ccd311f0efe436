"""Faces that lie on another with the same corners: how many of them the surface needs."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from slicer_checks.edges import collapsed, find_edges
from slicer_checks.mending.draft import Draft, Flags, Ids

Numbers = npt.NDArray[np.int64]


def drop_copies(draft: Draft) -> Draft:
    """Keep one of each set of equal faces, or none where the faces around close without them.

    Copied faces that hang together are one patch. The other faces around it tell: where they meet
    its rim in twos they close without it, and it is a sheet inside the part, such as between
    stacked bodies. Otherwise it is needed, once: a patch without a rim is a whole body.
    """
    whole = ~collapsed(draft.faces)
    corners = np.sort(draft.faces, axis=1)
    _, first, group, counts = np.unique(
        corners, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    copied = (counts[group.reshape(-1)] > 1) & whole
    if not copied.any():
        return draft
    keep = ~copied
    asked = first[(counts > 1) & whole[first]]
    keep[asked[_needed(*_around(draft.faces, keep, asked))]] = True
    return draft.with_faces(draft.faces, keep).did("copies", int(np.count_nonzero(~keep)))


def _needed(edges: Numbers, others: Numbers) -> Flags:
    """Tell which copied faces are needed, from their edges (N, 3) and the other faces at them."""
    rows = np.repeat(np.arange(len(edges)), 3).reshape(-1, 3)
    inner = others == 0
    _, edge = np.unique(edges, return_inverse=True)
    edge = edge.reshape(-1, 3) + len(edges)
    size = int(edge.max()) + 1
    links = coo_array(
        (np.ones(np.count_nonzero(inner)), (rows[inner], edge[inner])), shape=(size, size)
    )
    count, patch = connected_components(links, directed=False)
    patch = patch[: len(edges)]
    odd, rim = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    odd[patch[(others % 2 == 1).any(axis=1)]] = True
    rim[patch[~inner.all(axis=1)]] = True
    return np.asarray((odd | ~rim)[patch])


def _around(faces: Ids, counted: Flags, asked: npt.NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Return the edges (N, 3) of the faces asked about, and how many counted faces lie at each."""
    edges = find_edges(faces)
    edge_of = np.zeros(3 * len(faces), dtype=np.int64)
    edge_of[edges.order] = np.repeat(np.arange(len(edges.starts) - 1), edges.faces_per_edge)
    halves = edges.order[counted[edges.order // 3]]
    around = np.bincount(edge_of[halves], minlength=len(edges.starts) - 1)
    mine = edge_of[3 * asked[:, None] + np.arange(3)]
    return mine, around[mine]
