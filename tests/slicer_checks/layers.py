"""Stacks of layers made from a column of areas, for tests that need no geometry."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from slicer_checks import LayerStack
from slicer_checks.heatflow import Heat
from slicer_checks.outlines import Detail, Outlines, Union

Floats = npt.NDArray[np.float64]

HEAT = Heat(
    power_w=80.0,
    fill_mm2_s=80.0,
    pause_s=8.0,
    conductivity_w_mk=15.0,
    loss_w_m2k=0.0,
    support_fraction=0.0,
)
"""Heat in steel with round numbers, and nothing lost to the air."""


@dataclass(frozen=True, slots=True)
class SquareOutlines:
    """What the outlines of square layers, one island each, tell of them."""

    area_mm2: Floats
    perimeter_mm: Floats
    centroid_mm: Floats

    def detail(self) -> Detail:
        """Return one island where there is area, and nothing else."""
        nothing = np.zeros(len(self.area_mm2))
        none = nothing.astype(np.int32)
        return Detail(
            islands=(self.area_mm2 > 0).astype(np.int32),
            holes=none,
            overlaps=none,
            new_island_mm2=nothing,
            open_chains=none,
            gap_mm=nothing,
        )

    def walls_mm(self) -> Floats:
        """Return the squares' sides."""
        return np.sqrt(np.maximum(self.area_mm2, 0.0))

    def union(self) -> Union:
        """Return the areas, none below nothing, and the perimeters: no bodies overlap."""
        return Union(
            area_mm2=np.maximum(self.area_mm2, 0.0),
            perimeter_mm=np.asarray(self.perimeter_mm),
            centroid_mm=self.centroid_mm,
        )


def stack_of(
    area_mm2: Floats,
    layer_mm: float,
    *,
    perimeter_mm: Floats | None = None,
    overhang_mm2: Floats | None = None,
) -> LayerStack:
    """Return square layers of the given areas, one island each, without contours."""
    count = len(area_mm2)
    side = np.sqrt(np.maximum(area_mm2, 0.0))
    nothing = np.zeros(count)
    centroid_mm = np.column_stack((side / 2, side / 2))
    around = 4 * side if perimeter_mm is None else perimeter_mm
    return LayerStack(
        layer_mm=layer_mm,
        overhang_limit_deg=45.0,
        bottom_mm=0.0,
        z_mm=np.asarray((np.arange(count) + 0.5) * layer_mm, dtype=np.float64),
        area_mm2=area_mm2,
        perimeter_mm=around,
        centroid_mm=centroid_mm,
        bounds_mm=np.column_stack((nothing, nothing, side, side)),
        overhang_mm2=nothing if overhang_mm2 is None else overhang_mm2,
        outlines=cast("Outlines", SquareOutlines(area_mm2, around, centroid_mm)),
    )
