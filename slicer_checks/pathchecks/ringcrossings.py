"""Which closed contours cross themselves or each other, told by shapely and measured by area."""

import re
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from manifold3d import CrossSection, FillRule

from slicer_checks.finding import Where
from slicer_checks.pathchecks.edgeboxes import pair_work, ring_pairs, ring_work
from slicer_checks.pathchecks.lines import at_line
from slicer_checks.pathchecks.protocol import POINTS_SHOWN, Mask, Subject, at_block
from slicer_checks.pathchecks.rings import Rings, polygons_of
from slicer_checks.toolpath import Floats, Longs

WORK_EACH: Final = 200_000
WORK_MOST: Final = 2_000_000
"""A ring with more crossings than this, and those with more in all, are not measured."""

MEASURED_MOST: Final = 1_000
CORNERS_MOST: Final = 2_000_000
"""So many pairs of rings that meet are measured in all, with so many corners."""


class Loops(NamedTuple):
    """Per ring (R): the area that goes the wrong way round (NaN: not measured), and validity.

    That is what a ring winds around twice, or backwards. A ring that only touches itself is not
    valid either, and has an area of 0.
    """

    area_mm2: Floats
    valid: Mask


def loops_of(subject: Subject, rings: Rings, polygons: npt.NDArray[Any]) -> Loops:
    """Return what each ring winds around wrongly, by crossing itself.

    Cut at its crossings, and filled by turns, a ring has more area than is counted by its
    direction for each loop that runs backwards, and less for what it winds around twice: each
    twice over.
    """
    blocks = subject.toolpath.blocks
    work = ring_work(blocks.points_mm, blocks.block_offsets, rings.block)
    valid = np.zeros(len(work), dtype=bool)
    judged = work <= WORK_EACH
    valid[judged] = shapely.is_valid(polygons[judged])
    area_mm2 = np.where(valid, 0.0, np.nan)
    bad = np.flatnonzero(~valid)
    bad = bad[_measurable(work[bad])]
    signed_mm2 = np.abs(subject.measures.area_mm2[rings.block[bad]])
    cut_mm2 = [_section(subject, block).area() for block in rings.block[bad]]
    area_mm2[bad] = np.abs(np.array(cut_mm2) - signed_mm2) / 2
    return Loops(area_mm2=area_mm2, valid=valid)


def _measurable(work: Longs) -> Mask:
    """Tell which of some work is little enough, each and all in all."""
    little = work <= WORK_EACH
    return np.asarray(little & (np.cumsum(np.where(little, work, 0)) <= WORK_MOST))


def _section(subject: Subject, block: int) -> CrossSection:
    """Return what a ring encloses, filled by turns where it crosses itself."""
    blocks = subject.toolpath.blocks
    points = blocks.points_mm[blocks.block_offsets[block] : blocks.block_offsets[block + 1] - 1]
    return CrossSection([points], FillRule.EvenOdd)


def at_crossing(subject: Subject, block: int) -> Where:
    """Give the place of a ring; where it has many corners, a square about its first crossing."""
    (polygon,) = polygons_of(subject, np.array([block]))
    named = re.search(r"\[(\S+) (\S+)\]", str(shapely.is_valid_reason(polygon)))
    points = np.diff(subject.toolpath.blocks.block_offsets)[block]
    if named is None or points <= POINTS_SHOWN:
        return at_block(subject, block)
    corners = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)])
    square = corners / 2 + (float(named[1]), float(named[2]))
    return at_line(subject, int(subject.block_layer[block]), square)


class Overlap(NamedTuple):
    """Two contours (blocks) of one group that lie partly over each other, and by how much."""

    one: int
    other: int
    area_mm2: float


def overlaps_of(
    subject: Subject, rings: Rings, polygons: npt.NDArray[Any], valid: Mask
) -> list[Overlap]:
    """Return pairs of rings of a group that cross; the area is what either has least of.

    That is the part they share, or what one has outside of the other, whichever is less. Rings that
    cross themselves are not compared.
    """
    measures = subject.measures
    boxes = np.stack(
        [measures.low_x_mm, measures.low_y_mm, measures.high_x_mm, measures.high_y_mm], axis=1
    )[rings.block]
    pairs = ring_pairs(boxes, rings.bounds)
    pairs = pairs[valid[pairs].all(axis=1)]
    lines = shapely.get_exterior_ring(polygons)
    shapely.prepare(lines)
    pairs = pairs[shapely.intersects(lines[pairs[:, 0]], lines[pairs[:, 1]])]
    blocks = subject.toolpath.blocks
    met = rings.block[pairs]
    corners = np.diff(blocks.block_offsets)[met].sum(axis=1)
    met = met[np.cumsum(corners) <= CORNERS_MOST][:MEASURED_MOST]
    met = met[_measurable(pair_work(blocks.points_mm, blocks.block_offsets, met))]
    found = [Overlap(int(one), int(other), _shared(subject, one, other)) for one, other in met]
    return [one for one in found if one.area_mm2 > 0]


def _shared(subject: Subject, one: int, other: int) -> float:
    first, second = _section(subject, one), _section(subject, other)
    shared = float((first ^ second).area())
    return min(shared, float(first.area()) - shared, float(second.area()) - shared)
