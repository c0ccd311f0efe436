"""The commands below toolpath: what they write, print and exit with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import inf
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from printlab.cli import main
from printlab.commands.toolpath_losses import rounded_number, written_lines
from slicer_checks import read_toolpath, write_toolpath
from slicer_checks.formats.layer_svg import write_layer_svg
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.single_precision import ROUNDED
from slicer_checks.toolpath import Role, Shape
from slicer_checks.written import Written
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles, moved, stl_bytes
from tests.known_paths import small_path
from tests.printlab.standard_error import but_for_compiling
from tests.slicer_checks.pathchecked import changed

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and returns its code and what it printed."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["toolpath", *map(str, arguments)])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, but_for_compiling(err)

    return call


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Write a small box."""
    path = tmp_path / "box.stl"
    path.write_bytes(stl_bytes(box_triangles(6.0, 5.0, 0.3)))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the small toolpath."""
    file = tmp_path / "path.ovf"
    file.write_bytes(write_toolpath(small_path(4), "ovf").data)
    return file


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


def test_mirrors_that_run_up_to_speed_take_time(run: Run, path: Path) -> None:
    """With sky-writing each vector takes longer; a speed gained at once is no answer."""
    times = []
    for more in ((), ("--skywriting-mm-s2", "100000")):
        _code, printed, _err = run("check", path, "--json", *more)
        times.append(json.loads(printed)["toolpath"]["time_s"])
    assert times[1] > times[0] + 0.1
    assert run("check", path, "--skywriting-mm-s2", "0")[0] == 2


def test_a_layer_is_drawn_with_what_is_found_beside_its_part(
    run: Run, path: Path, box: Path
) -> None:
    """Rings are of the check that was asked for: beside a part, for a machine, by own rules."""
    out = path.with_suffix(".svg")
    asked = ("show", path, "--layer", "1", "--png", out, "--check")
    drawn = []
    for more in ((), ("--part", box)):
        code, _printed, err = run(*asked, *more)
        assert (code, err) == (0, "")
        drawn.append(out.read_bytes())
    assert drawn[0] != drawn[1]
    assert run(*asked, "--rules", path.with_name("none.toml"))[0] == 2
    assert run(*asked, "--machine", "compact-98")[0] == 0
    assert run(*asked, "--machine", "none")[0] == 2


def test_errors_end_with_one(run: Run, tmp_path: Path) -> None:
    """A toolpath whose layers fall is refused, and the report says why and how to mend it."""
    file = tmp_path / "falling.ovf"
    z_mm = small_path(4).blocks.layer_z_mm[::-1].copy()
    file.write_bytes(write_toolpath(changed(layer_z_mm=z_mm), "ovf").data)
    code, printed, _ = run("check", file, "--lang", "nl")
    assert code == 1
    assert "[path-layer-order]" in printed
    assert "3 van 4 lagen liggen niet hoger" in " ".join(printed.split())


def test_a_format_is_changed_and_what_is_lost_is_said(run: Run, path: Path) -> None:
    """OVF to CLI loses roles and laser parameters, and both are named, in words and as data."""
    out = path.with_suffix(".cli")
    code, printed, _ = run("convert", path, out, "--lang", "de")
    assert code == 0
    assert "Rollen von Blöcken (12)" in printed
    assert len(read_toolpath(out)) == 4
    code, printed, _ = run("convert", path, out, "--format", "cli-ascii", "--json")
    document = json.loads(printed)
    assert document["toolpath"]["layers"] == 4
    assert {"content": "roles of blocks", "count": 12} in document["not_written"]
    assert out.read_bytes().startswith(b"$$HEADERSTART\n$$ASCII")


def test_a_rounding_is_told_apart_from_losses(run: Run, box: Path) -> None:
    """A person reads how far a point moves at most, a program also how many numbers do."""
    out = box.with_suffix(".ovf")
    code, printed, _ = run("make", box, out, "--layer-mm", "0.05", "--lang", "en")
    assert code == 0
    (line,) = (line for line in printed.splitlines() if "single precision" in line)
    told = re.fullmatch(
        r"Rounded to single precision: coordinates by at most (0\.\d+) µm\.", line.strip()
    )
    assert told is not None

    document = json.loads(run("make", box, out, "--layer-mm", "0.05", "--json")[1])
    rounded = [one for one in document["not_written"] if "single precision" in one["content"]]
    assert [one["count"] > 0 for one in rounded] == [True]
    assert document["rounded_mm"] <= float(told[1]) / 1000 <= document["rounded_mm"] + 1e-7


@pytest.mark.parametrize(
    ("rounded_mm", "lines"),
    [
        (0.0, ["Afgerond op enkele precisie: alleen instellingen, geen coördinaat."]),
        (3.81e-6, ["Afgerond op enkele precisie: coördinaten met hooguit 0,0039 µm."]),
        (0.0123456, ["Afgerond op enkele precisie: coördinaten met hooguit 12,3456 µm."]),
        (
            inf,
            [
                (
                    "Niet geschreven, want het formaat kan het niet bevatten: "
                    "cijfers voorbij enkele precisie (7)."
                )
            ],
        ),
    ],
)
def test_a_rounding_is_told_upwards_and_a_number_that_is_lost_as_a_loss(
    rounded_mm: float, lines: list[str]
) -> None:
    """What is told is never less than what is moved; without a bound it is no rounding."""
    left_out = (Unread(content=ROUNDED, count=7),)
    written = Written(data=b"", left_out=left_out, rounded_mm=rounded_mm)

    assert list(written_lines(written, "nl")) == lines
    assert rounded_number(written) == (None if rounded_mm == inf else rounded_mm)


def test_a_layer_is_drawn(run: Run, path: Path) -> None:
    """PNG, SVG and DXF are written; findings can be ringed, the order coloured."""
    out = path.with_suffix(".png")
    assert run("show", path, "--layer", "1", "--png", out, "--check")[0] == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    drawn = path.with_suffix(".svg")
    assert run("show", path, "--layer", "1", "--png", drawn, "--order", "--theme", "dark")[0] == 0
    assert b"<svg" in drawn.read_bytes()[:600]
    lines = path.with_suffix(".dxf")
    assert run("show", path, "--layer", "4", "--dxf", lines)[0] == 0
    assert b"POLYLINE" in lines.read_bytes()
    exact = path.with_name("exact.svg")
    assert run("show", path, "--layer", "4", "--svg", exact)[0] == 0
    assert exact.read_bytes() == write_layer_svg(read_toolpath(path), 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "{path}", "--layer", "9", "--png", "a.png"), "There is no layer 9"),
        (("show", "{path}", "--layer", "0", "--png", "a.png"), "There is no layer 0"),
        (("show", "{path}", "--layer", "0"), "Say where to draw"),
        (("check", "{box}"), "is not a toolpath"),
        (("convert", "{path}", "a.stl"), "does not end"),
        (("convert", "{path}", "{path}"), "another file"),
        (("make", "{box}", "a.cli", "--hatch-mm", "0"), "cannot be scanned"),
        (("make", "{path}", "a.cli"), "OVF toolpath"),
        (("make", "{box}", "a.cli", "--rotation-deg", "nan"), "rotation_deg cannot be nan"),
        (("make", "{box}", "a.cli", "--start-deg", "inf"), "start_deg cannot be inf"),
        (("make", "{box}", "a.cli", "--gas-flow-deg", "nan"), "gas_flow_deg cannot be nan"),
        (("make", "{box}", "a.cli", "--hatch-mm", "0.00001"), "0.005 is the least"),
        (("make", "{box}", "a.cli", "--set", "core", "0", "9"), "set core cannot have 0 W"),
        (("make", "{box}", "a.cli", "--support-mm", "0.001"), "0.1 is the least"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    run: Run, path: Path, box: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit code 2 and one sentence on the error stream, nothing written."""
    given = [argument.format(path=path, box=box) for argument in arguments]
    given = [str(path.parent / one) if one.startswith("a.") else one for one in given]
    code, printed, err = run(*given)
    assert (code, printed) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert {file.name for file in path.parent.iterdir()} == {"path.ovf", "box.stl"}


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
    fine = ("--layer-mm", "0.05", "--beam-mm", "0.05")
    assert "left out" not in run("make", box, box.with_suffix(".ovf"), *fine)[1]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
