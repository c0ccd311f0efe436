"""Chains of contour that end at an edge without an opposite: traced, and joined to rings."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.meshwalk import Mesh, crossed_at, passed_by, passes_to
from slicer_checks.pen import Pen, append_point, close_ring, new_pen
from slicer_checks.sections import plane_z

Ids = npt.NDArray[np.int32]

NO_FACE: Final = -1
"""The face of a straight line that joins two ends."""
_JOINED_CHAINS_MAX: Final = 500
"""More open chains in one layer than this are a soup of triangles; they are left out."""


@numba.njit(cache=True)
def trace_open(mesh: Mesh, layer: int, here: Ids, mark: Ids, pen: Pen) -> tuple[int, float]:
    """Follow the open chains of a layer and join them to rings; return how many, and the length."""
    z = plane_z(layer, mesh.planes.layer_mm)
    heads = np.empty(len(here), dtype=np.int32)
    count = 0
    for face in here:
        entered = passed_by(mesh, face, z, False)
        if mesh.twin[entered] < 0:
            heads[count] = entered
            count += 1
    if count == 0:
        return 0, 0.0
    chains = new_pen(len(here))
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
        x, y = crossed_at(mesh, half, z)
        chains.points[stop, 0], chains.points[stop, 1] = x, y
        chains.face[stop] = half // 3 if half == head else NO_FACE
        stop += 1
        if half != head:
            entered = mesh.twin[half]
            if entered < 0:
                break
            chains.face[stop - 1] = entered // 3
        half = passes_to(mesh, entered, z)
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
                stop = append_point(pen, start, stop, point, chains.face[place])
            ahead = following[other]
            following[other] = -1
            other = ahead
        close_ring(pen, start, stop)
    return gap
