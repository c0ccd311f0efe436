"""The documentation page of slicer_checks runs."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "slicer_checks.md").read_text("utf-8")
PATHS = (REPOSITORY / "docs" / "toolpaths.md").read_text("utf-8")


def _blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def test_every_example_on_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's blocks run one after the other, as a reader would type them."""
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    (tmp_path / "our-lab.toml").write_text(_blocks("toml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for block in _blocks("python"):
        exec(compile(block, "docs/slicer_checks.md", "exec"), names)  # noqa: S102 - our own page

    shown = capsys.readouterr().out
    assert "bracket.stl · Can be printed" in shown
    assert "file-type-unknown" in shown or "stl-" in shown


def test_every_example_on_the_page_of_toolpaths_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part becomes a toolpath, is written, read and checked as the page says."""
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for block in _blocks("python", PATHS):
        exec(compile(block, "docs/toolpaths.md", "exec"), names)  # noqa: S102 - our own page

    assert "nozzle.ovf · Can be printed" in capsys.readouterr().out
