"""One finding on the part: near, from the side where it is seen, and where on the part that is."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon, Rectangle
from numpy.typing import NDArray

from slicer_checks.finding import Finding
from slicer_checks.pictures.canvas import blank, place_image, png_of
from slicer_checks.pictures.dimensions import draw_outlines
from slicer_checks.pictures.model import Model, cut_away
from slicer_checks.pictures.rendering import Look, look
from slicer_checks.pictures.shading import Floats
from slicer_checks.pictures.sheet import Sheet, fit
from slicer_checks.pictures.spot import Spot
from slicer_checks.pictures.theme import THEMES, Theme, ThemeName
from slicer_checks.pictures.viewpoint import Viewpoint

Points = NDArray[np.float64]

FLATNESS: Final = 0.7
"""Height of the picture as a share of its width."""
FINEST: Final = 2
ROOM: Final = 1.7
"""How much wider than the finding the picture is, so that its surroundings tell where it is."""
NEAREST: Final = 0.3
"""The picture shows at least this share of the part's diagonal."""
SMALL: Final = 0.06
"""What is smaller than this share of the picture's width gets a ring around it."""
UNSEEN: Final = 4.0
"""Faces that cover fewer pixels than this together are marked with small rings."""
RING: Final = 0.055
LOCATOR: Final = 0.24
"""Width of the small picture of the whole part, as a share of the picture's."""


class FindingPicture:
    """A finding looked at once, drawn in any theme."""

    def __init__(
        self, model: Model, finding: Finding, spot: Spot, point: Viewpoint, *, width_px: int = 900
    ) -> None:
        self.point = point
        self._finding = finding
        self._spot = spot
        self._bottom_mm = float(model.low_mm[2])
        shown = model if point.section is None else cut_away(model, *point.section)
        size = (width_px, round(FLATNESS * width_px))
        whole = fit(model.vertices_mm, point.view, size, margin=0.05)
        self._sheet = _near(whole, spot, NEAREST * model.diagonal_mm)
        hot = shown.hot_faces([finding])
        self._look = look(
            shown, self._sheet, hot=hot, is_cut=point.section is not None, finest=FINEST
        )
        self._locator: tuple[Sheet, Look] | None = None
        if self._sheet.scale > whole.scale:
            small = round(LOCATOR * width_px)
            sheet = fit(model.vertices_mm, point.view, (small, round(0.8 * small)), margin=0.1)
            self._locator = (sheet, look(model, sheet, finest=FINEST))

    def png(self, theme: ThemeName = "light") -> bytes:
        """Give the picture as PNG."""
        colours = THEMES[theme]
        sheet = self._sheet
        figure, axes = blank(sheet.width_px, sheet.height_px)
        image = self._look.image(colours)
        place_image(axes, image, (0, sheet.width_px, sheet.height_px, 0))
        draw_outlines(axes, sheet, [self._finding], self._bottom_mm, colours)
        if not self._spot.has_faces and not self._finding.where.polygons:
            _draw_box(axes, sheet, self._spot, colours)
        _call_out(axes, sheet, self._spot, colours)
        if self._spot.has_faces and self._spot.weights.sum() < UNSEEN * sheet.scale**-2:
            points = sheet.pixels(self._spot.points_mm)
            axes.plot(points[:, 0], points[:, 1], "o", ms=13, mfc="none", mec=colours.hot, mew=1.6)
        if self._locator is not None:
            _draw_locator(axes, self._locator, sheet, image, colours)
        return png_of(figure, colours)


def _near(whole: Sheet, spot: Spot, least_mm: float) -> Sheet:
    """Go as near as the finding allows; stay where the whole part is hardly smaller."""
    seen = whole.view.project(spot.corners_mm())[:, :2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    size = np.array([whole.width_px, whole.height_px])
    window = np.maximum((high - low) * ROOM, least_mm * size / size[0])
    scale = float((size / window).min())
    if scale < 1.25 * whole.scale:
        return whole
    middle = size / 2 + scale * np.array([-1, 1]) * (low + high) / 2
    return Sheet(
        view=whole.view,
        width_px=whole.width_px,
        height_px=whole.height_px,
        scale=scale,
        middle=middle,
    )


def _draw_box(axes: Axes, sheet: Sheet, spot: Spot, theme: Theme) -> None:
    """Draw the twelve edges of a box in space."""
    corners = sheet.pixels(spot.corners_mm())[:, :2]
    ends = spot.corners_mm()
    for one in range(8):
        for other in range(one):
            if (ends[one] != ends[other]).sum() == 1:
                axes.plot(*corners[[one, other]].T, color=theme.hot, lw=1.2, zorder=4)


def _call_out(axes: Axes, sheet: Sheet, spot: Spot, theme: Theme) -> None:
    """Draw a ring around what is too small to catch the eye."""
    corners = sheet.pixels(spot.corners_mm())[:, :2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    if (high - low).max() < SMALL * sheet.width_px:
        radius = RING * sheet.width_px
        axes.add_patch(
            Circle(tuple((low + high) / 2), radius, fill=False, ec=theme.hot, lw=1.6, zorder=4)
        )


def _draw_locator(
    axes: Axes, locator: tuple[Sheet, Look], near: Sheet, image: Floats, theme: Theme
) -> None:
    """Draw the whole part in the emptiest corner, with a frame around what the picture shows."""
    sheet, seen = locator
    width, height = sheet.width_px, sheet.height_px
    left, top = _emptiest_corner(image[..., 3], width, height)
    box = (left, left + width, top + height, top)
    axes.add_patch(
        Rectangle(
            (left, top),
            width,
            height,
            facecolor=theme.ground,
            edgecolor=theme.line,
            lw=0.8,
            zorder=5,
        )
    )
    place_image(axes, seen.image(theme), box, zorder=6)
    ratio = sheet.scale / near.scale
    window = np.array([[0, 0], [near.width_px, 0], [near.width_px, near.height_px]])
    corner = (window - near.middle) * ratio + sheet.middle + (left, top)
    low, high = corner.min(axis=0), corner.max(axis=0)
    low = np.maximum(low, (left + 2, top + 2))
    high = np.minimum(high, (left + width - 2, top + height - 2))
    frame = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    axes.add_patch(Polygon(frame, closed=True, fill=False, edgecolor=theme.hot, lw=1.6, zorder=7))


def _emptiest_corner(cover: Floats, width: int, height: int) -> tuple[int, int]:
    rows, columns = cover.shape
    gap = round(0.016 * columns)
    places = [
        (left, top) for top in (rows - height - gap, gap) for left in (columns - width - gap, gap)
    ]
    covers = [float(cover[top : top + height, left : left + width].sum()) for left, top in places]
    return places[int(np.argmin(covers))]
