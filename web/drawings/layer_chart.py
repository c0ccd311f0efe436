"""The chart of cross-section area over height: what each layer of a part asks of the laser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from web.drawings.axis import ticks
from web.drawings.svg import Value, drawing, element, group, line, number, path, rectangle, text

WIDTH, HEIGHT = 720.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 12.0, 22.0, 44.0
MOST_STEPS = 600
"""More steps than this are narrower than a pixel; extremes are kept when layers are joined."""

Floats = npt.NDArray[np.float64]


def plain(value: float) -> str:
    """Write a number without a locale, at most two decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerChartWords:
    """The words of the chart in the page's language, and how that language writes a number."""

    title: str
    description: str
    height: str = "Height z (mm)"
    area: str = "Area per layer (mm²)"
    number: Callable[[float], str] = plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A range of heights to mark, such as the layers of one finding."""

    low_mm: float
    high_mm: float
    label: str
    severity: str = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One row of the table that says the same as the chart: a slab of layers."""

    first_layer: int
    last_layer: int
    low_mm: float
    high_mm: float
    area_min_mm2: float
    area_mean_mm2: float
    area_max_mm2: float


def layer_chart(
    z_mm: Sequence[float] | Floats,
    area_mm2: Sequence[float] | Floats,
    *,
    words: LayerChartWords,
    highlights: Sequence[Highlight] = (),
    identity: str = "layer-chart",
) -> Markup:
    """Draw the area of every layer as a step chart over height, with marked layers behind it.

    The drawing stands in a region that scrolls where the page is narrower than its labels need.
    """
    heights = np.asarray(z_mm, dtype=np.float64)
    areas = np.asarray(area_mm2, dtype=np.float64)
    edges = layer_edges(heights)
    x_ticks, y_ticks = ticks(float(edges[-1]), 8), ticks(float(areas.max(initial=0.0)))
    frame = _Frame(top_mm=max(float(edges[-1]), 1e-9), top_mm2=y_ticks[-1], words=words)
    region: dict[str, Value] = {
        "class": "chart-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-labelledby": f"{identity}-title",
    }
    picture = drawing(
        identity,
        (WIDTH, HEIGHT),
        group("chart-highlights", *(frame.highlight(mark) for mark in highlights)),
        group("chart-grid", *(frame.y_tick(value) for value in y_ticks)),
        *frame.steps(*thin(edges, areas)),
        group(
            "chart-axis",
            *(frame.x_tick(value) for value in x_ticks if value <= frame.top_mm * 1.0001),
            line((LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM), "chart-axis-line"),
            text(WIDTH - RIGHT, HEIGHT - 8, words.height, "chart-unit", "end"),
            text(4, 12, words.area, "chart-unit"),
        ),
        title=words.title,
        description=words.description,
        class_name="chart layer-chart",
    )
    return element("div", region, picture)


def layer_edges(heights_mm: Floats) -> Floats:
    """Give the layers' borders from their slice planes, which lie in the middle of each layer."""
    if heights_mm.size == 0:
        return np.array([0.0, 0.0])
    if heights_mm.size == 1:
        return np.array([0.0, 2 * heights_mm[0]])
    middles = (heights_mm[:-1] + heights_mm[1:]) / 2
    half = (heights_mm[-1] - heights_mm[-2]) / 2
    return np.concatenate(
        ([max(0.0, 2 * heights_mm[0] - middles[0])], middles, [heights_mm[-1] + half])
    )


def thin(edges_mm: Floats, areas_mm2: Floats, most: int = MOST_STEPS) -> tuple[Floats, Floats]:
    """Join layers until at most ``most`` steps are left, keeping each joined slab's extremes.

    A slab becomes two steps, its least and its greatest area, in the order they occur.
    """
    count = areas_mm2.size
    if count <= most:
        return edges_mm, areas_mm2
    starts = np.linspace(0, count, most // 2 + 1).astype(np.intp)
    kept_edges, kept_areas = [float(edges_mm[0])], []
    for first, end in pairwise(starts):
        slab = areas_mm2[first:end]
        low, high = int(slab.argmin()), int(slab.argmax())
        middle = (float(edges_mm[first]) + float(edges_mm[end])) / 2
        kept_edges += [middle, float(edges_mm[end])]
        kept_areas += [float(slab[min(low, high)]), float(slab[max(low, high)])]
    return np.array(kept_edges), np.array(kept_areas)


def layer_summary(
    z_mm: Sequence[float] | Floats, area_mm2: Sequence[float] | Floats, rows: int = 12
) -> tuple[LayerRow, ...]:
    """Say the chart in at most ``rows`` slabs of layers: the equivalent for who cannot see it."""
    heights = np.asarray(z_mm, dtype=np.float64)
    areas = np.asarray(area_mm2, dtype=np.float64)
    edges = layer_edges(heights)
    borders = np.unique(np.linspace(0, areas.size, min(rows, areas.size) + 1).astype(np.intp))
    return tuple(
        LayerRow(
            first_layer=int(first) + 1,
            last_layer=int(end),
            low_mm=float(edges[first]),
            high_mm=float(edges[end]),
            area_min_mm2=float(areas[first:end].min()),
            area_mean_mm2=float(areas[first:end].mean()),
            area_max_mm2=float(areas[first:end].max()),
        )
        for first, end in pairwise(borders)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The chart's scales: millimetres to the right, square millimetres up."""

    top_mm: float
    top_mm2: float
    words: LayerChartWords

    def x(self, z_mm: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * z_mm / self.top_mm

    def y(self, area_mm2: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * area_mm2 / self.top_mm2

    def x_tick(self, z_mm: float) -> Markup:
        x = self.x(z_mm)
        base = HEIGHT - BOTTOM
        return group(
            "chart-tick",
            line((x, base), (x, base + 4), "chart-axis-line"),
            text(x, base + 16, self.words.number(z_mm), "chart-label", "middle"),
        )

    def y_tick(self, area_mm2: float) -> Markup:
        y = self.y(area_mm2)
        return group(
            "chart-tick",
            line((LEFT, y), (WIDTH - RIGHT, y), "chart-grid-line"),
            text(LEFT - 6, y + 3.5, self.words.number(area_mm2), "chart-label", "end"),
        )

    def highlight(self, mark: Highlight) -> Markup:
        low = self.x(min(max(mark.low_mm, 0.0), self.top_mm))
        high = self.x(min(max(mark.high_mm, 0.0), self.top_mm))
        middle, half = (low + high) / 2, max((high - low) / 2, 1.0)
        band = (middle - half, TOP), (2 * half, HEIGHT - BOTTOM - TOP)
        flag = f"M{number(middle - 4)} {number(TOP - 7)}h8l-4 7z"
        return group(
            f"chart-highlight chart-highlight-{mark.severity}",
            Markup("<title>{}</title>").format(mark.label),
            rectangle(*band, "chart-highlight-band"),
            path(flag, "chart-highlight-flag"),
        )

    def steps(self, edges_mm: Floats, areas_mm2: Floats) -> tuple[Markup, Markup]:
        outline = "".join(
            f"V{number(self.y(float(area)))}H{number(self.x(float(edge)))}"
            for area, edge in zip(areas_mm2, edges_mm[1:], strict=False)
        )
        start = f"M{number(self.x(float(edges_mm[0])))} {number(self.y(0.0))}"
        return (
            path(f"{start}{outline}V{number(self.y(0.0))}Z", "chart-area"),
            path(f"{start}{outline}V{number(self.y(0.0))}", "chart-line"),
        )
