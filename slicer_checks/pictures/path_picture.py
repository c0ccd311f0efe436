"""A layer of a toolpath drawn: kinds of vectors by colour or their order, jumps, and findings."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse
from matplotlib.ticker import MaxNLocator

from slicer_checks.finding import Finding
from slicer_checks.pictures.canvas import DPI, letters, png_of
from slicer_checks.pictures.path_layer import KINDS, Drawn, Vectors, drawn_layer
from slicer_checks.pictures.theme import THEMES, Rgb, Theme, ThemeName
from slicer_checks.texts import word
from slicer_checks.toolpath import Toolpath

Colouring = Literal["kind", "order"]

_COLOURS: Final[Mapping[ThemeName, Mapping[str, str]]] = MappingProxyType(
    {
        "light": {
            "contour": "#1b232b",
            "hatch": "#4f7396",
            "up_skin": "#0f8a7a",
            "down_skin": "#a0700f",
            "support": "#8a6fae",
            "point": "#1b232b",
            "jump": "#9aa7b3",
        },
        "dark": {
            "contour": "#eef3f7",
            "hatch": "#86abce",
            "up_skin": "#4fc9b8",
            "down_skin": "#e0b152",
            "support": "#bda4dd",
            "point": "#eef3f7",
            "jump": "#5d6a76",
        },
    }
)
HEIGHT_SHARE: Final = 0.8
MARGIN: Final = 0.05
ARROWS: Final = 48
"""At most so many arrows are drawn, on vectors spread evenly over the layer."""
JUMPS_SHOWN: Final = 20_000
RING: Final = 0.035
"""The least radius of the ring round a finding, as a share of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a layer is drawn.

    Parameters
    ----------
    colouring
        By kind, or from the first vector (calm) to the last (hot).
    """

    colouring: Colouring = "kind"
    theme: ThemeName = "light"
    lang: str = "en"
    width_px: int = 1100


def path_picture(
    toolpath: Toolpath,
    layer: int,
    findings: Sequence[Finding] = (),
    look: Look | None = None,
    *,
    svg: bool = False,
) -> bytes:
    """Draw a layer of a toolpath as PNG or SVG.

    Parameters
    ----------
    layer
        Its number, counted from 0.
    findings
        What a check found: places in this layer are ringed.

    Raises
    ------
    NotAskable
        ``toolpath-layer-unknown`` where the toolpath has no such layer.
    """
    look = look or Look()
    colours, drawn = THEMES[look.theme], drawn_layer(toolpath, layer)
    figure = Figure(figsize=(look.width_px / DPI, HEIGHT_SHARE * look.width_px / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.07, 0.08, 0.9, 0.8))
    _frame(axes, drawn, toolpath, colours)
    _draw(axes, drawn, look)
    for ring in _rings(findings, layer):
        _mark(axes, ring, colours)
    z_mm = float(toolpath.blocks.layer_z_mm[layer])
    title = word("path_layer", look.lang, layer=layer, layers=len(toolpath), z_mm=z_mm)
    figure.text(
        0.07, 0.955, title, color=colours.ink, va="center", fontproperties=letters(17, strong=True)
    )
    _key(figure, drawn, look)
    return _svg(figure, colours) if svg else png_of(figure, colours)


def _frame(axes: Axes, drawn: Drawn, toolpath: Toolpath, theme: Theme) -> None:
    """Set what is seen: the layer, or the whole toolpath where the layer is empty; in mm."""
    points = drawn.vectors.reshape(-1, 2) if len(drawn.vectors) else toolpath.blocks.points_mm
    points = points if len(points) else np.array([(0.0, 0.0), (1.0, 1.0)])
    low, high = points.min(axis=0), points.max(axis=0)
    room = max(float((high - low).max()), 0.5) * MARGIN
    axes.set_xlim(low[0] - room, high[0] + room)
    axes.set_ylim(low[1] - room, high[1] + room)
    axes.set_aspect("equal", adjustable="box", anchor="NW")
    axes.set_facecolor(theme.ground)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(theme.line)
    axes.xaxis.set_major_locator(MaxNLocator(8))
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.tick_params(colors=theme.ink, length=3)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(letters(12))
    axes.set_xlabel("mm", color=theme.ink, fontproperties=letters(12))


def _draw(axes: Axes, drawn: Drawn, look: Look) -> None:
    palette, colours = _COLOURS[look.theme], THEMES[look.theme]
    width = 1.1 if len(drawn.vectors) < 3000 else 0.6  # noqa: PLR2004  many lines are thin ones
    if len(drawn.jumps) <= JUMPS_SHOWN:
        axes.add_collection(
            LineCollection(
                list(drawn.jumps),
                colors=palette["jump"],
                linewidths=0.6,
                linestyles=(0, (3, 3)),
                zorder=1,
            )
        )
    if look.colouring == "order":
        order = LineCollection(list(drawn.vectors), cmap=_ramp(colours), linewidths=width)
        order.set_array(np.arange(len(drawn.vectors)))
        axes.add_collection(order)
    else:
        for number, kind in enumerate(KINDS):
            mine = drawn.vectors[drawn.kinds == number]
            thick = 1.6 * width if kind == "contour" else width
            axes.add_collection(LineCollection(list(mine), colors=palette[kind], linewidths=thick))
    dots = drawn.vectors[drawn.kinds == KINDS.index("point")][:, 0]
    axes.plot(*dots.T, ".", color=palette["point"], ms=3, zorder=3)
    plain = to_hex(colours.ink) if look.colouring == "order" else None
    _arrows(axes, drawn, [plain or palette[kind] for kind in KINDS])


def _ramp(theme: Theme) -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("order", [theme.line, theme.curve, theme.hot])


def _arrows(axes: Axes, drawn: Drawn, colours: Sequence[str]) -> None:
    """Show the direction of some vectors, spread evenly over those that are long enough."""
    lengths = np.hypot(*(drawn.vectors[:, 1] - drawn.vectors[:, 0]).T)
    seen = axes.get_xlim()[1] - axes.get_xlim()[0]
    long = np.flatnonzero(lengths > 0.02 * seen)
    for number in long[:: max(1, -(-len(long) // ARROWS))].tolist():
        start, end = drawn.vectors[number]
        middle = (start + end) / 2
        tip = middle + (end - start) / lengths[number] * 0.012 * seen
        axes.annotate(
            "",
            xy=tuple(tip),
            xytext=tuple(middle),
            arrowprops={
                "arrowstyle": "-|>",
                "color": colours[int(drawn.kinds[number])],
                "lw": 0.6,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 8,
            },
            zorder=4,
        )


def _rings(findings: Sequence[Finding], layer: int) -> Iterator[Vectors]:
    """Yield the corners of each place that findings name in a layer."""
    for finding in findings:
        span = finding.where.layers
        if span is None or not span[0] <= layer <= span[1]:
            continue
        for ring in finding.where.polygons:
            yield np.array(ring)
        if not finding.where.polygons and finding.where.bounds_mm is not None:
            yield np.array(finding.where.bounds_mm)[:, :2]


def _mark(axes: Axes, ring: Vectors, theme: Theme) -> None:
    low, high = ring.min(axis=0), ring.max(axis=0)
    seen = axes.get_xlim()[1] - axes.get_xlim()[0]
    size = np.maximum((high - low) * 1.3, 2 * RING * seen)
    axes.add_patch(
        Ellipse(tuple((low + high) / 2), *size, fill=False, ec=theme.hot, lw=1.8, zorder=5)
    )


def _key(figure: Figure, drawn: Drawn, look: Look) -> None:
    """Say what the colours are, with how many vectors there are of each."""
    palette, colours, lang = _COLOURS[look.theme], THEMES[look.theme], look.lang
    counts = np.bincount(drawn.kinds, minlength=len(KINDS)).tolist()
    rows: list[tuple[str | Rgb, str]] = [
        (palette[kind], word(f"path_{kind}", lang, count=count))
        for kind, count in zip(KINDS, counts, strict=True)
        if count
    ]
    if look.colouring == "order":
        rows = [(colours.line, word("path_first", lang)), (colours.hot, word("path_last", lang))]
    handles = [Line2D([], [], color=colour, lw=2.6, label=label) for colour, label in rows]
    if len(drawn.jumps):
        label = word("path_jump", lang, count=len(drawn.jumps))
        handles.append(Line2D([], [], color=palette["jump"], lw=1, ls=(0, (3, 3)), label=label))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.062, 0.935),
        ncols=4,
        frameon=False,
        prop=letters(12.5),
        labelcolor=colours.ink,
        handlelength=1.6,
        columnspacing=1.6,
    )


def _svg(figure: Figure, theme: Theme) -> bytes:
    """Give a figure as SVG, letters as outlines; the same figure gives the same bytes."""
    stream = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "printlab", "svg.fonttype": "path"}):
        figure.savefig(stream, format="svg", facecolor=theme.ground, metadata={"Date": None})
    return stream.getvalue()
