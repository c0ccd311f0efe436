"""The house's own rules, where no ready-made tool holds them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("slicer_checks", "scheduler", "printlab", "web")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))

# One place per process boundary may catch everything, to report a bug as a bug.
BOUNDARIES = {
    "printlab/cli.py",  # the command line
    "printlab/worker.py",  # a worker's task
    "printlab/child.py",  # a limited child
    "web/errors.py",  # the web's error page
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "util", "helper"}


def syntax(file: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"))


def broad_handlers(tree: ast.Module) -> Iterator[ast.ExceptHandler]:
    """Yield handlers that catch everything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.walk(node.type) if node.type else ()
            names = {part.id for part in caught if isinstance(part, ast.Name)}
            if node.type is None or names & {"Exception", "BaseException"}:
                yield node


def test_everything_is_caught_in_one_place_per_process_boundary() -> None:
    """A broad except stands in the named boundary modules, at most once in each, else nowhere."""
    found = {
        file.relative_to(ROOT).as_posix(): len(list(broad_handlers(syntax(file))))
        for file in SOURCES
    }
    caught = {name: count for name, count in found.items() if count}

    assert set(caught) <= BOUNDARIES
    assert all(count == 1 for count in caught.values()), caught


def test_modules_are_named_after_their_noun() -> None:
    """No module or folder bears a name that says nothing."""
    names = {part for file in SOURCES for part in file.relative_to(ROOT).with_suffix("").parts}

    assert not names & FORBIDDEN_NAMES


@pytest.mark.parametrize("file", TESTS, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_every_test_says_what_holds(file: Path) -> None:
    """Each test function has a docstring."""
    silent = [
        node.name
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]

    assert silent == []


def test_nothing_is_imported_inside_a_function() -> None:
    """Imports stand at the top of a module, so that the direction of imports is what is seen."""
    lazy = [
        f"{file.relative_to(ROOT)}:{inner.lineno}"
        for file in SOURCES
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert lazy == []


def test_every_decision_is_numbered_once() -> None:
    """ADRs are numbered without gaps, each with its status."""
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]

    assert numbers == list(range(1, len(records) + 1))
    assert all("Status: " in record.read_text(encoding="utf-8") for record in records)
