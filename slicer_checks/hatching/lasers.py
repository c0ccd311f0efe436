"""Vectors shared out among lasers whose scan fields lie side by side along x.

The seam between two fields is the middle of where they overlap. Vectors are cut there, so each lies
in the field of its laser; a ring that a seam cuts becomes open lines, one after the other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import NOBODY, Floats, LaserSource, Shape


def lasers_of(strategy: ScanStrategy) -> tuple[LaserSource, ...]:
    """Return the lasers of a strategy with their fields; none where it names none."""
    return tuple(
        LaserSource(name=f"laser {number}", field_mm=field)
        for number, field in enumerate(strategy.fields_mm, start=1)
    )


def shared_out(
    points_mm: Floats, shape: Shape, strategy: ScanStrategy
) -> Iterator[tuple[Floats, int]]:
    """Yield the vectors of each laser in their order, and the laser; one of them has no number."""
    if len(strategy.fields_mm) < 2:  # noqa: PLR2004  one laser does everything
        yield points_mm, 0 if strategy.fields_mm else NOBODY
        return
    seams = seams_of(strategy.fields_mm)
    if shape == Shape.HATCHES:
        pieces = _cut(points_mm.reshape(-1, 2, 2), seams)
        laser = np.searchsorted(seams, pieces[:, :, 0].mean(axis=1))
        for number in range(len(seams) + 1):
            if (laser == number).any():
                yield pieces[laser == number].reshape(-1, 2), number
        return
    yield from _lines(points_mm, seams)


def seams_of(fields_mm: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> list[float]:
    """Return where one laser's work ends and the next one's begins, from left to right."""
    return [(left[1][0] + right[0][0]) / 2 for left, right in pairwise(fields_mm)]


def _cut(vectors: Floats, seams: Sequence[float]) -> Floats:
    """Return vectors (N, 2, 2), those that cross a seam as two, one behind the other."""
    for seam in seams:
        start, end = vectors[:, 0, 0], vectors[:, 1, 0]
        across = (np.minimum(start, end) < seam) & (np.maximum(start, end) > seam)
        if not across.any():
            continue
        crossing = vectors[across]
        share = (seam - crossing[:, 0, 0]) / (crossing[:, 1, 0] - crossing[:, 0, 0])
        middle = crossing[:, 0] + share[:, None] * (crossing[:, 1] - crossing[:, 0])
        middle[:, 0] = seam
        pieces = np.repeat(vectors, 1 + across, axis=0)
        first = np.flatnonzero(across) + np.arange(len(crossing))
        pieces[first, 1], pieces[first + 1, 0] = middle, middle
        vectors = pieces
    return vectors


def _lines(points_mm: Floats, seams: Sequence[float]) -> Iterator[tuple[Floats, int]]:
    """Yield a polyline as lines of one laser each; a ring that no seam cuts stays whole."""
    edges = _cut(np.stack((points_mm[:-1], points_mm[1:]), axis=1), seams)
    laser = np.searchsorted(seams, edges[:, :, 0].mean(axis=1))
    changes = np.flatnonzero(np.diff(laser)) + 1
    closed = len(points_mm) > 2 and bool((points_mm[0] == points_mm[-1]).all())  # noqa: PLR2004
    if closed and len(changes) > 0:  # begin where the laser changes, so no line is cut in two
        edges, laser = np.roll(edges, -changes[0], axis=0), np.roll(laser, -changes[0])
        changes = np.flatnonzero(np.diff(laser)) + 1
    for run in np.split(np.arange(len(edges)), changes):
        if len(run):
            yield np.concatenate((edges[run, 0], edges[run[-1:], 1])), int(laser[run[0]])
