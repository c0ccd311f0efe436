"""Every page, as everybody who may open it: no fault of WCAG 2.1 AA, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from printlab import demo
from tests.browser.axe import faults_of

PAGES = ["/", "/upload", "/submissions", "/schedule", "/lab", "/about/accessibility"]
STAFF_PAGES = [*PAGES, "/plans"]
PAGES_OF = {
    "student": PAGES,
    "teacher": PAGES,
    "company": PAGES,
    "operator": STAFF_PAGES,
    "manager": STAFF_PAGES,
    "admin": [*STAFF_PAGES, "/people"],
}
VIEWS = {
    "wide": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


def open_as(context: BrowserContext, role: str) -> Page:
    """Sign a demo person in."""
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("#email").fill(f"{role}@example.org")
    page.locator("#password").fill(demo.DEMO_PASSWORD)
    page.locator("#sign-in button[type=submit]").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return bool(wide)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", PAGES_OF)
def test_pages_are_accessible(
    context_of: Callable[..., BrowserContext], role: str, view: str
) -> None:
    """axe-core finds nothing on a role's pages, and nothing sticks out of the window."""
    page = open_as(context_of(**VIEWS[view]), role)
    faults: list[str] = []
    for path in PAGES_OF[role]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        faults += faults_of(page)
        if scrolls_sideways(page):
            faults.append(f"{path} is wider than the window")

    assert faults == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_sign_in_page_is_accessible(
    context_of: Callable[..., BrowserContext], view: str
) -> None:
    """The first page that anybody sees has no fault."""
    page = context_of(**VIEWS[view]).new_page()
    page.goto("/sign-in")

    assert faults_of(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("language", "word"), [("en-GB", "Sign in"), ("nl-NL", "Aanmelden"), ("de-DE", "Anmelden")]
)
def test_a_browser_is_answered_in_its_language(
    context_of: Callable[..., BrowserContext], language: str, word: str
) -> None:
    """The sign-in page speaks English, Dutch or German as the browser asks."""
    page = context_of(locale=language).new_page()
    page.goto("/sign-in")

    assert page.get_by_role("heading", name=word).count() == 1
    assert page.evaluate("document.documentElement.lang") == language[:2]


def test_everything_is_reached_with_the_keyboard(
    context_of: Callable[..., BrowserContext],
) -> None:
    """The first key leads past the navigation, and a part can be signed in to without a mouse."""
    page = context_of().new_page()
    page.goto("/sign-in")
    page.keyboard.press("Tab")

    assert "content" in str(page.evaluate("document.activeElement.getAttribute('href')"))
    page.locator("#email").focus()
    page.keyboard.type("student@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(demo.DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def test_the_upload_form_works_without_scripts(context_of: Callable[..., BrowserContext]) -> None:
    """Without JavaScript a wrong form is answered on the page, with what was typed."""
    context = context_of(java_script_enabled=False)
    page = open_as(context, "student")
    page.goto("/upload")
    page.locator("[name=note]").fill("typed without scripts")
    page.locator("#upload-button").click()

    assert page.locator(".field__error").count() >= 1
    assert page.locator("[name=note]").input_value() == "typed without scripts"
