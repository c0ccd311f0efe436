"""Sentences for people: one catalogue per language, one sentence per code.

Codes and parameters travel in results and errors; sentences are made here and nowhere else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "nl", "de")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the sentences of one language by code; an unknown language reads as English."""
    name = lang if lang in LANGUAGES else LANGUAGES[0]
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def sentence(code: str, params: Mapping[str, object], lang: str = "en") -> str:
    """Return the one sentence of a code in a language, with its parameters filled in.

    A horizon is told in hours from now (``horizon_h``), unless it is given as a text: ticks are
    nobody's words.
    """
    shown = {name: _shown(value) for name, value in params.items()}
    if "horizon_h" in params and not isinstance(params.get("horizon"), str):
        shown["horizon"] = sentence("horizon-hours", {"hours": params["horizon_h"]}, lang)
    return catalogue(lang)[code].format_map(shown)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def decimal(value: float, lang: str = "en") -> str:
    """Return a number as a language writes it: ``12,345.5`` in English, else ``12.345,5``."""
    english = f"{value:,.10g}"
    if lang not in LANGUAGES or lang == LANGUAGES[0]:
        return english
    return english.translate(str.maketrans(",.", ".,"))
