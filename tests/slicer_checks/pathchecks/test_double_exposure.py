"""path-double-exposure: area that hatches melt more than once."""

import numpy as np
import pytest

from slicer_checks.toolpath import Toolpath
from tests.known_layers import HATCH, SKIN, filled, hatch, made, path_of
from tests.known_parts import box_triangles
from tests.slicer_checks.pathchecked import found

CODE = "path-double-exposure"


def twice(lines: int, tag: object = HATCH) -> Toolpath:
    """Return a square whose first lines are scanned once more in its middle layer."""
    again = hatch().reshape(-1, 4)[:lines].reshape(-1, 2)
    return path_of([filled(), [*filled(), (again, tag)], filled()])  # type: ignore[list-item]


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_patterns_melt_nothing_twice(pattern: str) -> None:
    """The overlaps of stripes and fields stay below the limit."""
    path, _ = made(box_triangles(22.0, 22.0, 0.3), pattern=pattern)
    assert found(CODE, path) == []


@pytest.mark.parametrize(("lines", "told"), [(4, 0), (7, 1)])
def test_hatch_that_is_repeated_is_warned_of(lines: int, told: int) -> None:
    """Four lines of a hundred are below the limit of a twentieth, seven are above."""
    findings = found(CODE, twice(lines))
    assert [one.severity for one in findings] == ["warning"] * told
    assert all(one.params["layer"] == 1 and "variant" not in one.params for one in findings)


def test_crossing_hatches_melt_twice() -> None:
    """A hatch along the other axis melts everything again."""
    across = hatch()[:, ::-1]
    (finding,) = found(CODE, path_of([[*filled(), (across, HATCH)]]))
    assert finding.value is not None
    assert finding.value > 75
    assert finding.params["area_mm2"] == pytest.approx(100 * 0.81, rel=0.05)


def test_skin_over_core_is_told_by_itself() -> None:
    """Up-skins are often scanned over the core on purpose."""
    (finding,) = found(CODE, twice(50, SKIN))
    assert (finding.severity, finding.params["variant"]) == ("info", "skin")


def test_small_layers_are_not_judged() -> None:
    """In a layer of a few square millimetres two overlapping stripes are a large share."""
    assert found(CODE, path_of([[(hatch(2.0), HATCH), (hatch(2.0), HATCH)]])) == []


def test_lines_end_to_end_share_nothing() -> None:
    """Two stripes that meet at their ends melt nothing twice."""
    ends = np.concatenate((hatch(5.0), hatch(5.0, 4.9)))
    assert found(CODE, path_of([[(ends, HATCH)]])) == []
