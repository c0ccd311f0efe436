"""The student's, the manager's and the company's line, in a browser, against a served lab."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import known_parts
from tests.browser.axe import faults_of

SignIn = Callable[[str], Page]


@pytest.fixture
def block(tmp_path: Path) -> Path:
    """Write a part that passes every check: a 12 mm cube."""
    path = tmp_path / "spacer block.stl"
    path.write_bytes(known_parts.stl_bytes(known_parts.cube(12.0).triangles))
    return path


def upload(page: Page, part: Path, quantity: str = "1") -> None:
    """Hand a part in through the form and wait for its report."""
    page.goto("/upload")
    page.get_by_label("Part file").set_input_files(part)
    page.get_by_label("Material").select_option(label="316L")
    page.get_by_label("Copies").fill(quantity)
    page.get_by_label("Needed by").fill((date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011 (the form asks for the local day)
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url(re.compile("/parts/"))


def test_a_student_goes_from_a_file_to_a_submission(sign_in: SignIn, block: Path) -> None:
    """The page moves by itself from queued to the report, and the part is handed in."""
    page = sign_in("student@example.org")
    upload(page, block)

    expect(page.get_by_role("heading", name=re.compile("Can be printed"))).to_be_visible(
        timeout=90_000
    )
    expect(page.locator("#breakdown")).to_contain_text("Recoating")
    expect(page.get_by_text("All layers as CSV")).to_be_visible()
    picture = page.get_by_role("img", name=re.compile("The part seen from above"))
    picture.scroll_into_view_if_needed()  # it is loaded when it comes into view
    page.wait_for_function("image => image.naturalWidth > 300", arg=picture.element_handle())
    assert faults_of(page) == []
    page.get_by_role("button", name="Submit for approval").click()

    expect(page.get_by_text("Waits for approval").first).to_be_visible()


def test_an_unreadable_file_is_refused_and_the_form_keeps_what_was_typed(
    sign_in: SignIn, tmp_path: Path
) -> None:
    """A page that calls itself a part is refused with one sentence and a code."""
    page = sign_in("student@example.org")
    false_part = tmp_path / "part.stl"
    false_part.write_text("<html><body>not a part</body></html>")
    page.goto("/upload")
    page.get_by_label("Part file").set_input_files(false_part)
    page.get_by_label("Material").select_option(label="316L")
    page.get_by_label("Note for the lab").fill("a note worth keeping")
    page.get_by_label("Needed by").fill((date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011
    page.get_by_role("button", name="Upload and check").click()

    expect(page.locator(".field__error").first).to_be_visible()
    expect(page.locator(".field__error .code").first).not_to_be_empty()
    expect(page.get_by_label("Note for the lab")).to_have_value("a note worth keeping")


def test_a_manager_approves_plans_publishes_and_steers(sign_in: SignIn, block: Path) -> None:
    """Approve, plan, publish, pin; the student then sees a promised date."""
    student = sign_in("student@example.org")
    upload(student, block, quantity="2")
    student.get_by_role("button", name="Submit for approval").click(timeout=90_000)
    expect(student.get_by_text("Waits for approval").first).to_be_visible()
    submission = student.url if "/submissions/" in student.url else None
    if submission is None:
        student.get_by_role("link", name="To the submission").click()
        submission = student.url

    manager = sign_in("manager@example.org")
    manager.goto("/submissions?state=submitted")
    assert faults_of(manager) == []
    manager.goto(submission)
    manager.get_by_role("button", name="Approve", exact=True).click()
    expect(manager.get_by_text(re.compile(r"J-\d{4}")).first).to_be_visible()
    manager.goto("/plans")
    manager.get_by_label("Search for a better plan during").fill("2")
    manager.get_by_role("button", name="Plan", exact=True).click()
    publish = manager.get_by_role("button", name="Publish this plan")
    expect(publish).to_be_visible(timeout=90_000)
    assert faults_of(manager) == []
    publish.click()
    manager.goto("/schedule")
    build = manager.locator("svg a").first
    expect(build).to_be_visible()
    assert faults_of(manager) == []
    day_of_people = manager.locator("details.more--printed tbody tr").first
    expect(day_of_people).not_to_be_visible()
    manager.emulate_media(media="print")
    expect(day_of_people).to_be_visible()
    manager.emulate_media(media="screen")
    manager.get_by_role("table").get_by_role("link", name=re.compile(r"B-\d{4}")).first.click()
    manager.get_by_role("button", name="Pin", exact=True).click()
    expect(manager.get_by_text("Pinned").first).to_be_visible()
    assert faults_of(manager) == []

    student.goto(submission)
    expect(student.get_by_text("9 chances in 10", exact=True)).to_be_visible()


def test_a_company_orders_in_confidence(sign_in: SignIn, block: Path) -> None:
    """A company sees price and date and orders; a student finds nothing of it."""
    page = sign_in("company@example.org")
    upload(page, block.rename(block.with_name("secret valve.stl")))
    report = page.url
    page.get_by_role("button", name="Price and order").click(timeout=90_000)
    page.get_by_label("Your purchase order number").fill("PO-2026-17")
    assert faults_of(page) == []
    page.get_by_role("button", name=re.compile("Order for")).click()

    expect(page.get_by_text("PO-2026-17")).to_be_visible()
    student = sign_in("student@example.org")
    assert student.goto(report) is not None
    expect(student.get_by_text("404").first).to_be_visible()
    student.goto("/schedule")
    expect(student.get_by_text("secret valve")).to_have_count(0)
