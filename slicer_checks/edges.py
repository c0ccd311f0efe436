"""Half-edges: which faces share which edge. Half-edge 3 f + c runs from corner c of face f on.

Everything is one sort and one pass, so a fan of 100,000 faces on one edge costs no more than a
sphere.
"""

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.frozen import read_only

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_INSERTION_MAX: Final = 32
"""Longer runs are sorted by merging, so that a fan of 100,000 faces costs no square."""
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

    @property
    def unpaired(self) -> npt.NDArray[np.bool_]:
        """Edges along which not as many faces run one way as the other."""
        return np.asarray(2 * self.forward != self.faces_per_edge)

    def faces_of(self, edges: npt.NDArray[np.bool_]) -> Ids:
        """Return the sorted faces at the chosen edges."""
        lengths = self.faces_per_edge
        chosen = np.repeat(edges, lengths)
        return np.unique(self.order[chosen] // 3).astype(np.int32)


@numba.njit(cache=True)
def collapsed(faces: Ids) -> Flags:
    """Tell which faces have two equal corners."""
    flags = np.empty(len(faces), dtype=np.bool_)
    for face in range(len(faces)):
        flags[face] = not _has_area(faces[face, 0], faces[face, 1], faces[face, 2])
    return flags


def find_edges(faces: Ids) -> Edges:
    """Group the half-edges of all faces that are not collapsed by the edge they lie on.

    Edges come in the order of their lower vertex, then their higher one; the half-edges of an edge
    in the order of their faces.
    """
    corners = read_only(faces.astype(np.int32, copy=False))
    order, higher = _by_lower_vertex(corners, int(faces.max(initial=-1)) + 1)
    starts, forward = _runs(corners, order, higher)
    return Edges(order=order, starts=starts, forward=forward)


def pair_half_edges(faces: Ids, edges: Edges) -> Ids:
    """Return each half-edge's opposite on the same edge, or -1 where there is none.

    At a non-manifold edge opposites are paired in the order of the faces, as far as they go.
    """
    return _pair(np.ascontiguousarray(faces), edges.order, edges.starts)


def unpaired_vertices(faces: Ids) -> Ids:
    """Return both ends of each half-edge without an opposite, (K, 2)."""
    twin = pair_half_edges(faces, find_edges(faces))
    loose = np.flatnonzero((twin < 0) & np.repeat(~collapsed(faces), 3))
    ahead = np.roll(faces, -1, axis=1).reshape(-1)
    return np.stack((faces.reshape(-1)[loose], ahead[loose]), axis=1)


def shells_of(face_count: int, edges: Edges) -> Ids:
    """Return the number of the shell each face belongs to, counted by first face.

    A collapsed face has no edges and would be a shell of its own; it gets -1 and no number.
    """
    return _shells(face_count, edges.order, edges.starts)


@numba.njit(cache=True)
def _by_lower_vertex(faces: Ids, vertices: int) -> tuple[Ids, Ids]:
    """Sort the half-edges by their lower vertex, then by their higher one; return both lists."""
    start = _count_lower(faces, vertices)
    order = np.empty(start[vertices + 1], dtype=np.int32)
    higher = np.empty(start[vertices + 1], dtype=np.int32)
    for face in range(len(faces)):
        if not _has_area(faces[face, 0], faces[face, 1], faces[face, 2]):
            continue
        for corner in range(3):
            begin, end = faces[face, corner], faces[face, (corner + 1) % 3]
            place = start[min(begin, end) + 1]
            order[place], higher[place] = 3 * face + corner, max(begin, end)
            start[min(begin, end) + 1] = place + 1
    for vertex in range(vertices):
        _sort_run(order, higher, start[vertex], start[vertex + 1])
    return order, higher


@numba.njit(cache=True)
def _count_lower(faces: Ids, vertices: int) -> Ids:
    """Return, at vertex v + 1, where the half-edges with lower vertex v will start."""
    start = np.zeros(vertices + 2, dtype=np.int32)
    for face in range(len(faces)):
        a, b, c = faces[face]
        if _has_area(a, b, c):
            start[min(a, b) + 2] += 1
            start[min(b, c) + 2] += 1
            start[min(c, a) + 2] += 1
    for vertex in range(vertices):
        start[vertex + 2] += start[vertex + 1]
    return start


@numba.njit(cache=True)
def _has_area(a: int, b: int, c: int) -> bool:
    """Tell whether three corners differ."""
    return bool(a != b and b != c and c != a)  # noqa: PLR1714


@numba.njit(cache=True)
def _sort_run(order: Ids, higher: Ids, first: int, stop: int) -> None:
    """Sort half-edges by the higher vertex and keep equal ones in order."""
    if stop - first > _INSERTION_MAX:
        rank = np.argsort(higher[first:stop], kind="mergesort")
        order[first:stop] = order[first:stop][rank]
        higher[first:stop] = higher[first:stop][rank]
        return
    for place in range(first + 1, stop):
        half, vertex = order[place], higher[place]
        hole = place
        while hole > first and higher[hole - 1] > vertex:
            order[hole], higher[hole] = order[hole - 1], higher[hole - 1]
            hole -= 1
        order[hole], higher[hole] = half, vertex


@numba.njit(cache=True)
def _runs(faces: Ids, order: Ids, higher: Ids) -> tuple[Ids, Ids]:
    """Return where the half-edges of each edge start, and how many run from low to high."""
    flat = faces.reshape(-1)
    starts = np.empty(len(order) + 1, dtype=np.int32)
    forward = np.empty(len(order), dtype=np.int32)
    edges, before, above = 0, -1, -1
    for place in range(len(order)):
        begin = flat[order[place]]
        lower = min(begin, flat[_next(order[place])])
        if lower != before or higher[place] != above:
            starts[edges], forward[edges] = place, 0
            edges += 1
            before, above = lower, higher[place]
        forward[edges - 1] += begin == lower
    starts[edges] = len(order)
    return starts[: edges + 1].copy(), forward[:edges].copy()


@numba.njit(cache=True)
def _next(half: int) -> int:
    """Return the half-edge that follows in the same face."""
    return half - 2 if half % 3 == 2 else half + 1  # noqa: PLR2004


@numba.njit(cache=True)
def repeated_faces(faces: Ids, order: Ids, starts: Ids) -> Flags:
    """Tell which faces have the same three corners as an earlier face.

    Two such faces share every edge, so it is enough to look at the third corners along each edge.
    """
    repeats = np.zeros(len(faces), dtype=np.bool_)
    for edge in range(len(starts) - 1):
        first, stop = starts[edge], starts[edge + 1]
        if stop - first == MANIFOLD:
            one, two = order[first], order[first + 1]
            if faces[one // 3, (one + 2) % 3] == faces[two // 3, (two + 2) % 3]:
                repeats[two // 3] = True
        elif stop - first > MANIFOLD:
            _mark_repeated(faces, order[first:stop], repeats)
    return repeats


@numba.njit(cache=True)
def _mark_repeated(faces: Ids, halves: Ids, repeats: Flags) -> None:
    """Mark those of the faces along one edge whose third corner an earlier one has."""
    thirds = np.empty(len(halves), dtype=np.int32)
    for place in range(len(halves)):
        thirds[place] = faces[halves[place] // 3, (halves[place] + 2) % 3]
    rank = np.argsort(thirds, kind="mergesort")
    for place in range(1, len(rank)):
        if thirds[rank[place]] == thirds[rank[place - 1]]:
            repeats[halves[rank[place]] // 3] = True


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
        if (flat[half] < flat[_next(half)]) == (rises == 1):
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
