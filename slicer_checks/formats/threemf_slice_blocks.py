"""Slices of placed objects as blocks of a toolpath, their layers merged by height."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.threemf_attributes import Matrix
from slicer_checks.formats.threemf_slice_model import Stack
from slicer_checks.toolpath import (
    NOBODY,
    Blocks,
    Direction,
    Floats,
    Longs,
    Role,
    Shape,
)

_UM_PER_MM: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedStack:
    """A stack, the transform of the object it is of, and what its polygons are.

    `number` is the same for the stacks that one placed object consists of.
    """

    stack: Stack
    matrix: Matrix
    part: int
    role: Role
    number: int


def blocks_of_stacks(stacks: Sequence[PlacedStack], unit_mm: float) -> Blocks:
    """Return the blocks of stacks, scaled to mm; too large coordinates are infinite.

    The slices of one object keep their order; those of several are in the order of their heights.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        points = np.concatenate([_points(one) for one in stacks]) * unit_mm
        tops = np.concatenate([np.array(one.stack.tops) + one.matrix[3, 2] for one in stacks])
        tops = tops * unit_mm
        layer_of, heights = _merged(tops, stacks)
    lengths = _column(stacks, "lengths")
    closed = _column(stacks, "closed") == 1
    layers = np.repeat(layer_of, _column(stacks, "polygons"))
    counts = [len(one.stack.lengths) for one in stacks]
    order = np.argsort(layers, kind="stable")
    offsets = _offsets(lengths)
    return Blocks(
        points_mm=points[_gathered(offsets[:-1][order], lengths[order])],
        block_offsets=_offsets(lengths[order]),
        block_shape=np.full(len(order), Shape.POLYLINE, dtype=np.uint8),
        block_role=np.repeat([one.role for one in stacks], counts).astype(np.uint8)[order],
        block_direction=directions_of(points, offsets, closed)[order],
        block_exposure=np.full(len(order), NOBODY, dtype=np.int32),
        block_part=np.repeat([one.part for one in stacks], counts).astype(np.int32)[order],
        block_laser=np.full(len(order), NOBODY, dtype=np.int32),
        layer_offsets=_offsets(np.bincount(layers, minlength=len(heights))),
        layer_z_mm=heights,
    )


def _column(stacks: Sequence[PlacedStack], name: str) -> Longs:
    return np.concatenate([np.array(getattr(one.stack, name), dtype=np.int64) for one in stacks])


def _offsets(lengths: npt.NDArray[np.integer]) -> Longs:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _gathered(firsts: Longs, lengths: Longs) -> Longs:
    """Return the places of the points of blocks that begin at `firsts`."""
    ends = np.cumsum(lengths)
    return np.repeat(firsts - (ends - lengths), lengths) + np.arange(lengths.sum())


def _points(one: PlacedStack) -> Floats:
    """Return the points of a stack where it is placed; a mirrored one runs the other way round."""
    points = np.array(one.stack.points, dtype=np.float64).reshape(-1, 2)
    plane = one.matrix[:2, :2]
    if (plane != np.eye(2)).any():
        points = points @ plane
    points = points + one.matrix[3, :2]
    if np.linalg.det(plane) < 0:
        lengths = np.array(one.stack.lengths, dtype=np.int64)
        ends = np.cumsum(lengths)
        points = points[np.repeat(2 * ends - lengths - 1, lengths) - np.arange(len(points))]
    return points


def _merged(tops: Floats, stacks: Sequence[PlacedStack]) -> tuple[Longs, Floats]:
    """Return the layer that each slice is in, and the heights of the layers."""
    if len({one.number for one in stacks}) == 1:
        return np.arange(len(tops)), tops
    _, firsts, places = np.unique(
        np.rint(tops * _UM_PER_MM), return_index=True, return_inverse=True
    )
    return places.astype(np.int64), tops[firsts]


def directions_of(
    points: Floats, offsets: Longs, closed: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Return how polygons turn, by their signed areas; what has no area does not say."""
    areas = np.zeros(len(closed))
    if len(closed):
        firsts = np.repeat(points[offsets[:-1]], np.diff(offsets), axis=0)
        with np.errstate(over="ignore", invalid="ignore"):
            arms = points - firsts
            x, y = arms[:, 0], arms[:, 1]
            crosses = x * np.roll(y, -1) - y * np.roll(x, -1)
            crosses[offsets[1:] - 1] = 0
            areas = np.add.reduceat(crosses, offsets[:-1])
    turns = np.where(areas > 0, Direction.COUNTER_CLOCKWISE, Direction.UNSAID)
    turns = np.where(areas < 0, Direction.CLOCKWISE, turns)
    return np.where(closed, turns, Direction.OPEN).astype(np.uint8)
