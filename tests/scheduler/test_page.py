"""The documentation page runs as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scheduler import Limits, read_problem, solve

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scheduler.md"


def test_the_code_on_the_page_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block of Python on the page runs, one after the other, as a reader would."""
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 10
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102  our own page
    assert capsys.readouterr().out.startswith("Schedule (")


def test_the_example_problem_is_solved() -> None:
    """The example document reads and has a plan."""
    result = solve(read_problem(ROOT / "examples" / "plan_problem.json"), Limits(iterations=5))
    assert result.schedule is not None
