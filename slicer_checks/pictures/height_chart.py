"""Charts over the height of a part: what each layer asks for, with marks where findings are."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from slicer_checks.pictures.canvas import DPI, letters
from slicer_checks.pictures.theme import THEMES, Theme, ThemeName
from slicer_checks.texts import amount

Floats = NDArray[np.float64]

WIDTH_PX: Final = 1000
HEIGHT_PX: Final = 420
LETTER_PX: Final = 14.0
MOST_STEPS: Final = 700
"""More steps than this are finer than the picture; joined layers keep their largest value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One chart: what it shows, in words with the unit, and the value of each layer."""

    title: str
    values: Floats
    is_hot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A range of heights to mark, with the number that the report gives the finding."""

    low_mm: float
    high_mm: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeightChart:
    """Charts side by side over one height; up in the chart is up in the part.

    Parameters
    ----------
    z_mm
        The plane of each layer above the part's bottom.
    marks
        Heights of findings: a band through all charts, numbered at the right.
    axis_title
        Words for the height's axis.
    """

    z_mm: Floats
    columns: Sequence[Column]
    marks: Sequence[Mark]
    axis_title: str
    lang: str = "en"

    def svg(self, theme: ThemeName = "light") -> str:
        """Give the charts as SVG, letters as outlines."""
        return _svg(self._figure(THEMES[theme]), THEMES[theme])

    def png(self, theme: ThemeName = "light") -> bytes:
        """Give the charts as PNG."""
        return _png(self._figure(THEMES[theme]), THEMES[theme])

    def _figure(self, colours: Theme) -> Figure:
        figure = Figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        top_mm = float(self.z_mm[-1] + self.z_mm[0]) if len(self.z_mm) else 1.0
        left, right, gap = 0.075, 0.055, 0.03
        width = (1 - left - right - gap * (len(self.columns) - 1)) / len(self.columns)
        for place, column in enumerate(self.columns):
            axes = figure.add_axes((left + place * (width + gap), 0.1, width, 0.78))
            _draw(axes, self.z_mm, column, colours, self.lang)
            _frame(axes, top_mm, colours)
            for mark in self.marks:
                axes.axhspan(*_band(mark, top_mm), color=colours.hot, alpha=0.13, lw=0, zorder=1)
            axes.tick_params(labelleft=place == 0)
        title = letters(LETTER_PX)
        figure.axes[0].set_ylabel(self.axis_title, color=colours.ink, fontproperties=title)
        _number(figure.axes[-1], self.marks, top_mm, colours)
        return figure


def _draw(axes: Axes, z_mm: Floats, column: Column, theme: Theme, lang: str) -> None:
    heights, values = _joined(z_mm, np.nan_to_num(column.values))
    half = (heights[1] - heights[0]) / 2 if len(heights) > 1 else 0.0
    edges = np.append(heights - half, heights[-1] + half) if len(heights) else np.zeros(1)
    line = theme.hot if column.is_hot else theme.curve
    axes.stairs(
        values,
        edges,
        orientation="horizontal",
        fill=True,
        facecolor=(*line, 0.22),
        edgecolor="none",
        zorder=2,
    )
    axes.stairs(values, edges, orientation="horizontal", color=line, lw=1.1, zorder=3)
    axes.set_xlim(0, max(float(values.max(initial=0.0)) * 1.06, 1e-9))
    axes.set_title(
        column.title, loc="left", color=theme.ink, fontproperties=letters(LETTER_PX, strong=True)
    )
    axes.xaxis.set_major_locator(MaxNLocator(4, min_n_ticks=3))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(float(value), lang)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(float(value), lang)))


def _joined(z_mm: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Join layers until a step is no finer than the picture; the largest value stands for all."""
    step = -(-len(values) // MOST_STEPS)
    if step <= 1:
        return z_mm, values
    starts = np.arange(0, len(values), step)
    middles = np.add.reduceat(z_mm, starts) / np.diff(np.append(starts, len(z_mm)))
    middles[-1] = middles[-2] + (middles[1] - middles[0]) if len(middles) > 1 else middles[-1]
    return middles, np.maximum.reduceat(values, starts)


def _frame(axes: Axes, top_mm: float, theme: Theme) -> None:
    axes.set_ylim(0, top_mm)
    axes.patch.set_alpha(0)
    axes.grid(visible=True, color=(*theme.line, 0.28), lw=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(color=theme.line, lw=0.9)
    axes.tick_params(color=theme.line, labelcolor=theme.ink, length=3)
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set_fontproperties(letters(LETTER_PX - 1))


def _band(mark: Mark, top_mm: float) -> tuple[float, float]:
    """Give a mark's heights, at least as thick as a line."""
    least = 0.006 * top_mm
    middle, half = (mark.low_mm + mark.high_mm) / 2, (mark.high_mm - mark.low_mm) / 2
    return middle - max(half, least / 2), middle + max(half, least / 2)


def _number(axes: Axes, marks: Sequence[Mark], top_mm: float, theme: Theme) -> None:
    """Write the findings' numbers beside the last chart, apart from each other."""
    spacing = 1.5 * LETTER_PX / (0.73 * HEIGHT_PX) * top_mm
    at_mm = -spacing
    for height_mm, label in _by_height(marks):
        at_mm = max(height_mm, at_mm + spacing)
        axes.annotate(
            label,
            xy=(1.0, height_mm),
            xytext=(1.03, at_mm),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            va="center",
            color=theme.mark,
            fontproperties=letters(LETTER_PX - 1, strong=True),
            arrowprops={"arrowstyle": "-", "color": theme.hot, "lw": 0.8, "shrinkB": 0},
            annotation_clip=False,
        )


def _by_height(marks: Sequence[Mark]) -> list[tuple[float, str]]:
    """Give each height once with all its labels, from low to high."""
    together: dict[float, list[str]] = {}
    for mark in marks:
        together.setdefault(round((mark.low_mm + mark.high_mm) / 2, 1), []).append(mark.label)
    return [(height, ", ".join(dict.fromkeys(names))) for height, names in sorted(together.items())]


def _svg(figure: Figure, theme: Theme) -> str:
    """Give a figure as SVG, letters as outlines; the same figure gives the same text."""
    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "printlab", "svg.fonttype": "path"}):
        figure.savefig(
            stream,
            format="svg",
            facecolor=theme.ground,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return stream.getvalue()


def _png(figure: Figure, theme: Theme) -> bytes:
    """Give a figure as PNG, twice as fine as it is meant to be shown."""
    stream = io.BytesIO()
    figure.savefig(
        stream,
        format="png",
        dpi=2 * DPI,
        facecolor=theme.ground,
        metadata={"Software": None},
    )
    return stream.getvalue()
