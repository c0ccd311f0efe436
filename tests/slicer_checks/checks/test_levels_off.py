"""A graver limit that a lab has turned off: the lighter one beside it still tells."""

import pytest

from tests.known_parts import (
    Triangles,
    bottle,
    box_triangles,
    cylinder,
    frustum,
    moved,
    tube,
)
from tests.slicer_checks.checked import findings, with_limit

BLOCK = box_triangles(5.0, 5.0, 5.0)
GALLOWS = (box_triangles(10.0, 10.0, 20.0), moved(box_triangles(40.0, 10.0, 10.0), z=20.0))
STROKES = (
    box_triangles(12.0, 10.0, 2.0),
    *(moved(box_triangles(0.25, 4.0, 2.6), 2.0 + 1.5 * number, 3.0) for number in range(5)),
)
PARTS: dict[str, tuple[str, str, tuple[Triangles, ...]]] = {
    "overhang": ("overhang-angle-never", "warning", (frustum(5.0, 25.0, 4.0, sides=4).triangles,)),
    "coarse-mesh": ("chord-warning", "info", (cylinder(10.0, 5.0, sides=12).triangles,)),
    "far-from-origin": ("origin-step-error", "warning", (box_triangles(16, 16, 16) + 1e6,)),
    "fine-text": ("text-line-lost", "info", STROKES),
    "heat-build-up": ("heat-rise-warning", "info", (box_triangles(20.0, 20.0, 160.0),)),
    "long-parallel-edge": ("parallel-warning", "info", (box_triangles(120.0, 120.0, 10.0),)),
    "unstable": ("tip-angle-warning", "info", GALLOWS),
    "slender": ("slender-error", "warning", (box_triangles(2.0, 2.0, 110.0),)),
    "thin-wall": ("wall-min-error", "warning", (box_triangles(0.3, 10.0, 5.0),)),
    "thin-pin": ("pin-min-error", "warning", (cylinder(0.19, 4.0).triangles,)),
    "thin-gap": ("gap-closes", "info", (BLOCK, moved(BLOCK, 5.2))),
    "small-hole": ("hole-closes", "info", (tube(4.0, 0.2, 5.0).triangles,)),
    "trapped-powder": ("escape-error", "warning", (bottle(0.75),)),
}
"""Of each check: its graver limit, the level of the lighter one, and a part that passes both."""


@pytest.mark.parametrize("code", PARTS)
def test_a_graver_limit_that_is_off_hides_no_lighter_one(code: str) -> None:
    """What passes both limits is told by the lighter one where the graver is off."""
    graver, lighter, bodies = PARTS[code]
    before = findings(code, *bodies)
    found = findings(code, *bodies, held=with_limit(graver, level="off"))

    assert found
    assert {one.severity for one in found} == {lighter}
    assert len(found) >= len(before)
    assert {one.limit for one in before} != {one.limit for one in found}


def test_flat_roofs_are_told_by_the_lighter_angle() -> None:
    """Without the limit of 30° a level roof of 0° is held against 45°."""
    (finding,) = findings(
        "overhang",
        box_triangles(10.0, 10.0, 5.0),
        moved(box_triangles(24.0, 10.0, 2.0), z=5.0),
        held=with_limit("overhang-angle-never", level="off"),
    )

    assert (finding.value, finding.limit) == pytest.approx((0.0, 45.0), abs=0.01)


def test_a_lighter_limit_that_is_off_leaves_the_graver_one() -> None:
    """Without the limit of 45° a funnel of 40° is right and a flat one is told."""
    held = with_limit("overhang-angle-safe", level="off")
    steep, flat = frustum(5.0, 10.0, 4.0, sides=4), frustum(5.0, 25.0, 4.0, sides=4)

    assert findings("overhang", steep.triangles, held=held) == []
    assert [one.limit for one in findings("overhang", flat.triangles, held=held)] == [30.0]
