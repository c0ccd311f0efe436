"""Supports: columns to what lies below, by region, with their removal."""

import dataclasses
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import default_process, estimate, orient, slice_part
from slicer_checks.errors import NotAskable
from slicer_checks.supports import BREAK_MM2_S, FINISH_S_CM2, INSIDE, POSITION_S, supports_of
from tests.known_parts import (
    box_triangles,
    cube,
    hollow_box,
    moved,
    overhang_wedge,
    rotated,
    table,
    tube,
)
from tests.slicer_checks.checked import part_of, with_limit

PROCESS = default_process()


def test_a_table_is_held_by_columns_from_the_plate() -> None:
    """A top of 20 mm x 10 mm on legs of 2 mm at its ends: 160 mm², 15 % of the columns metal."""
    part = part_of(table(width=20.0, leg=2.0, height=10.0).triangles)
    (region,) = supports_of(part).regions

    assert region.area_mm2 == pytest.approx(160.0, rel=1e-6)
    assert region.on_part == 0.0
    assert region.contact_mm2 == pytest.approx(160.0, rel=1e-6)
    assert region.column_mm3 == pytest.approx(160.0 * region.height_mm, rel=1e-6)
    assert region.metal_mm3 == pytest.approx(0.15 * region.column_mm3)
    assert region.reached == 1.0
    assert region.removal_s == pytest.approx(
        POSITION_S + 160.0 * (1 / BREAK_MM2_S + FINISH_S_CM2 / 100)
    )


def test_columns_end_on_the_part_below() -> None:
    """Between two shelves 6 mm apart stand columns of 6 mm, though the plate is 20 mm below."""
    post = box_triangles(4.0, 10.0, 30.0)
    low = moved(box_triangles(16.0, 10.0, 4.0), x=3.9, z=20.0)
    high = moved(box_triangles(16.0, 10.0, 4.0), x=3.9, z=30.0 - 4.0 + 4.0)
    regions = supports_of(part_of(post, low, high)).regions
    upper = next(region for region in regions if region.box_mm[0][2] > 25)
    lower = next(region for region in regions if region.box_mm[0][2] < 25)

    assert upper.height_mm == pytest.approx(6.0)
    assert upper.on_part == pytest.approx(1.0, abs=0.03)
    assert upper.contact_mm2 == pytest.approx(2 * upper.area_mm2, rel=0.03)
    assert lower.height_mm == pytest.approx(20.0)
    assert lower.on_part == 0.0


def test_a_closed_hollow_cannot_be_reached() -> None:
    """The ceiling of a closed void of 10 mm is held from its floor, and no tool gets there."""
    supports = supports_of(part_of(hollow_box(outer=20.0, void=10.0).triangles))
    (region,) = supports.regions

    assert region.area_mm2 == pytest.approx(100.0)
    assert region.height_mm == pytest.approx(10.0)
    assert region.internal
    assert supports.internal == 1


def test_supports_in_a_sealed_cavity_stay_there() -> None:
    """Nobody takes them off: they cost metal and no hand work, and so in every way to lie."""
    part = part_of(hollow_box(outer=20.0, void=10.0).triangles)
    supports = supports_of(part)

    assert [region.sealed for region in supports.regions] == [True]
    assert supports.removal_s == 0.0
    assert supports.metal_mm3 > 0
    drawn = next(choice for choice in orient(part).choices if choice.as_drawn)
    assert (drawn.removal_s, drawn.regions) == (0.0, 1)


def test_an_open_hollow_is_cleared_by_hand() -> None:
    """The lying hole of a tube is open: what stands in it is taken off."""
    lying = rotated(tube(15.0, 10.0, 30.0).triangles, 90.0, 0)

    regions = supports_of(part_of(lying)).regions

    assert [region.sealed for region in regions] == [False, False]
    for one in regions:
        work_s = one.contact_mm2 * (1 / BREAK_MM2_S + FINISH_S_CM2 / 100)
        times = one.reached + INSIDE * (1 - one.reached)
        assert one.removal_s == pytest.approx(POSITION_S + times * work_s)


@pytest.mark.parametrize(
    ("degrees", "held"), [(40.0, True), (44.9, True), (45.0, False), (60.0, False)]
)
def test_steep_faces_carry_themselves(degrees: float, held: bool) -> None:
    """A slope below 45° from the plate is held; at 45° and above it is not."""
    assert bool(supports_of(part_of(overhang_wedge(degrees).triangles)).regions) is held


def test_a_cube_needs_none() -> None:
    """What stands on the plate with upright walls has no region."""
    supports = supports_of(part_of(cube().triangles))

    assert supports.regions == ()
    assert supports.metal_mm3 == supports.removal_s == 0.0
    assert not supports.metal_mm2.any()


def test_a_narrow_ledge_needs_none() -> None:
    """A shelf 0.4 mm deep prints without support; one of 4 mm does not."""
    post = box_triangles(10.0, 10.0, 20.0)

    def shelf(depth_mm: float) -> int:
        ledge = moved(box_triangles(depth_mm + 0.04, 10.0, 5.0), x=9.96, z=10.0)
        return len(supports_of(part_of(post, ledge)).regions)

    assert shelf(0.4) == 0
    assert shelf(4.0) == 1


@pytest.mark.parametrize(("gap_mm", "held"), [(0.8, False), (1.0, False), (1.05, True)])
def test_a_bridge_that_holds_needs_none(gap_mm: float, held: bool) -> None:
    """Up to 1 mm, where `bridge` says nothing, there is no region; beyond it there is one."""
    part = part_of(table(width=gap_mm + 8.0, leg=4.0).triangles)

    assert bool(supports_of(part).regions) is held
    assert bool(orient(part).as_drawn.regions) is held


