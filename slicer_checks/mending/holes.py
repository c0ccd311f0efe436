"""Holes: closed where they are small, by the triangles of least area over their rim.

Least area by dynamic programming over the rim: Barequet and Sharir, Filling Gaps in the Boundary of
a Polyhedron, 1995.
"""

from dataclasses import dataclass, replace
from typing import Final

import numba
import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import pdist

from slicer_checks.crossings import find_crossings
from slicer_checks.edges import find_edges, pair_half_edges
from slicer_checks.mending.draft import Draft, Ids, Points, RepairLimits, open_edges
from slicer_checks.topology import duplicates

_TRIANGLE: Final = 3
_SIDES_MAX: Final = 500
"""A slit, whose rims lie on each other, is closed up to this many edges."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fans:
    """The faces at each corner: of corner n, `order[first[n] : first[n + 1]]`."""

    order: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]

    def around(self, corners: Ids) -> npt.NDArray[np.intp]:
        """Return the faces, once each, that have one of some corners."""
        fans = [self.order[self.first[n] : self.first[n + 1]] for n in corners.tolist()]
        return np.unique(np.concatenate(fans))


def close_holes(draft: Draft, limits: RepairLimits) -> Draft:
    """Close small holes, slits and missing single triangles; say which are left and why.

    A surface with more open edges than `limits.open_edges` is in pieces: its holes are left.
    """
    many = open_edges(draft.faces)
    if many > limits.open_edges:
        return draft.leaves("holes-many", many, most=limits.open_edges)
    rims, fans = rims_of(draft.faces), _fans(draft.faces)
    patches, big, odd = [], [], 0
    for rim in rims:
        if not _small(draft.points[rim], limits):
            big.append(rim)
            continue
        patch = _patch(draft, rim, fans)
        odd += patch is None
        if patch is not None:
            patches.append(patch)
    draft = _note_big(draft, big).leaves("hole-tangled", odd)
    closed = _with_patches(draft, patches)
    crossing = _crossing_patches(closed, len(draft.faces), patches)
    if crossing:
        patches = [patch for number, patch in enumerate(patches) if number not in crossing]
        closed = _with_patches(draft, patches).leaves("hole-crossing", len(crossing))
    return closed.did("closed", len(patches), faces=sum(len(patch) for patch in patches))


def _note_big(draft: Draft, big: list[Ids]) -> Draft:
    spans = [_span(draft.points[rim]) for rim in big]
    edges = max((len(rim) for rim in big), default=0)
    return draft.leaves("hole-large", len(big), size_mm=max(spans, default=0.0), edges=edges)


def _with_patches(draft: Draft, patches: list[Ids]) -> Draft:
    faces = np.concatenate((draft.faces, *patches))
    patch = np.zeros(len(faces), dtype=np.bool_)
    patch[: len(draft.faces)] = draft.patch
    patch[len(draft.faces) :] = True
    return replace(draft, faces=np.ascontiguousarray(faces, dtype=np.int32), patch=patch)


def _crossing_patches(closed: Draft, first: int, patches: list[Ids]) -> set[int]:
    """Return the patches that would pass through the surface, or lie on it as a sheet."""
    if not patches:
        return set()
    found = find_crossings(closed.points, closed.faces)
    bad = [
        *found.crossing.reshape(-1).tolist(),
        *duplicates(closed.faces, find_edges(closed.faces)).tolist(),
    ]
    owner = np.repeat(np.arange(len(patches)), [len(patch) for patch in patches])
    crossing = {int(owner[face - first]) for face in bad if face >= first}
    folded = _folded(closed.faces, found.back_to_back)
    over = np.bincount(owner[folded[folded >= first] - first], minlength=len(patches))
    sheets = [n for n, patch in enumerate(patches) if over[n] >= max(2, len(patch))]
    return crossing | set(sheets)


def _folded(faces: Ids, back_to_back: Ids) -> Ids:
    """Return the faces, once for each, of which a neighbour across an edge lies on the back."""
    one, two = faces[back_to_back[:, 0]], faces[back_to_back[:, 1]]
    shared = (one[:, :, None] == two[:, None, :]).sum(axis=(1, 2))
    return np.asarray(back_to_back[shared == 2].reshape(-1))  # noqa: PLR2004 - an edge's ends


def _small(rim: Points, limits: RepairLimits) -> bool:
    """Tell whether a hole is closed without asking: small, a triangle, or a slit of no width."""
    if len(rim) == _TRIANGLE:
        return True
    if len(rim) <= limits.hole_edges:
        return _span(rim) <= limits.hole_mm or _slit(rim, limits)
    return len(rim) <= _SIDES_MAX and _slit(rim, limits)


def _span(rim: Points) -> float:
    """Return how far a rim reaches: between its two corners farthest apart."""
    some = rim[:: max(1, len(rim) // _SIDES_MAX)]
    return float(pdist(some).max())


def _slit(rim: Points, limits: RepairLimits) -> bool:
    """Tell whether all of a rim lies within the weld's distance of one line."""
    middle = rim - rim.mean(axis=0)
    along = np.linalg.svd(middle, full_matrices=False)[2][0]
    across = middle - np.outer(middle @ along, along)
    return bool(np.linalg.norm(across, axis=1).max() <= limits.weld_mm)


