"""Every text of the site is there in Dutch and German, and says the same parameters."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "web"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
PARAMETER = re.compile(r"%\((\w+)\)s|%%")


@pytest.fixture(scope="module")
def asked() -> set[str]:
    """Find every text that code and templates ask for, by its singular."""
    found = extract_from_dir(str(WEB), method_map=METHODS, keywords=KEYWORDS)
    return {texts[0] if isinstance(texts, tuple) else texts for _, _, texts, _, _ in found}


def catalogue(language: str) -> Catalog:
    """Read the texts of a language as people edit them."""
    path = WEB / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def told(message: Message) -> list[str]:
    """Return a message's translations, one for each plural form."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [form or "" for form in forms]


@pytest.mark.parametrize("language", ["nl", "de"])
def test_nothing_is_left_untold(asked: set[str], language: str) -> None:
    """No text is missing, empty or marked as uncertain, and none is left over."""
    messages = {
        (m.id[0] if isinstance(m.id, tuple) else m.id): m for m in catalogue(language) if m.id
    }

    assert asked - messages.keys() == set()
    assert messages.keys() - asked == set()
    assert [key for key, m in messages.items() if m.fuzzy or not all(told(m))] == []


@pytest.mark.parametrize("language", ["nl", "de"])
def test_parameters_survive_translation(language: str) -> None:
    """A translation uses the parameters of its text, each as often."""
    for message in catalogue(language):
        if message.id:
            plural = message.id if isinstance(message.id, str) else message.id[1]
            wanted = sorted(match.group() for match in PARAMETER.finditer(plural))
            for text in told(message):
                assert sorted(m.group() for m in PARAMETER.finditer(text)) == wanted, message.id


@pytest.mark.parametrize("language", ["nl", "de"])
def test_the_compiled_catalogue_is_of_today(language: str) -> None:
    """What is shipped is compiled from what is edited."""
    path = WEB / "translations" / language / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as file:
        compiled = read_mo(file)

    for message in catalogue(language):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            shipped = compiled[key]
            assert shipped is not None, message.id
            assert told(shipped) == told(message)
