"""Dimension lines, the platform's line, and the outlines of findings, in thin technical strokes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Polygon
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from slicer_checks.finding import Bounds, Finding
from slicer_checks.pictures.canvas import PT_PER_PX, letters
from slicer_checks.pictures.sheet import Sheet
from slicer_checks.pictures.theme import Theme
from slicer_checks.texts import word

Points = NDArray[np.float64]


PLATFORM_REACH: Final = 0.4
"""How far the platform's outline goes beyond the part's box, as a share of the dimensions' gap."""
ROOM_LETTERS: Final = 2.0
"""A label stands in its line where the line is longer than the label by this much."""
BESIDE_LETTERS: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dimension:
    """A length to draw: its ends on the part's box, the way out from there, its label.

    `side` is where the label stands when the line is too short to hold it.
    """

    ends_mm: Points
    outward: Points
    text: str
    side: Literal["below", "right", "left"]

    def line(self, sheet: Sheet) -> Points:
        """Give the two ends (column, row) of the dimension line."""
        return sheet.pixels(self.ends_mm + sheet.gap_mm * self.outward)[:, :2]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Label:
    """A text with its middle, its turn, and the four corners of its box, in pixels."""

    text: str
    middle: Points
    rotation_deg: float
    corners: Points


def dimensions_of(bounds_mm: Bounds, lang: str) -> tuple[Dimension, ...]:
    """Give width, depth and height of a box, at its edges nearest to the eye."""
    low, high = (np.array(corner) for corner in bounds_mm)
    names: tuple[tuple[Literal["below", "right", "left"], Points, tuple[int, int, int]], ...] = (
        ("below", low, (0, -1, 0)),
        ("right", np.array([high[0], low[1], low[2]]), (1, 0, 0)),
        ("left", low, (-1, 0, 0)),
    )
    return tuple(
        Dimension(
            ends_mm=np.array([start, np.where(np.arange(3) == axis, high, start)]),
            outward=np.array(outward, dtype=np.float64),
            text=word("length", lang, length_mm=float(high[axis] - low[axis])),
            side=side,
        )
        for axis, (side, start, outward) in enumerate(names)
    )


def platform_ring(sheet: Sheet, bounds_mm: Bounds) -> Points:
    """Give the platform's outline around the part's foot (column, row)."""
    (x_low, y_low, z), (x_high, y_high, _) = bounds_mm
    reach = PLATFORM_REACH * sheet.gap_mm
    ring = [
        (x_low - reach, y_low - reach, z),
        (x_high + reach, y_low - reach, z),
        (x_high + reach, y_high + reach, z),
        (x_low - reach, y_high + reach, z),
    ]
    return sheet.pixels(np.array(ring))[:, :2]


def label_of(sheet: Sheet, dimension: Dimension) -> Label:
    """Place a label in its line where there is room, else beside the line, away from the part."""
    start, end = line = dimension.line(sheet)
    across, rise = end[0] - start[0], start[1] - end[1]
    letter = sheet.letter_px
    half = np.array([_width_letters(dimension.text) * letter, letter]) / 2
    rotation_deg, middle = 0.0, line.mean(axis=0)
    beside = BESIDE_LETTERS * letter
    if np.hypot(across, rise) > 2 * half[0] + ROOM_LETTERS * letter:
        rotation_deg = float(np.degrees(np.arctan2(rise, across)))
    elif dimension.side == "below":
        middle[1] = line[:, 1].max() + beside + half[1]
    elif dimension.side == "right":
        middle[0] = line[:, 0].max() + beside + half[0]
    else:
        middle[0] = line[:, 0].min() - beside - half[0]
    turn = np.radians(rotation_deg)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    corners = middle + (signs * half) @ axes
    return Label(text=dimension.text, middle=middle, rotation_deg=rotation_deg, corners=corners)


@cache
def _width_letters(text: str) -> float:
    """Give the width of a text as a multiple of its letters' size."""
    return float(TextPath((0, 0), text, prop=letters(1 / PT_PER_PX)).get_extents().width)


def draw_platform(axes: Axes, sheet: Sheet, bounds_mm: Bounds, theme: Theme) -> None:
    """Draw the plate's level as a thin outline around the part's foot."""
    axes.add_patch(
        Polygon(
            platform_ring(sheet, bounds_mm),
            closed=True,
            facecolor=(*theme.line, 0.10),
            edgecolor=theme.line,
            lw=0.7,
            zorder=1,
        )
    )


def draw_dimension(axes: Axes, sheet: Sheet, dimension: Dimension, theme: Theme) -> None:
    """Draw two extension lines, a line with arrows at both ends, and its label."""
    line = dimension.line(sheet)
    for corner, stop in zip(sheet.pixels(dimension.ends_mm)[:, :2], line, strict=True):
        begin, beyond = corner + 0.12 * (stop - corner), corner + 1.12 * (stop - corner)
        axes.plot(*zip(begin, beyond, strict=True), color=theme.line, lw=0.8)
    axes.annotate(
        "",
        xy=tuple(line[0]),
        xytext=tuple(line[1]),
        arrowprops={
            "arrowstyle": "<|-|>,head_length=0.5,head_width=0.16",
            "color": theme.ink,
            "lw": 0.9,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
    label = label_of(sheet, dimension)
    axes.text(
        label.middle[0],
        label.middle[1],
        label.text,
        color=theme.ink,
        ha="center",
        va="center",
        fontproperties=letters(sheet.letter_px),
        rotation=label.rotation_deg,
        rotation_mode="anchor",
        bbox={"facecolor": theme.ground, "edgecolor": "none", "pad": 1.6},
    )


def draw_outlines(
    axes: Axes, sheet: Sheet, findings: Iterable[Finding], bottom_mm: float, theme: Theme
) -> None:
    """Draw the outlines that findings point at, through whatever is in front of them.

    An outline that reaches over some height stands as a body: its foot, its top and its sides.
    """
    for finding in findings:
        if finding.where.z_mm is None:
            continue
        low_mm, high_mm = (bottom_mm + height_mm for height_mm in finding.where.z_mm)
        for ring in finding.where.polygons:
            foot, top = (
                sheet.pixels(np.column_stack([ring, np.full(len(ring), z_mm)]))[:, :2]
                for z_mm in (low_mm, high_mm)
            )
            axes.add_collection(_sides(foot, top, theme))
            for rim in (foot, top):
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


def _sides(foot: Points, top: Points, theme: Theme) -> PolyCollection:
    """Give the faces between an outline's foot and its top."""
    next_foot, next_top = np.roll(foot, -1, axis=0), np.roll(top, -1, axis=0)
    walls = np.stack([foot, next_foot, next_top, top], axis=1)
    return PolyCollection(list(walls), facecolor=(*theme.hot, 0.12), edgecolor="none", zorder=3)
