"""The distance of a toolpath's hatches, where its file does not name it."""

from typing import Final

import numba
import numpy as np

from slicer_checks.pathchecks.linesets import OUT_OF_ORDER, line_sets
from slicer_checks.pathchecks.protocol import Mask, Numbers, Subject
from slicer_checks.toolpath import Floats, Longs

BLOCKS_LOOKED_AT: Final = 500
"""So many blocks of each exposure, spread over the toolpath, tell its distance."""

VECTORS_LOOKED_AT: Final = 200
"""And so many vectors at the beginning of each."""

_ALIKE: Final = 0.9962
"""Cosine of 5 degrees: vectors within it are parallel."""

_IN_LINE_MM: Final = 0.001
"""Parts of one line, broken by a hole or by stripes, are no two hatches."""


def hatch_mm(subject: Subject) -> Floats:
    """Return the hatch distance of each exposure (E + 1): as the file names it, else as measured.

    Measured is the way from the middle of each vector to the line of the one before it, as far as
    the two are parallel and not in line; the median of all those of an exposure is its distance.
    Where lines are out of order, it is that of lines that lie beside each other.
    NaN where there are none. The last is of blocks that name no exposure.
    """
    named = subject.toolpath.facts.hatch_mm
    if 0 < named < np.inf:
        return np.full(len(subject.toolpath.exposures) + 1, named)
    return subject.kept.once("hatch distance", lambda: _measured(subject))


def _measured(subject: Subject) -> Floats:
    blocks = subject.toolpath.blocks
    exposures = len(subject.toolpath.exposures) + 1
    chosen = _spread(subject.hatched & (subject.toolpath.block_vectors > 1), blocks.block_exposure)
    steps = np.full((len(chosen), VECTORS_LOOKED_AT - 1), np.nan)
    _steps(blocks.points_mm, blocks.block_offsets, chosen, steps)
    exposure = np.repeat(blocks.block_exposure[chosen], VECTORS_LOOKED_AT - 1)
    flat = steps.ravel()
    there = np.isfinite(flat)
    flat, exposure = flat[there], exposure[there] % exposures
    order = np.lexsort((flat, exposure))
    counts = np.bincount(exposure, minlength=exposures)
    middle = np.cumsum(counts) - counts + counts // 2
    medians = np.full(exposures, np.nan)
    medians[counts > 0] = flat[order][middle[counts > 0]]
    for one in line_sets(subject):
        if medians[one.key[0]] > OUT_OF_ORDER * one.median_mm:
            medians[one.key[0]] = one.median_mm
    return medians


def _spread(blocks: Mask, exposure: Numbers) -> Longs:
    """Return which blocks to look at: of each exposure as many as are allowed, evenly spread."""
    those = np.flatnonzero(blocks)
    order = np.argsort(exposure[those], kind="stable")
    those = those[order]
    _, first, counts = np.unique(exposure[those], return_index=True, return_counts=True)
    rank = np.arange(len(those)) - np.repeat(first, counts)
    every = np.repeat(-(-counts // BLOCKS_LOOKED_AT), counts)
    return np.asarray(those[rank % every == 0], dtype=np.int64)


@numba.njit(cache=True, nogil=True)
def _steps(points: Floats, offsets: Longs, chosen: Longs, steps: Floats) -> None:
    for row in range(len(chosen)):
        first, end = offsets[chosen[row]], offsets[chosen[row] + 1]
        pairs = min((end - first) // 2 - 1, steps.shape[1])
        for pair in range(pairs):
            start = first + 2 * pair
            x, y = points[start + 1, 0] - points[start, 0], points[start + 1, 1] - points[start, 1]
            u, v = (
                points[start + 3, 0] - points[start + 2, 0],
                points[start + 3, 1] - points[start + 2, 1],
            )
            length, other = np.sqrt(x * x + y * y), np.sqrt(u * u + v * v)
            if abs(x * u + y * v) < _ALIKE * length * other or length * other == 0.0:
                continue
            across = (points[start + 2, 0] + points[start + 3, 0]) / 2 - points[start, 0]
            up = (points[start + 2, 1] + points[start + 3, 1]) / 2 - points[start, 1]
            step = abs(x * up - y * across) / length
            if step > _IN_LINE_MM:
                steps[row, pair] = step
