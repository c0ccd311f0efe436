"""Labs for the services' tests: made once, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.printlab.workshop import Workshop, copied, found


@pytest.fixture(scope="session")
def empty_lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a lab with machines and people, and no work."""
    home = tmp_path_factory.mktemp("empty") / "lab"
    found(home)
    return home


@pytest.fixture(scope="session")
def checked_lab(empty_lab: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a lab in which a student and a company each have a checked part."""
    home = tmp_path_factory.mktemp("checked") / "lab"
    shop = copied(empty_lab, home)
    shop.upload("student", idempotency_key="student")
    shop.upload("company", idempotency_key="company")
    assert shop.work() == ["done", "done"]
    shop.lab.close()
    return home


@pytest.fixture
def shop(empty_lab: Path, tmp_path: Path) -> Iterator[Workshop]:
    """Open a lab with machines and people, and no work."""
    opened = copied(empty_lab, tmp_path / "lab")
    yield opened
    opened.lab.close()


@pytest.fixture
def checked(checked_lab: Path, tmp_path: Path) -> Iterator[Workshop]:
    """Open a lab in which a student and a company each have a checked part."""
    opened = copied(checked_lab, tmp_path / "lab")
    yield opened
    opened.lab.close()
