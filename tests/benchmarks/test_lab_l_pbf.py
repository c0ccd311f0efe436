"""Our own benchmark: its documents are what the generator draws, its best known plans verify."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import lab_l_pbf
from benchmarks._drawn_labs import SEEDS, SIZES, Size, problem
from benchmarks.lab_l_pbf import BEST, INSTANCES, name_of

NAMES = [name_of(size, seed) for size in SIZES for seed in SEEDS]


def test_there_are_forty_problems_each_with_a_best_known_plan() -> None:
    """Ten to four hundred parts, five seeds each, and nothing else in the folders."""
    assert len(NAMES) == 40
    assert sorted(file.stem for file in INSTANCES.iterdir()) == sorted(NAMES)
    assert sorted(file.stem for file in BEST.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size.parts))
def test_a_document_is_what_its_seed_draws(size: Size) -> None:
    """The files can be made again, and hold as many parts and machines as their size says."""
    asked = problem(size, 2)
    assert lab_l_pbf.read(name_of(size, 2)) == asked
    assert (len(asked.parts), len(asked.machines)) == (size.parts, size.machines)
    assert asked != problem(size, 3)


@pytest.mark.parametrize("name", [*NAMES[:20], *NAMES[20::5]])
def test_a_best_known_plan_verifies(name: str) -> None:
    """Its objective is that of our own count, no rule is broken, and its bound is not above it."""
    (row,) = lab_l_pbf.check([BEST / f"{name}.json"])
    assert row["verified"]
    known = lab_l_pbf.best_known(name)
    assert known is not None
    assert known.objective is not None
    assert known.objective == pytest.approx(float(str(row["objective"])))
    assert known.bound is not None
    assert 0.0 < known.bound <= known.objective + 1e-6


def test_the_readme_has_the_best_known_values() -> None:
    """Its table is the one that the command prints."""
    readme = (lab_l_pbf.FOLDER / "README.md").read_text(encoding="utf-8")
    table = lab_l_pbf.best_table()
    assert table.count("\n") == len(NAMES) + 1
    assert f"\n{table}\n" in readme


def test_a_broken_plan_is_told(tmp_path: Path) -> None:
    """A plan with a build less is no plan."""
    document = json.loads((BEST / "lab-010-0.json").read_text(encoding="utf-8"))
    document["schedule"]["builds"].pop()
    broken = tmp_path / "lab-010-0.json"
    broken.write_text(json.dumps(document), encoding="utf-8")
    (row,) = lab_l_pbf.check([broken])
    assert not row["verified"]
    assert row["fault"]


def test_a_row_stands_beside_the_best_known_plan() -> None:
    """A short run is verified and its ratio says how far it is from the best."""
    row = lab_l_pbf.measure("lab-010-0", 0.5, 0, keep=False)
    assert row["verified"]
    assert float(str(row["ratio"])) >= 1.0 - 1e-9
