"""Real parts in a lab: the published parts with a documented calendar, dues and powders."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import luzedi
from benchmarks._rows import SPREAD, Row, spread, spread_table

SET = Path(__file__).parents[3] / "shared" / "corpus" / "scheduling" / "luzedi"
SMALL, LARGE = SET / "Instances" / "P25M2-0.txt", SET / "Instances" / "P100M4-0.txt"
needs_corpus = pytest.mark.skipif(not SET.is_dir(), reason="the published parts are not here")


@needs_corpus
def test_an_instance_keeps_its_parts_and_gets_a_calendar() -> None:
    """The first part of an instance has its published height and time; a seed repeats itself."""
    lab = luzedi.Lab(SET / "part_machine_data")
    problem = lab.problem(SMALL, None, 0)
    assert (len(problem.parts), len(problem.machines)) == (25, 2)
    picked = int(SMALL.read_text(encoding="utf-8").split()[0])
    height_mm, volume_mm3, support_mm3 = lab.parts[picked]
    first = problem.parts[0]
    assert first.orientations[0].height_mm == height_mm
    assert first.scan_s["M1"] == pytest.approx(0.11088 * volume_mm3 + 0.072 * support_mm3)
    assert [machine.platform.width_mm for machine in problem.machines] == [300.0, 400.0]
    assert problem == lab.problem(SMALL, None, 0)
    assert problem != lab.problem(SMALL, None, 1)


@needs_corpus
def test_more_parts_are_copies_and_many_get_a_machine_more() -> None:
    """A thousand parts begin again with the first, and share five machines."""
    lab = luzedi.Lab(SET / "part_machine_data")
    problem = lab.problem(LARGE, 1000, 0)
    assert (len(problem.parts), len(problem.machines)) == (1000, 5)
    assert problem.parts[100].orientations == problem.parts[0].orientations
    assert len({part.job for part in problem.parts}) == 1000


@needs_corpus
def test_a_row_is_a_verified_plan() -> None:
    """A short run gives a verified plan, its bound, and how soon the first was there."""
    problem = luzedi.Lab(SET / "part_machine_data").problem(SMALL, 10, 0)
    row = luzedi.measure(problem, 0.5, 0)
    assert row["verified"] is True
    assert 0.0 < float(str(row["bound"])) <= float(str(row["objective"]))


def test_rows_are_set_beside_the_best_of_all_runs() -> None:
    """The ratio is at least one, also where the longer run did no better."""
    rows: list[Row] = [{"objective": 102.0}, {"objective": 104.0}]
    assert [row["ratio"] for row in luzedi.beside(rows, {"objective": 100.0})] == [1.02, 1.04]
    assert [row["best"] for row in luzedi.beside(rows, {"objective": 106.0})] == [102.0, 102.0]


def test_a_spread_tells_the_middle_and_both_ends_of_each_problem() -> None:
    """Rows without a value count for nothing, and one row each is no spread."""
    values = (("a", 3.0), ("a", 1.0), ("b", 5.0), ("a", 2.0), ("b", None))
    rows: list[Row] = [{"name": name, "ratio": value} for name, value in values]
    first, second = spread(rows, ("name",), "ratio")
    assert [first[key] for key in SPREAD] == ["ratio", 3, 1.0, 2.0, 3.0]
    assert second["seeds"] == 1
    assert "ratio" in spread_table(rows, ("name",), "ratio")
    assert not spread_table(rows[1:3], ("name",), "ratio")
