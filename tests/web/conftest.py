"""The busy lab behind a client for each person: made once, copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from printlab.bell import SilentBell
from printlab.lab import Lab
from printlab.settings import Settings
from tests.web.busy_lab import SECRET_KEY, open_busy_lab
from tests.web.busy_shop import NOW
from web import attempts, create_app

Visit = Callable[[str], FlaskClient]
"""Gives a client signed in as somebody of the busy lab."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the busy lab once."""
    folder = tmp_path_factory.mktemp("busy") / "lab"
    open_busy_lab(folder).close()
    return folder


def open_copy(folder: Path) -> Lab:
    """Open the busy lab in a folder, at its moment."""
    settings = Settings.from_environ(
        {"PRINTLAB_HOME": str(folder), "PRINTLAB_SECRET_KEY": SECRET_KEY}
    )
    return Lab.open(settings, clock=lambda: NOW, bell=SilentBell())


@pytest.fixture
def lab(prepared: Path, tmp_path: Path) -> Iterator[Lab]:
    """Open a copy of the busy lab that a test may change."""
    folder = tmp_path / "lab"
    shutil.copytree(prepared, folder)
    opened = open_copy(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def served(prepared: Path) -> APIFlask:
    """Make the application once, so that its templates are compiled once."""
    return create_app(open_copy(prepared), testing=True)


@pytest.fixture
def guarded(served: APIFlask, lab: Lab) -> APIFlask:
    """Give the application as it is served, forms guarded by their token, over a fresh lab."""
    served.extensions["printlab"] = lab
    attempts.install(served)
    served.config["WTF_CSRF_ENABLED"] = True
    return served


@pytest.fixture
def app(guarded: APIFlask) -> APIFlask:
    """Give the application with forms that need no token, so that tests can post."""
    guarded.config["WTF_CSRF_ENABLED"] = False
    return guarded


@pytest.fixture
def visit(app: APIFlask) -> Visit:
    """Sign somebody in, by the key that is also their session key."""

    def signed_in(person: str) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["session_key"] = person
        return client

    return signed_in
