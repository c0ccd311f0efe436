"""Colours of the drawings: steel neutrals, a hue per material, one hot accent for what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Rgb = tuple[float, float, float]
ThemeName = Literal["light", "dark"]


def _rgb(code: str) -> Rgb:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Return a colour that is ``share`` of the first and the rest of the second."""
    red, green, blue = (
        share * one + (1 - share) * other for one, other in zip(first, second, strict=True)
    )
    return red, green, blue


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one theme, as shares of red, green and blue.

    ``ground`` is the sheet and staffed time, ``closed`` time when nobody is there; ``line`` and
    ``strong`` are rules; ``ink`` and ``muted`` letters; ``hot`` is for what is late; ``materials``
    are hues by the materials' plain names.
    """

    ground: Rgb
    closed: Rgb
    line: Rgb
    strong: Rgb
    ink: Rgb
    muted: Rgb
    hot: Rgb
    hot_ink: Rgb
    materials: Mapping[str, Rgb]

    def hue(self, material: str) -> Rgb:
        """Return the hue of a material; an unusual one wears the neutral one."""
        plain = "".join(letter for letter in material.lower() if letter.isalnum() or letter == ".")
        return self.materials[KNOWN.get(plain, "other")]


KNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "316l": "316l",
        "1.4404": "316l",
        "ti6al4v": "ti64",
        "ti64": "ti64",
        "ti6al4veli": "ti64",
        "alsi10mg": "alsi10mg",
        "in718": "in718",
        "inconel718": "in718",
        "ms1": "ms1",
        "maraging": "ms1",
        "1.2709": "ms1",
        "maragingsteel": "ms1",
    }
)
"""The usual L-PBF metals, by the names that labs write on their powder, as on the site."""

THEMES: Final[Mapping[ThemeName, Theme]] = MappingProxyType(
    {
        "light": Theme(
            ground=_rgb("#ffffff"),
            closed=_rgb("#e9edf0"),
            line=_rgb("#d5dce2"),
            strong=_rgb("#8592a0"),
            ink=_rgb("#161b20"),
            muted=_rgb("#52606d"),
            hot=_rgb("#e8590c"),
            hot_ink=_rgb("#c2410c"),
            materials=MappingProxyType(
                {
                    "316l": _rgb("#5b7f9f"),
                    "ti64": _rgb("#7a6fa8"),
                    "alsi10mg": _rgb("#4f9188"),
                    "in718": _rgb("#a0764a"),
                    "ms1": _rgb("#8a8f52"),
                    "other": _rgb("#7d8894"),
                }
            ),
        ),
        "dark": Theme(
            ground=_rgb("#171c22"),
            closed=_rgb("#232b33"),
            line=_rgb("#2f3943"),
            strong=_rgb("#697684"),
            ink=_rgb("#e7ecf0"),
            muted=_rgb("#a3b0bc"),
            hot=_rgb("#ff7a2b"),
            hot_ink=_rgb("#ff9550"),
            materials=MappingProxyType(
                {
                    "316l": _rgb("#7fa5c6"),
                    "ti64": _rgb("#a79cd6"),
                    "alsi10mg": _rgb("#77bbb1"),
                    "in718": _rgb("#cfa273"),
                    "ms1": _rgb("#b9be7c"),
                    "other": _rgb("#9aa6b2"),
                }
            ),
        ),
    }
)
