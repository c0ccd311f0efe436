"""path-island: areas that begin on powder."""

from pathlib import Path

import pytest

from slicer_checks.formats.archive import open_archive
from slicer_checks.formats.ilt import read_ilt
from slicer_checks.limits import ReadLimits
from tests.known_layers import CONTOUR, HATCH, filled, hatch, line, made, path_of
from tests.known_parts import CORPUS, NO_CORPUS, two_islands
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-island"
FOOT = [(square(), CONTOUR), line(30.0, 1.0)]


def test_what_stands_on_the_platform_is_none() -> None:
    """Two islands that both begin in the first layer are two parts."""
    assert found(CODE, made(two_islands(height=0.3).triangles)[0]) == []


@pytest.mark.parametrize(("side_mm", "told"), [(0.4, 0), (0.5, 1), (6.0, 1)])
def test_an_area_on_powder_is_an_error(side_mm: float, told: int) -> None:
    """Above a fifth of a square millimetre it is told with its outline."""
    above = [*FOOT, (square(side_mm, 20.0, 20.0), CONTOUR)]
    findings = found(CODE, path_of([FOOT, FOOT, above, above]))
    assert [one.severity for one in findings] == ["error"] * told
    for one in findings:
        assert one.value == pytest.approx(side_mm**2)
        assert (one.params["count"], one.where.layers) == (1, (2, 2))
        assert min(one.where.polygons[0]) == (20.0, 20.0)


@pytest.mark.parametrize(("x_mm", "told"), [(20.9, 0), (21.2, 1)])
def test_a_support_within_reach_carries(x_mm: float, told: int) -> None:
    """A line of a support beside the area, in one of the layers below, is enough."""
    carried = [*FOOT, line(x_mm, 15.0)]
    above = [*FOOT, (square(5.0, 15.0, 12.0), CONTOUR)]
    assert len(found(CODE, path_of([carried, carried, FOOT, above]))) == told


def test_a_file_without_supports_is_only_warned_of() -> None:
    """Supports may be in a file of their own."""
    foot = [(square(), CONTOUR)]
    above = [*foot, (square(2.0, 20.0, 20.0), CONTOUR)]
    (finding,) = found(CODE, path_of([foot, above]))
    assert (finding.severity, finding.params["variant"]) == ("warning", "alone")


def test_hatch_without_contours_is_an_area_too() -> None:
    """Where a part has no contours, what its hatch melts may be an island."""
    foot = [(hatch(), HATCH), line(30.0, 1.0)]
    (finding,) = found(CODE, path_of([foot, [*foot, (hatch(2.0, 20.0), HATCH)]]))
    assert finding.value == pytest.approx(4.0, rel=0.1)
    assert found(CODE, path_of([filled(), filled(12.0)])) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
def test_real_supports_that_end_below_the_part_carry_it() -> None:
    """A real file leaves five layers between supports and part, so that they come off by hand."""
    file: Path = CORPUS / "toolpaths/ovf_tools/BoxPartConbtour_PyramidPartVolume_support.ilt"
    limits = ReadLimits()
    assert found(CODE, read_ilt(open_archive(file.read_bytes(), limits), limits)) == []
