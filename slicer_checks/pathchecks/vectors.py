"""Vectors of a toolpath one by one, and how far apart the lines of its hatches are."""

from typing import Final

import numba
import numpy as np

from slicer_checks.frozen import read_only
from slicer_checks.pathchecks.linesets import OUT_OF_ORDER, line_sets
from slicer_checks.pathchecks.protocol import Mask, Numbers, Subject
from slicer_checks.toolpath import Bytes, Floats, Longs, Role, Shape

LEAST_MM, MOST_MM = 0.02, 2.0
"""Lines nearer than this are one line cut in two; lines farther apart are not neighbours."""

_HATCHES: Final = int(Shape.HATCHES)


FAR_MM: Final = 1e6
"""Coordinates beyond a kilometre are no plate's."""


def within_reach(subject: Subject) -> Mask:
    """Tell which blocks (B) have numbers for coordinates, all within a kilometre of the origin."""
    measures = subject.measures
    columns = (measures.low_x_mm, measures.low_y_mm, measures.high_x_mm, measures.high_y_mm)
    near = np.isfinite(measures.scan_mm + measures.jump_mm)
    for column in columns:
        near &= np.abs(column) < FAR_MM
    return np.asarray(near)


def vectors_of(subject: Subject, block: int) -> Floats:
    """Return the vectors (V, 2, 2) of one block, each a start and an end; none of single points."""
    blocks = subject.toolpath.blocks
    points = blocks.points_mm[blocks.block_offsets[block] : blocks.block_offsets[block + 1]]
    shape = blocks.block_shape[block]
    if shape == Shape.HATCHES:
        return np.asarray(points[: len(points) // 2 * 2].reshape(-1, 2, 2))
    if shape == Shape.POLYLINE and len(points) > 1:
        return np.stack((points[:-1], points[1:]), axis=1)
    return np.empty((0, 2, 2))


def vectors_among(subject: Subject, layers: range, chosen: Mask) -> Floats:
    """Return the vectors (V, 2, 2) of the chosen blocks of some layers, one after the other."""
    offsets = subject.toolpath.blocks.layer_offsets
    first, stop = int(offsets[layers.start]), int(offsets[layers.stop])
    numbers: Numbers = first + np.flatnonzero(chosen[first:stop])
    found = [vectors_of(subject, block) for block in numbers.tolist()]
    return np.concatenate([np.empty((0, 2, 2)), *found])


def hatch_width_mm(subject: Subject) -> Floats:
    """Return the distance of neighbouring hatch lines that holds for each block (B).

    The file's own where it names one; else the median of the steps from a line to the next in
    hatches of the same part and role, else of the same part, else of the file; else the process's.
    Where lines are out of order, it is that of lines that lie beside each other.
    """
    return subject.kept.once("hatch widths", lambda: _widths(subject))


def _widths(subject: Subject) -> Floats:
    blocks, named = subject.toolpath.blocks, subject.toolpath.facts.hatch_mm
    if named > 0:
        return read_only(np.full(len(blocks.block_shape), named))
    steps_mm, of = _steps(
        blocks.points_mm, blocks.block_offsets, blocks.block_shape, subject.toolpath.vectors
    )
    usual = float(np.median(steps_mm)) if len(steps_mm) else subject.process.parameters.hatch_mm
    widths = np.full(len(blocks.block_shape), usual)
    part = blocks.block_part.astype(np.int64)
    for key in (part, part * len(Role) + blocks.block_role):
        values, medians = _medians(steps_mm, key[of])
        at = np.minimum(np.searchsorted(values, key), max(len(values) - 1, 0))
        known = values[at] == key if len(values) else np.zeros(len(key), dtype=bool)
        widths[known] = medians[at[known]]
    for one in line_sets(subject):
        exposure, role = one.key
        mine = (blocks.block_exposure == exposure) & (blocks.block_role == role)
        widths[mine & (widths > OUT_OF_ORDER * one.median_mm)] = one.median_mm
    return read_only(widths)


def _medians(numbers: Floats, keys: Longs) -> tuple[Longs, Floats]:
    """Return the keys, ascending, and the (upper) median of each one's numbers."""
    order = np.lexsort((numbers, keys))
    values, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
    return values, numbers[order][first + counts // 2]


@numba.njit(cache=True, nogil=True)
def _steps(points: Floats, offsets: Longs, shape: Bytes, most: int) -> tuple[Floats, Longs]:
    """Return how far each hatch lies from the one before, across its direction, and its block."""
    steps, of, count = np.empty(most), np.empty(most, dtype=np.int64), 0
    for block in range(len(shape)):
        if shape[block] != _HATCHES:
            continue
        for point in range(offsets[block] + 2, offsets[block + 1] - 1, 2):
            x, y = points[point + 1] - points[point]
            length = np.sqrt(x * x + y * y)
            if length > 0.0:
                across, up = points[point] - points[point - 1]
                step = abs(across * y - up * x) / length
                if LEAST_MM <= step <= MOST_MM:
                    steps[count], of[count] = step, block
                    count += 1
    return steps[:count], of[:count]
