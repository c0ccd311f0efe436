"""A picture: panels one under the other on one sheet, as SVG or PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from scheduler.pictures.pen import DPI, Pen
from scheduler.pictures.theme import THEMES, ThemeName

WIDTH_PX: Final = 1400.0
BORDER_PX: Final = 24.0
BETWEEN_PX: Final = 28.0
HATCH_PX: Final = 0.8


class Panel(Protocol):
    """A drawing of a known height that can stand anywhere on a sheet."""

    @property
    def height_px(self) -> float:
        """The height it needs."""
        ...

    def draw(self, pen: Pen, top_px: float) -> None:
        """Draw it from the left to the right border, ``top_px`` below the sheet's upper edge."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Panels on a sheet 1400 pixels wide; the same values give the same bytes."""

    panels: Sequence[Panel]

    def svg(self, theme: ThemeName = "light") -> bytes:
        """Return the picture as SVG, letters as outlines."""
        return self._saved(theme, "svg")

    def png(self, theme: ThemeName = "light") -> bytes:
        """Return the picture as PNG, twice as fine as it is meant to be shown."""
        return self._saved(theme, "png")

    @property
    def height_px(self) -> float:
        """The height of the sheet."""
        between_px = BETWEEN_PX * (len(self.panels) - 1)
        return 2 * BORDER_PX + between_px + sum(panel.height_px for panel in self.panels)

    def _saved(self, theme: ThemeName, kind: str) -> bytes:
        colours, stream = THEMES[theme], io.BytesIO()
        figure = Figure(figsize=(WIDTH_PX / DPI, self.height_px / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        with mpl.rc_context(
            {
                "svg.hashsalt": "printlab",
                "svg.fonttype": "path",
                "hatch.linewidth": HATCH_PX,
            }
        ):
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
            axes.set_xlim(0, WIDTH_PX)
            axes.set_ylim(self.height_px, 0)
            axes.set_autoscale_on(False)
            axes.axis("off")
            pen, top_px = Pen(axes, colours), BORDER_PX
            for panel in self.panels:
                panel.draw(pen, top_px)
                top_px += panel.height_px + BETWEEN_PX
            figure.savefig(
                stream,
                format=kind,
                dpi=2 * DPI if kind == "png" else DPI,
                facecolor=colours.ground,
                metadata=_NAMELESS[kind],
            )
        return stream.getvalue()


_NAMELESS: Final[dict[str, dict[str, None]]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
}
"""What would tell one day or one version of the library from another."""
