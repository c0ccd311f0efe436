"""The slicing benchmark's own code: its rows, its scaling, and that all sides cut the same."""

import json
from pathlib import Path

import pytest

from benchmarks import slicing
from benchmarks.slicers import libraries, ours, programs, rows
from benchmarks.slicers.work import Work
from tests.known_parts import cube, moved, sphere, stl_bytes

KEYS = {"name", "ours", "peer", "ratio", "mesh", "triangles", "layers", "layer_mm"}
COMPARED = {"ours_includes", "peer_includes", "scaled", "peer_layers_cut", "area_difference"}


@pytest.mark.parametrize("verb", ["statistics", "contours", "union", "polygons"])
def test_all_sides_find_the_same_areas(verb: str, tmp_path: Path) -> None:
    """On a cube ours and every library that is installed find the areas of the same layers."""
    file = tmp_path / "cube.stl"
    ours.write_stl(moved(cube().triangles, z=-3.0), file)
    measured = ours.sliced(verb, file, 0.4)
    work = Work(stl=str(file), layer_mm=0.4, layers=25, bottom_mm=-3.0, sample=5)

    assert measured["areas_mm2"] == pytest.approx(dict.fromkeys(range(25), 100.0))
    for name in libraries.NAMES:
        theirs = libraries.measure(name, verb if verb == "statistics" else "contours", work)
        if "missing" not in theirs:
            assert theirs["layers_cut"] == 5
            difference = rows.area_difference(measured["areas_mm2"], theirs["areas_mm2"])
            assert difference is not None
            assert difference < 1e-3


def test_rows_of_a_mesh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows have their keys, and every peer that is installed finds the areas that we find."""
    file = tmp_path / "sphere.stl"
    file.write_bytes(stl_bytes(sphere(6.0).triangles))

    slicing.main(
        [str(file), "--layer-mm", "0.37", "--peer-layers", "5", "--json", "--peers", "trimesh"]
    )
    found = json.loads(capsys.readouterr().out)["rows"]

    assert all(row.keys() >= KEYS and row["ours"] > 0 for row in found)
    compared = [row for row in found if row["peer"] is not None]
    assert compared
    for row in compared:
        assert row.keys() >= COMPARED
        assert row["ratio"] == pytest.approx(row["peer"] / row["ours"])
        assert row["scaled"]
        assert row["area_difference"] is None or row["area_difference"] < 1e-6
        assert row["peer_layers_cut"] <= row["layers"]
    beside = [row for row in found if "beside" in row["name"]]
    assert all(row["peer"] is not None or row["skipped"] for row in beside)


def test_a_program_that_is_missing_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is not on the path gives a reason instead of a time."""
    monkeypatch.setenv("PATH", str(tmp_path))
    work = Work(stl="cube.stl", layer_mm=0.1, layers=10, bottom_mm=0.0)

    for name in programs.NAMES:
        assert programs.measure(name, work, tmp_path)["missing"].endswith("is not installed")


def test_a_sample_is_even() -> None:
    """A sample takes the middle of equal shares of the layers."""
    work = Work(stl="cube.stl", layer_mm=0.1, layers=100, bottom_mm=-2.0, sample=4)

    assert work.chosen() == [12, 37, 62, 87]
    assert work.height_mm(12) == pytest.approx(-0.75)


def test_prusaslicer_is_timed_by_its_time_stamps() -> None:
    """Only what lies between the start of slicing and the support points counts."""
    log = [
        "[2026-01-01 10:00:00.000000] [0x0] [info]    10% Slicing model",
        "[2026-01-01 10:00:00.500000] [0x0] [debug]   slice_mesh to polygons",
        " 15% => Generating support points",
        "[2026-01-01 10:00:02.750000] [0x0] [info]    15% Generating support points",
    ]

    assert programs.prusa_wall_s(log) == pytest.approx(2.25)
    assert programs.prusa_wall_s(log[:2]) is None


def test_curaengine_is_timed_by_its_phases() -> None:
    """Slicing and layer parts count; a run that stops before them has no time."""
    log = [
        "Progress: start accomplished in 0.100s",
        "Progress: slice accomplished in 0.175s",
        "Progress: layerparts accomplished in 0.120s",
        "Progress: inset+skin accomplished in 9.000s",
    ]

    assert programs.cura_wall_s(log) == pytest.approx(0.295)
    assert programs.cura_wall_s(log[:2]) is None
