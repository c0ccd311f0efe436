"""The benchmark of times: constants of a log, of vectors, of the estimate; hours of parts."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import vectortime
from tests.known_parts import box_triangles, stl_bytes


def test_constants_of_a_log_that_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log of 14 s and 80 mm2/s is told so; vectors and estimate of one set lie close together."""
    areas = np.linspace(60.0, 200.0, 30)
    ends = np.concatenate(([0.0], np.cumsum(14.0 + areas / 80.0)))
    log, table = tmp_path / "build.log", tmp_path / "areas.csv"
    log.write_text(
        "layer;seconds\n" + "".join(f"{n};{s:.4f}\n" for n, s in enumerate(np.diff(ends)))
    )
    table.write_text("layer;area\n" + "".join(f"{n};{a:.4f}\n" for n, a in enumerate(areas)))
    mesh = tmp_path / "box.stl"
    mesh.write_bytes(stl_bytes(box_triangles(12.0, 9.0, 0.9)))
    vectortime.main([str(log), str(table), str(mesh), "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]

    told = {row["name"]: row for row in rows}
    assert told["log"]["constant"] == pytest.approx(14.0, abs=0.01)
    assert told["log"]["rate"] == pytest.approx(80.0, abs=0.1)
    assert told["log"]["error"] == pytest.approx(0.0, abs=0.01)
    for pattern in ("meander", "stripe", "island"):
        row = told[f"vectors, {pattern}"]
        assert row["rate"] == pytest.approx(told["estimate"]["rate"], rel=0.05)
    assert told["box.stl"]["ratio"] == pytest.approx(1.0, abs=0.05)
    vectortime.main([str(log), str(table)])
    assert "vectors, island" in capsys.readouterr().out
