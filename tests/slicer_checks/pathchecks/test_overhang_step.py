"""path-overhang-step: layers that reach out too far."""

import pytest

from tests.known_layers import CONTOUR, line, made, path_of
from tests.known_parts import frustum, hollow_box, table
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-overhang-step"


@pytest.mark.parametrize(("degrees", "told"), [(60, 0), (45, 0), (35, 1), (20, 1)])
def test_a_side_flatter_than_the_limit_is_warned_of(degrees: int, told: int) -> None:
    """The value is the angle of the side."""
    height_mm = {60: 5.19, 45: 3.0, 35: 2.1, 20: 1.08}[degrees]
    path, _ = made(frustum(5.0, 8.0, height_mm, 256).triangles)
    findings = found(CODE, path)
    assert [one.severity for one in findings] == ["warning"] * told
    assert all(one.value == pytest.approx(degrees, abs=1.0) for one in findings)


def test_the_widest_ledge_is_told() -> None:
    """A ledge of one millimetre on all sides reaches its corners, a ceiling its middle."""
    (finding,) = found(
        CODE,
        path_of([[(square(), CONTOUR)], [(square(12.0, -1.0, -1.0), CONTOUR)]]),
    )
    assert finding.params["width_mm"] == pytest.approx(2**0.5, rel=0.01)
    assert finding.where.layers == (1, 1)
    (ceiling,) = found(CODE, made(hollow_box(6.0, 3.0).triangles)[0])
    assert ceiling.params["width_mm"] == pytest.approx(1.55, abs=0.05)
    (roof,) = found(CODE, made(table(6.0, 1.5, 0.9).triangles)[0])
    assert roof.params["count"] == 1


def test_supports_below_carry_a_ledge() -> None:
    """Lines of supports one millimetre apart carry what lies between them."""
    lines = [line(10.5, 0.5 + n, 5.0) for n in range(10)]
    foot, wide = (square(), CONTOUR), (square(10.0, 5.0), CONTOUR)
    assert found(CODE, path_of([[foot, *lines], [foot, wide]])) == []
    assert len(found(CODE, path_of([[foot, *lines[:3]], [foot, wide]]))) == 1


def test_an_island_is_no_ledge() -> None:
    """What nothing below touches is told by another check."""
    foot = [(square(), CONTOUR)]
    assert found(CODE, path_of([foot, [*foot, (square(3.0, 30.0), CONTOUR)]])) == []