def test_a_real_toolpath_is_judged(run: Run) -> None:
    """A published OVF file with layers that do not rise is not accepted."""
    code, printed, _ = run(
        "check", CORPUS / "toolpaths" / "ovf_tools" / "SupportPart.ovf", "--json"
    )
    document = json.loads(printed)
    assert code == 1
    (finding,) = (one for one in document["findings"] if one["code"] == "path-layer-order")
    assert (finding["severity"], finding["value"]) == ("error", 74.0)


def test_documents_keep_to_their_schemas(run: Run, path: Path, box: Path) -> None:
    """What is printed is what is published, and its pieces are the library's."""
    made, turned = path.with_name("made.ovf"), path.with_name("turned.cli")
    report = json.loads(run("check", path, "--part", box, "--json", "--lang", "nl")[1])
    written = [
        json.loads(run(*asked, "--json")[1])
        for asked in (("make", box, made), ("convert", path, turned))
    ]
    schema = json.loads((ROOT / "printlab/schemas/toolpath-check.schema.json").read_text("utf-8"))
    library = json.loads(
        (ROOT / "slicer_checks/schemas/toolpath-report.schema.json").read_text("utf-8")
    )
    jsonschema.validate(report, schema)
    assert report["findings"]
    assert schema["$defs"] == library["$defs"]
    assert library["properties"].items() <= schema["properties"].items()
    told = json.loads((ROOT / "printlab/schemas/toolpath.schema.json").read_text("utf-8"))
    for document in written:
        jsonschema.validate(document, told)
