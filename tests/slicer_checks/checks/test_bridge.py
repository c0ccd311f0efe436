"""The check bridge."""

import numpy as np
import pytest

from tests.known_parts import box_triangles, moved, rotated, table
from tests.slicer_checks.checked import findings, with_limit


@pytest.mark.parametrize(
    ("gap_mm", "limit_mm"), [(0.98, None), (1.0, None), (1.05, 1.0), (2.0, 1.0), (2.05, 1.0)]
)
def test_limits_of_one_level_are_one(gap_mm: float, limit_mm: float | None) -> None:
    """Up to 1 mm a bridge holds; all beyond is told by the least limit of warnings."""
    found = findings("bridge", table(width=gap_mm + 8.0, leg=4.0).triangles)

    assert [one.limit for one in found] == ([limit_mm] if limit_mm else [])


@pytest.mark.parametrize(
    ("gap_mm", "told"), [(2.0, ("warning", 1.0)), (2.05, ("error", 2.0)), (3.0, ("error", 2.0))]
)
def test_a_graver_level_has_its_own_limit(gap_mm: float, told: tuple[str, float]) -> None:
    """Where a lab makes 2 mm an error, a longer bridge is told by that limit."""
    held = with_limit("bridge-span-long", level="error")
    (finding,) = findings("bridge", table(width=gap_mm + 8.0, leg=4.0).triangles, held=held)

    assert (finding.severity, finding.limit) == told


@pytest.mark.parametrize(("gap_mm", "turn_deg"), [(5.0, 0.0), (16.0, 0.0), (16.0, 33.0)])
def test_the_span_is_the_gap_between_the_legs(gap_mm: float, turn_deg: float) -> None:
    """A plate on two legs spans the gap between them within 5 %, however it is turned."""
    part = rotated(table(width=gap_mm + 4.0, leg=2.0).triangles, turn_deg)
    (finding,) = findings("bridge", part)

    assert finding.value == pytest.approx(gap_mm, rel=0.05)
    assert finding.params["area_mm2"] == pytest.approx(10 * gap_mm, rel=0.01)


def test_the_place_is_the_ceiling() -> None:
    """The place of a bridge is its level underside, at its height."""
    (finding,) = findings("bridge", moved(table(20.0, 2.0).triangles, 5.0))

    assert finding.where.bounds_mm is not None
    assert np.allclose(finding.where.bounds_mm, ((7, 0, 8), (23, 10, 8)), atol=1e-3)


def test_a_ceiling_on_four_sides_spans_the_shorter_way() -> None:
    """A ceiling of 4 mm by 9 mm with walls all around spans 4 mm."""
    walls = [box_triangles(11, 1, 5), moved(box_triangles(11, 1, 5), y=5)]
    walls += [box_triangles(1, 6, 5), moved(box_triangles(1, 6, 5), 10)]
    (finding,) = findings("bridge", *walls, moved(box_triangles(11, 6, 2), z=4.0))

    assert finding.value == pytest.approx(4.0, rel=0.05)


def test_a_ledge_that_reaches_out_is_no_bridge() -> None:
    """What hangs on one side only is an overhang, and a bridge is not one as well."""
    ledge = (box_triangles(4, 10, 10), moved(box_triangles(12, 10, 2), z=8.0))
    bridge = table(20.0, 2.0).triangles

    assert findings("bridge", *ledge) == []
    assert len(findings("overhang", *ledge)) == 1
    assert findings("overhang", bridge) == []
