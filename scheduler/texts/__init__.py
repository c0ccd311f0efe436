"""Sentences for people: one catalogue per language, one sentence per code.

Codes and parameters travel in results and errors; sentences are made here and nowhere else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "nl", "de")

COUNTS = ("count", "copies", "heads")
"""Parameters of which a sentence may have another form, under its code and ``-1``, for one."""

DIGITS = 6
"""How many digits of a number a sentence shows: to the micrometre for what fits on a platform."""

DAY_MIN = 24 * 60
HOUR_MIN = 60


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the sentences of one language by code; an unknown language reads as English."""
    name = lang if lang in LANGUAGES else LANGUAGES[0]
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def sentence(code: str, params: Mapping[str, object], lang: str = "en") -> str:
    """Return the one sentence of a code in a language, with its parameters filled in.

    Numbers have the language's decimal mark, hours (``needed_h``) are told in days, hours and
    minutes. A horizon is told from now (``horizon_h``), unless it is given as a text: ticks are
    nobody's words.
    """
    shown = {name: _shown(value, lang) for name, value in params.items()} | _hours(params, lang)
    if "horizon_h" in params and not isinstance(params.get("horizon"), str):
        shown["horizon"] = sentence("horizon-hours", {"after_h": params["horizon_h"]}, lang)
    return catalogue(lang)[_form(code, params, lang)].format_map(shown)


def _form(code: str, params: Mapping[str, object], lang: str) -> str:
    """Return the code of a sentence's form for one, where it is told of one and has such a form."""
    one = f"{code}-1"
    return one if one in catalogue(lang) and any(params.get(n) == 1 for n in COUNTS) else code


def _shown(value: object, lang: str) -> str:
    return number(value, lang) if isinstance(value, float) else str(value)


def _hours(params: Mapping[str, object], lang: str) -> dict[str, str]:
    """Return hours as durations, to the minute where they would else be told alike."""
    minutes = {
        name: value * HOUR_MIN
        for name, value in params.items()
        if name.endswith("_h") and isinstance(value, int | float)
    }
    told = {name: duration(value, lang) for name, value in minutes.items()}
    if len(set(told.values())) < len(set(minutes.values())):
        exact = partial(duration, lang=lang, exact=True)
        return {name: exact(value) for name, value in minutes.items()}
    return told


def duration(minutes: float, lang: str = "en", *, exact: bool = False) -> str:
    """Return minutes in words: ``3 d 4 h``, ``4 h 30 min`` or ``12 min``.

    Where there are days, minutes are told of an exact one only.
    """
    days, rest = divmod(round(minutes), DAY_MIN)
    hours, left = divmod(rest, HOUR_MIN)
    amounts = {"d": days, catalogue(lang)["moment-hour"]: hours}
    if exact or not days:
        amounts["min"] = left
    told = [f"{amount} {unit}" for unit, amount in amounts.items() if amount]
    return " ".join(told) or "0 min"


def number(value: float, lang: str = "en", digits: int = DIGITS) -> str:
    """Return a number with so many digits as a language writes it, never as a power of ten.

    ``1234.5`` in English, else ``1234,5``; whole numbers have all of their digits.
    """
    rounded = f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"
    return _marked(f"{Decimal(rounded):f}", lang)


def tenths(value: float, lang: str = "en") -> str:
    """Return a number to one decimal, which is told where it is none, too."""
    return _marked(f"{value:.1f}", lang)


def decimal(value: float, lang: str = "en") -> str:
    """Return a number as a language writes it: ``12,345.5`` in English, else ``12.345,5``."""
    english = f"{value:,.10g}"
    return english if _is_english(lang) else english.translate(str.maketrans(",.", ".,"))


def _marked(english: str, lang: str) -> str:
    return english if _is_english(lang) else english.replace(".", ",")


def _is_english(lang: str) -> bool:
    return lang not in LANGUAGES or lang == LANGUAGES[0]
