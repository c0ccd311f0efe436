"""The commands below toolpath: what they write, print and exit with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import inf
from pathlib import Path

import jsonschema
import pytest

from printlab.commands.toolpath_losses import rounded_number, written_lines
from slicer_checks import read_toolpath, write_toolpath
from slicer_checks.formats.file_units import ROUNDED_TO_UNIT
from slicer_checks.formats.layer_svg import write_layer_svg
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.single_precision import ROUNDED
from slicer_checks.written import Written
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import small_path
from tests.slicer_checks.pathchecked import changed

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., tuple[int, str, str]]


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


def test_what_a_toolpath_does_not_keep_is_no_fault_of_the_format() -> None:
    """3MF and OVF hold power along vectors; coordinates that were rounded are no loss."""
    left_out = (
        Unread(content="pauses", count=1),
        Unread(content="power along vectors", count=2),
        Unread(content=ROUNDED_TO_UNIT, count=5_298_882),
    )
    written = Written(data=b"", left_out=left_out, rounded_mm=4.9e-4)

    lines = list(written_lines(written, "en"))
    assert lines[0] == "Not written, for the format cannot hold it: pauses (1)."
    assert lines[1].startswith("Not written, though the format could hold it")
    assert "power along vectors (2 exposures)" in lines[1]
    assert lines[2:] == [
        "Rounded to whole steps of the file's unit: coordinates by at most 0.49 µm."
    ]
