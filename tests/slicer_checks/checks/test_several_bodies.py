"""The check several-bodies."""

import pytest

from slicer_checks import render, slice_part
from slicer_checks.checks.several_bodies import several_bodies
from tests.known_parts import box_triangles, hollow_box, moved
from tests.slicer_checks.checked import LAYER_MM, findings, part_of, process, with_limit

BOX = box_triangles(5.0, 5.0, 5.0)


def test_one_body_is_one_part() -> None:
    """A box, also a hollow one, is a single body."""
    assert findings("several-bodies", BOX) == []
    assert findings("several-bodies", hollow_box().triangles) == []


def test_two_bodies_are_a_warning() -> None:
    """Two boxes in one file are counted, and the place is the whole file."""
    (finding,) = findings("several-bodies", BOX, moved(BOX, 10.0))

    assert (finding.severity, finding.value, finding.limit) == ("warning", 2, 1)
    assert finding.where.bounds_mm == ((0.0, 0.0, 0.0), (15.0, 5.0, 5.0))


def test_a_lab_may_allow_more() -> None:
    """A lab that allows two bodies hears nothing of two."""
    two = findings("several-bodies", BOX, moved(BOX, 10.0), held=with_limit("bodies-max", value=2))

    assert two == []


@pytest.mark.parametrize(("step_mm", "told"), [(0.7, True), (2.0, False)])
def test_too_many_to_compare_is_said_where_metal_may_be_shared(step_mm: float, told: bool) -> None:
    """Of 2,001 boxes whose boxes meet, shared metal is not counted once, and the title says so."""
    box = box_triangles(1.0, 1.0, 0.1)
    part = part_of(*(moved(box, x=step_mm * n) for n in range(2_001)))
    (finding,) = several_bodies(part, slice_part(part, LAYER_MM), process())

    assert ("is counted twice" in render(finding).title) == told
    assert finding.params["bodies"] == 2_001
    assert part.volume_mm3 == pytest.approx(200.1, rel=1e-4)
    assert ("doppelt" in render(finding, "de").title) == told


@pytest.mark.parametrize(("gap_mm", "levels"), [(0.02, ["warning"]), (3.0, ["error", "warning"])])
def test_a_body_that_touches_nothing_floats(gap_mm: float, levels: list[str]) -> None:
    """A box above another is welded to it by a small gap; far above it, it is an error."""
    found = findings("several-bodies", BOX, moved(BOX, z=5.0 + gap_mm))

    assert [one.severity for one in found] == levels
    if len(found) > 1:
        assert "1 body floats" in render(found[0]).title
        assert found[0].where.z_mm == pytest.approx((8.0, 13.0))


def test_a_lab_may_print_loose_pieces() -> None:
    """With the limit turned off, a floating body is one of several bodies, no more."""
    held = with_limit("bodies-floating", level="off")
    found = findings("several-bodies", BOX, moved(BOX, z=8.0), held=held)

    assert [one.severity for one in found] == ["warning"]
