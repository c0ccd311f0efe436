"""What all drawings are made of: fields, lines, rings and letters, in pixels from the top left."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path

from scheduler.pictures.theme import Rgb, Theme

DPI: Final = 100
PT_PER_PX: Final = 72 / DPI

_FONTS: Final = resources.files("scheduler").joinpath("data/fonts")
for _name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
    fontManager.addfont(str(_FONTS.joinpath(_name)))

FAMILY: Final = ["Inter", "DejaVu Sans"]
"""The house's typeface, and matplotlib's own for letters that it lacks."""
STRONG: Final = "Inter Semi Bold"
OURS: Final = 0x180
"""Our typeface has the letters before this one."""
TEXT_PX: Final = 12.5
SMALL_PX: Final = 11.0
LEAST_LETTERS: Final = 2
MEASURED: Final = 4096
"""Texts whose width is remembered."""
UNKNOWN: Final = "\N{WHITE SQUARE}"
AROUND_PX: Final = 2.2
LAYER: Final = 2
"""Everything lies in one layer: what is drawn later covers what was drawn before."""

Spot = tuple[float, float]
Style = dict[str, Any]
"""How something is drawn, by the names of matplotlib."""


@cache
def letters(size_px: float, *, strong: bool = False, ours: bool = True) -> FontProperties:
    """Return the typeface at a size; ``ours`` says whether the house's has all letters."""
    if not strong:
        return FontProperties(family=FAMILY, size=size_px * PT_PER_PX)
    family, weight = (STRONG, 600) if ours else (FAMILY[1], 700)
    return FontProperties(family=family, weight=weight, size=size_px * PT_PER_PX)


@cache
def _known() -> frozenset[int]:
    """Return the letters that our typefaces have."""
    faces = (get_font(findfont(FontProperties(family=family))) for family in FAMILY)
    return frozenset(letter for face in faces for letter in face.get_charmap())


def legible(text: str) -> str:
    """Return a text with a box for each letter that no typeface here has, in one line."""
    known = _known()
    line = " ".join(text.split())
    return "".join(letter if ord(letter) in known else UNKNOWN for letter in line)


@lru_cache(maxsize=MEASURED)
def width_px(text: str, size_px: float = TEXT_PX) -> float:
    """Return how wide a text is."""
    width_pt, _, _ = text_to_path.get_text_width_height_descent(
        legible(text), letters(size_px), ismath=False
    )
    return float(width_pt) / PT_PER_PX


def shortened(text: str, room_px: float, size_px: float = TEXT_PX) -> str:
    """Return a text as it fits into some width, its end left out; empty where nothing fits."""
    if width_px(text, size_px) <= room_px:
        return text
    kept = bisect_left(range(len(text)), room_px, key=lambda n: width_px(f"{text[:n]}…", size_px))
    return f"{text[: kept - 1].rstrip(' ,')}…" if kept > LEAST_LETTERS else ""


class Pen:
    """Draws on one sheet in one theme."""

    def __init__(self, axes: Axes, theme: Theme) -> None:
        self._axes = axes
        self.theme = theme
        self._names: Counter[str] = Counter()

    def field(self, corner: Spot, size: Spot, fill: Rgb | None, **style: Any) -> None:  # noqa: ANN401  matplotlib's own
        """Fill a rectangle from its upper left corner; ``style`` as matplotlib's patches take it.

        ``edge`` is the colour of its outline, ``lw`` its width; ``name`` with a
        number is its id in an SVG.
        """
        self._patch(Rectangle(corner, *size), fill, **style)

    def rings(self, rings: Sequence[Sequence[Spot]], fill: Rgb | None, **style: Any) -> None:  # noqa: ANN401  matplotlib's own
        """Fill what lies inside an odd number of rings: an outline with its holes."""
        closed = [np.array([*ring, ring[0]]) for ring in rings]
        path = Path.make_compound_path(*(Path(ring, closed=True) for ring in closed))
        self._patch(PathPatch(path), fill, **style)

    def line(self, points: Sequence[Spot], colour: Rgb, width: float = 0.8, **style: Any) -> None:  # noqa: ANN401  matplotlib's own
        """Draw a line through points."""
        name = style.pop("name", None)
        lines = self._axes.plot(
            *zip(*points, strict=True),
            **{"color": colour, "lw": width, "solid_capstyle": "butt", "zorder": LAYER, **style},
        )
        lines[0].set_gid(self._named(name))

    def text(
        self,
        spot: Spot,
        words: str,
        size_px: float = TEXT_PX,
        *,
        strong: bool = False,
        **style: Any,  # noqa: ANN401  matplotlib's own
    ) -> None:
        """Write words, vertically centred on a spot and from it to the right unless told.

        ``around`` is a colour that keeps lines away from the letters.
        """
        words = legible(words)
        ours = all(ord(letter) < OURS for letter in words)
        properties = letters(size_px, strong=strong, ours=ours)
        around = style.pop("around", None)
        if around is not None:
            style["path_effects"] = [withStroke(linewidth=AROUND_PX, foreground=around)]
        drawn = {"color": self.theme.ink, "va": "center_baseline", "zorder": LAYER, **style}
        # A dollar sign is a dollar sign: names are no formulas.
        self._axes.text(*spot, words, fontproperties=properties, parse_math=False, **drawn)

    def _named(self, name: str | None) -> str | None:
        """Return a name as an id, which no two things on a sheet have in common."""
        if name is None:
            return None
        self._names[name] += 1
        return f"{name}.{self._names[name]}"

    def _patch(self, patch: Rectangle | PathPatch, fill: Rgb | None, **style: Any) -> None:  # noqa: ANN401  matplotlib's own
        edge: Rgb | Literal["none"] = style.pop("edge", "none")
        patch.set_gid(self._named(style.pop("name", None)))
        patch.set(facecolor=fill or "none", edgecolor=edge, **{"lw": 0.0, "zorder": LAYER, **style})
        self._axes.add_patch(patch)
