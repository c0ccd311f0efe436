"""Bodies that share metal: what overlaps is melted once, and counts once."""

import dataclasses

import pytest

from slicer_checks import slice_part
from slicer_checks.heatflow import rise_k
from slicer_checks.standing import standing
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import LAYER_MM, findings, part_of, with_limit
from tests.slicer_checks.layers import HEAT

TOWER = box_triangles(20.0, 20.0, 20.0)
COPIES = [
    moved(box_triangles(20.0 - 2 * inset, 20.0 - 2 * inset, 10.0 - inset), inset, inset, 10.0)
    for inset in (0.01 * number for number in range(1, 13))
]
"""The upper half of the tower, twelve times more, each a little smaller: 13 times the area."""


def test_copies_are_no_jump() -> None:
    """The area does not grow where the copies begin."""
    assert findings("area-jump", TOWER, *COPIES) == []


def test_copies_make_no_foot_small() -> None:
    """The foot is as large as any layer, and so the centre of gravity is in the middle."""
    stands = standing(slice_part(part_of(TOWER, *COPIES), LAYER_MM))

    assert stands is not None
    assert (stands.foot_mm2, stands.largest_mm2) == pytest.approx((400.0, 400.0))
    assert stands.centre_mm == pytest.approx((10.0, 10.0, 10.0), abs=0.05)
    assert findings("small-foot", TOWER, *COPIES) == []


def test_copies_are_melted_once() -> None:
    """A layer's share of the platform is that of 400 mm2, and without losses it runs as hot."""
    held = with_limit("layer-share", value=0.1)
    shares = findings("heat-build-up", TOWER, *COPIES, held=held)
    alone, copied = (
        rise_k(slice_part(part_of(*bodies), LAYER_MM), HEAT)
        for bodies in ((TOWER,), (TOWER, *COPIES))
    )

    assert [one.params["area_mm2"] for one in shares] == [pytest.approx(400.0)]
    assert copied == pytest.approx(alone)


@pytest.mark.parametrize("bodies", [2, 5])
def test_copies_draw_no_weight_to_their_side(bodies: int) -> None:
    """One half of a block that is there again and again does not move the centre of gravity."""
    block = box_triangles(40.0, 10.0, 10.0)
    halves = [
        moved(box_triangles(20.0 - inset, 10.0 - 2 * inset, 10.0), 20.0, inset)
        for inset in (0.01 * number for number in range(1, bodies))
    ]
    stands = standing(slice_part(part_of(block, *halves), LAYER_MM))

    assert stands is not None
    assert stands.centre_mm == pytest.approx((20.0, 5.0, 5.0), abs=0.05)
    assert stands.margin_mm == pytest.approx(5.0, abs=0.05)


def test_outlines_inside_metal_lose_no_heat() -> None:
    """Walls of copies that lie in metal do not meet powder, so they cool nothing."""
    lossy = dataclasses.replace(HEAT, loss_w_m2k=1000.0)
    alone, copied = (
        rise_k(slice_part(part_of(*bodies), LAYER_MM), lossy)
        for bodies in ((TOWER,), (TOWER, *COPIES))
    )

    assert copied == pytest.approx(alone)
    assert (copied < rise_k(slice_part(part_of(TOWER), LAYER_MM), HEAT)).all()
