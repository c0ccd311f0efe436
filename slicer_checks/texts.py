"""Sentences for people, in English, Dutch and German: from codes and numbers, never stored."""

import functools
import math
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from slicer_checks.errors import NotAskable, SlicerChecksError
from slicer_checks.finding import Finding

LANGUAGES = ("en", "nl", "de")

PROCESS_ERROR_CODES = (
    "machine-unknown",
    "material-unknown",
    "language-unknown",
    "limit-unknown",
    "rules-unreadable",
    "rules-invalid",
)
"""Codes of `NotAskable` that materials, machines, rule packs and texts raise."""

_PLURAL = "one|"
_NTH = "nth"
_GAP = "…"

_SEPARATORS = {
    "en": str.maketrans({}),
    "nl": str.maketrans(",.", ".,"),
    "de": str.maketrans(",.", ".,"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a person reads about a finding: what it is, why it matters, how to mend it."""

    title: str
    why: str
    fix: str


class _Numbers(string.Formatter):
    """Formats a template; numbers are written as the language writes them."""

    def __init__(self, lang: str) -> None:
        self.separators = _SEPARATORS[lang]

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as in the base
        """Give a value; one that a finding of an earlier version does not have shows as a gap."""
        return (
            kwargs.get(key, _GAP) if isinstance(key, str) else super().get_value(key, args, kwargs)
        )

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as in the base
        """Write one value; a number without a format keeps three digits that matter.

        A format ``one|island|islands`` gives the first word for 1 and the second for the rest;
        ``nth`` counts from 1 what a program counts from 0, such as layers.
        """
        if format_spec == _NTH and isinstance(value, int):
            return self.format_field(value + 1, "")
        if format_spec.startswith(_PLURAL):
            one, many = format_spec.removeprefix(_PLURAL).split("|")
            return one if value == 1 else many
        if isinstance(value, list | tuple):
            return ", ".join(str(item) for item in value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        if not format_spec:
            format_spec = ",d" if isinstance(value, int) else ",.3g"
        return format(value, format_spec).translate(self.separators)


def render(finding: Finding, lang: str = "en") -> Text:
    """Tell a finding to a person in English (en), Dutch (nl) or German (de).

    Where the finding's parameters name a variant, its text is taken where there is one.

    Raises
    ------
    NotAskable
        ``language-unknown`` for another language.
    """
    rows: Mapping[str, str] = catalogue(lang)["findings"][finding.code]
    values = {**finding.params, "value": finding.value, "limit": finding.limit}
    if "content" in values:
        values["content"] = content_word(str(values["content"]), lang)
    write = _Numbers(lang).vformat
    variant = finding.params.get("variant", "")
    chosen = {name: rows.get(f"{name}_{variant}", rows[name]) for name in ("title", "why", "fix")}
    return Text(**{name: write(text, (), values) for name, text in chosen.items()})


def render_error(error: SlicerChecksError, lang: str = "en") -> str:
    """Tell in one sentence why something could not be read or asked."""
    template: str = catalogue(lang)["errors"][error.code]
    return _Numbers(lang).vformat(template, (), error.params)


def word(code: str, lang: str = "en", /, **values: object) -> str:
    """Give a line of a summary or an estimate by its code."""
    template: str = catalogue(lang)["words"][code]
    return _Numbers(lang).vformat(template, (), values)


def content_word(content: str, lang: str = "en") -> str:
    """Give the name of something that a file holds beside what is read; unknown ones stay."""
    known: Mapping[str, str] = catalogue(lang)["contents"]
    return known.get(content, content)


def sources_in(sources: Sequence[str], lang: str = "en") -> list[str]:
    """Give the names of sources; a title stays as it is, our own proposals are said in words."""
    known: Mapping[str, str] = catalogue(lang)["sources"]
    return [known.get(source, source) for source in sources]


def write(template: str, values: Mapping[str, object], lang: str = "en") -> str:
    """Put numbers and words into a template, as a language writes them."""
    return _Numbers(lang).vformat(template, (), values)


def amount(value: float, lang: str = "en", digits: int = 3) -> str:
    """Write a number with the digits that matter, never with an exponent, zeros at its end cut.

    Parameters
    ----------
    digits
        How many digits matter; whole numbers are written in full.
    """
    decimals = 0
    if value and math.isfinite(value):
        decimals = min(max(digits - 1 - math.floor(math.log10(abs(value))), 0), 6)
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    return text.translate(_SEPARATORS[lang])


def repair_line(code: str, count: int, params: Mapping[str, object], lang: str = "en") -> str:
    """Tell one step of a repair, or one fault it left, by its code."""
    template: str = catalogue(lang)["repairs"][code]
    return _Numbers(lang).vformat(template, (), {**params, "count": count})


@functools.cache
def catalogue(lang: str) -> Mapping[str, Any]:
    """Read the texts of one language."""
    if lang not in LANGUAGES:
        raise NotAskable(
            "language-unknown",
            f"There are no texts in the language {lang}; known are {', '.join(LANGUAGES)}.",
            {"name": lang, "known": ", ".join(LANGUAGES)},
        )
    path = resources.files("slicer_checks").joinpath(f"data/texts/{lang}.toml")
    return tomllib.loads(path.read_text("utf-8"))
