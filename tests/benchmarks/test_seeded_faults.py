"""The seeded-faults command: its rows, its page, and the clean parts it starts from."""

import json
from pathlib import Path

import pytest

from benchmarks import seeded_faults
from tests.known_parts import NO_CORPUS
from tests.seeded import hosts

PART = "oasis_Tensile_Bar_Blank_1.stl"
CHOSEN = ["--seeds", "0", "--parts", PART, "--kinds", "NaN", "missing facet"]

pytestmark = pytest.mark.skipif(not hosts.FOLDER.is_dir(), reason=NO_CORPUS)


def test_rows_count_what_was_planted(capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind has a row, all kinds together have one, and the clean part has no error."""
    seeded_faults.main([*CHOSEN, "--json"])
    told = json.loads(capsys.readouterr().out)

    assert [row["name"] for row in told["rows"]] == ["missing facet", "NaN", "all kinds"]
    assert told["rows"][-1]["planted"] == told["rows"][-1]["found"] == 2
    assert told["rows"][-1]["recall"] == told["rows"][-1]["precision"] == 1.0
    assert told["clean"] == [{"name": PART, "triangles": 20, "errors": 0, "told": []}]


def test_the_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page says how it is made, and holds the same table that is printed."""
    seeded_faults.main([*CHOSEN, "--write", str(tmp_path / "page.md")])
    seeded_faults.main(CHOSEN)
    page = (tmp_path / "page.md").read_text(encoding="utf-8")

    assert "python -m benchmarks seeded-faults --write" in page
    assert capsys.readouterr().out.strip() in page
