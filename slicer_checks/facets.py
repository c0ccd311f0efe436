"""How far a mesh's flats miss the curve that they stand for.

Triangles in one plane form a flat. A curve shows as flats of like width that turn by like angles
one after another; a chord of width w between tangents that turn by a has a height of
(w / 2) tan(a / 4) (circle geometry). A hexagonal nut turns by 60°: that is a shape, no curve.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from slicer_checks.creases import creases
from slicer_checks.part import Part
from slicer_checks.patches import linked
from slicer_checks.topology import face_areas

Ids = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]

FLAT_RAD: Final = np.radians(0.5)
CURVED_RAD: Final = np.radians((3.0, 40.0))
"""Less is no matter; more is meant: nine sides to a circle and fewer."""
ALIKE_WIDTH: Final = 3.0
ALIKE_TURN: Final = 2.0
FLATS_MIN: Final = 4
"""So many flats in a row make a curve; fewer are a chamfer."""


class Chords(NamedTuple):
    """Chord heights (mm), one per pair of flats, and each face's greatest one (0: no curve)."""

    height_mm: Floats
    of_face_mm: Floats


def chords(part: Part) -> Chords:
    """Estimate the chord height at each turn of a surface that stands for a curve."""
    found = creases(part)
    count = len(part.solid.faces)
    level = np.abs(found.turn_rad) < FLAT_RAD
    flat = linked(found.faces[level], count)
    area = np.bincount(flat, weights=face_areas(part.vertices_mm, part.solid.faces))
    size = np.abs(found.turn_rad)
    ridge = (size >= CURVED_RAD[0]) & (size <= CURVED_RAD[1])
    sides = np.sort(flat[found.faces[ridge]], axis=1)
    turn, length = found.turn_rad[ridge], found.length_mm[ridge]
    del found, level, size, ridge  # a large part has many edges
    pairs, turn, length = _paired(sides, turn, length, len(area))
    del sides
    width = area[pairs] / np.maximum(length, 1e-12)[:, None]
    alike = width.max(axis=1) <= ALIKE_WIDTH * width.min(axis=1)
    pairs, turn, width = pairs[alike], turn[alike], width[alike]
    curved = _in_a_curve(pairs, turn, len(area))
    height = np.where(curved, width.min(axis=1) / 2 * np.tan(np.abs(turn) / 4), 0.0)
    of_flat = np.zeros(len(area))
    for side in (0, 1):
        np.maximum.at(of_flat, pairs[:, side], height)
    return Chords(height, of_flat[flat])


def _paired(sides: Ids, turn: Floats, length: Floats, count: int) -> tuple[Ids, Floats, Floats]:
    """Sum the edges that two flats share: the flats, the mean turn, the length in all."""
    keys, place = np.unique(sides @ np.array([count, 1], dtype=np.int64), return_inverse=True)
    total = np.bincount(place, weights=length, minlength=len(keys)).astype(np.float64)
    mean = np.bincount(place, weights=length * turn, minlength=len(keys)).astype(np.float64)
    pairs = np.stack((keys // count, keys % count), axis=1)
    return pairs, mean / np.maximum(total, 1e-12), total


def _in_a_curve(pairs: Ids, turn: Floats, count: int) -> npt.NDArray[np.bool_]:
    """Tell which turns have another like them on one of their flats, in a row that is long."""
    like = np.zeros(len(pairs), dtype=np.bool_)
    for sign in (1, -1):
        mine = np.flatnonzero(sign * turn > 0)
        size = np.abs(turn[mine])
        ends = pairs[mine]
        number = np.bincount(ends.ravel(), minlength=count)
        mean = np.bincount(ends.ravel(), np.repeat(size, 2), count) / np.maximum(number, 1)
        near = (mean[ends] <= ALIKE_TURN * size[:, None]) & (
            size[:, None] <= ALIKE_TURN * mean[ends]
        )
        like[mine] = ((number[ends] > 1) & near).any(axis=1)
    rows = linked(pairs[like], count)
    long = np.bincount(rows)[rows] >= FLATS_MIN
    return np.asarray(like & long[pairs[:, 0]])