def rims_of(faces: Ids) -> list[Ids]:
    """Return the corners around each hole, in the order a face that closes it runs."""
    twin = pair_half_edges(faces, find_edges(faces))
    flat = faces.reshape(-1)
    whole = np.repeat((faces != np.roll(faces, 1, axis=1)).all(axis=1), 3)
    starts = np.flatnonzero((twin < 0) & whole).tolist()
    left = set(starts)
    rims: list[Ids] = []
    for start in starts:
        rim: list[int] = []
        half = start
        while half in left:
            left.remove(half)
            rim.append(int(flat[half]))
            half = _next_open(twin, half)
        rims += _simple(rim[::-1])
    return [rim for rim in rims if len(rim) >= _TRIANGLE]


def _simple(rim: list[int]) -> list[Ids]:
    """Cut a rim that comes back to a corner into rims that pass each corner once."""
    loops: list[Ids] = []
    way: list[int] = []
    place: dict[int, int] = {}
    for corner in rim:
        start = place.get(corner)
        if start is not None:
            loops.append(np.array(way[start:], dtype=np.int32))
            for passed in way[start:]:
                del place[passed]
            del way[start:]
        place[corner] = len(way)
        way.append(corner)
    return [*loops, np.array(way, dtype=np.int32)]


def _next_open(twin: Ids, half: int) -> int:
    """Return the open half-edge that begins where this one ends, around the same fan."""
    following = half - half % 3 + (half + 1) % 3
    for _ in range(len(twin)):
        if twin[following] < 0:
            break
        other = int(twin[following])
        following = other - other % 3 + (other + 1) % 3
    return following


def _patch(draft: Draft, rim: Ids, fans: _Fans) -> Ids | None:
    """Return the faces of least area over a rim; None where it cannot be closed soundly."""
    best, split = _least_area(draft.points[rim], _taken(draft.faces[fans.around(rim)], rim))
    if not np.isfinite(best):
        return None
    faces, spans = [], [(0, len(rim) - 1)]
    while spans:
        low, high = spans.pop()
        if high - low > 1:
            middle = int(split[low, high])
            faces.append((rim[low], rim[middle], rim[high]))
            spans += [(low, middle), (middle, high)]
    return np.array(faces, dtype=np.int32)


def _fans(faces: Ids) -> _Fans:
    """Sort the faces by their corners."""
    flat = faces.reshape(-1)
    order = np.argsort(flat, kind="stable")
    first = np.searchsorted(flat[order], np.arange(flat.max(initial=-1) + 2))
    return _Fans(order=order // 3, first=first)


def _taken(near: Ids, rim: Ids) -> npt.NDArray[np.bool_]:
    """Tell which two corners of a rim already have an edge, of faces near it, not the rim's."""
    place = {int(corner): number for number, corner in enumerate(rim)}
    taken = np.zeros((len(rim), len(rim)), dtype=np.bool_)
    for face in near.tolist():
        for one, two in ((0, 1), (1, 2), (2, 0)):
            if face[one] in place and face[two] in place:
                a, b = place[face[one]], place[face[two]]
                taken[a, b] = taken[b, a] = True
    for number in range(len(rim)):
        after = (number + 1) % len(rim)
        taken[number, after] = taken[after, number] = False
    return taken


@numba.njit(cache=True)
def _least_area(rim: Points, taken: npt.NDArray[np.bool_]) -> tuple[float, npt.NDArray[np.int64]]:
    """Return the least area over a rim, and for each span of it the corner that splits it."""
    count = len(rim)
    area = np.zeros((count, count))
    split = np.zeros((count, count), dtype=np.int64)
    for width in range(2, count):
        for low in range(count - width):
            high = low + width
            area[low, high] = np.inf
            if taken[low, high]:
                continue
            for middle in range(low + 1, high):
                whole = area[low, middle] + area[middle, high]
                whole += _area(rim[low], rim[middle], rim[high])
                if whole < area[low, high]:
                    area[low, high], split[low, high] = whole, middle
    return area[0, count - 1], split


@numba.njit(cache=True)
def _area(a: Points, b: Points, c: Points) -> float:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return 0.5 * float(np.sqrt(x * x + y * y + z * z))
