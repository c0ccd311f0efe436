"""The benchmark of the checks: a row each, and one for all."""

import json
from pathlib import Path

import pytest

from benchmarks import checks
from slicer_checks.checks import CHECKS
from tests.known_parts import cube, stl_bytes


def test_rows_of_a_mesh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each check has its seconds and its findings; the last row is their sum."""
    file = tmp_path / "cube.stl"
    file.write_bytes(stl_bytes(cube().triangles))

    checks.main([str(file), "--layer-mm", "0.2", "--json"])
    *rows, whole = json.loads(capsys.readouterr().out)["rows"]

    assert len(rows) == len(CHECKS)
    assert whole["ours"] == pytest.approx(sum(row["ours"] for row in rows))
    assert (whole["check"], whole["triangles"], whole["layers"]) == ("all", 12, 50)


def test_the_table_names_each_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json a table is printed."""
    file = tmp_path / "cube.stl"
    file.write_bytes(stl_bytes(cube().triangles))

    checks.main([str(file), "--layer-mm", "0.5"])

    assert len(capsys.readouterr().out.splitlines()) == len(CHECKS) + 2
