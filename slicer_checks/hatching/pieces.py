"""Pieces of a region that lie apart: each is hatched before the next, so the laser jumps less.

What counts is the boxes round the rings. Boxes that meet, or nearly, are one piece, so copies on a
platform are pieces and the struts of a lattice are not.
"""

from math import cos, isnan, radians, sin
from typing import Final

import numba
import numpy as np

from slicer_checks.toolpath import Floats, Longs

APART_MM: Final = 1.0
"""How far pieces of a hatch lie apart."""


def piece_by_piece(
    vectors: Floats,
    points_mm: Floats,
    ring_offsets: Longs,
    flow_deg: float,
    apart_mm: float = APART_MM,
) -> Floats:
    """Return vectors, (2 N, 2), with those of one piece behind each other, else in their order.

    Parameters
    ----------
    points_mm, ring_offsets
        The rings whose region the vectors fill.
    flow_deg
        Where the gas flows to: what lies downstream comes first. NaN: the lowest comes first.
    apart_mm
        Boxes nearer to each other than this are one piece.
    """
    boxes = _pieces(points_mm, ring_offsets, apart_mm)
    if len(boxes) < 2:  # noqa: PLR2004  one piece keeps its order
        return vectors
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    turn = radians(flow_deg)
    rank = middles[:, 1] if isnan(flow_deg) else -(middles @ np.array([cos(turn), sin(turn)]))
    boxes = boxes[np.lexsort((middles[:, 0], rank))]
    pairs = vectors.reshape(-1, 2, 2)
    order = np.argsort(_piece_of(pairs, boxes), kind="stable")
    return pairs[order].reshape(-1, 2)


@numba.njit(cache=True, nogil=True)
def _pieces(points_mm: Floats, ring_offsets: Longs, apart_mm: float) -> Floats:
    """Return boxes (P, 4) as x, y of both corners; those nearer than a distance are joined."""
    count = len(ring_offsets) - 1
    boxes = np.empty((count, 4))
    for ring in range(count):
        here = points_mm[ring_offsets[ring] : ring_offsets[ring + 1]]
        for axis in range(2):
            boxes[ring, axis] = here[:, axis].min()
            boxes[ring, axis + 2] = here[:, axis].max()
    joined = True
    while joined:
        joined = False
        kept = 0
        for box in range(count):
            home = _near(boxes, kept, box, apart_mm)
            if home < 0:
                boxes[kept] = boxes[box]
                kept += 1
                continue
            joined = True
            for axis in range(2):
                boxes[home, axis] = min(boxes[home, axis], boxes[box, axis])
                boxes[home, axis + 2] = max(boxes[home, axis + 2], boxes[box, axis + 2])
        count = kept
    return boxes[:count].copy()


@numba.njit(cache=True, nogil=True)
def _near(boxes: Floats, kept: int, box: int, apart_mm: float) -> int:
    """Return the first kept box that is near a box; below 0 for none."""
    for one in range(kept):
        if (
            boxes[one, 0] <= boxes[box, 2] + apart_mm
            and boxes[box, 0] <= boxes[one, 2] + apart_mm
            and boxes[one, 1] <= boxes[box, 3] + apart_mm
            and boxes[box, 1] <= boxes[one, 3] + apart_mm
        ):
            return one
    return -1


@numba.njit(cache=True, nogil=True)
def _piece_of(pairs: Floats, boxes: Floats) -> Longs:
    """Return the box nearest to the middle of each vector; as a rule it lies in it."""
    found = np.zeros(len(pairs), dtype=np.int64)
    last = 0
    for vector in range(len(pairs)):
        x = (pairs[vector, 0, 0] + pairs[vector, 1, 0]) / 2
        y = (pairs[vector, 0, 1] + pairs[vector, 1, 1]) / 2
        least = _outside(boxes, last, x, y)
        if least > 0.0:
            for box in range(len(boxes)):
                off = _outside(boxes, box, x, y)
                if off < least:
                    least, last = off, box
        found[vector] = last
    return found


@numba.njit(cache=True, nogil=True)
def _outside(boxes: Floats, box: int, x: float, y: float) -> float:
    """Return how far a point lies outside a box, by axis; 0 inside."""
    beside = max(boxes[box, 0] - x, x - boxes[box, 2])
    before = max(boxes[box, 1] - y, y - boxes[box, 3])
    return float(max(beside, before, 0.0))
