"""The command layers: its table, its documents and what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.known_parts import overhang_wedge, stl_bytes
from tests.printlab.command_runs import Run

LAB_FILE = Path(__file__).resolve().parents[2] / "examples" / "lab.toml"
RULES_30_DEG = """schema = "printlab/rule-pack/1"
name = "ours"
version = "1"
author = "A. Teacher"
date = 2026-03-14
[limits.overhang-angle-safe]
value = 30.0
"""


def test_layers_prints_every_layer(run: Run, good: Path, tmp_path: Path) -> None:
    """Table, JSON and CSV hold the same layers; planes lie half a layer up."""
    table = run("layers", good, "--layer-mm", "2")
    document = run("layers", good, "--layer-mm", "2", "--json").document()
    path = tmp_path / "layers.csv"
    written = run("layers", good, "--layer-mm", "2", "--csv", path)

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["layer", "z_mm", "area_mm2", "perimeter_mm", "islands", "holes"]
    names += ["overhang_mm2", "new_island_mm2", "min_wall_mm"]
    assert list(rows[0])[: len(names)] == names
    assert [float(row["z_mm"]) for row in rows] == [1.0, 3.0, 5.0, 7.0, 9.0]
    assert [row["area_mm2"] for row in document["layers"]] == pytest.approx([100.0] * 5)
    assert len(table.out.splitlines()) == 7
    assert "5 layers of 2 mm; overhang is counted at less than 45°" in written.out
    assert f"Written: {path}" in written.out


def test_layers_reads_a_file_in_the_unit_that_is_told(run: Run, good: Path) -> None:
    """Ten units are ten inches where inches are asked for."""
    told = run("layers", good, "--layer-mm", "50", "--unit", "inch", "--json").document()
    assert len(told["layers"]) == 5
    assert told["layers"][0]["area_mm2"] == pytest.approx(254.0**2)


def test_layers_counts_overhang_as_check_does(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lab whose machines carry faces from 30° on sees no overhang at 40° in its layers."""
    part = tmp_path / "leaning.stl"
    part.write_bytes(stl_bytes(overhang_wedge(40.0).triangles))
    asked = ("layers", part, "--layer-mm", "0.5", "--json")
    usual = run(*asked).document()
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES_30_DEG, encoding="utf-8")
    lab = tmp_path / "lab.toml"
    lab.write_text(f'rules = "{rules.name}"\n' + LAB_FILE.read_text("utf-8"), encoding="utf-8")
    monkeypatch.setenv("PRINTLAB_LAB", str(lab))
    own = run(*asked).document()

    assert (usual["overhang_limit_deg"], own["overhang_limit_deg"]) == (45.0, 30.0)
    assert sum(row["overhang_mm2"] for row in usual["layers"]) > 10.0
    assert sum(row["overhang_mm2"] for row in own["layers"]) == 0.0


def test_layers_are_told_without_the_noise_of_binary_numbers(
    run: Run, good: Path, tmp_path: Path
) -> None:
    """0.3 is written as 0.3; no number of the table has more than six decimals."""
    path = tmp_path / "layers.csv"
    run("layers", good, "--layer-mm", "0.2", "--csv", path)
    cells = path.read_text("utf-8").replace("\n", ",").split(",")

    assert "0.3" in cells
    assert max(len(cell.partition(".")[2]) for cell in cells) <= 6


def test_layers_refuses_what_it_cannot_do(run: Run, good: Path, tmp_path: Path) -> None:
    """A thickness of nothing and a folder that is not there are told in a sentence."""
    assert run("layers", good, "--layer-mm", "0").code == 2
    ran = run("layers", good, "--layer-mm", "2", "--csv", tmp_path / "no" / "layers.csv")
    assert ran.code == 2
    assert "cannot be written" in ran.err
