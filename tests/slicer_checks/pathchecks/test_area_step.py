"""path-area-step: layers much larger than the one below."""

import pytest

from tests.known_layers import CONTOUR, line, made, path_of
from tests.known_parts import frustum
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

CODE = "path-area-step"


def test_a_section_that_grows_slowly_is_right() -> None:
    """A cone has no step."""
    assert found(CODE, made(frustum(3.0, 6.0, 3.0).triangles)[0]) == []


@pytest.mark.parametrize(("side_mm", "told"), [(17.0, 0), (18.0, 1)])
def test_a_step_above_the_limit_is_warned_of(side_mm: float, told: int) -> None:
    """2.9 times as much is none, 3.2 times is one, with both areas."""
    small, large = [(square(), CONTOUR)], [(square(side_mm), CONTOUR)]
    findings = found(CODE, path_of([small, large, large, small]))
    assert [one.severity for one in findings] == ["warning"] * told
    for one in findings:
        assert one.value == pytest.approx(3.24)
        assert one.params["below_mm2"] == pytest.approx(100.0)
        assert one.where.layers == (1, 1)


def test_small_layers_and_those_on_supports_are_not_judged() -> None:
    """A tip grows fast, and a part that begins on supports has nothing of its own below."""
    tip, wide = [(square(1.0), CONTOUR)], [(square(3.0), CONTOUR)]
    assert found(CODE, path_of([tip, wide])) == []
    assert found(CODE, path_of([[line(0.0, 0.0)], [(square(), CONTOUR)]])) == []
