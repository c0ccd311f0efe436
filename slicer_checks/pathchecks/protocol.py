"""What a check of a toolpath is: a function from a subject to findings."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import NotAskable
from slicer_checks.finding import Bounds, Finding, Ring, Where
from slicer_checks.kept import Kept
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.pathmeasures import BlockMeasures, measures_of
from slicer_checks.process import Process
from slicer_checks.slicing import slice_part
from slicer_checks.toolpath import Role, Shape, Toolpath

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.integer]

Point2 = tuple[float, float]

POINTS_SHOWN = 200
"""A finding's outline has at most so many corners."""
PARTS_OUTLINED = 3
"""Blocks of more parts than this have one box round all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """A toolpath, what it is printed with, and the part that it should be of, if one is given.

    `part` has its coordinates in the frame of the file it came from: it is compared with the
    toolpath as it lies there. `planned` says that this is the platform's frame and the process the
    one of a planned build: then lying elsewhere, or other layers, is a fault and no choice.
    """

    toolpath: Toolpath
    process: Process
    part: Part | None = None
    planned: bool = False
    kept: Kept = field(default_factory=Kept, init=False, repr=False)

    @property
    def measures(self) -> BlockMeasures:
        """What is measured of each block."""
        return measures_of(self.toolpath)

    @property
    def block_layer(self) -> Numbers:
        """The layer of each block."""
        counts = np.diff(self.toolpath.blocks.layer_offsets)
        return self.kept.once("block layer", lambda: np.repeat(np.arange(len(counts)), counts))

    @property
    def contours(self) -> Mask:
        """Which blocks are contours of parts: polylines that are no supports.

        Where a file does not say what is a support, a polyline that it says is open is none.
        """
        blocks = self.toolpath.blocks
        return np.asarray(
            (blocks.block_shape == Shape.POLYLINE) & (blocks.block_role != Role.SUPPORT)
        )

    @property
    def hatched(self) -> Mask:
        """Which blocks are hatches of parts."""
        blocks = self.toolpath.blocks
        return np.asarray(
            (blocks.block_shape == Shape.HATCHES) & (blocks.block_role != Role.SUPPORT)
        )

    @property
    def layer_mm(self) -> float:
        """The layer thickness: the file's own, else the commonest step, else the process's."""
        named = self.toolpath.facts.layer_mm
        return named if named > 0 else self._step_mm

    @property
    def _step_mm(self) -> float:
        """The commonest step from layer to layer, else the process's thickness."""
        steps = np.round(np.diff(self.toolpath.blocks.layer_z_mm), 6)
        steps = steps[steps > 0]
        if not len(steps):
            return self.process.layer_mm
        values, counts = np.unique(steps, return_counts=True)
        return float(values[counts.argmax()])

    @property
    def slices(self) -> LayerStack | None:
        """The layers of the part at the toolpath's thickness, where there is a part to cut.

        A file may name a thickness that nothing can be cut at; its own steps count then.
        """
        return self.kept.once("slices", self._cut)

    def _cut(self) -> LayerStack | None:
        if self.part is None:
            return None
        for layer_mm in (self.layer_mm, self._step_mm):
            with suppress(NotAskable):
                return slice_part(self.part, layer_mm)
        return None


class PathCheck(Protocol):
    """Looks for one kind of fault; its limits come from the process's rule pack."""

    def __call__(self, subject: Subject) -> Iterator[Finding]:
        """Yield a finding for each limit that is passed, at the worst or first place."""
        ...


def in_layers(subject: Subject, layers: Sequence[int] | Numbers) -> Where:
    """Give the place of some layers."""
    if not len(layers):
        return Where()
    first, last = int(np.min(layers)), int(np.max(layers))
    z_mm = subject.toolpath.blocks.layer_z_mm[[first, last]].tolist()
    return Where(layers=(first, last), z_mm=(min(z_mm), max(z_mm)))


def at_blocks(subject: Subject, blocks: Mask) -> Where:
    """Give the place of some blocks (B): their layers, and the box round them.

    Where they are of a few parts, each part's are outlined by a box of their own.
    """
    where = in_layers(subject, subject.block_layer[blocks])
    if where.z_mm is None:
        return where
    part = subject.toolpath.blocks.block_part
    parts = np.unique(part[blocks])
    boxes = [blocks & (part == one) for one in parts] if len(parts) <= PARTS_OUTLINED else []
    low, high = _corners(subject, blocks)
    return replace(
        where,
        bounds_mm=((*low, where.z_mm[0]), (*high, where.z_mm[1])),
        polygons=tuple(_outline(*_corners(subject, one)) for one in boxes),
    )


def _corners(subject: Subject, blocks: Mask) -> tuple[Point2, Point2]:
    found = subject.measures
    low = float(found.low_x_mm[blocks].min()), float(found.low_y_mm[blocks].min())
    high = float(found.high_x_mm[blocks].max()), float(found.high_y_mm[blocks].max())
    return low, high


def _outline(low: Point2, high: Point2) -> Ring:
    return (low, (high[0], low[1]), high, (low[0], high[1]))


def at_block(subject: Subject, block: int) -> Where:
    """Give the place of one block, with its corners where they are few."""
    blocks, measures = subject.toolpath.blocks, subject.measures
    layer = int(np.searchsorted(blocks.layer_offsets, block, side="right")) - 1
    z_mm = float(blocks.layer_z_mm[layer])
    points = blocks.points_mm[blocks.block_offsets[block] : blocks.block_offsets[block + 1]]
    ring: Ring = tuple((x, y) for x, y in points[:POINTS_SHOWN].tolist())
    bounds: Bounds = (
        (float(measures.low_x_mm[block]), float(measures.low_y_mm[block]), z_mm),
        (float(measures.high_x_mm[block]), float(measures.high_y_mm[block]), z_mm),
    )
    polygons = (ring,) if len(points) <= POINTS_SHOWN and len(ring) > 0 else ()
    return Where(layers=(layer, layer), z_mm=(z_mm, z_mm), bounds_mm=bounds, polygons=polygons)
