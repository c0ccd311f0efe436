"""Which unit a file is in."""

import pytest

from slicer_checks.read import read
from slicer_checks.units import EVIDENCE_CODES, MM_PER_UNIT, guess_unit
from tests.known_parts import box_triangles, sphere, stl_bytes


@pytest.mark.parametrize(
    ("size", "edge", "unit", "evidence"),
    [
        ((50.0, 40.0, 30.0), 2.0, "mm", "unit-size-plausible"),
        ((0.05, 0.04, 0.03), 0.002, "m", "unit-size-metres"),
        ((0.35, 0.35, 0.59), 0.002, "m", "unit-size-metres"),
        ((0.35, 0.35, 0.71), 0.002, "inch", "unit-size-fraction"),
        ((0.787, 0.787, 0.787), 0.787, "inch", "unit-size-fraction"),
        ((48e3, 107e3, 41e3), 2e3, "um", "unit-size-micrometres"),
        ((2.0, 1.0, 1.0), 0.01, "inch", "unit-size-inches"),
        ((2.0, 1.0, 1.0), 0.5, "mm", "unit-size-small"),
        ((1000.0, 1500.0, 400.0), 10.0, "mm", "unit-size-large"),
        ((10.0, 10.0, 1e6), 10.0, "mm", "unit-size-large"),
    ],
)
def test_size_and_facets_speak(
    size: tuple[float, float, float], edge: float, unit: str, evidence: str
) -> None:
    """The guess follows from the extents and the usual edge, and says so."""
    guess = guess_unit(size, edge)

    assert (guess.unit, guess.evidence) == (unit, evidence)
    assert evidence in EVIDENCE_CODES
    assert guess.params["largest"] == max(size)


@pytest.mark.parametrize("unit", MM_PER_UNIT)
def test_a_unit_asked_for_is_taken(unit: str) -> None:
    """The unit that is asked for scales the part exactly, and nothing is left to guess."""
    part = read(stl_bytes(box_triangles(*(20 / MM_PER_UNIT[unit],) * 3)), unit)

    assert part.unit == unit
    assert (part.unit_guess.unit, part.unit_guess.evidence) == (unit, "unit-asked")
    assert part.size_mm == pytest.approx((20, 20, 20), rel=1e-6)
    assert part.volume_mm3 == pytest.approx(8000, rel=1e-6)


@pytest.mark.parametrize(("factor", "unit"), [(0.001, "m"), (1.0, "mm"), (1000.0, "um")])
def test_what_cannot_be_millimetres_is_not_taken_as_such(factor: float, unit: str) -> None:
    """Without a unit, millimetres are taken unless no part could be that large or small."""
    part = read(stl_bytes(box_triangles(48, 107, 41) * factor))

    assert (part.unit, part.unit_guess.unit) == (unit, unit)
    assert part.size_mm == pytest.approx((48, 107, 41), rel=1e-6)


def test_a_guess_alone_changes_nothing() -> None:
    """A part that could be in inches is taken in millimetres, and only the guess says inch."""
    part = read(stl_bytes(sphere(0.6, 200, 100).triangles))

    assert (part.unit, part.unit_guess.unit) == ("mm", "inch")
