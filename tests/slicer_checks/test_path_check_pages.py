"""Each check of toolpaths has its documentation page, and the page is true."""

import re
from pathlib import Path

import pytest

from slicer_checks import load_rules
from slicer_checks.pathchecks import PATH_CHECKS
from slicer_checks.texts import catalogue

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = REPOSITORY / "docs" / "toolpath-checks"
NAMES = sorted(str(getattr(check, "__name__", "")) for check in PATH_CHECKS)


def _code(name: str) -> str:
    return "path-" + name.replace("_", "-")


def _limits_named(name: str) -> list[str]:
    """Return the limits that a check's module asks the rule pack for."""
    source = (REPOSITORY / "slicer_checks" / "pathchecks" / f"{name}.py").read_text("utf-8")
    known = load_rules().limits
    return sorted({word for word in re.findall(r'"([a-z-]+)"', source) if word in known})


def test_every_check_has_a_page_and_a_line_in_the_index() -> None:
    """No check without a page, no page without a check, and the index lists all."""
    codes = [_code(name) for name in NAMES]
    pages = sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README")
    index = (PAGES / "README.md").read_text("utf-8")

    assert pages == sorted(codes)
    assert all(f"[{code}]({code}.md)" in index for code in codes)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_what_the_report_tells(name: str) -> None:
    """Why it matters and how to mend it stand on the page as in the report."""
    page = (PAGES / f"{_code(name)}.md").read_text("utf-8")
    texts = catalogue("en")["findings"][_code(name)]
    assert texts["why"] in page
    assert texts["fix"] in page
    assert "## How it is found" in page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gives_the_limits_with_their_values_and_sources(name: str) -> None:
    """The limits that a check uses stand on its page with value, level, note and each source."""
    page = (PAGES / f"{_code(name)}.md").read_text("utf-8")
    rules = load_rules()

    assert _limits_named(name)
    for one in _limits_named(name):
        limit = rules.limit(one)
        assert re.search(rf"\| `{one}` \| {limit.value:g} {limit.unit}.*\| {limit.level} \|", page)
        assert f"`{one}`: {limit.note}" in page
        assert all(source in page for source in limit.sources)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_is_one_short_file_with_its_own_tests(name: str) -> None:
    """Each check is a file of at most 80 lines, and its tests are in a file of the same name."""
    module = REPOSITORY / "slicer_checks" / "pathchecks" / f"{name}.py"
    tests = REPOSITORY / "tests" / "slicer_checks" / "pathchecks" / f"test_{name}.py"

    assert tests.exists()
    assert len(module.read_text("utf-8").splitlines()) <= 80


def test_every_limit_of_toolpaths_is_asked_for() -> None:
    """No limit of the pack that begins with path- is left over."""
    asked = {limit for name in NAMES for limit in _limits_named(name)}
    assert asked == {name for name in load_rules().limits if name.startswith("path-")}
