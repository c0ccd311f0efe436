"""Colours of the drawings: steel neutrals, and one hot accent for what needs attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Rgb = tuple[float, float, float]
ThemeName = Literal["light", "dark"]


def _rgb(code: str) -> Rgb:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one theme, as shares of red, green and blue.

    `cut` is metal that a section cuts through; `metal` and `below` are a layer and the one under
    it; maps run from `calm` over `warm` to `hot`; `curve` draws charts and `mark` numbers in them.
    """

    ground: Rgb
    shade: Rgb
    lit: Rgb
    edge: Rgb
    line: Rgb
    ink: Rgb
    hot: Rgb
    hot_shade: Rgb
    cut: Rgb
    metal: Rgb
    below: Rgb
    calm: Rgb
    warm: Rgb
    curve: Rgb
    mark: Rgb


THEMES: Mapping[ThemeName, Theme] = MappingProxyType(
    {
        "light": Theme(
            ground=_rgb("#ffffff"),
            shade=_rgb("#6b7885"),
            lit=_rgb("#e9eef2"),
            edge=_rgb("#27313a"),
            line=_rgb("#8592a0"),
            ink=_rgb("#3a4651"),
            hot=_rgb("#f2660f"),
            hot_shade=_rgb("#a83a06"),
            cut=_rgb("#f6f8fa"),
            metal=_rgb("#9fb0be"),
            below=_rgb("#e6ebef"),
            calm=_rgb("#dfe6eb"),
            warm=_rgb("#ffd9b8"),
            curve=_rgb("#3f5468"),
            mark=_rgb("#c2410c"),
        ),
        "dark": Theme(
            ground=_rgb("#171c22"),
            shade=_rgb("#39444f"),
            lit=_rgb("#b7c3ce"),
            edge=_rgb("#0b0e12"),
            line=_rgb("#697684"),
            ink=_rgb("#c3ced8"),
            hot=_rgb("#ff8a3d"),
            hot_shade=_rgb("#b34d12"),
            cut=_rgb("#252d35"),
            metal=_rgb("#6d8193"),
            below=_rgb("#2a333c"),
            calm=_rgb("#46535f"),
            warm=_rgb("#8d6f55"),
            curve=_rgb("#9fb4c6"),
            mark=_rgb("#ff9550"),
        ),
    }
)
