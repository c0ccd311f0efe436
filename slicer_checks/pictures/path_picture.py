"""A layer of a toolpath drawn: kinds of vectors by colour or their order, jumps, and findings."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from slicer_checks.finding import Finding
from slicer_checks.pictures.canvas import DPI, letters, png_of
from slicer_checks.pictures.path_layer import KINDS, Drawn, drawn_layer
from slicer_checks.pictures.path_marks import mark, rings_in
from slicer_checks.pictures.theme import THEMES, Rgb, Theme, ThemeName
from slicer_checks.texts import word
from slicer_checks.toolpath import Toolpath

Points = npt.NDArray[np.float64]
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
SHARES: Final = (0.25, 0.75)
"""A layer is drawn at least and at most so high, as shares of the picture's width."""
HEAD_PX, FOOT_PX = 100.0, 62.0
SIDE: Final = 0.07
MARGIN: Final = 0.05
ARROWS: Final = 48
"""At most so many arrows are drawn, on vectors spread evenly over the layer."""
JUMPS_SHOWN: Final = 20_000
TICK_PX: Final = 70.0
"""Numbers along the lower side have so much room each."""


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
    low, high = _seen(drawn, toolpath)
    height_px = _height_px(low, high, look.width_px)
    figure = Figure(figsize=(look.width_px / DPI, height_px / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    foot, head = FOOT_PX / height_px, HEAD_PX / height_px
    axes = figure.add_axes((SIDE, foot, 0.97 - SIDE, 1.0 - foot - head))
    _frame(axes, (low, high), colours)
    _draw(axes, drawn, look)
    rings = list(rings_in(findings, layer))
    for ring in rings:
        mark(axes, ring, colours)
    if not len(drawn.vectors):
        _say_empty(axes, look)
    z_mm = float(toolpath.blocks.layer_z_mm[layer])
    title = word("path_layer", look.lang, layer=layer, layers=len(toolpath), z_mm=z_mm)
    figure.text(
        SIDE,
        1.0 - 40.0 / height_px,
        title,
        color=colours.ink,
        va="center",
        fontproperties=letters(17, strong=True),
    )
    _key(figure, drawn, len(rings), look, height_px)
    return _svg(figure, colours) if svg else png_of(figure, colours)


def _seen(drawn: Drawn, toolpath: Toolpath) -> tuple[Points, Points]:
    """Return the corners of what is seen: the layer, or the whole toolpath where it is empty."""
    points = drawn.vectors.reshape(-1, 2) if len(drawn.vectors) else toolpath.blocks.points_mm
    points = points if len(points) else np.array([(0.0, 0.0), (1.0, 1.0)])
    low, high = points.min(axis=0), points.max(axis=0)
    room = max(float((high - low).max()), 0.5) * MARGIN
    return low - room, high + room


def _height_px(low: Points, high: Points, width_px: int) -> float:
    """Return a height in which the layer fills the width, within limits."""
    wide, tall = (high - low).tolist()
    least, most = (share * width_px for share in SHARES)
    fitting: float = (0.97 - SIDE) * width_px * tall / wide
    return min(max(fitting, least), most) + HEAD_PX + FOOT_PX


def _frame(axes: Axes, seen: tuple[Points, Points], theme: Theme) -> None:
    """Draw the axes round what is seen, in mm."""
    low, high = seen
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect("equal", adjustable="box", anchor="NW")
    axes.set_facecolor(theme.ground)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(theme.line)
    axes.apply_aspect()
    wide_px = float(axes.get_window_extent().width)
    axes.xaxis.set_major_locator(MaxNLocator(int(min(max(wide_px / TICK_PX, 1), 8))))
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


def _say_empty(axes: Axes, look: Look) -> None:
    """Say in the middle that nothing is drawn, for there is nothing."""
    axes.text(
        0.5,
        0.5,
        word("path_no_vectors", look.lang),
        transform=axes.transAxes,
        ha="center",
        color=THEMES[look.theme].ink,
        fontproperties=letters(14),
    )


def _key(figure: Figure, drawn: Drawn, rings: int, look: Look, height_px: float) -> None:
    """Say what the colours are, with how many vectors there are of each, and how many rings."""
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
    if rings:
        label = word("path_ringed", lang, count=rings)
        ring: dict[str, Any] = {"marker": "o", "mfc": "none", "mec": colours.hot, "ms": 10}
        handles.append(Line2D([], [], ls="", label=label, **ring))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(SIDE - 0.008, 1.0 - 58.0 / height_px),
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
