"""Contours of a block of layers: a walk over half-edges with exact ids, no search by distance.

Each crossing of a facet and a plane is a node. A plane leaves a facet through the half-edge that
goes up, and enters the neighbour through that half-edge's opposite, so the next node is known by
arithmetic alone. Where an edge has no opposite the chain is open: its end is joined by a straight
line to the nearest start of an open chain in the same layer (often its own), and counted.
"""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.sections import Mesh, cut_face, plane_z

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]

_JOINED_CHAINS_MAX: Final = 500
"""More open chains in one layer than this are a soup of triangles; they are left out."""
_SAME_MM: Final = 1e-9
_STRAIGHT_MM: Final = 1e-8
"""Points closer than this to the line through their neighbours carry nothing."""
_RING_AREA_MIN_MM2: Final = 1e-9
_RING_POINTS_MIN: Final = 3


class Rings(NamedTuple):
    """Closed rings of consecutive layers: outer ones counter-clockwise, holes clockwise.

    Ring r has the points ``offsets[r]`` up to ``offsets[r + 1]``; layer i of the block has the
    rings ``layers[i]`` up to ``layers[i + 1]``. `tilt` is, per point, the z of the unit normal of
    the facet that the piece of contour from there on lies on: 0 for an upright wall.
    """

    points: Points
    tilt: Points
    offsets: Longs
    layers: Longs


class Nodes(NamedTuple):
    """Crossings of facets and planes: where they begin and end, which follows, which layer."""

    begin: Points
    end: Points
    tilt: Points
    following: Ids
    layer: Ids
    reached: npt.NDArray[np.bool_]


class Walked(NamedTuple):
    """Rings in the order they were walked: points, tilts, offsets, and the layer of each ring."""

    points: Points
    tilt: Points
    offsets: Longs
    layer: Ids


class Block(NamedTuple):
    """A run of layers that are cut together, from `first` up to but excluding `stop`."""

    first: int
    stop: int
    layer_mm: float


def trace_block(mesh: Mesh, block: Block) -> tuple[Rings, Longs, Points]:
    """Return the rings of a block and, per layer, its open chains and the length joined (mm)."""
    nodes = _link(mesh, block)
    layers = block.stop - block.first
    chains, gaps = np.zeros(layers, dtype=np.int64), np.zeros(layers)
    if not nodes.reached.all():
        nodes, chains, gaps = _join_open(nodes, layers)
    return _sorted_by_layer(_walk(nodes), layers), chains, gaps


def _sorted_by_layer(walked: Walked, layers: int) -> Rings:
    points, tilt, offsets, ring_layer = walked
    rank = np.argsort(ring_layer, kind="stable")
    lengths = np.diff(offsets)[rank]
    moved = np.concatenate(([0], np.cumsum(lengths)))
    source = np.repeat(offsets[:-1][rank] - moved[:-1], lengths) + np.arange(moved[-1])
    counts = np.bincount(ring_layer, minlength=layers)
    return Rings(
        points=points[source],
        tilt=tilt[source],
        offsets=moved,
        layers=np.concatenate(([0], np.cumsum(counts))),
    )


@numba.njit(cache=True)
def _link(mesh: Mesh, block: Block) -> Nodes:
    """Cut every facet with every plane of the block and say which cut follows which."""
    base, count = _number(mesh, block)
    begin = np.empty((count, 2))
    end = np.empty((count, 2))
    tilt = np.empty(count)
    following = np.full(count, -1, dtype=np.int32)
    layer = np.empty(count, dtype=np.int32)
    reached = np.zeros(count, dtype=np.bool_)
    for face in range(len(mesh.faces)):
        low = max(mesh.first[face], block.first)
        lean = _tilt_of(mesh, face)
        for k in range(low, min(mesh.last[face], block.stop - 1) + 1):
            node = base[face] + k - low
            tilt[node] = lean
            cut = cut_face(mesh, face, plane_z(k, block.layer_mm))
            begin[node, 0], begin[node, 1] = cut.x_in, cut.y_in
            end[node, 0], end[node, 1] = cut.x_out, cut.y_out
            layer[node] = k - block.first
            opposite = mesh.twin[cut.half_out]
            if opposite >= 0:
                neighbour = opposite // 3
                target = base[neighbour] + k - max(mesh.first[neighbour], block.first)
                following[node] = target
                reached[target] = True
    return Nodes(begin, end, tilt, following, layer, reached)


@numba.njit(cache=True)
def _tilt_of(mesh: Mesh, face: int) -> float:
    """Return the z of a facet's unit normal; 0 for a facet without area."""
    a = mesh.points[mesh.faces[face, 0]]
    b = mesh.points[mesh.faces[face, 1]]
    c = mesh.points[mesh.faces[face, 2]]
    nx = (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
    ny = (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2])
    nz = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    length = np.sqrt(nx * nx + ny * ny + nz * nz)
    return float(nz / length) if length > 0 else 0.0


@numba.njit(cache=True)
def _number(mesh: Mesh, block: Block) -> tuple[Ids, int]:
    """Give each facet the number of its first crossing; a facet's crossings follow each other."""
    base = np.zeros(len(mesh.faces), dtype=np.int32)
    count = 0
    for face in range(len(mesh.faces)):
        base[face] = count
        low = max(mesh.first[face], block.first)
        high = min(mesh.last[face], block.stop - 1)
        count += max(0, high - low + 1)
    return base, count


