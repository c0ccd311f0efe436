"""The check suspicious-unit."""

import pytest

from slicer_checks import check, read, render
from tests.known_parts import box_triangles, stl_bytes
from tests.slicer_checks.checked import findings, process


def test_a_box_of_ten_is_in_millimetres() -> None:
    """A plain size raises no doubt."""
    assert findings("suspicious-unit", box_triangles(10.0, 10.0, 10.0)) == []


def test_a_box_of_a_fraction_is_rather_in_inches() -> None:
    """Numbers below 1 that make no part of metres a machine takes raise the doubt, both sizes told.

    The remedy names the option of the command line.
    """
    report = check(read(stl_bytes(box_triangles(0.787, 0.787, 0.787))), process())
    (finding,) = [one for one in report.findings if one.code == "suspicious-unit"]

    assert finding.severity == "warning"
    assert finding.value == pytest.approx(25.4)
    assert (finding.params["unit"], finding.params["guess"]) == ("mm", "inch")
    assert finding.params["guess_mm"] == pytest.approx(19.99, abs=0.01)
    assert "--unit inch" in render(finding, "en").fix


def test_who_said_the_unit_is_not_doubted() -> None:
    """Millimetres or inches by order are taken as they are, without a word about the unit."""
    for unit in ("mm", "inch"):
        part = read(stl_bytes(box_triangles(0.8, 0.4, 0.5)), unit=unit)
        codes = {one.code for one in check(part, process()).findings}
        assert not codes & {"suspicious-unit", "unit-assumed"}


def test_a_doubt_about_the_unit_is_the_first_thing_to_fix() -> None:
    """It may be why walls are thin, so it comes before them in every report."""
    report = check(read(stl_bytes(box_triangles(0.787, 0.787, 0.2))), process())
    codes = [one.code for one in report.findings]
    assert codes[0] != "suspicious-unit"
    lines = report.summary().splitlines()
    assert next(line for line in lines if line.startswith("  1.")).count("look like inch")
