"""Supports of a part as it stands: regions of overhang, and the columns below them.

An overhang is a connected region of faces that lean less than the limit from the plate. Each is
held by columns of powder-thin metal down to what lies below, plate or part (`columns`); a stated
fraction of a column is solid. A ledge narrower than the rule pack allows without support, and a
region below the least area, needs none; nor does a bridge or the roof of a lying hole within the
limits of its check (`carried`).

Taking a region off by hand takes `POSITION_S` for placing the tool and its contact area over
`BREAK_MM2_S` (aPriori cost model guide 2019 R2: 3 s, 10 mm2/s), then `FINISH_S_CM2` to file the
contact smooth, and `INSIDE` times as long where no straight tool reaches it from the side (the
last two are our own proposals). What stands in a sealed cavity stays there: it is printed, paid for
in laser time and metal, and never taken off.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.boxtree import box_tree
from slicer_checks.columns import (
    Columns,
    Grid,
    LayerSteps,
    per_layer,
)
from slicer_checks.frozen import frozen_array
from slicer_checks.hanging import seen_mm2
from slicer_checks.heldcolumns import held_columns
from slicer_checks.materials import default_process
from slicer_checks.part import Bounds, Part
from slicer_checks.process import Process
from slicer_checks.reach import reachable

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]
Numbers = NDArray[np.intp]

POSITION_S: Final = 3.0
BREAK_MM2_S: Final = 10.0
FINISH_S_CM2: Final = 30.0
INSIDE: Final = 4.0
INTERNAL_BELOW: Final = 0.5
"""A region of which less than this share can be reached from the side is internal."""
TOOL_MM: Final = 1.0
"""A tool breaks a support this far below the overhang, or half-way up a shorter one."""
RASTER: Final = 0.2
"""So much may the raster's area of a region differ from the exact one by rounding alone."""
_PROBES: Final = 2048
_PROBES_MIN: Final = 2
"""So many columns are tried with a straight tool, in all and of each region."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SupportRegion:
    """One connected overhang and what holds it.

    Parameters
    ----------
    faces
        The faces that hang, in the part's numbering.
    area_mm2, contact_mm2
        Seen from below; and with the area where columns stand on the part itself.
    height_mm, column_mm3, metal_mm3
        The tallest column, all columns, and the solid in them.
    on_part
        Share of the area whose columns stand on the part and not on the plate.
    reached
        Share of the columns that a straight tool reaches from the side, or from below once the
        part is off the plate.
    sealed
        Whether it stands in a closed cavity, which nothing leaves.
    """

    faces: Ids
    box_mm: Bounds
    area_mm2: float
    contact_mm2: float
    height_mm: float
    column_mm3: float
    metal_mm3: float
    on_part: float
    reached: float
    sealed: bool

    @property
    def internal(self) -> bool:
        """Whether most of the region cannot be reached from outside in a straight line."""
        return self.reached < INTERNAL_BELOW

    @property
    def removal_s(self) -> float:
        """Seconds of hand work to take it off; none where nobody can."""
        if self.sealed:
            return 0.0
        work_s = self.contact_mm2 * (1 / BREAK_MM2_S + FINISH_S_CM2 / 100)
        return POSITION_S + work_s * (self.reached + INSIDE * (1 - self.reached))

    def to_dict(self) -> dict[str, object]:
        """Give the region as a JSON-ready document."""
        return {
            "bounds_mm": [list(self.box_mm[0]), list(self.box_mm[1])],
            "faces": len(self.faces),
            "area_mm2": self.area_mm2,
            "contact_mm2": self.contact_mm2,
            "height_mm": self.height_mm,
            "column_mm3": self.column_mm3,
            "metal_mm3": self.metal_mm3,
            "on_part": self.on_part,
            "reached": self.reached,
            "internal": self.internal,
            "sealed": self.sealed,
            "removal_s": self.removal_s,
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Supports:
    """All regions that need support, the largest first, and their metal in each layer."""

    regions: tuple[SupportRegion, ...]
    layer_mm: float
    metal_mm2: Floats

    def __post_init__(self) -> None:
        """Make the column read-only."""
        object.__setattr__(self, "metal_mm2", frozen_array(self.metal_mm2, np.float64))

    @property
    def area_mm2(self) -> float:
        """Area of all overhangs that are held, seen from below."""
        return math.fsum(region.area_mm2 for region in self.regions)

    @property
    def column_mm3(self) -> float:
        """Volume between the overhangs and what lies below."""
        return math.fsum(region.column_mm3 for region in self.regions)

    @property
    def metal_mm3(self) -> float:
        """Solid in the supports."""
        return math.fsum(region.metal_mm3 for region in self.regions)

    @property
    def removal_s(self) -> float:
        """Seconds of hand work to take all of them off."""
        return math.fsum(region.removal_s for region in self.regions)

    @property
    def internal(self) -> int:
        """How many regions cannot be reached from outside in a straight line."""
        return sum(region.internal for region in self.regions)

    def to_dict(self) -> dict[str, object]:
        """Give the supports as a JSON-ready document."""
        return {
            "area_mm2": self.area_mm2,
            "column_mm3": self.column_mm3,
            "metal_mm3": self.metal_mm3,
            "removal_s": self.removal_s,
            "internal": self.internal,
            "regions": [region.to_dict() for region in self.regions],
        }


def supports_of(part: Part, process: Process | None = None) -> Supports:
    """Find what has to be supported as the part stands in its file.

    Parameters
    ----------
    process
        Its rules say what needs support, its layer how high the first layer is; default 316L.
    """
    process = process or default_process()
    points = part.vertices_mm
    solid = np.ascontiguousarray(part.solid.faces)
    plate_mm, top_mm = float(points[:, 2].min()), float(points[:, 2].max())
    regions, columns, grid = held_columns(part, process)
    columns = columns.taken(np.argsort(regions[columns.face], kind="stable"))
    of = regions[columns.face]
    each_mm2 = _each_mm2(points, solid, regions, of, grid)
    fraction = process.support_fraction
    found = _Found(part=part, regions=regions, columns=columns, of=of, each_mm2=each_mm2)
    made = sorted(_regions(found, grid, fraction), key=lambda region: -region.area_mm2)
    steps = LayerSteps(process.layer_mm, max(1, round((top_mm - plate_mm) / process.layer_mm)))
    metal_mm2 = per_layer(columns, fraction * each_mm2[of], plate_mm, steps)
    return Supports(regions=tuple(made), layer_mm=process.layer_mm, metal_mm2=metal_mm2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    """The region of each face (-1: none), columns sorted by region, and what one stands for."""

    part: Part
    regions: Numbers
    columns: Columns
    of: Numbers
    each_mm2: Floats


def _each_mm2(points: Floats, solid: Ids, regions: Numbers, of: Numbers, grid: Grid) -> Floats:
    """Give the area that one column of each region stands for: the exact area over the columns.

    Where many columns are missing, the region lies inside another body and the raster is right.
    """
    held = np.flatnonzero(regions >= 0)
    count = int(regions.max(initial=-1)) + 1
    exact = np.bincount(regions[held], weights=seen_mm2(points, solid[held]), minlength=count)
    columns = np.bincount(of, minlength=count).astype(np.float64)
    raster = np.full(count, grid.pixel_mm**2)
    each = np.divide(exact, columns, out=raster.copy(), where=columns > 0)
    return np.where(np.abs(each - raster) < RASTER * raster, each, raster)


def _regions(found: _Found, grid: Grid, fraction: float) -> Iterator[SupportRegion]:
    """Gather the columns and the faces of each region."""
    count = len(found.each_mm2)
    held = np.flatnonzero(found.regions >= 0)
    held = held[np.argsort(found.regions[held], kind="stable")]
    faces = np.split(
        found.part.solid.face_numbers[held],
        np.searchsorted(found.regions[held], np.arange(1, count)),
    )
    ends = np.searchsorted(found.of, np.arange(count + 1))
    reached = _reached(found, grid, ends)
    heights_mm = found.columns.top_mm - found.columns.bottom_mm
    cavity = found.part.solid.cavity_where
    for number in range(count):
        mine = slice(ends[number], ends[number + 1])
        each_mm2 = float(found.each_mm2[number])
        area_mm2 = float(mine.stop - mine.start) * each_mm2
        on_part_mm2 = float(found.columns.on_part[mine].sum()) * each_mm2
        column_mm3 = float(heights_mm[mine].sum()) * each_mm2
        if area_mm2 > 0:
            yield SupportRegion(
                faces=frozen_array(faces[number], np.int32),
                box_mm=_box_mm(found.part, faces[number]),
                area_mm2=area_mm2,
                contact_mm2=area_mm2 + on_part_mm2,
                height_mm=float(heights_mm[mine].max()),
                column_mm3=column_mm3,
                metal_mm3=fraction * column_mm3,
                on_part=on_part_mm2 / area_mm2,
                reached=float(reached[number]),
                sealed=bool(np.isin(faces[number], cavity).all()),
            )


def _box_mm(part: Part, faces: Ids) -> Bounds:
    corners = part.vertices_mm[part.faces[faces]].reshape(-1, 3)
    (x, y, z), (x_high, y_high, z_high) = corners.min(axis=0), corners.max(axis=0)
    return (
        (float(x), float(y), float(z)),
        (float(x_high), float(y_high), float(z_high)),
    )


def _reached(found: _Found, grid: Grid, ends: Numbers) -> Floats:
    """Give the share of each region's columns that a straight tool reaches just below the metal."""
    count = len(ends) - 1
    each = max(_PROBES_MIN, _PROBES // max(count, 1))
    chosen = [
        np.unique(np.linspace(ends[number], ends[number + 1] - 1, each).astype(np.intp))
        for number in range(count)
        if ends[number + 1] > ends[number]
    ]
    if not chosen:
        return np.ones(count)
    tried = np.concatenate(chosen)
    columns = found.columns
    row, column = np.divmod(columns.pixel[tried], grid.columns)
    heights_mm = columns.top_mm[tried] - columns.bottom_mm[tried]
    places = np.column_stack(
        (
            grid.left_mm + (column + 0.5) * grid.pixel_mm,
            grid.front_mm + (row + 0.5) * grid.pixel_mm,
            columns.top_mm[tried] - np.minimum(TOOL_MM, heights_mm / 2),
        )
    )
    if not columns.on_part[tried].any():
        return np.ones(count)
    tree = box_tree(found.part.vertices_mm, np.ascontiguousarray(found.part.solid.faces))
    far_mm = float(np.ptp(found.part.vertices_mm, axis=0).sum())
    seen = ~columns.on_part[tried]
    seen[~seen] = reachable(tree, places[~seen], far_mm)
    total = np.bincount(found.of[tried], minlength=count)
    good = np.bincount(found.of[tried], weights=seen, minlength=count)
    return np.divide(good, total, out=np.ones(count), where=total > 0)
