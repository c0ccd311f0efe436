"""Walls inside the package: who may know whom."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import scheduler

FOLDER = Path(scheduler.__file__).parent
CLOCK = re.compile(r"\.(now|today|utcnow)\(")
VALUES = {
    "scheduler.machine",
    "scheduler.part",
    "scheduler.problem",
    "scheduler.ring",
    "scheduler.schedule",
    "scheduler.station",
    "scheduler.violation",
    "scheduler.window",
}


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module)
    return names


def test_the_checker_shares_no_code_with_what_it_checks() -> None:
    """Of this package, the checker knows the values alone."""
    for path in (FOLDER / "verify").glob("*.py"):
        ours = {name for name in imported(path) if name.startswith("scheduler.")}
        assert {name for name in ours if not name.startswith("scheduler.verify")} <= VALUES


def test_the_solver_is_known_in_one_folder() -> None:
    """Only cpsat/ imports ortools."""
    knowing = {
        path.parent.name
        for path in FOLDER.rglob("*.py")
        if any(name.split(".")[0] == "ortools" for name in imported(path))
    }
    assert knowing == {"cpsat"}


def test_one_module_reads_the_clock() -> None:
    """The time limit is the only use of a clock; moments are given, never asked for."""
    sources = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py")}
    asking = {path.name for path, text in sources.items() if CLOCK.search(text)}
    knowing = {path.name for path in sources if "time" in imported(path)}
    assert (knowing, asking) == ({"control.py"}, set())


def test_pictures_depend_on_values_and_nothing_on_them() -> None:
    """Only pictures/ imports matplotlib, and of this package only they import pictures."""
    knowing = {
        path.parent.name
        for path in FOLDER.rglob("*.py")
        if any(name.startswith(("matplotlib", "scheduler.pictures")) for name in imported(path))
    }
    assert knowing == {"pictures"}
