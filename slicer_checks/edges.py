"""Half-edges: which faces share which edge. Half-edge 3 f + c runs from corner c of face f on.

Everything is one sort and one pass, so a fan of 100,000 faces on one edge costs no more than a
sphere.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]

_NO_TWIN: Final = -1
MANIFOLD: Final = 2
"""Two faces meet at each edge of a solid's surface."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """The edges of a mesh, each as a run of half-edges in `order`.

    `starts` (E + 1) delimits the runs; `forward` counts those that run from the lower vertex to the
    higher one.
    """

    order: Ids
    starts: Ids
    forward: Ids

    @property
    def faces_per_edge(self) -> Ids:
        """How many faces meet at each edge."""
        return np.diff(self.starts)

    @property
    def boundary(self) -> npt.NDArray[np.bool_]:
        """Edges of a single face."""
        return np.asarray(self.faces_per_edge == 1)

    @property
    def nonmanifold(self) -> npt.NDArray[np.bool_]:
        """Edges of more than two faces."""
        return np.asarray(self.faces_per_edge > MANIFOLD)

    @property
    def misoriented(self) -> npt.NDArray[np.bool_]:
        """Edges of two faces that run along it in the same direction."""
        return np.asarray((self.faces_per_edge == MANIFOLD) & (self.forward != 1))

    def faces_of(self, edges: npt.NDArray[np.bool_]) -> Ids:
        """Return the sorted faces at the chosen edges."""
        lengths = self.faces_per_edge
        chosen = np.repeat(edges, lengths)
        return np.unique(self.order[chosen] // 3).astype(np.int32)


def collapsed(faces: Ids) -> npt.NDArray[np.bool_]:
    """Tell which faces have two equal corners."""
    a, b, c = faces.T
    return np.asarray((a == b) | (b == c) | (c == a))


def find_edges(faces: Ids) -> Edges:
    """Group the half-edges of all faces that are not collapsed by the edge they lie on."""
    half = np.flatnonzero(np.repeat(~collapsed(faces), 3)).astype(np.int32)
    begin = faces.reshape(-1).astype(np.int64)
    end = np.roll(faces, -1, axis=1).reshape(-1).astype(np.int64)
    count = int(faces.max(initial=0)) + 1
    key = (np.minimum(begin, end) * count + np.maximum(begin, end))[half]
    rank = np.argsort(key, kind="stable")
    order, key = half[rank], key[rank]
    starts = np.flatnonzero(np.diff(key, prepend=-1, append=-1)).astype(np.int32)
    if len(key) == 0:
        starts = np.zeros(1, dtype=np.int32)
    rises = np.concatenate(([0], np.cumsum((begin < end)[order])))
    forward = np.diff(rises[starts]).astype(np.int32)
    return Edges(order=order, starts=starts, forward=forward)


def pair_half_edges(faces: Ids, edges: Edges) -> Ids:
    """Return each half-edge's opposite on the same edge, or -1 where there is none.

    At a non-manifold edge opposites are paired in the order of the faces, as far as they go.
    """
    return _pair(np.ascontiguousarray(faces), edges.order, edges.starts)


def shells_of(face_count: int, edges: Edges) -> Ids:
    """Return the number of the shell each face belongs to, counted by first face.

    A collapsed face has no edges and would be a shell of its own; it gets -1 and no number.
    """
    return _shells(face_count, edges.order, edges.starts)


@numba.njit(cache=True)
def _pair(faces: Ids, order: Ids, starts: Ids) -> Ids:
    flat = faces.reshape(-1)
    twin = np.full(len(flat), _NO_TWIN, dtype=np.int32)
    for edge in range(len(starts) - 1):
        rising, falling = starts[edge], starts[edge]
        stop = starts[edge + 1]
        while True:
            rising = _seek(flat, order, rising, stop, 1)
            falling = _seek(flat, order, falling, stop, 0)
            if max(rising, falling) == stop:
                break
            twin[order[rising]] = order[falling]
            twin[order[falling]] = order[rising]
            rising += 1
            falling += 1
    return twin


@numba.njit(cache=True)
def _seek(flat: Ids, order: Ids, place: int, stop: int, rises: int) -> int:
    """Return the next place from `place` on whose half-edge rises (1) or falls (0)."""
    while place < stop:
        half = order[place]
        following = half - half % 3 + (half + 1) % 3
        if (flat[half] < flat[following]) == (rises == 1):
            return place
        place += 1
    return stop


@numba.njit(cache=True)
def _root(parent: Ids, face: int) -> int:
    while parent[face] != face:
        parent[face] = parent[parent[face]]
        face = parent[face]
    return face


@numba.njit(cache=True)
def _shells(face_count: int, order: Ids, starts: Ids) -> Ids:
    parent = np.arange(face_count).astype(np.int32)
    shell = np.full(face_count, -1, dtype=np.int32)
    for edge in range(len(starts) - 1):
        first = _root(parent, order[starts[edge]] // 3)
        for place in range(starts[edge] + 1, starts[edge + 1]):
            other = _root(parent, order[place] // 3)
            low = min(first, other)
            parent[max(first, other)] = low
            first = low
    for place in range(len(order)):
        shell[order[place] // 3] = 0
    number = 0
    for face in range(face_count):
        root = _root(parent, face)
        if shell[face] >= 0 and root == face:
            shell[face] = number
            number += 1
        elif shell[face] >= 0:
            shell[face] = shell[root]
    return shell
