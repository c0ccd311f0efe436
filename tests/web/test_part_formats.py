"""Pages name STEP where it can be read, and nowhere else."""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

Visit = Callable[[str], FlaskClient]


def install_reader(monkeypatch: pytest.MonkeyPatch, *, installed: bool) -> None:
    """Let the extra that reads STEP be installed, or not."""
    reader = ModuleType("cascadio")
    reader.__spec__ = ModuleSpec("cascadio", None)
    monkeypatch.setitem(sys.modules, "cascadio", reader if installed else None)


@pytest.mark.parametrize("installed", [True, False])
def test_the_upload_page_offers_step_where_it_is_read(
    monkeypatch: pytest.MonkeyPatch, visit: Visit, *, installed: bool
) -> None:
    """The text beside the field and what the browser lets choose agree with the installation."""
    install_reader(monkeypatch, installed=installed)

    page = visit("student").get("/upload").text

    told = "AMF or STEP, up to" if installed else "OFF or AMF, up to"
    assert told in page
    assert (".step,.stp" in page) == installed
    assert ("STEP" in page) == installed


@pytest.mark.parametrize(
    ("language", "installed", "told"),
    [
        ("en", True, "Upload an STL, 3MF or STEP; "),
        ("en", False, "Upload an STL or 3MF; "),
        ("nl", False, "Upload een STL of 3MF; "),
        ("de", False, "Laden Sie eine STL oder 3MF hoch; "),
    ],
)
def test_the_entrance_names_step_where_it_is_read(
    monkeypatch: pytest.MonkeyPatch, app: APIFlask, language: str, *, installed: bool, told: str
) -> None:
    """Whoever has no account yet reads what can be sent here, in each language."""
    install_reader(monkeypatch, installed=installed)

    page = app.test_client().get("/sign-in", headers={"Accept-Language": language}).text

    assert told in page
    assert ("STEP" in page) == installed
