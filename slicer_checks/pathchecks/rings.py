"""The closed contours of parts, for the checks of how they lie: made once, as shapely rings.

Those of one layer, part, role and exposure are a group, which should bound one region: contours of
a skin may lap over those of the core, and of one part over another's.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.toolpath import NOBODY, Direction, Longs

LEAST_POINTS = 4
"""A triangle, with its first corner once more at the end."""


class Rings(NamedTuple):
    """Closed contours (R) sorted by group: ``block`` of each, and where groups (G) begin (G + 1).

    ``bounds[g]`` up to ``bounds[g + 1]`` are the rings of one group.
    """

    block: Longs
    bounds: Longs


def closed(subject: Subject, gap_mm: float) -> Mask:
    """Tell which blocks are closed contours; one that the file says is open is none."""
    blocks = subject.toolpath.blocks
    said_open = blocks.block_direction == Direction.OPEN
    enough = np.diff(blocks.block_offsets) > 1
    return np.asarray(subject.contours & ~said_open & enough & (subject.measures.gap_mm <= gap_mm))


def rings_of(subject: Subject, gap_mm: float, least_mm2: float) -> Rings:
    """Return the closed contours that enclose at least an area, by group."""
    return subject.kept.once(
        f"rings closed to {gap_mm} mm from {least_mm2} mm2",
        lambda: _rings(subject, gap_mm, least_mm2),
    )


def _rings(subject: Subject, gap_mm: float, least_mm2: float) -> Rings:
    blocks = subject.toolpath.blocks
    enough = np.diff(blocks.block_offsets) >= LEAST_POINTS
    wide = np.abs(subject.measures.area_mm2) >= least_mm2
    block = np.flatnonzero(closed(subject, gap_mm) & enough & wide)
    keys = np.stack(
        [
            blocks.block_exposure[block] - NOBODY,
            blocks.block_role[block],
            blocks.block_part[block] - NOBODY,
            subject.block_layer[block],
        ]
    ).astype(np.int64)
    order = np.lexsort(keys)
    new = np.flatnonzero(np.diff(keys[:, order], axis=1).any(axis=0)) + 1
    bounds = np.concatenate([[0], new, [len(block)]]) if len(block) else np.zeros(1)
    return Rings(block=block[order], bounds=bounds.astype(np.int64))


def polygons_of(subject: Subject, block: Longs) -> npt.NDArray[Any]:
    """Return the polygon of each of some blocks, each of at least `LEAST_POINTS` points."""
    if not len(block):
        return np.empty(0, dtype=object)
    blocks = subject.toolpath.blocks
    lengths = np.diff(blocks.block_offsets)[block]
    ends = np.cumsum(lengths)
    ring = np.repeat(np.arange(len(block)), lengths)
    place = np.arange(ends[-1]) + (blocks.block_offsets[block] - (ends - lengths))[ring]
    return np.asarray(shapely.polygons(_closed_rings(blocks.points_mm[place], ring)))


def _closed_rings(points: npt.NDArray[np.float64], ring: Longs) -> npt.NDArray[Any]:
    """Return linear rings; what the ends are apart is closed by shapely itself."""
    return np.asarray(shapely.linearrings(points, indices=ring))
