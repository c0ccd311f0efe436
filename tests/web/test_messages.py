"""Every refusal that a page can meet has a sentence in the page's language."""

import ast
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask_babel import force_locale

from printlab.errors import Invalid, PrintlabError, Unreadable
from web.messages import SENTENCES, sentence

PRINTLAB = Path(__file__).parents[2] / "printlab"
PLACES = ("services", "handlers", "passwords.py", "plan_work.py", "part_work.py", "tasks.py")
REFUSALS = {"Invalid", "Conflict", "NotFound", "NotAllowed", "Unreadable", "LimitExceeded"}


def codes_raised() -> set[str]:
    """Find the stable codes that services, handlers and their work raise."""
    found = set()
    for place in PLACES:
        path = PRINTLAB / place
        for source in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                found |= code_of(node)
    return found


def code_of(node: ast.AST) -> set[str]:
    """Return the code that a call makes a refusal with, if it is written there."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return set()
    first = node.args[0] if node.args else None
    if node.func.id in REFUSALS and isinstance(first, ast.Constant):
        return {str(first.value)}
    return set()


def test_every_code_of_the_services_has_a_sentence() -> None:
    """A code without a sentence would be told in English on a Dutch page."""
    assert codes_raised() - SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Ask for 1 to 500 copies, as a whole number."),
        ("nl", "Vraag om 1 tot 500 exemplaren, als geheel getal."),
        ("de", "Geben Sie 1 bis 500 Exemplare an, als ganze Zahl."),
    ],
)
def test_a_sentence_is_told_in_the_language_asked(app: APIFlask, language: str, told: str) -> None:
    """The parameters of the refusal stand in the sentence."""
    error = Invalid("quantity-out-of-range", "English", {"least": 1, "most": 500})

    with app.test_request_context(), force_locale(language):
        assert sentence(error) == told


def test_the_reader_of_a_file_tells_in_its_own_words(app: APIFlask) -> None:
    """A code of the reading library is told by that library, also where we have one like it."""
    with app.test_request_context(), force_locale("nl"):
        assert sentence(Unreadable("file-empty", "English")) == "Het bestand is leeg."


def test_an_unknown_code_keeps_its_english(app: APIFlask) -> None:
    """Better English than nothing."""
    with app.test_request_context(), force_locale("de"):
        assert sentence(PrintlabError("new-code", "It is so.")) == "It is so."


def test_a_missing_parameter_does_not_break_the_page(app: APIFlask) -> None:
    """A sentence whose parameter is not there shows an ellipsis."""
    with app.test_request_context(), force_locale("en"):
        assert "…" in sentence(Invalid("role-unknown", "English"))


@pytest.mark.parametrize("language", ["en", "nl", "de"])
def test_a_horizon_is_told_in_days(app: APIFlask, language: str) -> None:
    """The ticks that a plan counts in are nobody's words."""
    params = {"needed_h": 130.5, "there_h": 119.0, "horizon": 7213, "horizon_h": 120.2}
    with app.test_request_context(), force_locale(language):
        told = sentence(Invalid("horizon-short", "English", params))

    assert "5 d" in told
    assert "7213" not in told
