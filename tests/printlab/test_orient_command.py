"""The command orient: its table, its document and the file it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from printlab.cli import main
from slicer_checks import read
from tests.known_parts import box, stl_bytes, table
from tests.printlab.standard_error import but_for_compiling
from tests.printlab.test_progress_bar import Terminal


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, but_for_compiling(err)


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
    files = ("--png", png, "--write", out)
    code, shown, _ = _run(capsys, "orient", part, "--axis", "z", "--lang", "nl", *files)
    assert code == 0
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "hoogte mm" in shown
    assert "12,0" in shown
    assert "12.0" not in shown
    assert f"Geschreven: {out} (stand 1)\nGeschreven: {png}\n" in shown


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


@pytest.mark.parametrize(
    ("option", "out", "code"),
    [
        ("--write", "bridge.stl", "out-is-part"),
        ("--write", "laid.obj", "out-type"),
        ("--write", "no/laid.stl", "out-unwritable"),
        ("--png", "bridge.stl", "out-type"),
    ],
)
def test_where_it_cannot_be_written_nothing_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, out: str, code: str
) -> None:
    """The part is never overwritten; each refusal is a code and exit code 2."""
    part = tmp_path / "bridge.stl"
    part.write_bytes(stl_bytes(table().triangles))
    before = part.read_bytes()
    ended, document, _ = _run(capsys, "orient", part, option, tmp_path / out, "--json")

    assert (ended, json.loads(document)["error"]["code"]) == (2, code)
    assert part.read_bytes() == before
    assert list(tmp_path.iterdir()) == [part]


def test_a_choice_beyond_the_limit_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The part is not even read: it does not exist."""
    asked = ("orient", tmp_path / "no.stl", "--limit", "2", "--choice", "3")
    code, _, err = _run(capsys, *asked, "--write", tmp_path / "laid.stl")

    assert code == 2
    assert "There are 2 choices" in err


def test_only_what_keeps_the_axis_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plate drawn flat, of which x must stay upright, is written on its edge."""
    part, out = tmp_path / "plate.stl", tmp_path / "laid.stl"
    part.write_bytes(stl_bytes(box(30.0, 20.0, 2.0).triangles))
    asked = ("orient", part, "--axis", "x", "--write", out)
    code, _, _ = _run(capsys, *asked)

    assert code == 0
    assert read(out).size_mm[2] == pytest.approx(30.0)
    code, _, err = _run(capsys, *asked, "--choice", "2")
    assert code == 2
    assert "There are 1 choices" in err


@pytest.mark.parametrize(
    ("arguments", "stages"), [(("orient",), "ranking"), (("repair", "out.stl"), "mending")]
)
def test_long_work_is_shown_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], stages: str
) -> None:
    """Where a person looks, what is done now is told and taken away at the end."""
    part, terminal = tmp_path / "bridge.stl", Terminal()
    part.write_bytes(stl_bytes(table().triangles))
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("printlab.progress_bar.PATIENCE_S", 0.0)
    command, *outs = arguments
    with pytest.raises(SystemExit) as ended:
        main([command, str(part), *(str(tmp_path / out) for out in outs)])

    assert not ended.value.code
    assert "reading" in terminal.getvalue()
    assert stages in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
