"""Dimension lines, the platform's line, and the outlines of findings, in thin technical strokes."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from slicer_checks.finding import Bounds, Finding
from slicer_checks.pictures.sheet import Sheet
from slicer_checks.pictures.theme import Theme
from slicer_checks.texts import word

Points = NDArray[np.float64]

FONT_PT = (7.0, 11.0)
FONT_SHARE = 100
"""Letters grow with the picture: a picture of 900 pixels has letters of 9 points."""
PIXELS_PER_PT = 0.85
"""Width of a letter at 100 dots per inch, as a share of its size in points."""


def draw_platform(axes: Axes, sheet: Sheet, bounds_mm: Bounds, theme: Theme) -> None:
    """Draw the plate's level as a thin outline around the part's foot."""
    (x_low, y_low, z), (x_high, y_high, _) = bounds_mm
    reach = 0.4 * sheet.gap_mm
    ring = np.array(
        [
            (x_low - reach, y_low - reach, z),
            (x_high + reach, y_low - reach, z),
            (x_high + reach, y_high + reach, z),
            (x_low - reach, y_high + reach, z),
        ]
    )
    foot = sheet.pixels(ring)[:, :2]
    axes.add_patch(
        Polygon(
            foot, closed=True, facecolor=(*theme.line, 0.10), edgecolor=theme.line, lw=0.7, zorder=1
        )
    )


def draw_dimensions(axes: Axes, sheet: Sheet, bounds_mm: Bounds, theme: Theme, lang: str) -> None:
    """Draw width, depth and height beside the box's nearest edges."""
    (x_low, y_low, z_low), (x_high, y_high, z_high) = bounds_mm
    gap = sheet.gap_mm
    front, right, left = np.array([0, -gap, 0]), np.array([gap, 0, 0]), np.array([-gap, 0, 0])
    for start, end, away in (
        ((x_low, y_low, z_low), (x_high, y_low, z_low), front),
        ((x_high, y_low, z_low), (x_high, y_high, z_low), right),
        ((x_low, y_low, z_low), (x_low, y_low, z_high), left),
    ):
        ends = np.array([start, end])
        label = word("length", lang, length_mm=float(np.abs(ends[1] - ends[0]).max()))
        _draw_dimension(axes, sheet.pixels(ends), sheet.pixels(ends + away), label, theme)


def _draw_dimension(axes: Axes, at: Points, line: Points, label: str, theme: Theme) -> None:
    """Draw two extension lines, a line with arrows at both ends, and its label along it."""
    start, end = line[0, :2], line[1, :2]
    for corner, stop in zip(at[:, :2], line[:, :2], strict=True):
        begin, beyond = corner + 0.12 * (stop - corner), corner + 1.08 * (stop - corner)
        axes.plot(*zip(begin, beyond, strict=True), color=theme.line, lw=0.6)
    axes.annotate(
        "",
        xy=tuple(start),
        xytext=tuple(end),
        arrowprops={
            "arrowstyle": "<|-|>,head_length=0.5,head_width=0.13",
            "color": theme.ink,
            "lw": 0.7,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
    _draw_label(axes, at[:, :2].mean(axis=0), line[:, :2], label, theme)


def _draw_label(axes: Axes, inner: Points, line: Points, label: str, theme: Theme) -> None:
    """Write along the line where there is room, else beside it, away from the part."""
    width_px = float(np.ptp(axes.get_xlim()))
    size_pt = float(np.clip(width_px / FONT_SHARE, *FONT_PT))
    across, rise = line[1, 0] - line[0, 0], line[0, 1] - line[1, 1]
    middle = line.mean(axis=0)
    style: dict[str, Any] = {"color": theme.ink, "va": "center", "fontsize": size_pt}
    if np.hypot(across, rise) > PIXELS_PER_PT * size_pt * (len(label) + 3):
        style |= {"ha": "center", "rotation": float(np.degrees(np.arctan2(rise, across)))}
        style |= {"rotation_mode": "anchor"}
        style |= {"bbox": {"facecolor": theme.ground, "edgecolor": "none", "pad": 1.6}}
    else:
        away = (middle - inner) / max(float(np.linalg.norm(middle - inner)), 1e-9)
        middle = middle + 1.2 * size_pt * away
        style["ha"] = "right" if away[0] < 0 else "left"
    axes.text(middle[0], middle[1], label, **style)


def draw_outlines(
    axes: Axes, sheet: Sheet, findings: Iterable[Finding], bottom_mm: float, theme: Theme
) -> None:
    """Draw the outlines that findings point at, through whatever is in front of them."""
    for finding in findings:
        z_mm = finding.where.z_mm
        if z_mm is None:
            continue
        for ring in finding.where.polygons:
            for height_mm in {*z_mm}:
                points = np.array([(x, y, bottom_mm + height_mm) for x, y in ring])
                rim = sheet.pixels(points)[:, :2]
                axes.add_patch(
                    Polygon(
                        rim,
                        closed=True,
                        facecolor=(*theme.hot, 0.30),
                        edgecolor=theme.hot,
                        lw=1.1,
                        zorder=3,
                    )
                )
