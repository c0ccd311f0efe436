"""Texts for people in three languages."""

import re
import string
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from slicer_checks import SlicerChecksError, render, render_error
from slicer_checks.checks import CHECKS
from slicer_checks.errors import ERROR_CODES, NotAskable, UnreadableFile
from slicer_checks.finding import Finding
from slicer_checks.pathchecks import PATH_CHECKS
from slicer_checks.texts import (
    LANGUAGES,
    PROCESS_ERROR_CODES,
    _Numbers,
    amount,
    catalogue,
    word,
)
from slicer_checks.units import EVIDENCE_CODES

CODES = sorted(
    prefix + str(getattr(check, "__name__", "")).replace("_", "-")
    for prefix, checks in (("", CHECKS), ("path-", PATH_CHECKS))
    for check in checks
)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _flat(rows: dict[str, Any], path: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in rows.items():
        flat |= _flat(value, f"{path}{key}.") if isinstance(value, dict) else {path + key: value}
    return flat


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_has_its_texts(lang: str) -> None:
    """Each check's code, which is its function's name, has a title, a why and a fix."""
    rows = catalogue(lang)["findings"]

    assert sorted(rows) == CODES
    names = {name.partition("_")[0] for row in rows.values() for name in row}
    assert names == {"title", "why", "fix"}
    assert all({"title", "why", "fix"} <= set(row) for row in rows.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_code_has_a_sentence(lang: str) -> None:
    """Each code of an error has one sentence, and no sentence lacks its code."""
    assert set(catalogue(lang)["errors"]) == {*ERROR_CODES, *PROCESS_ERROR_CODES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_evidence_of_a_unit_has_a_sentence(lang: str) -> None:
    """The reasons of a unit guess can be told to a person."""
    assert set(EVIDENCE_CODES) <= set(catalogue(lang)["words"])


@pytest.mark.parametrize("lang", ["nl", "de"])
def test_languages_say_the_same(lang: str) -> None:
    """Each text names the same numbers as the English one."""
    english, other = _flat(dict(catalogue("en"))), _flat(dict(catalogue(lang)))

    assert set(english) == set(other)
    assert {key: _names(text) for key, text in english.items()} == {
        key: _names(text) for key, text in other.items()
    }


SAME = {
    "nl": [
        "contents.supports",
        "words.length",
        "words.path_down_skin",
        "words.path_hatch",
        "words.path_up_skin",
    ],
    "de": ["words.length"],
}
"""What an engineer calls the same in both languages."""


@pytest.mark.parametrize("lang", ["nl", "de"])
def test_a_translation_is_not_english(lang: str) -> None:
    """No why and no fix was left in English."""
    english, other = _flat(dict(catalogue("en"))), _flat(dict(catalogue(lang)))

    assert sorted(key for key, text in other.items() if text == english[key]) == SAME[lang]


def test_dutch_has_one_word_for_a_thing() -> None:
    """An engineer says recoater and supports; no other word stands for them anywhere."""
    data = resources.files("slicer_checks").joinpath("data")
    site = Path(__file__).parents[2] / "web/translations/nl/LC_MESSAGES/messages.po"
    texts = (data.joinpath("texts/nl.toml"), data.joinpath("report/nl.toml"), site)

    for text in texts:
        assert not re.search("poederverdeler|steun", text.read_text("utf-8"), re.IGNORECASE)


@pytest.mark.parametrize(
    ("lang", "number"), [("en", "1,234.5 mm²"), ("nl", "1.234,5 mm²"), ("de", "1.234,5 mm²")]
)
def test_numbers_are_written_as_the_language_does(lang: str, number: str) -> None:
    """English writes 1,234.5 and Dutch and German 1.234,5."""
    finding = Finding(
        code="overhang",
        severity="warning",
        value=0.0,
        limit=30.0,
        params={
            "area_mm2": 1234.5,
            "total_area_mm2": 1234.5,
            "regions": 1,
            "safe": 45.0,
            "ledge_mm": 0.5,
            "reach_mm": 3.0,
            "layer_area_mm2": 1234.5,
            "layer_z_mm": 5.0,
        },
    )

    assert number in render(finding, lang).title


def test_a_number_without_a_format_keeps_three_digits() -> None:
    """Numbers that a text does not format are still written for people."""
    error = NotAskable("overhang-limit-invalid", "", {"degrees": 91.23456})

    assert "91.2 degrees" in render_error(error)


def test_a_stored_finding_without_a_newer_number_is_still_told() -> None:
    """A report kept from before a text named one number more shows a gap, and does not fail."""
    old = Finding(code="overhang", severity="warning", value=1.0, limit=30.0, params={})

    assert "…" in render(old).title


def test_the_pages_of_the_checks_have_no_gap() -> None:
    """What a check finds today has every number that its texts name."""
    pages = (Path(__file__).resolve().parents[2] / "docs" / "checks").glob("*.md")

    assert [page.name for page in pages if "…" in page.read_text(encoding="utf-8")] == []


def test_lists_and_truths_are_written_in_words() -> None:
    """A list is joined by commas."""
    error = NotAskable("unit-unknown", "", {"unit": "parsec", "units": ["mm", "inch"]})

    assert render_error(error, "nl") == "De eenheid parsec is onbekend; kies uit mm, inch."


def test_a_name_with_braces_is_not_a_template() -> None:
    """A file's name is written as it is, whatever it looks like."""
    error = UnreadableFile("file-not-found", "", {"file": "{7*7}.stl"})

    assert render_error(error) == "There is no file {7*7}.stl."


def test_another_language_is_refused() -> None:
    """A language without texts is refused with the list of those that have them."""
    with pytest.raises(SlicerChecksError, match="en, nl, de") as caught:
        word("error", "fr")

    assert caught.value.code == "language-unknown"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_teach_with_numbers(lang: str) -> None:
    """Each fix that changes geometry gives a dimension; each why is more than a label."""
    rows = catalogue(lang)["findings"]
    geometric = {"overhang", "thin-wall", "several-bodies", "closed-cavity", "nonmanifold-edges"}

    assert all(len(row["why"]) > 120 for row in rows.values())
    assert all(re.search(r"\d", rows[code]["fix"]) for code in geometric)


def test_words_agree_with_their_number() -> None:
    """A catalogue can name the word for one and the word for all other numbers."""
    write = _Numbers("en").vformat

    assert write("{n} {n:one|island|islands}", (), {"n": 1}) == "1 island"
    assert write("{n} {n:one|island|islands}", (), {"n": 0}) == "0 islands"
    assert write("layer {n:nth}", (), {"n": 1999}) == "layer 2,000"


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [
        (0.0, "en", "0"),
        (1234567.8, "en", "1,234,568"),
        (12.5, "nl", "12,5"),
        (0.012345, "en", "0.0123"),
        (2.0, "de", "2"),
        (1234.5, "de", "1.234"),
    ],
)
def test_amounts_keep_the_digits_that_matter(value: float, lang: str, expected: str) -> None:
    """A number is written with three digits that matter and never with an exponent."""
    assert amount(value, lang) == expected
