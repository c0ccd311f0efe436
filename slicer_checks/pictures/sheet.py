"""The sheet a part is drawn on: where its millimetres land in pixels.

The part and everything that is written beside it fill the width, or the height where it is tall.
Letters and gaps have their size in the picture and not in the part, so that they can be read
whatever the part's size; the scale is found by halving the interval in which it lies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from slicer_checks.pictures.view import View

Points = NDArray[np.float64]

MARGIN: Final = 0.02
"""Room around everything that is drawn, as a share of the width."""
LETTER: Final = 0.027
"""Size of letters as a share of the width: 11 pixels where a picture is shown 420 pixels wide."""
GAP_LETTERS: Final = 1.6
"""Distance of a dimension line from the part's box."""
TALLEST: Final = 1.15
"""A sheet is at most this much taller than wide; a taller part is drawn smaller."""
FLATTEST: Final = 0.25
_HALVINGS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """A picture's size, and the scale and centre that take projected mm to pixels.

    `middle` is where the view's zero lies, in pixels.
    """

    view: View
    width_px: int
    height_px: int
    scale: float
    middle: Points

    @property
    def letter_px(self) -> float:
        """The size of the letters."""
        return LETTER * self.width_px

    @property
    def gap_mm(self) -> float:
        """The distance of a dimension line from the part's box."""
        return GAP_LETTERS * self.letter_px / self.scale

    def pixels(self, points_mm: Points) -> Points:
        """Give (column, row, depth in mm) of points in mm."""
        seen = self.view.project(np.atleast_2d(points_mm))
        columns = self.middle[0] + self.scale * seen[:, 0]
        rows = self.middle[1] - self.scale * seen[:, 1]
        return np.column_stack([columns, rows, seen[:, 2]])


def lay_out(
    points_mm: Points, beside: Callable[[Sheet], Points], view: View, width_px: int
) -> Sheet:
    """Fit a part on a sheet of a given width, with what is drawn beside it.

    Parameters
    ----------
    beside
        Gives the pixels (column, row) that the rest of the drawing reaches to on a sheet.
    """
    seen = view.project(points_mm)[:, :2]
    rim_mm = points_mm[np.concatenate([seen.argmin(axis=0), seen.argmax(axis=0)])]

    def drawn(scale: float) -> tuple[Points, Points]:
        trial = Sheet(view=view, width_px=width_px, height_px=0, scale=scale, middle=np.zeros(2))
        pixels = np.concatenate([trial.pixels(rim_mm)[:, :2], beside(trial)])
        return pixels.min(axis=0), pixels.max(axis=0)

    room = np.array([1.0, TALLEST]) * width_px - 2 * MARGIN * width_px
    scale, too_large = 0.0, float((room / np.ptp(seen, axis=0)).min())
    for _ in range(_HALVINGS):
        tried = (scale + too_large) / 2
        low, high = drawn(tried)
        scale, too_large = (tried, too_large) if (high - low <= room).all() else (scale, tried)
    low, high = drawn(scale)
    height_px = round(max(FLATTEST * width_px, float((high - low)[1]) + 2 * MARGIN * width_px))
    return Sheet(
        view=view,
        width_px=width_px,
        height_px=height_px,
        scale=scale,
        middle=np.array([width_px, height_px]) / 2 - (low + high) / 2,
    )


def fit(points_mm: Points, view: View, size_px: tuple[int, int], margin: float = MARGIN) -> Sheet:
    """Fit points alone on a sheet of a size (width, height)."""
    seen = view.project(points_mm)[:, :2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = np.array(size_px) - 2 * margin * size_px[0]
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    middle = np.array(size_px) / 2 + scale * np.array([-1, 1]) * (low + high) / 2
    return Sheet(view=view, width_px=size_px[0], height_px=size_px[1], scale=scale, middle=middle)
