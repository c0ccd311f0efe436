"""The words of written reports in three languages."""

import string
import tomllib
from importlib import resources

import pytest

from slicer_checks import default_process
from slicer_checks.errors import NotAskable
from slicer_checks.reports.content import _PLAIN
from slicer_checks.reports.words import Words
from slicer_checks.texts import LANGUAGES

ROWS = {
    lang: tomllib.loads(
        resources.files("slicer_checks").joinpath(f"data/report/{lang}.toml").read_text("utf-8")
    )
    for lang in LANGUAGES
}


def names(text: str) -> set[str]:
    """Return the names in braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_words_and_names(lang: str) -> None:
    """No word is missing in a language, and each names the same numbers as the English one."""
    for section, rows in ROWS["en"].items():
        assert set(ROWS[lang][section]) == set(rows)
        for code, text in rows.items():
            wanted, given = names(text), names(ROWS[lang][section][code])
            assert given <= wanted, code


def test_every_plain_word_is_known() -> None:
    """The words that pages use without numbers stand in the catalogue."""
    assert set(_PLAIN) <= set(ROWS["en"]["words"])


@pytest.mark.parametrize(
    ("lang", "value", "unit", "expected"),
    [
        ("en", 1.0, "islands", "1\u00a0island"),
        ("en", 2.0, "islands", "2\u00a0islands"),
        ("nl", 1.0, "edges", "1\u00a0rand"),
        ("nl", 12.5, "mm2", "12,5\u00a0mm²"),
        ("de", 3.0, "cavities", "3\u00a0Hohlräume"),
        ("de", 44.5, "deg", "44,5°"),
        ("en", 45.0, "deg", "45°"),
        ("en", 1.0, "fields", "1\u00a0field"),
        ("nl", 3.0, "vectors", "3\u00a0vectoren"),
        ("de", 2.0, "J/mm3", "2\u00a0J/mm³"),
        ("en", 1.0, "", "1"),
    ],
)
def test_numbers_agree_with_their_unit(lang: str, value: float, unit: str, expected: str) -> None:
    """One island, two islands; numbers are written as the language writes them."""
    assert Words(lang).quantity(value, unit) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_of_the_rules_is_written_in_every_language(lang: str) -> None:
    """No limit is told with the name that its unit has in the rule file."""
    limits = default_process().rules.limits.values()

    assert [limit.id for limit in limits if not Words(lang).knows(limit.unit)] == []


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(59.6, "60 s"), (119, "119 s"), (120, "2 min"), (3600, "1 h 00 min"), (7290, "2 h 02 min")],
)
def test_times_are_told_in_hours_and_minutes(seconds: float, expected: str) -> None:
    """A time is told as people say it."""
    assert Words("en").duration(seconds) == expected


def test_an_unknown_language_is_refused() -> None:
    """There are no words in a language nobody translated to."""
    with pytest.raises(NotAskable):
        Words("xx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_limit_that_makes_a_finding_has_a_name(lang: str) -> None:
    """A reader meets no bare code where the rules are listed; limits that only steer are not."""
    limits = [one for one in default_process().rules.limits.values() if not one.judges_toolpaths]
    told = {limit.id for limit in limits if limit.level != "steers"}

    assert told == set(ROWS[lang]["limits"])
