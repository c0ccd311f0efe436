"""Real shadows on platforms: apart, on the bed, in holes, and more of them than boxes."""

from __future__ import annotations

from dataclasses import replace
from math import cos, floor, pi, sin

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import Limits, Orientation, Platform, solve
from scheduler.nesting.bed import Bed
from scheduler.nesting.nest import Nester
from scheduler.nesting.oracle import EMPTY, Oracle
from scheduler.nesting.skyline import Spot
from scheduler.nesting.stand import Stand, stand_of
from scheduler.part import Turn
from scheduler.ring import Ring
from tests.scheduler.problems import part, problem

SQUARE = Bed.of(Platform(width_mm=100.0, depth_mm=80.0, margin_mm=5.0), 3.0)
TIGHT = Bed.of(Platform(width_mm=100.0, depth_mm=100.0), 0.0)
ROUND = Bed.of(Platform(shape="circle", diameter_mm=110.0, margin_mm=5.0), 2.0)


def blob(sides: int, radii_mm: list[float]) -> Orientation:
    """Return a star-shaped shadow, its corners at these distances around a middle."""
    ring = [
        (radius * cos(2 * pi * n / sides), radius * sin(2 * pi * n / sides))
        for n, radius in enumerate(radii_mm[:sides])
    ]
    left, low = min(x for x, _ in ring), min(y for _, y in ring)
    return shadow(tuple((x - left, y - low) for x, y in ring))


def shadow(
    ring: Ring, holes: tuple[Ring, ...] = (), turns: tuple[Turn, ...] = (0, 90, 180, 270)
) -> Orientation:
    """Return an orientation with a shadow that begins at the origin."""
    return Orientation(
        id="up",
        width_mm=max(x for x, _ in ring),
        depth_mm=max(y for _, y in ring),
        height_mm=10.0,
        polygon=ring,
        holes=holes,
        turns_deg=turns,
    )


def stands(gap_mm: float, *orientations: Orientation) -> list[Stand]:
    """Return the stands of orientations, numbered."""
    return [stand_of(number, one, None, gap_mm) for number, one in enumerate(orientations)]


def lying(orientation: Orientation, spot: Spot) -> shapely.Polygon:
    """Return a shadow where it lies, turned about its box by shapely alone."""
    drawn = shapely.Polygon(orientation.polygon, orientation.holes)
    turned = shapely.affinity.rotate(drawn, 90 * spot.quarters, origin=(0, 0))
    left, low = turned.bounds[:2]
    return shapely.affinity.translate(turned, spot.x_mm - left, spot.y_mm - low)


BLOBS = st.builds(blob, st.integers(3, 9), st.lists(st.floats(4.0, 25.0), min_size=9, max_size=9))


@settings(max_examples=60, deadline=None)
@given(
    orientations=st.lists(BLOBS, min_size=1, max_size=9),
    bed=st.sampled_from((SQUARE, TIGHT, ROUND)),
    tries=st.integers(1, 12),
)
def test_nested_shadows_lie_on_the_bed_and_keep_the_gap(
    orientations: list[Orientation], bed: Bed, tries: int
) -> None:
    """Whatever is nested is inside the bed and a gap from all others, as shapely measures it."""
    nested = Nester(bed).nest(stands(bed.gap_mm, *orientations), tries, seed=1)
    if nested is None:
        return
    room = shapely.box(0, 0, bed.width_mm, bed.depth_mm)
    if bed.round:
        radius_mm = bed.width_mm / 2
        room = shapely.Point(radius_mm, radius_mm).buffer(radius_mm, quad_segs=256)
    placed = [lying(one, spot) for one, spot in zip(orientations, nested[0], strict=True)]
    for index, one in enumerate(placed):
        assert room.buffer(1e-3).covers(one)
        for other in placed[:index]:
            assert one.distance(other) >= bed.gap_mm - 1e-6
            assert one.intersection(other).area <= 1e-6


FRAME = shadow(((0, 0), (90, 0), (90, 70), (0, 70)), (((10, 10), (80, 10), (80, 60), (10, 60)),))
PLATE = shadow(((0, 0), (60, 0), (60, 40), (0, 40)))
LETTER = shadow(((0, 0), (60, 0), (60, 19), (19, 19), (19, 60), (0, 60)))
WEDGE = shadow(((0, 0), (90, 0), (0, 90)))


def test_a_part_lies_in_the_hole_of_another() -> None:
    """A frame fills the platform; a plate finds its place inside it, and a second one none."""
    nested = Nester(SQUARE).nest(stands(SQUARE.gap_mm, FRAME, PLATE))
    assert nested is not None
    frame, plate = (lying(o, spot) for o, spot in zip((FRAME, PLATE), nested[0], strict=True))
    assert frame.distance(plate) >= 3.0
    assert shapely.Polygon(frame.exterior).covers(plate)
    assert Nester(SQUARE).nest(stands(SQUARE.gap_mm, FRAME, PLATE, PLATE)) is None


