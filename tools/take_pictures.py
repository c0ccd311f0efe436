"""Take the README's pictures from the running demo lab: ``python tools/take_pictures.py ADDRESS``.

Needs `make run` in another terminal, and Debian's Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from printlab import demo

FOLDER = Path(__file__).resolve().parents[1] / "docs/pictures"
WINDOW = {"width": 1200, "height": 900}


def sign_in(page: Page, role: str) -> None:
    """Sign a demo person in."""
    page.goto("/sign-in")
    page.locator("#email").fill(f"{role}@example.org")
    page.locator("#password").fill(demo.DEMO_PASSWORD)
    page.locator("#sign-in button[type=submit]").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def main(address: str) -> int:
    """Write report.png and schedule.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for role, name, link in [
            ("student", "report", "faulty-bracket"),
            ("manager", "schedule", ""),
        ]:
            page = browser.new_context(base_url=address, viewport=WINDOW).new_page()
            sign_in(page, role)
            if link:
                page.get_by_role("link", name=link).first.click()
                page.locator("#verdict-title").wait_for()
            else:
                page.goto("/schedule")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png", full_page=False)
            print(f"wrote {FOLDER / name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
