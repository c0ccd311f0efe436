"""Real parts in a lab: the published parts with a documented calendar, dues and powders."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import luzedi

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


def test_a_row_is_set_beside_the_better_of_both_runs() -> None:
    """The ratio is at least one, also where the longer run did no better."""
    assert luzedi.beside({"objective": 102.0}, {"objective": 100.0})["ratio"] == 1.02
    assert luzedi.beside({"objective": 100.0}, {"objective": 102.0})["ratio"] == 1.0
