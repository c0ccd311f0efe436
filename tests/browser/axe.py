"""What axe-core says of a page."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor/axe-core-4.14.1/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def faults_of(page: Page) -> list[str]:
    """Return what axe-core finds wrong on a page under WCAG 2.1 A and AA, a line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    script = f"async () => (await axe.run({{runOnly: {json.dumps(TAGS)}}})).violations"
    violations = page.evaluate(script)
    return [
        f"{page.url}: {v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:3]}"
        for v in violations
    ]
