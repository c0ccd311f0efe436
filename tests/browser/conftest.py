"""A real lab, served by `printlab serve`, and Debian's Chromium driven against it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from printlab import demo
from tests.browser.served import CHROMIUM, PATIENCE_S, QUIET, served

SignIn = Callable[[str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it with a reason where there is no Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("PRINTLAB_REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a lab for all tests; give its address."""
    with served(tmp_path_factory.mktemp("lab") / "home") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests."""
    assert CHROMIUM is not None, "Chromium is required here: install Debian's package chromium"
    expect.set_options(timeout=PATIENCE_S * 1000 / 3)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context_of(chromium: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Give a maker of fresh browser sessions; a console error on any page fails the test."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_context(**options: Any) -> BrowserContext:  # noqa: ANN401 (Playwright's own options)
        options = {"base_url": site, "locale": "en-GB", "timezone_id": "Europe/Amsterdam"} | options
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE_S * 1000 / 3)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(context_of: Callable[..., BrowserContext]) -> SignIn:
    """Give a function that signs a demo person in, in a browser session of their own."""

    def sign_in_as(email: str) -> Page:
        page = context_of().new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(demo.DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    return sign_in_as
