"""The command repair: what it writes, prints and exits with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from printlab.cli import main
from slicer_checks import read
from slicer_checks.texts import LANGUAGES
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles, moved, stl_bytes, twisted_prism
from tests.printlab.standard_error import but_for_compiling

ROOT = Path(__file__).resolve().parents[2]
BOX = box_triangles(10.0, 10.0, 10.0)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and returns its code and what it printed."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, but_for_compiling(err)

    return call


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Write two boxes that overlap, the first without one triangle."""
    path = tmp_path / "broken.stl"
    path.write_bytes(stl_bytes(np.concatenate((BOX[1:], moved(BOX, 5.0, 5.0, 5.0)))))
    return path


@pytest.mark.parametrize("suffix", [".stl", ".3mf", ".STL"])
def test_the_result_is_written_and_sound(run: Run, broken: Path, suffix: str) -> None:
    """STL and 3MF hold the same sound surface; the input is as it was."""
    before, out = broken.read_bytes(), broken.with_name(f"mended{suffix}")
    code, printed, err = run("repair", broken, out)
    part = read(out)

    assert (code, err) == (0, "")
    assert printed.startswith("broken.stl: the mesh is sound.")
    assert part.watertight
    assert part.volume_mm3 == pytest.approx(1875.0)
    assert broken.read_bytes() == before
    assert sorted(path.name for path in broken.parent.iterdir()) == sorted([broken.name, out.name])


def test_json_keeps_to_its_schema(run: Run, broken: Path) -> None:
    """The document is the one that is published, and its halves are the library's."""
    schema = json.loads((ROOT / "printlab/schemas/repair.schema.json").read_text("utf-8"))
    library = json.loads((ROOT / "slicer_checks/schemas/repair.schema.json").read_text("utf-8"))
    code, printed, _ = run("repair", broken, broken.with_name("m.stl"), "--json", "--lang", "de")
    document = json.loads(printed)

    jsonschema.validate(document, schema)
    assert schema["$defs"] == library["$defs"]
    assert library["properties"].items() <= schema["properties"].items()
    assert (code, document["sound"], document["out"]) == (0, True, {"file": "m.stl", "unit": "mm"})
    assert [step["code"] for step in document["steps"]] == ["closed", "united"]


def test_what_cannot_be_mended_exits_with_1(run: Run, tmp_path: Path) -> None:
    """An open box is written as it is, and said to have faults."""
    path = tmp_path / "open.stl"
    path.write_bytes(stl_bytes(BOX[(BOX[:, :, 2] < 10.0).any(axis=1)]))
    code, printed, _ = run("repair", path, tmp_path / "out.stl")

    assert code == 1
    assert "Holes left open: 1; the largest is 14.14 mm across" in printed
    assert (tmp_path / "out.stl").exists()


def test_faces_that_cross_exit_with_1(run: Run, tmp_path: Path) -> None:
    """A closed surface that passes through itself is said to have faults."""
    path = tmp_path / "twisted.stl"
    path.write_bytes(stl_bytes(twisted_prism(-60.0)))
    code, printed, _ = run("repair", path, tmp_path / "out.stl")

    assert code == 1
    assert printed.startswith("twisted.stl: the mesh still has faults.")


def test_bodies_that_remain_are_told_with_the_verdict(run: Run, tmp_path: Path) -> None:
    """A loose body is no fault of the mesh, and still no single part: its reader hears of it."""
    path = tmp_path / "two.stl"
    path.write_bytes(stl_bytes(np.concatenate((BOX, moved(BOX, 20.0, 0.0, 5.0)))))
    told = {lang: run("repair", path, tmp_path / "o.stl", "--lang", lang)[1] for lang in LANGUAGES}

    assert told["en"].startswith("two.stl: the mesh is sound; 2 separate bodies remain.")
    assert all("2 " in text.partition("\n")[0] for text in told.values())


def test_the_unit_is_what_was_asked(run: Run, broken: Path) -> None:
    """A file read in inches is written in millimetres."""
    run("repair", broken, broken.with_name("m.stl"), "--unit", "inch")

    assert read(broken.with_name("m.stl")).size_mm[0] == pytest.approx(15 * 25.4, rel=1e-6)


@pytest.mark.parametrize(
    ("out", "code"),
    [("broken.stl", "out-is-part"), ("m.obj", "out-type"), ("no/folder/m.stl", "out-unwritable")],
)
def test_where_it_cannot_be_written_nothing_is(run: Run, broken: Path, out: str, code: str) -> None:
    """The input is never overwritten; each refusal is one sentence, a code and exit code 2."""
    before = broken.read_bytes()
    exit_code, printed, err = run("repair", broken, broken.parent / out, "--json")

    assert (exit_code, json.loads(printed)["error"]["code"]) == (2, code)
    assert err.count("\n") == 1
    assert broken.read_bytes() == before
    assert [path.name for path in broken.parent.iterdir()] == [broken.name]


def test_what_cannot_be_read_exits_with_2(run: Run, tmp_path: Path) -> None:
    """A file that is no part is refused with the reader's code, and nothing is written."""
    path = tmp_path / "essay.stl"
    path.write_bytes(b"no part")
    code, printed, _ = run("repair", path, tmp_path / "out.stl", "--json")

    assert (code, json.loads(printed)["error"]["code"]) == (2, "file-type-unknown")
    assert not (tmp_path / "out.stl").exists()


REAL = {"bad/d_flipped_half.stl": 0, "bad/d_missing_one_face.stl": 0, "bad/d_open_box.stl": 1}
REAL |= {"bad/assimp_sphereWithHole.stl": 0, "bad/d_touch_edge.stl": 1, "good/d_hollow_box.stl": 0}


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize("name", sorted(REAL))
def test_real_files(run: Run, tmp_path: Path, name: str) -> None:
    """Real files end with the code that fits what is left of their faults."""
    out = tmp_path / "out.stl"
    code, _, _ = run("repair", CORPUS / "meshes" / name, out)

    assert code == REAL[name]
    assert read(out).watertight == (code == 0)
