"""Contours of a block of layers: a walk over half-edges with exact ids, no search by distance.

A plane leaves a facet through the half-edge that rises through it, and enters the neighbour through
that half-edge's opposite; which of the two other edges it leaves by is told by one comparison of
the third corner's height. So the walk needs no table of crossings, only a mark per facet. Where an
edge has no opposite the chain is open: its end is joined by a straight line to the nearest start of
an open chain in the same layer (often its own), and counted.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.sections import Planes, plane_z

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]

NO_FACE: Final = -1
"""The face of a straight line that joins two ends."""
_JOINED_CHAINS_MAX: Final = 500
"""More open chains in one layer than this are a soup of triangles; they are left out."""
_SAME_MM: Final = 1e-9
_STRAIGHT_MM: Final = 1e-8
"""Points closer than this to the line through their neighbours carry nothing."""
_RING_AREA_MIN_MM2: Final = 1e-9
_RING_POINTS_MIN: Final = 3


class Mesh(NamedTuple):
    """What is walked over: points from the part's bottom up, faces, opposite half-edges, planes.

    `closed` tells that every half-edge has an opposite.
    """

    points: Points
    faces: Ids
    twin: Ids
    closed: bool
    planes: Planes


class Rings(NamedTuple):
    """Closed rings of consecutive layers: outer ones counter-clockwise, holes clockwise.

    Ring r has the points ``offsets[r]`` up to ``offsets[r + 1]``; layer i of the block has the
    rings ``layers[i]`` up to ``layers[i + 1]``. `face` is, per point, the face that the piece of
    contour from there on lies on, or `NO_FACE`.
    """

    points: Points
    face: Ids
    offsets: Longs
    layers: Longs


class Trace(NamedTuple):
    """The rings of a block and, per layer, its open chains and the length joined (mm)."""

    rings: Rings
    open_chains: Longs
    gap_mm: Points


class Pen(NamedTuple):
    """Where rings are written; `written` counts the points, then the rings, so far."""

    points: Points
    face: Ids
    offsets: Longs
    written: Longs


@numba.njit(cache=True)
def trace_block(mesh: Mesh, first: int, stop: int) -> Trace:
    """Trace the layers from `first` up to but excluding `stop`."""
    active = np.empty(len(mesh.planes.ids), dtype=np.int32)
    count = _active_below(mesh.planes, first, active)
    pen = _pen(_crossings(mesh.planes, first, stop, active[:count]))
    mark = np.full(len(mesh.faces), -1, dtype=np.int32)
    layers = np.zeros(stop - first + 1, dtype=np.int64)
    chains, gaps = np.zeros(stop - first, dtype=np.int64), np.zeros(stop - first)
    for layer in range(first, stop):
        count = _advance(mesh.planes, layer, active, count)
        here = active[:count]
        if not mesh.closed:
            chains[layer - first], gaps[layer - first] = _trace_open(mesh, layer, here, mark, pen)
        for face in here:
            if mark[face] != layer:
                _trace_ring(mesh, layer, face, mark, pen)
        layers[layer - first + 1] = pen.written[1]
    points, rings = pen.written
    return Trace(
        Rings(
            pen.points[:points].copy(),
            pen.face[:points].copy(),
            pen.offsets[: rings + 1].copy(),
            layers,
        ),
        chains,
        gaps,
    )


@numba.njit(cache=True)
def _active_below(planes: Planes, layer: int, active: Ids) -> int:
    """List the facets that come up to a layer from below it; return how many."""
    count = 0
    for place in range(planes.starts[layer]):
        if planes.until[place] >= layer:
            active[count] = planes.ids[place]
            count += 1
    return count


@numba.njit(cache=True)
def _advance(planes: Planes, layer: int, active: Ids, count: int) -> int:
    """Drop the facets that end below a layer from the list, add those that begin at it."""
    kept = 0
    for place in range(count):
        if planes.last[active[place]] >= layer:
            active[kept] = active[place]
            kept += 1
    for place in range(planes.starts[layer], planes.starts[layer + 1]):
        active[kept] = planes.ids[place]
        kept += 1
    return kept


@numba.njit(cache=True)
def _crossings(planes: Planes, first: int, stop: int, active: Ids) -> int:
    """Count the crossings of a run of layers, given the facets that come up from below."""
    total = 0
    for face in active:
        total += min(planes.last[face], stop - 1) - first + 1
    for place in range(planes.starts[first], planes.starts[stop]):
        total += min(planes.until[place], stop - 1) - planes.first[planes.ids[place]] + 1
    return total


@numba.njit(cache=True)
def _pen(crossings: int) -> Pen:
    """Return room for as many points as there are crossings, twice: each may need a joint."""
    return Pen(
        np.empty((2 * crossings + 2, 2)),
        np.empty(2 * crossings + 2, dtype=np.int32),
        np.zeros(crossings + 2, dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )


@numba.njit(cache=True)
def _leaves_by(mesh: Mesh, face: int, z: float) -> int:
    """Return the half-edge through which a plane leaves a facet: the one that rises through it."""
    for corner in range(3):
        ahead = corner + 1 if corner < 2 else 0  # noqa: PLR2004
        if mesh.points[mesh.faces[face, corner], 2] < z <= mesh.points[mesh.faces[face, ahead], 2]:
            return 3 * face + corner
    return -1


@numba.njit(cache=True)
def _enters_by(mesh: Mesh, face: int, z: float) -> int:
    """Return the half-edge through which a plane enters a facet: the one that falls through it."""
    for corner in range(3):
        ahead = corner + 1 if corner < 2 else 0  # noqa: PLR2004
        if mesh.points[mesh.faces[face, ahead], 2] < z <= mesh.points[mesh.faces[face, corner], 2]:
            return 3 * face + corner
    return -1


@numba.njit(cache=True)
def _passes_to(mesh: Mesh, entered: int, z: float) -> int:
    """Return the half-edge by which a plane leaves the facet that it entered by a half-edge."""
    face = entered // 3
    corner = entered - 3 * face
    third = corner + 2 if corner == 0 else corner - 1
    if mesh.points[mesh.faces[face, third], 2] < z:
        return 3 * face + third
    return 3 * face + (corner + 1 if corner < 2 else 0)  # noqa: PLR2004


@numba.njit(cache=True)
def _crossed_at(mesh: Mesh, half: int, z: float) -> tuple[float, float]:
    """Return where a plane crosses a half-edge.

    Interpolated from the lower vertex to the upper one, so both facets of an edge get the same
    point to the last bit.
    """
    face = half // 3
    corner = half - 3 * face
    one = mesh.faces[face, corner]
    two = mesh.faces[face, corner + 1 if corner < 2 else 0]  # noqa: PLR2004
    if mesh.points[one, 2] > mesh.points[two, 2]:
        one, two = two, one
    low = mesh.points[one, 2]
    share = (z - low) / (mesh.points[two, 2] - low)
    x, y = mesh.points[one, 0], mesh.points[one, 1]
    return x + share * (mesh.points[two, 0] - x), y + share * (mesh.points[two, 1] - y)


@numba.njit(cache=True)
def _trace_ring(mesh: Mesh, layer: int, face: int, mark: Ids, pen: Pen) -> None:
    """Follow a closed chain from a facet until it comes back."""
    z = plane_z(layer, mesh.planes.layer_mm)
    half = _leaves_by(mesh, face, z)
    start = pen.written[0]
    stop = start
    here = face
    while True:
        mark[here] = layer
        x, y = _crossed_at(mesh, half, z)
        entered = mesh.twin[half]
        here = entered // 3
        stop = _append(pen, start, stop, (x, y), here)
        if here == face:
            break
        half = _passes_to(mesh, entered, z)
    _close(pen, start, stop)


@numba.njit(cache=True)
def _close(pen: Pen, start: int, stop: int) -> None:
    """Keep a ring that carries something."""
    stop = _trim(pen, start, stop)
    if (
        stop - start >= _RING_POINTS_MIN
        and abs(ring_area(pen.points[start:stop])) > _RING_AREA_MIN_MM2
    ):
        pen.written[0] = stop
        pen.written[1] += 1
        pen.offsets[pen.written[1]] = stop


@numba.njit(cache=True)
def _trace_open(mesh: Mesh, layer: int, here: Ids, mark: Ids, pen: Pen) -> tuple[int, float]:
    """Follow the open chains of a layer and join them to rings; return how many, and the length."""
    z = plane_z(layer, mesh.planes.layer_mm)
    heads = np.empty(len(here), dtype=np.int32)
    count = 0
    for face in here:
        entered = _enters_by(mesh, face, z)
        if mesh.twin[entered] < 0:
            heads[count] = entered
            count += 1
    if count == 0:
        return 0, 0.0
    chains = _pen(len(here))
    for head in heads[:count]:
        _trace_chain(mesh, layer, head, mark, chains)
    return count, 0.0 if count > _JOINED_CHAINS_MAX else _join(chains, pen)


@numba.njit(cache=True)
def _trace_chain(mesh: Mesh, layer: int, head: int, mark: Ids, chains: Pen) -> None:
    """Write the points of an open chain from its first half-edge to its last."""
    z = plane_z(layer, mesh.planes.layer_mm)
    entered, stop = head, chains.written[0]
    half = head
    while half >= 0:
        mark[half // 3] = layer
        x, y = _crossed_at(mesh, half, z)
        chains.points[stop, 0], chains.points[stop, 1] = x, y
        chains.face[stop] = half // 3 if half == head else NO_FACE
        stop += 1
        if half != head:
            entered = mesh.twin[half]
            if entered < 0:
                break
            chains.face[stop - 1] = entered // 3
        half = _passes_to(mesh, entered, z)
        mark[half // 3] = layer
    chains.written[0] = stop
    chains.written[1] += 1
    chains.offsets[chains.written[1]] = stop


@numba.njit(cache=True)
def _join(chains: Pen, pen: Pen) -> float:
    """Join the end of each chain to the nearest free start; write the rings; return the length."""
    count = chains.written[1]
    following = np.empty(count, dtype=np.int64)
    free = np.ones(count, dtype=np.bool_)
    gap = 0.0
    for chain in range(count):
        end = chains.points[chains.offsets[chain + 1] - 1]
        nearest, distance = -1, np.inf
        for other in range(count):
            begin = chains.points[chains.offsets[other]]
            apart = (begin[0] - end[0]) ** 2 + (begin[1] - end[1]) ** 2
            if free[other] and apart < distance:
                nearest, distance = other, apart
        free[nearest] = False
        following[chain] = nearest
        gap += np.sqrt(distance)
    for chain in range(count):
        start = pen.written[0]
        stop, other = start, chain
        while following[other] >= 0:
            for place in range(chains.offsets[other], chains.offsets[other + 1]):
                point = (chains.points[place, 0], chains.points[place, 1])
                stop = _append(pen, start, stop, point, chains.face[place])
            ahead = following[other]
            following[other] = -1
            other = ahead
        _close(pen, start, stop)
    return gap


@numba.njit(cache=True)
def _append(pen: Pen, start: int, stop: int, point: tuple[float, float], face: int) -> int:
    """Append a point to the ring from `start`, dropping the last one where it lies on the way."""
    if stop > start and _is_same(pen, stop - 1, point):
        pen.face[stop - 1] = face
        return stop
    if stop - start > 1 and _is_straight(pen, stop - 2, stop - 1, point):
        stop -= 1
    pen.points[stop, 0], pen.points[stop, 1] = point
    pen.face[stop] = face
    return stop + 1


@numba.njit(cache=True)
def _trim(pen: Pen, start: int, stop: int) -> int:
    """Drop what is left over where a ring closes: repeated and straight points, at both ends."""
    if stop - start < _RING_POINTS_MIN:
        return stop
    first = (pen.points[start, 0], pen.points[start, 1])
    while stop - start > 1 and _is_same(pen, stop - 1, first):
        stop -= 1
    if stop - start > _RING_POINTS_MIN and _is_straight(pen, stop - 2, stop - 1, first):
        stop -= 1
    second = (pen.points[start + 1, 0], pen.points[start + 1, 1])
    if stop - start > _RING_POINTS_MIN and _is_straight(pen, stop - 1, start, second):
        stop -= 1
        pen.points[start, 0], pen.points[start, 1] = pen.points[stop, 0], pen.points[stop, 1]
        pen.face[start] = pen.face[stop]
    return stop


@numba.njit(cache=True)
def _is_same(pen: Pen, place: int, point: tuple[float, float]) -> bool:
    return bool(
        abs(pen.points[place, 0] - point[0]) < _SAME_MM
        and abs(pen.points[place, 1] - point[1]) < _SAME_MM
    )


@numba.njit(cache=True)
def _is_straight(pen: Pen, before: int, place: int, after: tuple[float, float]) -> bool:
    x, y = pen.points[before, 0], pen.points[before, 1]
    dx, dy = after[0] - x, after[1] - y
    px, py = pen.points[place, 0] - x, pen.points[place, 1] - y
    squared = dx * dx + dy * dy
    ahead = px * dx + py * dy
    aside = px * dy - py * dx
    return bool(
        0 <= ahead <= squared and aside * aside < _STRAIGHT_MM * _STRAIGHT_MM * max(squared, 1.0)
    )


@numba.njit(cache=True)
def ring_area(ring: Points) -> float:
    """Return a ring's signed area: positive counter-clockwise."""
    total = 0.0
    x0, y0 = ring[0, 0], ring[0, 1]
    for place in range(1, len(ring) - 1):
        ax, ay = ring[place, 0] - x0, ring[place, 1] - y0
        bx, by = ring[place + 1, 0] - x0, ring[place + 1, 1] - y0
        total += ax * by - ay * bx
    return total / 2