def test_what_finds_no_place_is_laid_sooner() -> None:
    """A column that low ones leave no room for goes before one of them, and all three lie."""
    sizes = ((39.0, 39.0), (39.0, 59.0), (59.0, 99.0))
    wanted = [shadow(((0, 0), (x, 0), (x, y), (0, y)), turns=(0,)) for x, y in sizes]
    assert Nester(TIGHT).nest(stands(0.0, *wanted)) is None
    for seed in range(3):
        nested = Nester(TIGHT).nest(stands(0.0, *wanted), 2, seed)
        assert nested is not None
        lie = [lying(one, spot) for one, spot in zip(wanted, nested[0], strict=True)]
        assert shapely.union_all(lie).area == pytest.approx(sum(x * y for x, y in sizes))
        again = Nester(TIGHT).nest(stands(0.0, *wanted), 2, seed)
        assert again is not None
        assert again[0] == nested[0]


def test_wedges_turn_to_fit_together() -> None:
    """Two wedges share a square that their boxes do not; where they may not turn, they do not."""
    assert Nester(TIGHT).nest(stands(0.0, WEDGE, WEDGE)) is not None
    stiff = shadow(WEDGE.polygon or (), turns=(0,))
    assert Nester(TIGHT).nest(stands(0.0, stiff, stiff)) is None


def test_the_oracle_nests_what_boxes_cannot() -> None:
    """Three angles share a platform whose boxes hold one; each may come one after the other."""
    oracle, layout, wanted = Oracle(), EMPTY, stands(0.0, LETTER, LETTER, LETTER)
    for count in range(1, 4):
        grown = oracle.grow(TIGHT, wanted[:count], layout)
        assert grown is not None, count
        layout = grown
    assert layout.board is not None
    placed = [lying(LETTER, spot) for spot in layout.spots]
    assert shapely.union_all(placed).area == pytest.approx(3 * (2 * 60 - 19) * 19)


def test_who_asks_patiently_gets_more_rounds() -> None:
    """Seven wedges lie in none of the orders as it is, but in a later round; that is known then."""
    sides = [
        (30.8, 34.4),
        (35.4, 30.5),
        (38.1, 32.7),
        (16.8, 33.8),
        (16.1, 19.6),
        (26.9, 58.5),
        (36.7, 39.6),
    ]
    wedges = [shadow(((0.0, 0.0), (width, 0.0), (0.0, depth))) for width, depth in sides]
    wanted, oracle = stands(SQUARE.gap_mm, *wedges), Oracle(patient=False)
    assert oracle.layout(SQUARE, wanted) is None
    found = oracle.layout(SQUARE, wanted, patient=True)
    assert found is not None
    assert oracle.layout(SQUARE, wanted) == found


def test_what_stays_keeps_its_place_and_leaves_room() -> None:
    """Of a full platform one part leaves; the others stay, and it fits there again."""
    nester, wanted = Nester(SQUARE), stands(SQUARE.gap_mm, FRAME, PLATE)
    oracle = Oracle()
    layout = oracle.layout(SQUARE, wanted)
    assert layout is not None
    left = oracle.without(SQUARE, wanted[:1], layout.spots[:1])
    assert left.spots == layout.spots[:1]
    assert left.board is not None
    assert nester.add(left.board, wanted[1]) is not None
    assert nester.add(layout.board if layout.board is not None else left.board, wanted[1]) is None


def test_a_plan_puts_wedges_into_one_build() -> None:
    """Solving nests shadows: two wedges that may turn share a build, two that may not do not."""
    ring = ((0.0, 0.0), (80.0, 0.0), (0.0, 80.0))
    cases: tuple[tuple[tuple[Turn, ...], int], ...] = (((0, 90, 180, 270), 1), ((0,), 2))
    for turns, builds in cases:
        wedge = shadow(ring, turns=turns)
        asked = problem(
            parts=(part(orientations=(replace(wedge, height_mm=5.0),), copies=2),),
            part_gap_mm=3.0,
        )
        result = solve(asked, Limits(time_s=2.0))
        assert result.schedule is not None
        assert len(result.schedule.builds) == builds


def test_a_box_between_cells_at_the_far_edge_takes_what_is_there() -> None:
    """What lies against the far corner, off the grid, takes its cells and none beyond the bed."""
    nester = Nester(TIGHT)
    stand = stand_of(
        0, Orientation(id="up", width_mm=30.0, depth_mm=20.0, height_mm=5.0), None, 0.0
    )
    nudge_mm = 100.0 / 192 / 3.0
    board = nester.board([stand], [Spot(70.0 + nudge_mm, 80.0 + nudge_mm, 0)])
    assert board.shape == nester.empty.shape
    taken = sum(int(w).bit_count() for w in (board ^ nester.empty).ravel())
    assert taken >= floor(30.0 / 100.0 * 192) * floor(20.0 / 100.0 * 192) - 192
