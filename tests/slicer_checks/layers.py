"""Stacks of layers made from a column of areas, for tests that need no geometry."""

import numpy as np
import numpy.typing as npt

from slicer_checks import LayerStack


def stack_of(
    area_mm2: npt.NDArray[np.float64],
    layer_mm: float,
    *,
    perimeter_mm: npt.NDArray[np.float64] | None = None,
    overhang_mm2: npt.NDArray[np.float64] | None = None,
) -> LayerStack:
    """Return square layers of the given areas, one island each, without contours."""
    count = len(area_mm2)
    side = np.sqrt(np.maximum(area_mm2, 0.0))
    nothing = np.zeros(count)
    empty = np.zeros(0)
    return LayerStack(
        layer_mm=layer_mm,
        overhang_limit_deg=45.0,
        bottom_mm=0.0,
        z_mm=np.asarray((np.arange(count) + 0.5) * layer_mm, dtype=np.float64),
        area_mm2=area_mm2,
        perimeter_mm=4 * side if perimeter_mm is None else perimeter_mm,
        centroid_mm=np.column_stack((side / 2, side / 2)),
        bounds_mm=np.column_stack((nothing, nothing, side, side)),
        islands=(area_mm2 > 0).astype(np.int32),
        holes=np.zeros(count, dtype=np.int32),
        overhang_mm2=nothing if overhang_mm2 is None else overhang_mm2,
        new_island_mm2=nothing,
        min_wall_mm=side,
        overlaps=np.zeros(count, dtype=np.int32),
        open_chains=np.zeros(count, dtype=np.int32),
        gap_mm=nothing,
        points_mm=np.zeros((0, 2)),
        ring_offsets=np.zeros(1, dtype=np.int64),
        layer_offsets=np.zeros(count + 1, dtype=np.int64),
        ring_is_hole=empty.astype(np.bool_),
        ring_island=empty.astype(np.int64),
    )
