"""The check hole-needs-support."""

from itertools import pairwise

import numpy as np
import pytest

from slicer_checks.checks.roofs import roofs
from tests.known_parts import Triangles, box_triangles, moved, rotated, tube
from tests.slicer_checks.checked import findings, part_of


def _lying(diameter_mm: float, lean_deg: float = 90.0) -> Triangles:
    """Return a tube with a hole whose axis leans from upright."""
    return rotated(tube(diameter_mm, diameter_mm / 2, 15.0).triangles, lean_deg, 0)


@pytest.mark.parametrize(
    ("diameter_mm", "found"), [(7.9, False), (8.0, False), (8.1, True), (20.0, True)]
)
def test_a_lying_hole_is_held_against_the_limit(diameter_mm: float, found: bool) -> None:
    """A lying hole up to 8 mm holds its roof, a wider one does not."""
    assert bool(findings("hole-needs-support", _lying(diameter_mm))) is found


@pytest.mark.parametrize(
    ("lean_deg", "found"), [(0.0, False), (30.0, False), (44.0, False), (60.0, True), (90.0, True)]
)
def test_it_depends_on_how_far_the_axis_leans(lean_deg: float, found: bool) -> None:
    """Up to 45° from upright the roof of a hole holds itself, however wide it is."""
    holes = findings("hole-needs-support", _lying(12.0, lean_deg))

    assert bool(holes) is found
    for one in holes:
        assert one.value == pytest.approx(12.0, rel=0.05)
        assert one.params["axis_deg"] == pytest.approx(lean_deg, abs=1.0)


def test_the_place_is_the_roof() -> None:
    """The place of a lying hole is the upper quarter of its wall."""
    part = moved(_lying(10.0), 20.0)
    (finding,) = findings("hole-needs-support", part)
    low, high = np.array(finding.where.bounds_mm)

    assert high[2] == pytest.approx(5.0, abs=0.05)
    assert low[2] > 3.0
    assert low[0] > 20.0 - 4.0


def test_a_hole_is_not_an_overhang_as_well() -> None:
    """The roof of a lying hole is told once: the outside of the tube is what still hangs."""
    roofs = [findings(code, _lying(12.0)) for code in ("hole-needs-support", "overhang")]
    (hole,), (outside,) = roofs

    assert not set(hole.where.faces) & set(outside.where.faces)


def test_an_outside_is_no_roof() -> None:
    """The lower side of a lying rod bends the other way."""
    rod = rotated(tube(10.0, 1.0, 15.0).triangles, 90.0, 0)

    assert findings("hole-needs-support", rod) == []


def test_a_level_ceiling_with_rounded_ends_is_no_hole() -> None:
    """A window of 10 mm with a flat top and corners of 0.5 mm has a ceiling, and no round roof."""
    turn = np.radians(np.linspace(45.0, 0.0, 6))
    right = np.stack((4.5 + 0.5 * np.sin(turn), 4.5 + 0.5 * np.cos(turn)), axis=1)
    rim = np.concatenate((right, right[::-1] * (-1, 1)))
    strips = [
        np.array(
            (
                ((x, 0, z), (x, 5, z), (x2, 5, z2)),
                ((x, 0, z), (x2, 5, z2), (x2, 0, z2)),
            )
        )
        for (x, z), (x2, z2) in pairwise(rim)
    ]
    ceiling = np.concatenate(strips)[:, ::-1]
    part = part_of(moved(box_triangles(20.0, 5.0, 2.0), -10.0), ceiling)

    assert roofs(part, 0.05, 45.0) == []
