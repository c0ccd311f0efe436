"""Joining the corners of facets into shared vertices: exactly, and within a few float32 steps."""

from typing import Final

import numba
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from slicer_checks.patches import linked

WELD_STEPS: Final = 4
"""How many float32 steps (units in the last place) apart two corners still count as one point."""

Ids = npt.NDArray[np.int32]
Points = npt.NDArray[np.float64]


def weld_exact(corners: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], Ids]:
    """Return (V, 3) distinct points and (F, 3) faces, joining corners that are equal as float32.

    Points keep the order of their first use. -0.0 equals 0.0.
    """
    flat = np.ascontiguousarray(corners.reshape(-1, 3)) + np.float32(0.0)
    first, ids = _same_points(flat)
    return flat[first], ids.reshape(-1, 3)


def weld_indexed(points: Points, faces: Ids) -> tuple[Points, Ids]:
    """Return the distinct points that `faces` use, and the faces numbered by them.

    Points are one point when they are equal as float32, the precision that mesh files are exchanged
    in; the first keeps its place to the last digit. Points keep their order, -0.0 equals 0.0.
    """
    used = np.zeros(len(points), dtype=np.bool_)
    used[faces] = True
    exact = points[used] + 0.0
    first, ids = _same_points(exact.astype(np.float32))
    number = np.empty(len(points), dtype=np.int32)
    number[used] = ids
    return exact[first], number[faces]


def _same_points(points: npt.NDArray[np.float32]) -> tuple[Ids, Ids]:
    """Return the first point of each place, and for each point the number of its place."""
    table_bits = max(4, int(np.ceil(np.log2(2 * len(points)))))
    return _hash_points(points.view(np.uint32), table_bits)


def weld_close(points: Points, faces: Ids, loose: Ids) -> Ids:
    """Return faces after joining those of the `loose` vertices that lie within `WELD_STEPS` steps.

    The step is float32's at the largest coordinate, so the distance scales with the numbers in the
    file and not with the part.
    """
    step = float(np.spacing(np.float32(np.abs(points).max())))
    near = cKDTree(points[loose]).query_pairs(WELD_STEPS * step, output_type="ndarray")
    group = linked(near, len(loose))
    target = np.arange(len(points), dtype=np.int32)
    lowest = np.full(len(loose), len(points), dtype=np.int32)
    np.minimum.at(lowest, group, loose)
    target[loose] = lowest[group]
    return target[faces]


@numba.njit(cache=True)
def _hash_points(
    bits: npt.NDArray[np.uint32], table_bits: int
) -> tuple[Ids, Ids]:  # a table of open addresses, at most half full
    mask = (1 << table_bits) - 1
    table = np.full(mask + 1, -1, dtype=np.int32)
    ids = np.empty(len(bits), dtype=np.int32)
    count = 0
    firsts = np.empty(len(bits), dtype=np.int32)
    for row in range(len(bits)):
        slot = _slot(bits[row], mask)
        while table[slot] >= 0 and not _same(bits, firsts[table[slot]], row):
            slot = (slot + 1) & mask
        if table[slot] < 0:
            table[slot] = count
            firsts[count] = row
            count += 1
        ids[row] = table[slot]
    return firsts[:count].copy(), ids


@numba.njit(cache=True)
def _slot(point: npt.NDArray[np.uint32], mask: int) -> int:
    mixed = np.uint64(14695981039346656037)
    for axis in range(3):
        mixed = (mixed ^ np.uint64(point[axis])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return int(np.int64(mixed >> np.uint64(20)) & mask)


@numba.njit(cache=True)
def _same(bits: npt.NDArray[np.uint32], first: int, second: int) -> bool:
    return bool(
        bits[first, 0] == bits[second, 0]
        and bits[first, 1] == bits[second, 1]
        and bits[first, 2] == bits[second, 2]
    )