def test_a_lab_that_tells_long_bridges_alone_holds_those() -> None:
    """With the lower limit off, a bridge of 1.9 mm carries itself and one of 2.1 mm does not."""
    held = with_limit("bridge-span", level="off")
    regions = [
        len(supports_of(part_of(table(width=gap + 8.0, leg=4.0).triangles), held).regions)
        for gap in (1.9, 2.1)
    ]

    assert regions == [0, 1]


def test_a_ledge_beside_a_narrow_bridge_is_held() -> None:
    """A ceiling that spans 1 mm and reaches 4 mm beyond the legs is no bridge that holds."""
    legs = [box_triangles(3.0, 4.0, 9.1), moved(box_triangles(3.0, 4.0, 9.1), x=4.0)]
    plate = moved(box_triangles(7.0, 8.0, 2.0), z=9.0)
    (region,) = supports_of(part_of(*legs, plate)).regions

    assert region.area_mm2 > 7.0 * 4.0


@pytest.mark.parametrize(("diameter_mm", "held"), [(7.9, False), (8.0, False), (8.1, True)])
def test_the_roof_of_a_small_hole_needs_none(diameter_mm: float, held: bool) -> None:
    """A lying hole up to 8 mm holds its roof, as `hole-needs-support` says; its outside does not.

    However the tube is laid, `orient` counts the same regions.
    """
    part = part_of(rotated(tube(diameter_mm, diameter_mm / 2, 15.0).triangles, 90.0, 0))
    regions = supports_of(part).regions

    assert len(regions) == 1 + held
    assert orient(part).as_drawn.regions == len(regions)
    assert any(region.on_part > 0 for region in regions) is held


@settings(max_examples=15, deadline=None)
@given(leg=st.floats(2, 8), height=st.floats(12, 30), turn=st.floats(0, math.tau))
def test_metal_in_the_layers_is_the_metal_of_the_regions(
    leg: float, height: float, turn: float
) -> None:
    """However the part is turned on the plate, its layers hold all the metal of its regions."""
    triangles = table(width=20.0, leg=leg, height=height).triangles
    cos, sin = math.cos(turn), math.sin(turn)
    turned = triangles @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    supports = supports_of(part_of(turned))

    assert supports.area_mm2 == pytest.approx(10 * (20 - 2 * leg), rel=1e-3)
    assert supports.metal_mm2.sum() * PROCESS.layer_mm == pytest.approx(
        supports.metal_mm3, rel=0.02
    )


def test_supports_enter_time_mass_and_price() -> None:
    """With its supports an estimate has their seconds, grams, hand work and price."""
    part = part_of(table(width=20.0, leg=2.0, height=10.0).triangles)
    layers, supports = slice_part(part, PROCESS.layer_mm), supports_of(part)
    held = estimate(layers, PROCESS, supports=supports)
    free = estimate(layers, PROCESS, supports=supports_of(part_of(cube().triangles)))
    density, powder_eur = PROCESS.material.density_g_cm3, PROCESS.material.powder_eur_per_kg

    assert held.support_mass_g == pytest.approx(supports.metal_mm3 / 1000 * density, rel=0.02)
    assert held.breakdown["support_s"] == pytest.approx(
        supports.metal_mm3 / PROCESS.parameters.volume_rate_mm3_s, rel=0.02
    )
    assert held.removal_s == pytest.approx(supports.removal_s)
    assert held.cost_eur - free.cost_eur == pytest.approx(held.support_cost_eur, rel=1e-6)
    assert held.support_cost_eur > held.removal_s / 3600 * PROCESS.labour_eur_per_h
    assert held.support_cost_eur > held.support_mass_g / 1000 * powder_eur
    assert "to take off" in str(held)


def test_supports_of_another_layer_are_refused() -> None:
    """Supports cut at 0.03 mm do not fit layers of 0.06 mm: refused, not cut off at half height."""
    part = part_of(table(width=20.0, leg=2.0, height=10.0).triangles)

    with pytest.raises(NotAskable) as refused:
        estimate(slice_part(part, 0.06), supports=supports_of(part, default_process(layer_mm=0.03)))

    assert refused.value.code == "supports-other-layer"
    assert "0.03 mm" in refused.value.message
    assert "0.06 mm" in refused.value.message


def test_without_hand_work_priced_only_powder_and_time_cost() -> None:
    """A process that prices no hand work leaves it out of the price, not out of the estimate."""
    part = part_of(table().triangles)
    layers, supports = slice_part(part, PROCESS.layer_mm), supports_of(part)
    free = dataclasses.replace(PROCESS, labour_eur_per_h=0.0)
    result = estimate(layers, free, supports=supports)

    assert result.removal_s > 0
    assert result.support_cost_eur < estimate(layers, PROCESS, supports=supports).support_cost_eur


def test_supports_are_a_document() -> None:
    """Regions are told largest first, with plain numbers."""
    post = box_triangles(4.0, 10.0, 30.0)
    shelves = [
        moved(box_triangles(16.0, depth, 4.0), x=3.9, z=z) for z, depth in ((10, 5), (20, 9))
    ]
    document = json.loads(json.dumps(supports_of(part_of(post, *shelves)).to_dict()))
    areas = [region["area_mm2"] for region in document["regions"]]

    assert areas == sorted(areas, reverse=True)
    assert len(areas) == 2
    assert document["area_mm2"] == pytest.approx(sum(areas))
