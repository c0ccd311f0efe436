"""The commands check and plan: their documents, texts and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.known_parts import box, cube, stl_bytes, thin_wall
from tests.printlab.command_runs import Run

ROOT = Path(__file__).resolve().parents[2]
LAB_FILE = ROOT / "examples" / "lab.toml"
PROBLEM = ROOT / "examples" / "plan_problem.json"
FINDING = ["code", "severity", "value", "limit", "unit", "where", "title", "why", "fix", "sources"]
PART = ["file", "sha256", "triangles", "volume_mm3", "area_mm2", "bounds_mm", "watertight"]
PART += ["bodies", "unit", "unit_guess"]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Write a wall of 0.2 mm."""
    path = tmp_path / "wall.stl"
    path.write_bytes(stl_bytes(thin_wall(0.2).triangles))
    return path


def test_check_prints_one_document(run: Run, good: Path) -> None:
    """The document has the promised keys, the numbers of the cube, and nothing beside it."""
    ran = run("check", good, "--json")
    document = ran.document()

    keys = ["schema", "printlab", "part", "layers", "findings", "estimate", "accepted"]
    assert (ran.code, ran.err) == (0, "")
    assert list(document) == keys
    assert list(document["part"]) == PART
    assert document["part"]["volume_mm3"] == pytest.approx(1000.0)
    assert set(document["layers"]) == {"count", "layer_mm", "area_mm2_max", "volume_mm3"}
    assert document["layers"]["count"] == 333
    estimate = document["estimate"]
    assert estimate["machine"] == "compact-98"
    assert set(estimate) >= {"time_s", "time_low_s", "time_high_s", "breakdown", "mass_g"}
    assert set(estimate) >= {"support_mass_g", "powder_g", "cost_eur"}
    assert all(name.endswith("_s") for name in estimate["breakdown"])
    assert estimate["time_s"] == pytest.approx(sum(estimate["breakdown"].values()))
    assert document["accepted"] is True


