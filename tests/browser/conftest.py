"""A real lab, served by `printlab serve`, and Debian's Chromium driven against it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from printlab import demo
from printlab.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 120.0

SignIn = Callable[[str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it with a reason where there is no Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("PRINTLAB_REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def wait_until_served(address: str) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()  # noqa: S310 (loopback)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a lab with the example machines and people, and no orders; give its address."""
    home = tmp_path_factory.mktemp("lab") / "home"
    demo.prepare(Settings.in_folder(home), with_parts=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "printlab", "serve", "--port", port, "--workers", "2"]
    environment = {**os.environ, "PRINTLAB_HOME": str(home)}
    with subprocess.Popen(command, env=environment) as server:
        try:
            wait_until_served(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=PATIENCE_S)


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
