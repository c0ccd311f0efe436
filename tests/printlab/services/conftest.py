"""Labs for the services' tests: made once, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from printlab.services.plan_view import PlanView
from tests.printlab.services.station_work import draft_of
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
def home(empty_lab: Path) -> Path:
    """Return the lab of which `shop` is a copy: machines and people, and no work."""
    return empty_lab


@pytest.fixture
def shop(home: Path, tmp_path: Path) -> Iterator[Workshop]:
    """Open a copy of a lab."""
    opened = copied(home, tmp_path / "lab")
    yield opened
    opened.lab.close()


@pytest.fixture
def checked(checked_lab: Path, tmp_path: Path) -> Iterator[Workshop]:
    """Open a lab in which a student and a company each have a checked part."""
    opened = copied(checked_lab, tmp_path / "lab")
    yield opened
    opened.lab.close()


@pytest.fixture(scope="session")
def published_lab(checked_lab: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a plan with a build for the student and one for the company, once."""
    home = tmp_path_factory.mktemp("published") / "lab"
    shop = copied(checked_lab, home)
    shop.approve(draft_of(shop, "student"))
    shop.approve(draft_of(shop, "company"), "company")
    shop.publish()
    shop.lab.close()
    return home


@pytest.fixture
def printed_only(checked: Workshop) -> tuple[Workshop, PlanView]:
    """Publish such a plan in a lab that has no stations."""
    checked.print_only()
    checked.approve(draft_of(checked, "student"))
    checked.approve(draft_of(checked, "company"), "company")
    return checked, checked.publish()


@pytest.fixture
def planned(checked: Workshop) -> tuple[Workshop, PlanView]:
    """Publish a plan with a build for the student and one for the company."""
    checked.approve(draft_of(checked, "student"))
    checked.approve(draft_of(checked, "company"), "company")
    return checked, checked.publish()
