"""The contours of a part's layers, cut block by block when somebody asks for them.

Statistics need no contours (see `sections`); what islands there are, what begins in mid-air, how
thin walls are and what polygons a layer has do. A part of two million triangles has twenty million
contour points, so blocks are cut again rather than kept when they are many.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.contours import trace_block
from slicer_checks.cores import at_once, cores
from slicer_checks.edges import find_edges, pair_half_edges
from slicer_checks.frozen import frozen_array
from slicer_checks.islands import NO_RINGS, last_layer, new_islands_mm2, stack
from slicer_checks.meshwalk import Mesh
from slicer_checks.nesting import RingFacts, measure_rings
from slicer_checks.ringcontact import crossed_layers
from slicer_checks.ringunion import unite_layers
from slicer_checks.sections import Planes, crossings_per_layer
from slicer_checks.traced import Traced
from slicer_checks.walls import thinnest_walls, tilts

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
Progress = Callable[[int, int], None]

_BLOCK_LAYERS: Final = 50
_BLOCK_CROSSINGS: Final = 1_000_000
_KEPT_POINTS: Final = 3_000_000
"""Blocks of so many points together stay at hand: about 60 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContourBlock:
    """The contours of consecutive layers from `first` on.

    Ring r has the points ``ring_offsets[r]`` up to ``ring_offsets[r + 1]`` of `points_mm`, (N, 2)
    in the file's frame, not closed; the i-th layer of the block has the rings
    ``layer_offsets[i]`` up to ``layer_offsets[i + 1]``. Outer rings run counter-clockwise and have
    a positive `ring_area_mm2`. `ring_island` is the outer ring that each ring belongs to, -1 for a
    ring inside material (overlapping bodies).
    """

    first: int
    points_mm: Floats
    ring_offsets: Longs
    layer_offsets: Longs
    ring_area_mm2: Floats
    ring_island: Longs

    def __len__(self) -> int:
        return len(self.layer_offsets) - 1

    def rings(self, layer: int) -> list[Floats]:
        """Return the rings of a layer, counted from the part's bottom, as (N, 2) arrays."""
        low, high = self.layer_offsets[layer - self.first : layer - self.first + 2]
        return [
            self.points_mm[self.ring_offsets[ring] : self.ring_offsets[ring + 1]]
            for ring in range(low, high)
        ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detail:
    """What the contours tell of each layer; see `LayerStack` for the columns."""

    islands: Ids
    holes: Ids
    overlaps: Ids
    new_island_mm2: Floats
    open_chains: Ids
    gap_mm: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Union:
    """Area, perimeter and centroid (x, y) of each layer, with overlapping bodies counted once."""

    area_mm2: Floats
    perimeter_mm: Floats
    centroid_mm: Floats


class Outlines:
    """Cuts the contours of a closed or open mesh with a stack of planes.

    Parameters
    ----------
    points, faces
        The mesh, from the part's bottom up.
    planes
        Which planes cross which faces.
    origin_mm
        Where the slicer's x and y are zero in the file's frame.

    `crossings` is how many faces each plane crosses.
    """

    __slots__ = (
        "_detail",
        "_kept",
        "_mesh",
        "_starts",
        "_union",
        "_walls_mm",
        "crossings",
        "origin_mm",
    )

    def __init__(self, points: Floats, faces: Ids, planes: Planes, origin_mm: Floats) -> None:
        self.origin_mm = origin_mm
        self._mesh = Mesh(points, faces, np.empty(0, dtype=np.int32), False, planes)
        self.crossings = crossings_per_layer(planes)
        self._starts = block_starts(self.crossings)
        self._kept: OrderedDict[int, Traced] = OrderedDict()
        self._detail: Detail | None = None
        self._walls_mm: Floats | None = None
        self._union: Union | None = None

    def detail(self, progress: Progress | None = None) -> Detail:
        """Return the columns that need contours; cut once, with the layers done told as it goes."""
        if self._detail is None:
            self._detail = self._measure(progress)
        return self._detail

    def walls_mm(self) -> Floats:
        """Return the thinnest wall of each layer; NaN where no two sides face each other."""
        if self._walls_mm is None:
            tilt = tilts(self._mesh.points, self._mesh.faces)
            walls = [thinnest_walls(block.rings, tilt) for block in self._blocks()]
            self._walls_mm = frozen_array(np.concatenate(walls), np.float64)
        return self._walls_mm

    def union(self) -> Union:
        """Return what each layer measures with overlapping bodies counted once."""
        if self._union is None:
            sums = [self._united(block).sums() for block in self._blocks()]
            area, length, *moments = np.concatenate(sums, axis=1)
            centroid = np.full((len(area), 2), np.nan)
            filled = area > 0
            centroid[filled] = np.stack(moments, axis=1)[filled] / area[filled, None]
            self._union = Union(
                area_mm2=frozen_array(np.maximum(area, 0.0), np.float64),
                perimeter_mm=frozen_array(length, np.float64),
                centroid_mm=frozen_array(centroid + self.origin_mm[:2], np.float64),
            )
        return self._union

    def contours(self, *, united: bool = False) -> Iterator[ContourBlock]:
        """Yield the contours of all layers, block by block from the plate up.

        United: on layers with rings that cross, touch or lie inside material, the rings are those
        of the union.
        """
        for block in self._blocks():
            yield self._contours_of(self._united(block) if united else block)

    def contours_at(self, layer: int, *, united: bool = False) -> ContourBlock:
        """Return the block of contours that a layer lies in."""
        block = self._block(int(np.searchsorted(self._starts, layer, side="right")) - 1)
        if not united:
            return self._contours_of(block)
        return self._contours_of(self._united(block.only(layer)))

    def facts_at(self, layer: int) -> RingFacts:
        """Return what is known of the rings of one layer, in the slicer's frame."""
        block = self._block(int(np.searchsorted(self._starts, layer, side="right")) - 1)
        low, high = block.rings.layers[layer - block.first : layer - block.first + 2]
        facts = block.facts
        return RingFacts(
            facts.area[low:high],
            facts.length[low:high],
            facts.moments[low:high],
            facts.boxes[low:high],
            facts.island[low:high],
        )

    def _blocks(self) -> Iterator[Traced]:
        count = len(self._starts) - 1
        step = cores()
        for number in range(0, count, step):
            yield from self._cut_or_kept(range(number, min(number + step, count)))

    def _block(self, number: int) -> Traced:
        return self._cut_or_kept(range(number, number + 1))[0]

    def _cut_or_kept(self, numbers: range) -> list[Traced]:
        """Return blocks, those not at hand cut at the same time; keep the last ones asked for."""
        self._pair_half_edges()
        missing = [number for number in numbers if number not in self._kept]
        found = dict(zip(missing, at_once(self._cut, missing), strict=True))
        for number in numbers:
            if number in self._kept:
                found[number] = self._kept[number]
            self._kept[number] = found[number]
            self._kept.move_to_end(number)
        while sum(len(one.rings.points) for one in self._kept.values()) > _KEPT_POINTS:
            self._kept.popitem(last=False)
        return [found[number] for number in numbers]

    def _pair_half_edges(self) -> None:
        if len(self._mesh.twin) != 3 * len(self._mesh.faces):
            twin = pair_half_edges(self._mesh.faces, find_edges(self._mesh.faces))
            self._mesh = self._mesh._replace(twin=twin, closed=bool((twin >= 0).all()))

    def _cut(self, number: int) -> Traced:
        first, stop = int(self._starts[number]), int(self._starts[number + 1])
        rings, chains, gaps = trace_block(self._mesh, first, stop)
        return Traced(first, rings, measure_rings(rings), chains, gaps)

    def _united(self, block: Traced) -> Traced:
        needy = crossed_layers(block.rings) | (block.buried() > 0)
        if not needy.any():
            return block
        rings = unite_layers(block.rings, needy)
        return Traced(block.first, rings, measure_rings(rings), block.open_chains, block.gap_mm)

    def _contours_of(self, block: Traced) -> ContourBlock:
        return ContourBlock(
            first=block.first,
            points_mm=block.rings.points + self.origin_mm[:2],
            ring_offsets=block.rings.offsets,
            layer_offsets=block.rings.layers,
            ring_area_mm2=block.facts.area,
            ring_island=block.facts.island,
        )

    def _measure(self, progress: Progress | None) -> Detail:
        below = NO_RINGS
        columns: dict[str, list[npt.NDArray[np.generic]]] = {}
        layers = int(self._starts[-1])
        for block in self._blocks():
            rings, facts = block.rings, block.facts
            both = stack(below, rings)
            here = {
                "islands": block.count(facts.island == np.arange(len(facts.island))),
                "holes": block.count((facts.area < 0) & (facts.island >= 0)),
                "overlaps": block.buried(),
                "new_island_mm2": new_islands_mm2(
                    both, measure_rings(both), on_plate=block.first == 0
                ),
                "open_chains": block.open_chains,
                "gap_mm": block.gap_mm,
            }
            for name, column in here.items():
                columns.setdefault(name, []).append(column)
            below = last_layer(rings)
            if progress is not None:
                progress(block.first + len(rings.layers) - 1, layers)
        whole = {name: np.concatenate(parts) for name, parts in columns.items()}
        return Detail(
            islands=frozen_array(whole["islands"], np.int32),
            holes=frozen_array(whole["holes"], np.int32),
            overlaps=frozen_array(whole["overlaps"], np.int32),
            new_island_mm2=frozen_array(whole["new_island_mm2"], np.float64),
            open_chains=frozen_array(whole["open_chains"], np.int32),
            gap_mm=frozen_array(whole["gap_mm"], np.float64),
        )


def block_starts(crossings: Longs) -> Longs:
    """Cut layers into runs of at most 50 layers and a million crossings; return their starts."""
    before = np.concatenate(([0], np.cumsum(crossings)))
    starts = [0]
    while starts[-1] < len(crossings):
        full = np.searchsorted(before, before[starts[-1]] + _BLOCK_CROSSINGS, side="right")
        stop = min(max(int(full) - 1, starts[-1] + 1), starts[-1] + _BLOCK_LAYERS)
        starts.append(min(stop, len(crossings)))
    return np.array(starts, dtype=np.int64)
