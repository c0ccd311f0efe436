"""The command orient: its table, its document and the file it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from printlab.cli import main
from slicer_checks import read
from tests.known_parts import stl_bytes, table


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_a_table_a_document_and_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The chosen way is written as STL, with the same volume and the height it was told with."""
    part, out = tmp_path / "bridge.stl", tmp_path / "laid.stl"
    part.write_bytes(stl_bytes(table(width=20.0, leg=2.0, height=12.0).triangles))
    code, document, _ = _run(capsys, "orient", part, "--json", "--write", out)
    best = json.loads(document)["orientations"][0]
    laid = read(out)

    assert code == 0
    assert laid.size_mm[2] == pytest.approx(best["height_mm"], abs=1e-4)
    assert laid.volume_mm3 == pytest.approx(read(part).volume_mm3, rel=1e-5)
    assert laid.watertight

    png = tmp_path / "ways.png"
    code, shown, _ = _run(capsys, "orient", part, "--axis", "z", "--lang", "nl", "--png", png)
    assert code == 0
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "hoogte mm" in shown


def test_a_choice_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one sentence."""
    part = tmp_path / "bridge.stl"
    part.write_bytes(stl_bytes(table().triangles))
    asked = ("orient", part, "--axis", "z", "--choice", "40", "--write", tmp_path / "laid.stl")
    code, _, err = _run(capsys, *asked)

    assert code == 2
    assert "choices" in err
