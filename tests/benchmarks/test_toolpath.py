"""The benchmark of toolpaths: its rows are what was made, read and checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import toolpath
from benchmarks.hatchers.work import PATTERNS, HatchWork
from slicer_checks import write_toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import small_path


def test_a_mesh_has_a_row_for_each_pattern_and_its_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the peer its columns are empty; ours are seconds, vectors and rates."""
    mesh = tmp_path / "box.stl"
    mesh.write_bytes(stl_bytes(box_triangles(12.0, 9.0, 0.4)))
    toolpath.main([str(mesh), "--layer-mm", "0.1", "--peer-python", "/bin/false", "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]

    assert [row["name"] for row in rows[:3]] == [f"box.stl, {pattern}" for pattern in PATTERNS]
    assert all(row["ours"] > 0 and row["peer"] is None for row in rows)
    assert [row["unit"] for row in rows[3:]] == ["s", "vectors/s", "layers/s"] * 2


def test_lengths_are_compared_on_the_layers_that_both_did() -> None:
    """Our hatch is as long as the peer's where the peer says the same."""
    path = small_path(4)
    work = HatchWork(stl="", layer_mm=0.03, layers=4, bottom_mm=0.0, pattern="meander", sample=2)
    assert work.chosen() == [1, 3]
    theirs = {"wall_s": 3.0, "layers": 2, "version": "1", "lengths_mm": {"1": 48.0, "3": 48.0}}
    row = toolpath.beside("name", (path, 0.5), theirs, work)
    assert (row["peer"], row["ratio"], row["scaled"]) == (6.0, 12.0, True)
    assert row["length"] == pytest.approx(2.0)


def test_files_are_read_and_told_by_their_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file is a row with its megabytes a second."""
    file = tmp_path / "path.cli"
    file.write_bytes(write_toolpath(small_path(4), "cli").data)
    toolpath.main(["parse", str(file)])
    shown = capsys.readouterr().out
    assert "path.cli (cli-binary)" in shown
    assert "MB/s" in shown
