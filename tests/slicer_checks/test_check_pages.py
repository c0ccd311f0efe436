"""Each check has its documentation page, and the page is true."""

import re
from pathlib import Path

import pytest

from slicer_checks import load_rules
from slicer_checks.checks import CHECKS

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = REPOSITORY / "docs" / "checks"
CODES = sorted(str(getattr(check, "__name__", "")).replace("_", "-") for check in CHECKS)


def _limits_named(code: str) -> list[str]:
    """Return the limits that a check's module asks the rule pack for."""
    module = REPOSITORY / "slicer_checks" / "checks" / f"{code.replace('-', '_')}.py"
    source = module.read_text("utf-8")
    known = load_rules().limits
    return [name for name in re.findall(r'"([a-z-]+)"', source) if name in known and name != code]


def test_every_check_has_a_page_and_a_line_in_the_index() -> None:
    """No check without a page, no page without a check, and the index lists all."""
    pages = sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README")
    index = (PAGES / "README.md").read_text("utf-8")

    assert pages == CODES
    assert all(f"[{code}]({code}.md)" in index for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_gives_the_limits_with_their_values_and_sources(code: str) -> None:
    """The limits that a check uses stand on its page with value, level and each source."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    rules = load_rules()

    for name in _limits_named(code):
        limit = rules.limit(name)
        assert re.search(rf"\| `{name}` \| {limit.value:g} {limit.unit}.*\| {limit.level} \|", page)
        assert all(source in page for source in limit.sources)


@pytest.mark.parametrize("code", CODES)
def test_a_check_is_one_short_file_with_its_own_tests(code: str) -> None:
    """Each check is a file of at most 80 lines, and its tests are in a file of the same name."""
    name = code.replace("-", "_")
    module = REPOSITORY / "slicer_checks" / "checks" / f"{name}.py"

    assert (REPOSITORY / "tests" / "slicer_checks" / "checks" / f"test_{name}.py").exists()
    assert len(module.read_text("utf-8").splitlines()) <= 80
