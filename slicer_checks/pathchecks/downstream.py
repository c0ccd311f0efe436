"""How a toolpath goes along with the flow of gas over the platform."""

from math import cos, radians, sin
from typing import Final, NamedTuple

import numba
import numpy as np

from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Bytes, Floats, Longs, Shape

LEAST_VECTORS: Final = 20
"""Fewer vectors than these in a layer have no order to speak of."""

LEAST_MM: Final = 1.0
"""What lies within a millimetre along the flow, on average, does not smoke on each other."""

_LINE, _HATCHED = int(Shape.POLYLINE), int(Shape.HATCHES)


class Flow(NamedTuple):
    """How vectors lie in a flow of gas.

    ``with_mm`` is for each block (B) the length of the hatch that goes the way of the flow within
    an angle. ``order`` is for each layer (L) the correlation of a vector's place in the order of
    exposure with how far downstream it lies (the highest of its lasers): 1 where all go with the
    flow, -1 where all go against it, NaN where there is too little to tell.
    """

    with_mm: Floats
    order: Floats


def flow_of(subject: Subject, flow_deg: float, within_deg: float) -> Flow:
    """Return how the vectors of a toolpath lie in a flow towards a direction (0: along x)."""
    blocks = subject.toolpath.blocks
    layer, laser = subject.block_layer, blocks.block_laser
    sequence = np.lexsort((laser, layer)).astype(np.int64)
    key = np.stack([layer[sequence], laser[sequence]])
    new = np.flatnonzero(np.diff(key, axis=1).any(axis=0)) + 1
    bounds = np.concatenate([[0], new, [len(sequence)]]).astype(np.int64)
    ahead = np.array([cos(radians(flow_deg)), sin(radians(flow_deg)), cos(radians(within_deg))])
    with_mm, runs = _along(
        blocks.points_mm, blocks.block_offsets, blocks.block_shape, (sequence, bounds), ahead
    )
    order = np.full(len(subject.toolpath), -np.inf)
    if len(sequence):
        runs[np.isnan(runs)] = -np.inf
        np.maximum.at(order, layer[sequence[bounds[:-1]]], runs)
    order[np.isinf(order)] = np.nan
    return Flow(with_mm=with_mm, order=order)


@numba.njit(cache=True, nogil=True)
def _along(
    points: Floats, offsets: Longs, shape: Bytes, runs: tuple[Longs, Longs], ahead: Floats
) -> tuple[Floats, Floats]:
    sequence, bounds = runs
    with_mm = np.zeros(len(shape))
    order = np.full(len(bounds) - 1, np.nan)
    for run in range(len(bounds) - 1):
        tally = np.zeros(7)
        for block in sequence[bounds[run] : bounds[run + 1]]:
            if shape[block] <= _HATCHED:
                step = 1 if shape[block] == _LINE else 2
                span = (offsets[block], offsets[block + 1], step)
                length_mm = _tally(points, span, ahead, tally)
                with_mm[block] = length_mm if shape[block] == _HATCHED else 0.0
        order[run] = _correlation(tally)
    return with_mm, order


@numba.njit(cache=True, nogil=True)
def _tally(points: Floats, span: tuple[int, int, int], ahead: Floats, tally: Floats) -> float:
    """Add a block's vectors to sums of numbers and places; return the length that goes ahead."""
    with_mm = 0.0
    for point in range(span[0], span[1] - 1, span[2]):
        across = points[point + 1, 0] - points[point, 0]
        up = points[point + 1, 1] - points[point, 1]
        start = ahead[0] * points[point, 0] + ahead[1] * points[point, 1]
        along = ahead[0] * across + ahead[1] * up
        length = np.sqrt(across * across + up * up)
        if along > 0 and along >= ahead[2] * length:
            with_mm += length
        if tally[0] == 0.0:
            tally[6] = start
        at = start + along / 2 - tally[6]
        tally[1] += tally[0]
        tally[2] += at
        tally[3] += tally[0] * tally[0]
        tally[4] += at * at
        tally[5] += tally[0] * at
        tally[0] += 1
    return with_mm


@numba.njit(cache=True, nogil=True)
def _correlation(tally: Floats) -> float:
    count = tally[0]
    if count < LEAST_VECTORS:
        return np.nan
    number, at = tally[1] / count, tally[2] / count
    spread, turns = tally[4] / count - at * at, tally[3] / count - number * number
    if spread < LEAST_MM * LEAST_MM:
        return np.nan
    return float((tally[5] / count - number * at) / np.sqrt(spread * turns))