def test_the_published_schema_is_true(run: Run, good: Path, faulty: Path) -> None:
    """Documents keep to the schema, whose halves are those of the library."""
    folders = {"printlab": ["check"], "slicer_checks": ["report", "estimate"]}
    schemas = {
        name: json.loads((ROOT / folder / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        for folder, names in folders.items()
        for name in names
    }
    published, report = schemas["check"], schemas["report"]
    estimate = {key: value for key, value in schemas["estimate"].items() if key != "$schema"}

    for part in (good, faulty):
        jsonschema.validate(run("check", part, "--json").document(), published)
    assert published["$defs"] == report["$defs"]
    assert published["properties"]["estimate"] == estimate
    for name in ("part", "layers", "findings", "accepted"):
        assert published["properties"][name] == report["properties"][name]


def test_errors_exit_with_1_and_are_told_in_the_language(run: Run, faulty: Path) -> None:
    """A faulty part's findings carry their texts in the language that was asked for."""
    documents = {
        lang: run("check", faulty, "--json", "--lang", lang) for lang in ("en", "nl", "de")
    }

    assert {ran.code for ran in documents.values()} == {1}
    titles = set()
    for ran in documents.values():
        (thin,) = [f for f in ran.document()["findings"] if f["code"] == "thin-wall"]
        assert list(thin) == FINDING
        assert thin["sources"]
        titles.add(thin["title"])
    assert len(titles) == 3


def test_the_text_begins_with_the_verdict_and_what_to_mend_first(run: Run, faulty: Path) -> None:
    """A person reads top down; no line is longer than a terminal but for an address."""
    ran = run("check", faulty)
    lines = ran.out.splitlines()

    assert ran.code == 1
    assert lines[0] == "wall.stl · Cannot be printed yet: 1 error"
    assert "  1. A wall of about 0.20 mm" in ran.out
    assert max(len(line) for line in lines if "http" not in line) <= 100


def test_of_an_open_surface_no_mass_and_no_price_are_told(run: Run, tmp_path: Path) -> None:
    """Nobody knows how much metal it is: the terminal says so, as the written report does."""
    path = tmp_path / "open.stl"
    path.write_bytes(stl_bytes(cube(10.0).triangles[:-2]))
    ran = run("check", path)

    assert ran.code == 1
    assert " ".join(ran.out.split()).endswith("there is no mass or price yet.")
    assert "EUR" not in ran.out


def test_time_and_price_of_what_fits_nowhere_are_called_so(run: Run, tmp_path: Path) -> None:
    """They are as if the nearest machine had room, and the terminal says so before them."""
    path = tmp_path / "beam.stl"
    path.write_bytes(stl_bytes(box(700.0, 20.0, 20.0).triangles))
    told = " ".join(run("check", path).out.split())

    assert "As it lies, the part fits on no machine. Time and price are what they would be" in told
    assert told.index("fits on no machine. Time") < told.index("Printing takes about")


REFUSALS: list[tuple[list[str], str]] = [
    (["nothing.stl"], "file-not-found"),
    (["{bad}"], "stl-truncated"),
    (["{good}", "--material", "unobtainium"], "material-unknown"),
    (["{good}", "--machine", "Enterprise"], "machine-unknown"),
    (["{good}", "--layer-mm", "0"], "layer-not-positive"),
    (["{good}", "--layer-mm", "thick"], "usage"),
    (["{good}", "--unit", "parsec"], "usage"),
    (["{good}", "--rules", "nothing.toml"], "rules-unreadable"),
    (["{good}", "--paint", "red"], "usage"),
]


@pytest.mark.parametrize(("arguments", "code"), REFUSALS, ids=[" ".join(r[0]) for r in REFUSALS])
def test_what_cannot_be_read_or_asked_exits_with_2(
    run: Run, good: Path, tmp_path: Path, arguments: list[str], code: str
) -> None:
    """One sentence on stderr, the error document on stdout, and nothing else."""
    bad = tmp_path / "bad.stl"
    bad.write_bytes(good.read_bytes()[:300])
    ran = run("check", *(word.format(good=good, bad=bad) for word in arguments), "--json")

    error = ran.document()["error"]
    assert ran.code == 2
    assert error["code"] == code
    assert ran.err == f"printlab: {error['message']}\n"


def test_a_lab_file_gives_machines_and_materials(
    run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With PRINTLAB_LAB the lab's machines count, and only those that take the material."""
    monkeypatch.setenv("PRINTLAB_LAB", str(LAB_FILE))

    fitting = run("check", good, "--material", "Ti6Al4V", "--machine", "Twin 280", "--json")
    other = run("check", good, "--material", "Ti6Al4V", "--machine", "Small 125")
    nearest = run("check", good, "--layer-mm", "0.06", "--json")
    monkeypatch.setenv("PRINTLAB_LAB", str(tmp_path / "nothing.toml"))
    missing = run("check", good)

    assert (fitting.code, fitting.document()["layers"]["layer_mm"]) == (0, 0.05)
    assert (other.code, missing.code) == (2, 2)
    assert nearest.document()["layers"]["layer_mm"] == 0.06


def test_plan_answers_a_problem_document(run: Run, tmp_path: Path) -> None:
    """The example plans to a result document; one that cannot be planned exits with 1."""
    ran = run("plan", PROBLEM, "--time-limit", "1", "--seed", "3", "--json")
    result = ran.document()
    assert ran.code == 0
    assert result["schema"] == "printlab/scheduling-result/1"
    assert result["schedule"]["builds"]
    assert result["seed"] == 3

    problem = json.loads(PROBLEM.read_text(encoding="utf-8"))
    problem["parts"][0]["orientations"][0]["height_mm"] = 10_000.0
    path = tmp_path / "impossible.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    told = run("plan", path, "--time-limit", "1")
    assert told.code == 1
    assert "No schedule" in told.out


def test_plan_tells_where_and_when_each_part_is_printed(run: Run) -> None:
    """Without --json a person reads a line a build, and every copy is in one of them."""
    ran = run("plan", PROBLEM, "--time-limit", "1")
    head, _, table = ran.out.partition("\n\n")
    wanted = json.loads(PROBLEM.read_text("utf-8"))["parts"]

    assert head.startswith("Schedule (")
    assert "day 1 " in table
    for part in wanted:
        counts = re.findall(rf"(\d+) x {re.escape(part['id'])}\b", table)
        assert sum(map(int, counts)) == part.get("copies", 1)


def test_plan_refuses_a_seed_no_solver_takes(run: Run) -> None:
    """A seed beyond what the solver's numbers hold is misuse, not a bug."""
    for seed in ("-1", "99999999999999999999", "two"):
        ran = run("plan", PROBLEM, "--seed", seed, "--json")

        assert ran.code == 2
        assert ran.document()["error"]["code"] == "usage"


def test_plan_refuses_what_is_no_problem(run: Run, tmp_path: Path) -> None:
    """A file that is missing, no JSON or another document exits with 2."""
    path = tmp_path / "other.json"
    path.write_text('{"schema": "something/else"}', encoding="utf-8")
    for name in (tmp_path / "nothing.json", LAB_FILE, path):
        ran = run("plan", name, "--json")
        assert ran.code == 2
        assert ran.document()["error"]["message"] in ran.err


def test_check_writes_a_page_a_pdf_and_pictures(run: Run, faulty: Path, tmp_path: Path) -> None:
    """What was asked for is written and named, in the language asked for."""
    page, pdf, folder = tmp_path / "report.html", tmp_path / "report.pdf", tmp_path / "pictures"
    ran = run("check", faulty, "--lang", "nl", "--html", page, "--pdf", pdf, "--png", folder)

    assert '<html lang="nl">' in page.read_text(encoding="utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert {"part.png", "layers.png"} <= {file.name for file in folder.iterdir()}
    assert f"Geschreven: {pdf}" in ran.out
    assert ran.err == ""


def test_check_says_when_a_report_cannot_be_written(run: Run, good: Path, tmp_path: Path) -> None:
    """A folder that does not exist is named in one sentence."""
    ran = run("check", good, "--pdf", tmp_path / "nowhere" / "report.pdf", "--json")

    assert ran.code == 2
    assert ran.document()["error"]["code"] == "report-unwritable"