@numba.njit(cache=True)
def _join_open(nodes: Nodes, layers: int) -> tuple[Nodes, Longs, Points]:
    """Join the ends of open chains to starts; each joint is a node of its own."""
    ends = np.flatnonzero(nodes.following < 0)
    starts = np.flatnonzero(~nodes.reached)
    starts = starts[np.argsort(nodes.layer[starts], kind="mergesort")]
    chains = np.bincount(nodes.layer[starts], minlength=layers).astype(np.int64)
    bounds = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(chains)))
    count = len(nodes.following)
    begin = np.concatenate((nodes.begin, nodes.end[ends]))
    tilt = np.concatenate((nodes.tilt, np.zeros(len(ends))))
    following = np.concatenate((nodes.following, np.full(len(ends), -1, dtype=np.int32)))
    layer = np.concatenate((nodes.layer, nodes.layer[ends]))
    free = np.ones(len(starts), dtype=np.bool_)
    gaps = np.zeros(layers)
    for number in range(len(ends)):
        k = nodes.layer[ends[number]]
        joint = count + number
        following[ends[number]] = joint
        if chains[k] > _JOINED_CHAINS_MAX:
            continue
        place = _nearest(
            nodes.begin, starts[bounds[k] : bounds[k + 1]], begin[joint], free[bounds[k] :]
        )
        free[bounds[k] + place] = False
        target = starts[bounds[k] + place]
        following[joint] = target
        gaps[k] += np.hypot(begin[joint, 0] - begin[target, 0], begin[joint, 1] - begin[target, 1])
    return Nodes(begin, begin, tilt, following, layer, nodes.reached), chains, gaps


@numba.njit(cache=True)
def _nearest(begin: Points, starts: Longs, end: Points, free: npt.NDArray[np.bool_]) -> int:
    best, best_distance = -1, np.inf
    for place in range(len(starts)):
        if free[place]:
            dx = begin[starts[place], 0] - end[0]
            dy = begin[starts[place], 1] - end[1]
            distance = dx * dx + dy * dy
            if distance < best_distance:
                best, best_distance = place, distance
    return best


@numba.njit(cache=True)
def _walk(nodes: Nodes) -> Walked:
    """Follow every closed chain once; leave out points and rings that carry nothing."""
    count = len(nodes.following)
    seen = np.zeros(count, dtype=np.bool_)
    points, tilt = np.empty((count, 2)), np.empty(count)
    offsets = np.zeros(count // _RING_POINTS_MIN + 2, dtype=np.int64)
    ring_layer = np.empty(count // _RING_POINTS_MIN + 1, dtype=np.int32)
    rings = 0
    used = 0
    for first in range(count):
        node = first
        stop = used
        while node >= 0 and not seen[node]:
            seen[node] = True
            stop = _append(points, used, stop, nodes.begin[node])
            tilt[stop - 1] = nodes.tilt[node]
            node = nodes.following[node]
        if node != first:
            continue
        stop = _trim(points, tilt, used, stop)
        if (
            stop - used >= _RING_POINTS_MIN
            and abs(ring_area(points[used:stop])) > _RING_AREA_MIN_MM2
        ):
            ring_layer[rings] = nodes.layer[first]
            rings += 1
            used = stop
            offsets[rings] = used
    return Walked(
        points[:used].copy(),
        tilt[:used].copy(),
        offsets[: rings + 1].copy(),
        ring_layer[:rings].copy(),
    )


@numba.njit(cache=True)
def _append(points: Points, start: int, stop: int, point: Points) -> int:
    """Append a point to the ring from `start`, dropping the last one where it lies on the way."""
    if stop > start and _is_same(points[stop - 1], point):
        return stop
    if stop - start > 1 and _is_straight(points[stop - 2], points[stop - 1], point):
        stop -= 1
    points[stop] = point
    return stop + 1


@numba.njit(cache=True)
def _trim(points: Points, tilt: Points, start: int, stop: int) -> int:
    """Drop what is left over where a ring closes: repeated and straight points, at both ends."""
    while stop - start > 1 and _is_same(points[stop - 1], points[start]):
        stop -= 1
    if stop - start > _RING_POINTS_MIN and _is_straight(
        points[stop - 2], points[stop - 1], points[start]
    ):
        stop -= 1
    if stop - start > _RING_POINTS_MIN and _is_straight(
        points[stop - 1], points[start], points[start + 1]
    ):
        stop -= 1
        points[start] = points[stop]
        tilt[start] = tilt[stop]
    return stop


@numba.njit(cache=True)
def _is_same(first: Points, second: Points) -> bool:
    return bool(abs(first[0] - second[0]) < _SAME_MM and abs(first[1] - second[1]) < _SAME_MM)


@numba.njit(cache=True)
def _is_straight(before: Points, point: Points, after: Points) -> bool:
    dx, dy = after[0] - before[0], after[1] - before[1]
    px, py = point[0] - before[0], point[1] - before[1]
    length = np.hypot(dx, dy)
    ahead = px * dx + py * dy
    return bool(
        0 <= ahead <= length * length and abs(px * dy - py * dx) < _STRAIGHT_MM * max(length, 1.0)
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
