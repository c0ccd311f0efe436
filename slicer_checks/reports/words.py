"""The words of written reports, in English, Dutch and German."""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from slicer_checks.texts import amount, catalogue, write

SIGNS: Mapping[str, str] = {
    "": "",
    "deg": "°",
    "mm": "mm",
    "mm2": "mm²",
    "mm3": "mm³",
    "um": "µm",
    "%": "%",
    "K": "K",
    "W": "W",
    "s": "s",
    "us": "µs",
    "ms": "ms",
    "mm/s": "mm/s",
    "J/mm3": "J/mm³",
    "W/mK": "W/(m·K)",
    "W/m2K": "W/(m²·K)",
}
"""Units that are written the same in every language."""


class Words:
    """The words of one language, with the numbers in them."""

    def __init__(self, lang: str) -> None:
        catalogue(lang)
        self.lang = lang
        self._rows = _rows(lang)

    def __call__(self, code: str, /, **values: object) -> str:
        """Give a line by its code."""
        return write(self._rows["words"][code], values, self.lang)

    def picture(self, code: str, params: Mapping[str, object]) -> str:
        """Tell what a picture shows."""
        return write(self._rows["pictures"][code], params, self.lang)

    def known(self, code: str) -> str:
        """Give the word of a code, or the code where there is none."""
        return str(self._rows["words"].get(code, code))

    def limit(self, limit_id: str) -> str:
        """Give the name of a limit of a rule pack, or its identity where it has none."""
        return str(self._rows["limits"].get(limit_id, limit_id))

    def number(self, value: float, digits: int = 3) -> str:
        """Write a number with the digits that matter."""
        return amount(value, self.lang, digits)

    def quantity(self, value: float, unit: str) -> str:
        """Write a number with its unit; a degree sign stands close."""
        if unit == "deg":
            return write(
                "{n:.0f}°" if value == round(value) else "{n:.1f}°", {"n": value}, self.lang
            )
        row = self._rows["units"].get(unit)
        name = SIGNS.get(unit, unit) if row is None else write(row, {"n": value}, self.lang)
        return f"{self.number(value)}\u00a0{name}".rstrip("\u00a0")

    def knows(self, unit: str) -> bool:
        """Tell whether there is a word or a sign for a unit."""
        return unit in SIGNS or unit in self._rows["units"]

    def duration(self, seconds: float) -> str:
        """Write a time in hours and minutes, or in seconds below two minutes."""
        if seconds < 120:  # noqa: PLR2004 (two minutes)
            return self("seconds", seconds=seconds)
        hours, minutes = divmod(round(seconds / 60), 60)
        if hours == 0:
            return self("minutes", minutes=minutes)
        return self("hours_minutes", hours=hours, minutes=minutes)


@functools.cache
def _rows(lang: str) -> Mapping[str, Any]:
    path = resources.files("slicer_checks").joinpath(f"data/report/{lang}.toml")
    return tomllib.loads(path.read_text("utf-8"))
