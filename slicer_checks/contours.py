"""Contours of a block of layers: a walk over half-edges with exact ids, no search by distance.

A plane leaves a facet through the half-edge that rises through it, and enters the neighbour through
that half-edge's opposite; which of the two other edges it leaves by is told by one comparison of
the third corner's height. So the walk needs no table of crossings, only a mark per facet. Where an
edge has no opposite the chain is open: its end is joined by a straight line to the nearest start of
an open chain in the same layer (often its own), and counted.
"""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.meshwalk import Mesh, crossed_at, passed_by, passes_to
from slicer_checks.openchains import trace_open
from slicer_checks.pen import Pen, append_point, close_ring, new_pen
from slicer_checks.sections import Planes, plane_z

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]


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


@numba.njit(cache=True, nogil=True)
def trace_block(mesh: Mesh, first: int, stop: int) -> Trace:
    """Trace the layers from `first` up to but excluding `stop`."""
    active = np.empty(len(mesh.planes.ids), dtype=np.int32)
    count = _active_below(mesh.planes, first, active)
    pen = new_pen(_crossings(mesh.planes, first, stop, active[:count]))
    mark = np.full(len(mesh.faces), -1, dtype=np.int32)
    layers = np.zeros(stop - first + 1, dtype=np.int64)
    chains, gaps = np.zeros(stop - first, dtype=np.int64), np.zeros(stop - first)
    for layer in range(first, stop):
        count = _advance(mesh.planes, layer, active, count)
        here = active[:count]
        if not mesh.closed:
            chains[layer - first], gaps[layer - first] = trace_open(mesh, layer, here, mark, pen)
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
def _trace_ring(mesh: Mesh, layer: int, face: int, mark: Ids, pen: Pen) -> None:
    """Follow a closed chain from a facet until it comes back."""
    z = plane_z(layer, mesh.planes.layer_mm)
    half = passed_by(mesh, face, z, True)
    start = pen.written[0]
    stop = start
    here = face
    while True:
        mark[here] = layer
        x, y = crossed_at(mesh, half, z)
        entered = mesh.twin[half]
        here = entered // 3
        stop = append_point(pen, start, stop, (x, y), here)
        if here == face:
            break
        half = passes_to(mesh, entered, z)
    close_ring(pen, start, stop)
