"""How long answers take is measured on labs with and without stations."""

from __future__ import annotations

import json

import pytest

from benchmarks import answers
from benchmarks.plan100 import generate


def test_every_part_passes_the_stations() -> None:
    """With stations, all parts have the same three steps."""
    problem = answers.finished(generate(6, 2, 0))
    assert [station.id for station in problem.stations] == ["furnace", "edm", "blasting"]
    assert {part.steps for part in problem.parts} == {answers.STEPS}


def test_each_verb_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    """Four verbs, with how often each was asked and the share of copies that a change moved."""
    answers.main(["--parts", "6", "--machines", "2", "--seeds", "0", "--time-limit", "1", "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["name"] for row in rows] == [
        "what_if",
        "promise",
        "simulate, 1,000 runs",
        "explain",
    ]
    assert [row["asked"] for row in rows] == [5, 1, 1, 1]
    assert rows[0]["most_moved"] <= 1 / 6  # of so few builds one may move, with its one copy
    assert all(0.0 < row["median_s"] <= row["longest_s"] for row in rows)
