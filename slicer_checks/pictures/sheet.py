"""The sheet a part is drawn on: where its millimetres land in pixels."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.finding import Bounds
from slicer_checks.pictures.view import View

Points = NDArray[np.float64]

MARGIN: Final = 0.045
"""Room around everything that is drawn, as a share of the width."""
GAP: Final = 0.11
"""Distance of a dimension line from the part, as a share of the part's largest size."""
TALLEST: Final = 1.15
"""A sheet is at most this much taller than wide; a taller part is drawn smaller."""
FLATTEST: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """A picture's size, and the scale and origin that take projected mm to pixels."""

    view: View
    width_px: int
    height_px: int
    scale: float
    origin: Points
    gap_mm: float

    def pixels(self, points_mm: Points) -> Points:
        """Give (column, row, depth in mm) of points in mm."""
        seen = self.view.project(np.atleast_2d(points_mm))
        columns = self.width_px / 2 + self.scale * (seen[:, 0] - self.origin[0])
        rows = self.height_px / 2 - self.scale * (seen[:, 1] - self.origin[1])
        return np.column_stack([columns, rows, seen[:, 2]])


def lay_out(bounds_mm: Bounds, view: View, width_px: int) -> Sheet:
    """Fit the box of a part, with its dimensions, on a sheet of a given width."""
    gap_mm = GAP * max(high - low for low, high in zip(*bounds_mm, strict=True))
    (x_low, y_low, z_low), (x_high, y_high, _) = bounds_mm
    reach = (x_low - gap_mm, y_low - gap_mm, z_low), (x_high + gap_mm, y_high, z_low)
    seen = view.project(np.array([*_corners(bounds_mm), *_corners(reach)]))[:, :2]
    across, up = np.ptp(seen, axis=0)
    margin_px = MARGIN * width_px
    room_px = width_px - 2 * margin_px
    height_px = float(
        np.clip(room_px * up / across + 2 * margin_px, FLATTEST * width_px, TALLEST * width_px)
    )
    return Sheet(
        view=view,
        width_px=width_px,
        height_px=round(height_px),
        scale=float(min(room_px / across, (height_px - 2 * margin_px) / up)),
        origin=(seen.min(axis=0) + seen.max(axis=0)) / 2,
        gap_mm=gap_mm,
    )


def _corners(box: Bounds) -> list[tuple[float, ...]]:
    return list(product(*zip(*box, strict=True)))
