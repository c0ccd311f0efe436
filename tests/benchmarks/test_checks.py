"""The benchmark of the checks: a row each, and one for all."""

import json
from pathlib import Path

import pytest

from benchmarks import checks
from slicer_checks.checks import CHECKS
from tests.known_parts import cube, stl_bytes

PEERS = 4


def test_rows_of_a_mesh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each check has its seconds and findings; a row is their sum; then come those beside peers."""
    file = tmp_path / "cube.stl"
    file.write_bytes(stl_bytes(cube().triangles))

    checks.main([str(file), "--layer-mm", "0.2", "--json"])
    found = json.loads(capsys.readouterr().out)["rows"]
    rows, whole, beside = found[: len(CHECKS)], found[len(CHECKS)], found[len(CHECKS) + 1 :]

    assert all(row["peer"] is None for row in (*rows, whole))
    assert whole["ours"] == pytest.approx(sum(row["ours"] for row in rows))
    assert (whole["check"], whole["triangles"], whole["layers"]) == ("all", 12, 50)
    assert [row["check"] for row in beside] == [
        "validity from the file beside trimesh",
        "self-intersection beside meshlib",
        "self-intersection beside pymeshlab",
        "thin-wall beside trimesh",
    ]
    for row in beside:
        assert row["skipped"] if row["peer"] is None else row["ratio"] > 0


def test_the_table_names_each_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json a table is printed."""
    file = tmp_path / "cube.stl"
    file.write_bytes(stl_bytes(cube().triangles))

    checks.main([str(file), "--layer-mm", "0.5"])

    assert len(capsys.readouterr().out.splitlines()) == len(CHECKS) + 2 + PEERS
