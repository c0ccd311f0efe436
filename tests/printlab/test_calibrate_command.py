"""The command calibrate, what check makes of its file, and the benchmark of both."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from printlab.cli import main
from tests.known_parts import CORPUS, NO_CORPUS, cube, stl_bytes
from tests.printlab.standard_error import but_for_compiling

BUILD = CORPUS / "buildtime" / "kenieveges"
TWO_LASERS = "twin-280"
LOG, AREAS = BUILD / "13.02.2025_burn.log", BUILD / "2025.02.13_Ecolibry_SD.csv"


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, but_for_compiling(err)


def _log_of(folder: Path, recoat_s: float) -> tuple[Path, Path]:
    """Write the log and the areas of a build of 40 layers."""
    areas = np.linspace(100, 2000, 40)
    seconds = recoat_s + 0.012 * areas
    rows = "".join(f"{layer},{value:.2f}\n" for layer, value in enumerate(seconds))
    table = "".join(f"{layer},{value:.1f}\n" for layer, value in enumerate(areas))
    log, csv = folder / "build.csv", folder / "areas.csv"
    log.write_text("layer,seconds\n" + rows, encoding="utf-8")
    csv.write_text("layer,area_mm2\n" + table, encoding="utf-8")
    return log, csv


def test_a_log_becomes_a_file_that_check_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The written calibration gives the checked part the machine's own recoat time."""
    part, out = tmp_path / "cube.stl", tmp_path / "machine.json"
    part.write_bytes(stl_bytes(cube().triangles))
    code, said, _ = _run(capsys, "calibrate", *_log_of(tmp_path, 20.0), "--out", out)
    assert code == 0
    assert "40 layers" in said

    code, document, _ = _run(capsys, "check", part, "--calibration", out, "--json")
    estimate = json.loads(document)["estimate"]
    layers = json.loads(document)["layers"]["count"]
    assert code == 0
    assert estimate["breakdown"]["recoat_s"] == pytest.approx(20.0 * layers, rel=0.02)
    assert estimate["width"]["code"].startswith("calibrat")


def test_the_document_names_machine_and_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --json the calibration is printed, learnt for the machine that was named."""
    asked = ("--machine", TWO_LASERS, "--json")
    code, out, _ = _run(capsys, "calibrate", *_log_of(tmp_path, 9.0), *asked)
    document = json.loads(out)

    assert code == 0
    assert (document["machine"], document["lasers"]) == (TWO_LASERS, 2)
    assert document["source"] == "build.csv, areas.csv"
    assert document["recoat_s"] == pytest.approx(9.0, abs=0.3)


def test_a_machine_is_held_to_its_own_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown machine is not learnt for, and another one's calibration is not taken."""
    log, part, out = _log_of(tmp_path, 9.0), tmp_path / "cube.stl", tmp_path / "two.json"
    part.write_bytes(stl_bytes(cube().triangles))
    code, _, err = _run(capsys, "calibrate", *log, "--machine", "no-such")
    assert code == 2
    assert TWO_LASERS in err

    _run(capsys, "calibrate", *log, "--machine", TWO_LASERS, "--out", out)
    asked = ("check", part, "--calibration", out, "--json")
    code, said, _ = _run(capsys, *asked)
    assert code == 2
    assert json.loads(said)["error"]["code"] == "calibration-other-machine"
    assert _run(capsys, *asked, "--machine", TWO_LASERS)[0] == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("not json", "calibration-invalid"),
        ("[]", "calibration-invalid"),
        ("{}", "calibration-invalid"),
    ],
)
def test_another_file_is_no_calibration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, code: str
) -> None:
    """A file that is no calibration is refused with exit code 2."""
    part, wrong = tmp_path / "cube.stl", tmp_path / "wrong.json"
    part.write_bytes(stl_bytes(cube().triangles))
    wrong.write_text(content, encoding="utf-8")
    exit_code, out, _ = _run(capsys, "check", part, "--calibration", wrong, "--json")

    assert exit_code == 2
    assert json.loads(out)["error"]["code"] == code


def test_a_log_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing file is told in one sentence."""
    code, _, err = _run(capsys, "calibrate", tmp_path / "no.log", tmp_path / "no.csv")

    assert code == 2
    assert "cannot be read" in err


@pytest.mark.skipif(not BUILD.exists(), reason=NO_CORPUS)
def test_the_benchmark_prints_rows_with_ours_and_the_peers() -> None:
    """Each row has a name, our error, the peer's and their ratio; no peer's mean is better."""
    asked = [sys.executable, "-m", "benchmarks", "buildtime", str(LOG), str(AREAS)]
    asked += ["--draws", "5", "--json"]
    ran = subprocess.run(asked, capture_output=True, check=True, text=True)
    rows = json.loads(ran.stdout)["rows"]

    assert all({"name", "ours", "peer", "ratio"} <= set(row) for row in rows)
    assert {"first 10 %", "uncalibrated"} <= {row["name"] for row in rows}
    assert all(row["covered"] == 1.0 for row in rows if "covered" in row)
    assert all(row["ours"] <= row["peer"] for row in rows if "mean" in row["name"])
