"""Sentences for people: numbers, durations and plurals as each language has them."""

from __future__ import annotations

import re

import pytest

from scheduler.texts import COUNTS, LANGUAGES, catalogue, duration, number, sentence, tenths

TALL = {"part": "p", "height_mm": 210.25, "limit_mm": 150.0}


@pytest.mark.parametrize(("lang", "told"), [("en", "210.25"), ("nl", "210,25"), ("de", "210,25")])
def test_a_number_has_the_mark_of_its_language(lang: str, told: str) -> None:
    """A decimal comma in Dutch and German; whole numbers need none."""
    words = sentence("too-tall", TALL, lang)
    assert f" {told} mm" in words
    assert " 150 mm" in words


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.00005, "0.00005"),
        (2.999, "2.999"),
        (1234567.25, "1234567"),
        (12345.678, "12345.7"),
        (3.0, "3"),
    ],
)
def test_no_number_is_told_as_a_power_of_ten(value: float, told: str) -> None:
    """Small and large numbers are written out."""
    assert number(value) == told
    assert number(value, "de") == told.replace(".", ",")


def test_a_decimal_may_be_none() -> None:
    """What is told to one decimal has it, too, where it is 0."""
    assert (tenths(22.0), tenths(22.04, "nl")) == ("22.0", "22,0")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0.2, "0 min"), (5.0, "5 min"), (226.8, "3 h 47 min"), (6681.0, "4 d 15 h")],
)
def test_a_duration_is_told_in_what_suits_it(minutes: float, told: str) -> None:
    """Minutes, hours and minutes, or days and hours; hours are "u" in Dutch."""
    assert duration(minutes) == told
    assert duration(minutes, "nl") == told.replace("h", "u")
    assert duration(6681.0, exact=True) == "4 d 15 h 21 min"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hours_are_told_as_durations(lang: str) -> None:
    """Nobody reads 111.35 h; durations that are not equal are not told alike."""
    late = {"part": "p", "late_h": 111.35, "horizon": 600, "horizon_h": 10.0}
    words = sentence("horizon-alone", late, lang)
    assert "4 d 15 " in words
    assert "111" not in words
    short = {"needed_h": 100.3, "there_h": 100.1, "horizon": "x"}
    words = sentence("people-short", short, lang)
    assert "18 min" in words
    assert "6 min" in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_is_told_as_one(lang: str) -> None:
    """A sentence that has a form for one takes it for one, and else not."""
    words = catalogue(lang)
    forms = [code for code in words if f"{code}-1" in words]
    assert forms
    for code in forms:
        (counted,) = [name for name in COUNTS if f"{{{name}}}" in words[f"{code}-1"]] or ["count"]
        params = dict.fromkeys(("horizon", "part", "at", "needed", "build", "ticks"), "x")
        params |= {"amount": "+1", "late": "1"}
        many, one = (sentence(code, {**params, counted: n}, lang) for n in (2, 1))
        assert many.replace("2", "1") != one


@pytest.mark.parametrize(
    ("lang", "foreign"),
    [
        ("de", r"Bauauftr|Bauteil|Bauplatt|(?<!am )Stück|Ticks|Orientierung|[Ee]ntlad"),
        ("nl", r"inricht|ingericht|zaadje|bouwpla|(?<![{_-])[Bb]uild(?!s?})"),
    ],
)
def test_one_thing_has_one_word(lang: str, foreign: str) -> None:
    """Builds, parts, copies, platforms and works are called as the site calls them."""
    told = {code: text for code, text in catalogue(lang).items() if re.search(foreign, text)}
    assert told == {}
