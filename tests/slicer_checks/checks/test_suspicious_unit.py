"""The check suspicious-unit."""

import pytest

from slicer_checks import check, read
from tests.known_parts import box_triangles, stl_bytes
from tests.slicer_checks.checked import findings, process


def test_a_box_of_ten_is_in_millimetres() -> None:
    """A plain size raises no doubt."""
    assert findings("suspicious-unit", box_triangles(10.0, 10.0, 10.0)) == []


def test_a_box_of_a_fraction_is_rather_in_metres() -> None:
    """Numbers below 1 read as millimetres by order raise the doubt, with both sizes."""
    part = read(stl_bytes(box_triangles(0.8, 0.4, 0.5)), unit="mm")
    report = check(part, process())
    (finding,) = [one for one in report.findings if one.code == "suspicious-unit"]

    assert finding.severity == "warning"
    assert finding.value == pytest.approx(1000.0)
    assert (finding.params["unit"], finding.params["guess"]) == ("mm", "m")
    assert finding.params["guess_mm"] == pytest.approx(800.0)
