"""Putting the sliced blocks of a part together into one stack of layers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slicer_checks.contours import Rings
from slicer_checks.frozen import frozen_array
from slicer_checks.layerstack import LayerStack
from slicer_checks.nesting import RingFacts

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SlicedBlock:
    """The layers of one block: rings, what is known of them, and columns."""

    rings: Rings
    facts: RingFacts
    new_island_mm2: Floats
    min_wall_mm: Floats
    open_chains: Longs
    gap_mm: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """What all blocks share: layer thickness, overhang limit, and where their zero lies."""

    layer_mm: float
    overhang_limit_deg: float
    origin_mm: Floats


def gather(blocks: list[SlicedBlock], frame: Frame, overhang_mm2: Floats) -> LayerStack:
    """Return the layers of all blocks as one stack, in the file's frame."""
    offsets, starts, facts = _join(blocks)
    layers = len(starts) - 1
    areas = np.maximum(_sum_per_layer(facts.area, starts), 0)
    flat = frame.origin_mm[:2]
    outer = facts.island == np.arange(len(facts.island))
    hole = (facts.area < 0) & (facts.island >= 0)
    buried = (facts.area > 0) & ~outer
    return LayerStack(
        layer_mm=float(frame.layer_mm),
        overhang_limit_deg=float(frame.overhang_limit_deg),
        bottom_mm=float(frame.origin_mm[2]),
        z_mm=frozen_array((np.arange(layers) + 0.5) * frame.layer_mm, np.float64),
        area_mm2=frozen_array(areas, np.float64),
        perimeter_mm=frozen_array(_sum_per_layer(facts.length, starts), np.float64),
        centroid_mm=frozen_array(_centroids(facts, starts, areas) + flat, np.float64),
        bounds_mm=frozen_array(_boxes(facts, starts) + np.tile(flat, 2), np.float64),
        islands=frozen_array(_sum_per_layer(outer, starts), np.int32),
        holes=frozen_array(_sum_per_layer(hole, starts), np.int32),
        overlaps=frozen_array(_sum_per_layer(buried, starts), np.int32),
        overhang_mm2=frozen_array(overhang_mm2, np.float64),
        new_island_mm2=frozen_array(_column(blocks, "new_island_mm2"), np.float64),
        min_wall_mm=frozen_array(_column(blocks, "min_wall_mm"), np.float64),
        open_chains=frozen_array(_column(blocks, "open_chains"), np.int32),
        gap_mm=frozen_array(_column(blocks, "gap_mm"), np.float64),
        points_mm=_points(blocks, flat),
        ring_offsets=frozen_array(offsets, np.int64),
        layer_offsets=frozen_array(starts, np.int64),
        ring_is_hole=frozen_array(facts.area < 0, np.bool_),
        ring_island=frozen_array(facts.island, np.int64),
    )


def _points(blocks: list[SlicedBlock], shift_mm: Floats) -> Floats:
    """Return the contour points of all blocks in the file's frame, copied only once."""
    points = np.empty((sum(len(block.rings.points) for block in blocks), 2))
    start = 0
    for block in blocks:
        stop = start + len(block.rings.points)
        np.add(block.rings.points, shift_mm, out=points[start:stop])
        start = stop
    points.setflags(write=False)
    return points


def _join(blocks: list[SlicedBlock]) -> tuple[Longs, Longs, RingFacts]:
    """Return ring offsets, layer offsets and facts of all blocks, shifted behind each other."""
    ring_shift = np.cumsum([0] + [len(block.facts.area) for block in blocks])
    point_shift = np.cumsum([0] + [len(block.rings.points) for block in blocks])
    offsets, layers, islands = [np.zeros(1)], [np.zeros(1)], []
    for block, ring, point in zip(blocks, ring_shift, point_shift, strict=False):
        offsets.append(block.rings.offsets[1:] + point)
        layers.append(block.rings.layers[1:] + ring)
        islands.append(np.where(block.facts.island < 0, -1, block.facts.island + ring))
    facts = RingFacts(
        area=np.concatenate([block.facts.area for block in blocks]),
        length=np.concatenate([block.facts.length for block in blocks]),
        moments=np.concatenate([block.facts.moments for block in blocks]),
        boxes=np.concatenate([block.facts.boxes for block in blocks]),
        island=np.concatenate(islands),
    )
    return (
        np.concatenate(offsets).astype(np.int64),
        np.concatenate(layers).astype(np.int64),
        facts,
    )


def _column(blocks: list[SlicedBlock], name: str) -> npt.NDArray[np.generic]:
    return np.concatenate([getattr(block, name) for block in blocks])


def _sum_per_layer(values: npt.ArrayLike, layer_offsets: Longs) -> Floats:
    counts = np.diff(layer_offsets)
    layer = np.repeat(np.arange(len(counts)), counts)
    sums = np.zeros(len(counts))
    np.add.at(sums, layer, np.asarray(values, dtype=np.float64))
    return sums


def _centroids(facts: RingFacts, layer_offsets: Longs, areas: Floats) -> Floats:
    moments = np.stack(
        [_sum_per_layer(facts.moments[:, axis], layer_offsets) for axis in (0, 1)], axis=1
    )
    return np.divide(
        moments, areas[:, None], out=np.full_like(moments, np.nan), where=areas[:, None] > 0
    )


def _boxes(facts: RingFacts, layer_offsets: Longs) -> Floats:
    """Return the bounding box of each layer; NaN where it is empty."""
    boxes = np.full((len(layer_offsets) - 1, 4), np.nan)
    full = np.flatnonzero(np.diff(layer_offsets) > 0)
    if len(full) > 0:
        starts = layer_offsets[full]
        boxes[full, :2] = np.minimum.reduceat(facts.boxes[:, :2], starts)
        boxes[full, 2:] = np.maximum.reduceat(facts.boxes[:, 2:], starts)
    return boxes
