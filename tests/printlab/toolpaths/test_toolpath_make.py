"""Making toolpaths on the command line: what is written, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from slicer_checks import read_toolpath
from slicer_checks.toolpath import Role, Shape
from tests.known_parts import box_triangles, moved, stl_bytes

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("ending", [".cli", ".ilt", ".ovf", ".3mf"])
@pytest.mark.parametrize("strategy", ["meander", "stripe", "island"])
def test_a_part_becomes_a_toolpath(run: Run, box: Path, ending: str, strategy: str) -> None:
    """Each format and strategy gives a file that is read again with as many layers."""
    out = box.with_suffix(ending)
    code, printed, err = run("make", box, out, "--strategy", strategy, "--layer-mm", "0.05")
    assert (code, err) == (0, "")
    assert printed.startswith(f"Written: {out}")
    assert "Layers 6, each 0.050 mm" in printed
    assert len(read_toolpath(out)) == 6


def test_what_is_made_passes_its_checks(run: Run, box: Path) -> None:
    """A toolpath that is made has no errors, also beside the part that it is of."""
    out = box.with_suffix(".ovf")
    assert run("make", box, out, "--up-skin-layers", "2", "--contours", "2")[0] == 0
    roles = read_toolpath(out).blocks.block_role.tolist()
    assert {Role.UP_SKIN, Role.CORE} <= set(roles)
    code, printed, _ = run("check", out, "--part", box, "--json")
    document = json.loads(printed)
    assert code == 0
    assert document["schema"] == "printlab/toolpath-report/1"
    assert document["accepted"] is True
    assert document["toolpath"]["layers"] == 10
    assert document["toolpath"]["time_s"] > 0
    assert {"vectors", "scan_mm", "jump_mm"} <= set(document["toolpath"])


def test_skins_have_sets_of_their_own_and_a_machine_its_lasers(run: Run, box: Path) -> None:
    """What is asked for is in the file: powers, speeds, lasers, contours from the inside out."""
    out = box.with_suffix(".ovf")
    asked = ("--machine", "twin-280", "--contours", "2", "--inside-out", "--contours-first")
    skins = ("--up-skin-layers", "1", "--set", "up-skin", "150", "700")
    code, _printed, err = run("make", box, out, *asked, *skins)
    assert (code, err) == (0, "")

    path = read_toolpath(out.read_bytes())
    said = {one.name: (one.power_w, one.speed_mm_s) for one in path.exposures}
    assert said["up-skin"] == (150.0, 700.0)
    assert said["core"] != said["up-skin"]
    assert set(path.blocks.block_laser.tolist()) == {0, 1}
    assert run("check", out, "--machine", "twin-280")[0] == 0
    wide = [shape == Shape.POLYLINE for shape in path.layer(0).shapes]
    assert wide.index(True) == 0
    alone = box.with_name("alone.ovf")
    assert run("make", box, alone, "--machine", "twin-280", "--lasers", "1")[0] == 0
    assert set(read_toolpath(alone.read_bytes()).blocks.block_laser.tolist()) <= {-1, 0}


def test_lasers_are_shared_by_fields(run: Run, box: Path) -> None:
    """Each `--field` is of a laser; vectors lie in it, and what is no field is refused."""
    out = box.with_suffix(".3mf")
    fields = ("--field", "-1", "-1", "4", "6", "--field", "2", "-1", "7", "6")
    assert run("make", box, out, *fields)[0] == 0
    path = read_toolpath(out.read_bytes())
    assert [one.field_mm for one in path.lasers] == [((-1, -1), (4, 6)), ((2, -1), (7, 6))]
    ends = np.diff(path.blocks.block_offsets)
    points, laser = path.blocks.points_mm, np.repeat(path.blocks.block_laser, ends)
    assert points[laser == 0, 0].max() == pytest.approx(3.0, abs=0.6)
    assert points[laser == 1, 0].min() == pytest.approx(3.0, abs=0.6)
    for refused in (
        (*fields, "--lasers", "3"),
        ("--field", "3", "0", "1", "6"),
        ("--field", "0", "0", "1", "6", "--field", "2", "0", "7", "6"),
    ):
        code, _printed, err = run("make", box, out, *refused)
        assert code == 2
        assert "cannot be scanned" in err


def test_vectors_beside_the_platform_are_warned_of(run: Run, tmp_path: Path) -> None:
    """Where a machine is named, in words that no program reads from the output."""
    wide, out = tmp_path / "wide.stl", tmp_path / "wide.ovf"
    wide.write_bytes(stl_bytes(box_triangles(300.0, 5.0, 0.1)))
    code, printed, err = run("make", wide, out, "--machine", "Compact 98", "--json")
    assert code == 0
    json.loads(printed)
    assert "platform" in err
    assert run("make", wide, out, "--json")[2] == ""


def test_what_was_made_tells_its_losses_and_doubts(run: Run, box: Path) -> None:
    """What the format cannot hold, that the part is open, and that nothing is melted or hatched."""
    code, printed, _err = run("make", box, box.with_suffix(".cli"), "--layer-mm", "0.05")
    assert code == 0
    assert "cannot hold it: roles of blocks" in printed
    assert not any(doubt in printed for doubt in ("is open", "has a hatch", "is melted"))
    _code, printed, _err = run("make", box, box.with_suffix(".ovf"), "--beam-mm", "50")
    assert "nothing is melted" in printed
    _code, printed, _err = run("make", box, box.with_suffix(".ovf"), "--hatch-mm", "50")
    assert "No layer has a hatch" in printed
    box.write_bytes(stl_bytes(box_triangles(6.0, 5.0, 0.3)[:-1]))
    _code, printed, _err = run("make", box, box.with_suffix(".ovf"))
    assert "is open (3 edges)" in printed


def test_a_set_without_power_is_told_with_the_way_to_give_one(run: Run, box: Path) -> None:
    """At 0.04 mm the usual set of 316L names no power: said when made, and when checked."""
    out = box.with_suffix(".ovf")
    told = "names no power, so the toolpath has none either; give it with --set NAME W MM_S"
    _code, printed, _err = run("make", box, out, "--layer-mm", "0.04")
    assert f"316L-40 {told} for each of: contour, core." in printed
    _code, printed, _err = run("check", out, "--layer-mm", "0.04")
    assert "which does not say its power" in " ".join(printed.split())
    assert "0 W" not in printed.replace("for 0 W", "")
    sets = ("--set", "core", "200", "925", "--set", "contour", "150", "925")
    _code, printed, _err = run("make", box, out, "--layer-mm", "0.04", *sets)
    assert told not in printed


def test_making_tells_what_is_too_thin(run: Run, box: Path) -> None:
    """A fin of 0.09 mm is left out of every layer but those that a finer beam melts."""
    code, printed, _err = run("make", box, box.with_suffix(".ovf"), "--layer-mm", "0.05")
    assert code == 0
    assert "left out" not in printed
    fin = moved(box_triangles(0.09, 5.0, 0.3), x=8.0)
    box.write_bytes(stl_bytes(np.concatenate((box_triangles(6.0, 5.0, 0.3), fin))))
    for contours in ("1", "0"):
        own = ("--layer-mm", "0.05", "--contours", contours)
        _code, printed, _err = run("make", box, box.with_suffix(".ovf"), *own)
        assert "2.70 mm² of 6 layers are thinner than the melt track of 0.1 mm" in printed
    document = json.loads(run("make", box, box.with_suffix(".ovf"), *own, "--json")[1])
    schema = json.loads((ROOT / "printlab/schemas/toolpath.schema.json").read_text("utf-8"))
    jsonschema.validate(document, schema)
    thin = document["too_thin"]
    assert thin.pop("area_mm2") == pytest.approx(2.7, abs=0.005)
    assert thin.pop("most_mm2") == pytest.approx(0.45, abs=0.001)
    assert (thin.pop("layers"), thin.pop("layer") in range(6), thin) == (6, True, {})
    fine = ("--layer-mm", "0.05", "--beam-mm", "0.05")
    assert "left out" not in run("make", box, box.with_suffix(".ovf"), *fine)[1]
