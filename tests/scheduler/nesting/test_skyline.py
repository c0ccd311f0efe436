"""Packing boxes on beds."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import Orientation, Platform
from scheduler.nesting.bed import Bed
from scheduler.nesting.oracle import EMPTY, Oracle
from scheduler.nesting.skyline import FLAT, Box, Spot, drop, pack
from scheduler.nesting.stand import Stand, stand_of

SQUARE = Bed.of(Platform(width_mm=100.0, depth_mm=100.0), 0.0)
ROUND = Bed.of(Platform(shape="circle", diameter_mm=110.0, margin_mm=5.0), 2.0)
SIDES = st.floats(5.0, 60.0).map(lambda side: round(side, 1))


BOTH = (0, 1)
"""Along and across: the ways a box can lie."""


def boxes(*sizes: Box) -> list[Stand]:
    """Return stands of boxes that may be turned."""
    return [
        stand_of(
            number,
            Orientation(id="up", width_mm=width_mm, depth_mm=depth_mm, height_mm=1.0),
            None,
            0.0,
        )
        for number, (width_mm, depth_mm) in enumerate(sizes)
    ]


def corners(box: Box, spot: Spot) -> tuple[float, float, float, float]:
    """Return the left, lower, right and upper edge of a placed box."""
    width_mm, depth_mm = box[::-1] if spot.quarters % 2 else box
    return spot.x_mm, spot.y_mm, spot.x_mm + width_mm, spot.y_mm + depth_mm


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=12),
    bed=st.sampled_from((SQUARE, ROUND)),
)
def test_packed_boxes_lie_on_the_bed_and_keep_the_gap(sizes: list[Box], bed: Bed) -> None:
    """Whatever is packed is inside the bed, and every two boxes are a gap apart."""
    packed = pack(bed, [(box, BOTH) for box in sizes])
    if packed is None:
        return
    placed = [corners(box, spot) for box, spot in zip(sizes, packed[0], strict=True)]
    for left, low, right, high in placed:
        assert left >= 0.0
        assert low >= 0.0
        assert right <= bed.width_mm + 1e-9
        assert high <= bed.depth_mm + 1e-9
        if bed.round:
            radius_mm = bed.width_mm / 2.0
            for x, y in ((left, low), (right, low), (left, high), (right, high)):
                assert hypot(x - radius_mm, y - radius_mm) <= radius_mm + 1e-9
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            aside = max(one[0] - other[2], other[0] - one[2])
            behind = max(one[1] - other[3], other[1] - one[3])
            assert max(aside, behind) >= bed.gap_mm - 1e-9


@pytest.mark.parametrize(
    ("box", "count"), [((34.0, 34.0), 4), ((20.0, 20.0), 9), ((29.0, 24.0), 6), ((80.0, 14.0), 3)]
)
def test_blocks_of_boxes_lie_in_the_middle_of_a_circle(box: Box, count: int) -> None:
    """Rows and columns whose corners just reach the rim are found, turned as they may be."""
    assert pack(ROUND, [(box, (0,))] * count) is not None


def test_equal_boxes_tile_a_square() -> None:
    """Four quarters fill a square bed, the fifth finds no room."""
    quarter = (50.0, 50.0)
    packed = pack(SQUARE, [(quarter, BOTH)] * 4)
    assert packed is not None
    assert {(spot.x_mm, spot.y_mm) for spot in packed[0]} == {(0, 0), (50, 0), (0, 50), (50, 50)}
    assert drop(SQUARE, packed[1], (quarter, BOTH)) is None


def test_a_box_wider_than_the_bed_is_turned() -> None:
    """A box that fits only when turned is turned where it may be; one that fits no way is not."""
    wide = Bed.of(Platform(width_mm=30.0, depth_mm=100.0), 0.0)
    dropped = drop(wide, FLAT, ((90.0, 20.0), BOTH))
    assert dropped is not None
    assert dropped[0].quarters == 1
    assert drop(wide, FLAT, ((90.0, 20.0), (0, 2))) is None
    assert drop(wide, FLAT, ((90.0, 40.0), BOTH)) is None
    assert drop(ROUND, FLAT, ((99.0, 99.0), BOTH)) is None
    assert drop(ROUND, FLAT, ((101.0, 5.0), BOTH)) is None


def test_the_oracle_packs_anew_when_growing_fails() -> None:
    """A set that a careless order wastes is packed in a better order, and remembered."""
    oracle = Oracle()
    layout, stands = EMPTY, boxes((20.0, 20.0), (100.0, 80.0))
    for count in range(1, len(stands) + 1):
        grown = oracle.grow(SQUARE, stands[:count], layout)
        assert grown is not None
        layout = grown
    assert len(layout.spots) == 2
    assert oracle.layout(SQUARE, stands) == oracle.layout(SQUARE, list(stands))
    assert Oracle().layout(SQUARE, boxes((90.0, 90.0), (50.0, 50.0))) is None
    assert Oracle().layout(SQUARE, boxes((60.0, 60.0), (60.0, 60.0))) is None


@pytest.mark.parametrize(("bed", "area_mm2"), [(SQUARE, 10_000.0), (ROUND, 7_853.98)])
def test_the_area_of_a_bed_is_what_its_margin_leaves(bed: Bed, area_mm2: float) -> None:
    """A margin of 5 mm leaves 100 mm of a circle of 110 mm."""
    assert bed.area_mm2 == pytest.approx(area_mm2, abs=0.01)
    assert bed.packing_area_mm2 >= bed.area_mm2
