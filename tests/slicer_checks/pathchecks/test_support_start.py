"""path-support-start: supports that begin on powder."""

import pytest

from tests.known_layers import CONTOUR, HATCH, hatch, line, path_of
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-support-start"


def test_supports_on_the_platform_and_on_the_part_are_right() -> None:
    """They may be scanned in every third layer only."""
    part = [(square(), CONTOUR), (hatch(), HATCH)]
    on_part = line(2.0, 5.0)
    path = path_of([[*part, line(20.0, 0.0)], part, part, [*part, line(20.0, 0.0)], [on_part]])
    assert found(CODE, path) == []


def test_a_support_in_powder_is_an_error() -> None:
    """Its length is told in all layers with such a start, as a share of all supports."""
    foot = line(0.0, 0.0, 50.0)
    (finding,) = found(CODE, path_of([[foot], [foot, line(0.0, 20.0, 10.0)], [foot]]))
    assert finding.severity == "error"
    assert finding.value == pytest.approx(100 * 10 / 160)
    assert finding.params["loose_mm"] == pytest.approx(10.0)
    assert finding.where.layers == (1, 1)


@pytest.mark.parametrize(("length_mm", "levels"), [(0.8, []), (1.2, ["warning"]), (3.0, ["error"])])
def test_a_small_share_is_a_warning(length_mm: float, levels: list[str]) -> None:
    """Up to a hundredth of all length is a warning, and up to a millimetre nothing."""
    foot = line(0.0, 0.0, 70.0)
    path = path_of([[foot], [foot, line(0.0, 20.0, length_mm)], [foot]])
    assert [one.severity for one in found(CODE, path)] == levels


@pytest.mark.parametrize(("aside_mm", "told"), [(0.4, 0), (0.7, 1)])
def test_a_support_may_lean_half_a_millimetre(aside_mm: float, told: int) -> None:
    """What was scanned within half a millimetre below carries it."""
    path = path_of([[line(0.0, 0.0)], [line(0.0, aside_mm)]])
    assert len(found(CODE, path)) == told


def test_a_gap_of_four_layers_is_powder() -> None:
    """Three layers below are looked at, and no more."""
    on, off = [line(0.0, 0.0)], [line(30.0, 0.0)]
    assert found(CODE, path_of([[*on, *off], off, off, [*on, *off]])) == []
    assert len(found(CODE, path_of([[*on, *off], off, off, off, [*on, *off]]))) == 1


def test_a_file_without_supports_has_none_in_powder() -> None:
    """Contours of parts are no supports."""
    assert found(CODE, path_of([[(square(), CONTOUR)]] * 2)) == []
