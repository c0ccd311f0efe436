"""The benchmark of the viewer: its rows are what a browser did with a toolpath."""

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import viewer
from slicer_checks import write_toolpath
from tests.known_parts import box_triangles, stl_bytes


def test_each_step_is_timed(chromium: Browser, site: str, tmp_path: Path) -> None:
    """Opening and stepping have times, and script is a part of script and paint."""
    part, path = tmp_path / "plate.stl", tmp_path / "plate.ovf"
    part.write_bytes(stl_bytes(box_triangles(100.0, 100.0, 8 * viewer.LAYER_MM)))
    path.write_bytes(write_toolpath(viewer.toolpath(8, 400), "ovf").data)
    rows = {row["name"]: row for row in viewer.measured(chromium, site, (part, path), 3)}

    assert list(rows) == ["first layer", "script", "script and paint"]
    for row in rows.values():
        assert 0 < float(str(row["middle"])) <= float(str(row["most"]))
    assert float(str(rows["script"]["most"])) < float(str(rows["script and paint"]["most"]))
