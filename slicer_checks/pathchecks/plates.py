"""By how much a toolpath lies beside a machine's plate, wherever its origin is meant to be."""

from typing import NamedTuple

import numba
import numpy as np

from slicer_checks.fit import usable_mm
from slicer_checks.machine import Machine
from slicer_checks.pathchecks.exposed import exposed_blocks
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.toolpath import Floats, Longs


class Place(NamedTuple):
    """By how much a toolpath lies beside a plate, in the frame that fits better, and which block.

    `frame` tells where the file's origin lies on the plate: at its corner or in its middle.
    """

    excess_mm: float
    frame: str
    block: int


def beside(subject: Subject, machine: Machine) -> Place:
    """Return how a toolpath with at least one exposed point lies on a machine's plate.

    The plate's margin is none of it. An excess below 0 is room that is left.
    """
    platform = machine.platform
    reach = _round if platform.shape == "circle" else _straight
    half_mm = np.array(usable_mm(machine)) / 2
    frames = {"corner": np.array(platform.size_mm) / 2, "middle": np.zeros(2)}
    found = []
    for frame, centre in frames.items():
        excess_mm, block = reach(subject, centre, half_mm)
        found.append(Place(excess_mm, frame, block))
    return min(found, key=lambda at: at.excess_mm)


def _straight(subject: Subject, centre: Floats, half_mm: Floats) -> tuple[float, int]:
    ids, measures = exposed_blocks(subject), subject.measures
    low = np.stack([measures.low_x_mm[ids], measures.low_y_mm[ids]], axis=1)
    high = np.stack([measures.high_x_mm[ids], measures.high_y_mm[ids]], axis=1)
    beyond = np.maximum(centre - half_mm - low, high - centre - half_mm).max(axis=1)
    return float(beyond.max()), int(ids[np.argmax(beyond)])


def _round(subject: Subject, centre: Floats, half_mm: Floats) -> tuple[float, int]:
    blocks = subject.toolpath.blocks
    ids = exposed_blocks(subject)
    far_mm, block = _farthest(blocks.points_mm, blocks.block_offsets, ids, centre)
    return float(far_mm - half_mm[0]), int(block)


@numba.njit(cache=True, nogil=True)
def _farthest(points: Floats, offsets: Longs, ids: Longs, centre: Floats) -> tuple[float, int]:
    """Return how far the farthest point of some blocks lies from a place, and its block."""
    most, at = -1.0, -1
    for block in ids:
        for point in range(offsets[block], offsets[block + 1]):
            across, up = points[point, 0] - centre[0], points[point, 1] - centre[1]
            square = across * across + up * up
            if square > most:
                most, at = square, block
    return np.sqrt(max(most, 0.0)), at
