"""The canvas of every picture: a figure without margins, one typeface, and its bytes."""

import io
from importlib import resources
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from numpy.typing import ArrayLike

from slicer_checks.pictures.theme import Theme

DPI: Final = 100
PT_PER_PX: Final = 72 / DPI

_FONTS: Final = resources.files("slicer_checks").joinpath("data/fonts")
for _name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
    fontManager.addfont(str(_FONTS.joinpath(_name)))

FAMILY: Final = ["Inter", "DejaVu Sans"]
"""Our typeface, and matplotlib's own for letters that ours lacks."""
STRONG: Final = "Inter Semi Bold"
PACKED: Final = 4
"""How hard PNG are packed, of 9: beyond this, time grows and files hardly shrink."""


def blank(width_px: float, height_px: float) -> tuple[Figure, Axes]:
    """Make a figure of a size, and axes over all of it that count in pixels from the top left."""
    figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width_px)
    axes.set_ylim(height_px, 0)
    axes.set_autoscale_on(False)
    axes.axis("off")
    return figure, axes


def letters(size_px: float, *, strong: bool = False) -> FontProperties:
    """Give the typeface at a size."""
    size_pt = size_px * PT_PER_PX
    if strong:
        return FontProperties(family=STRONG, weight=600, size=size_pt)
    return FontProperties(family=FAMILY, size=size_pt)


def place_image(
    axes: Axes, image: ArrayLike, extent: tuple[float, float, float, float], zorder: float = 2
) -> None:
    """Lay an image of colours on a canvas, pixel on pixel."""
    axes.imshow(image, extent=extent, interpolation="nearest", zorder=zorder)


def png_of(figure: Figure, theme: Theme) -> bytes:
    """Give a figure as PNG; the same figure gives the same bytes."""
    stream = io.BytesIO()
    figure.savefig(
        stream,
        format="png",
        dpi=DPI,
        facecolor=theme.ground,
        metadata={"Software": None},
        pil_kwargs={"compress_level": PACKED},
    )
    return stream.getvalue()
