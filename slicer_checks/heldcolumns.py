"""What of a part has to be held, and the columns of support below it."""

from math import ceil, inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.carried import regions_to_hold
from slicer_checks.columns import Columns, Grid, columns_below, grid_over
from slicer_checks.part import Part
from slicer_checks.process import Process

PIXELS: Final = 512
"""The longer side of a part is so many pixels."""

PIXELS_MOST: Final = 2048
"""However large a part is, it has no more."""


def held_columns(
    part: Part, process: Process, pixel_mm: float = inf
) -> tuple[NDArray[np.intp], Columns, Grid]:
    """Give the region that each face of the solid hangs in (-1: none), and the columns below.

    Heights of columns are in the part's own frame. Pixels are no larger than ``pixel_mm``, as far
    as `PIXELS_MOST` go.
    """
    points = part.vertices_mm
    regions = regions_to_hold(part, process)
    fine = ceil(max(part.size_mm[:2]) / pixel_mm)
    grid = grid_over(points, min(max(PIXELS, fine), PIXELS_MOST))
    solid = np.ascontiguousarray(part.solid.faces)
    return regions, columns_below(points, solid, regions >= 0, grid), grid
