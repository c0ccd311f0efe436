"""Toolpaths without contours: the hatch alone melts the part, up to its edge."""

from dataclasses import replace

import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.read import read
from slicer_checks.scanstrategy import PATTERNS, Pattern, ScanStrategy
from tests.known_parts import box_triangles, stl_bytes


@pytest.mark.parametrize("pattern", PATTERNS)
def test_without_contours_the_hatch_reaches_the_edge(pattern: Pattern) -> None:
    """It ends where the first contour would be, so no rim stays powder, unless one is asked for."""
    process = default_process(layer_mm=0.05)
    part = read(stl_bytes(box_triangles(10.0, 8.0, 0.5)))
    bare = ScanStrategy(pattern=pattern, contours=0)
    path = make_toolpath(part, bare, process)
    assert path.blocks.points_mm.min() == pytest.approx(0.05, abs=2e-3)
    findings = check_toolpath(path, part, process).findings
    assert "path-uncovered" not in {one.code for one in findings}
    assert [one.code for one in findings if one.severity == "error"] == []
    asked = make_toolpath(part, replace(bare, hatch_offset_mm=0.1), process)
    assert asked.blocks.points_mm.min() == pytest.approx(0.15, abs=2e-3)
