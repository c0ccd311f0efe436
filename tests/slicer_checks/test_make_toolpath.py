"""Toolpaths that are made: nothing missing, nothing outside, in the order that was asked for."""

from dataclasses import replace
from math import cos, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.layerstack import LayerStack
from slicer_checks.make_toolpath import SETS, exposures_of, make_toolpath, strategy_for
from slicer_checks.materials import default_process
from slicer_checks.read import read
from slicer_checks.scanstrategy import PATTERNS, Pattern
from slicer_checks.slicing import slice_part
from slicer_checks.toolpath import Direction, Role, Shape, Toolpath
from tests.known_parts import (
    CORPUS,
    NO_CORPUS,
    KnownPart,
    box_triangles,
    frustum,
    stl_bytes,
    table,
    tube,
)
from tests.slicer_checks.plain_layers import PLAIN, layers_of
from tests.strategies import upright_solids

Vectors = npt.NDArray[np.float64]


def hatches_of(path: Toolpath, layer: int, role: Role | None = None) -> Vectors:
    """Return the vectors (N, 2, 2) of a layer's hatch."""
    here = path.layer(layer)
    roles = path.blocks.block_role[here.first_block :]
    found = [
        points.reshape(-1, 2, 2)
        for points, shape, of in zip(here.points_mm, here.shapes, roles.tolist(), strict=False)
        if shape == Shape.HATCHES and role in (None, of)
    ]
    return np.concatenate([np.empty((0, 2, 2)), *found])


def lengths_mm(vectors: Vectors) -> Vectors:
    """Return the length of each vector."""
    return np.asarray(np.hypot(*(vectors[:, 1] - vectors[:, 0]).T))


def region(layers: LayerStack, layer: int, inside_mm: float) -> shapely.Geometry:
    """Return what lies farther than a distance inside a layer's outline."""
    return layers.polygons(layer).buffer(-inside_mm, quad_segs=64)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_hatch_fills_its_region_and_no_more(pattern: Pattern) -> None:
    """Length times distance is the region's area, and every vector lies in the region."""
    layers = layers_of(tube(8.0, 3.0, 2.0, 48).triangles)
    strategy = replace(PLAIN, pattern=pattern)
    path = make_toolpath(layers, strategy)

    filled = sum(lengths_mm(hatches_of(path, layer)).sum() for layer in range(len(path)))
    inside = [region(layers, layer, 0.15) for layer in range(len(layers))]
    assert filled * 0.1 == pytest.approx(sum(one.area for one in inside), rel=1e-3)
    for layer, one in enumerate(inside):
        vectors = hatches_of(path, layer)
        outside = shapely.linestrings(vectors) if len(vectors) else []
        assert shapely.covers(one.buffer(0.002), outside).all()


@settings(max_examples=25, deadline=None)
@given(
    solid=upright_solids(),
    pattern=st.sampled_from(PATTERNS),
    start_deg=st.floats(min_value=0.0, max_value=360.0),
)
def test_any_solid_is_filled(solid: KnownPart, pattern: Pattern, start_deg: float) -> None:
    """On random solids, in random directions, the sum of all patterns is the same.

    Along the rim of a narrow region a hundredth of a distance may be too much or too little.
    """
    layers = layers_of(solid.triangles)
    fine = replace(PLAIN, hatch_mm=0.05, hatch_offset_mm=0.1, drop_mm=0.0)
    strategy = replace(fine, pattern=pattern, start_deg=start_deg)
    path = make_toolpath(layers, strategy)
    meander = make_toolpath(layers, replace(strategy, pattern="meander"))
    sums = [
        sum(lengths_mm(hatches_of(one, layer)).sum() for layer in range(len(one)))
        for one in (path, meander)
    ]
    inside = [region(layers, layer, 0.15) for layer in range(len(layers))]
    areas, rim_mm = sum(one.area for one in inside), sum(one.length for one in inside)
    assert sums[1] * 0.05 == pytest.approx(areas, rel=2e-2, abs=0.01 * 0.05 * rim_mm)
    assert sums[0] == pytest.approx(sums[1], rel=2e-3, abs=0.01 * rim_mm)


def test_layers_turn_by_the_rotation() -> None:
    """The lines of each layer have the direction of the strategy, to and fro."""
    path = make_toolpath(layers_of(box_triangles(10.0, 8.0, 2.0)), PLAIN)
    for layer in range(len(path)):
        vectors = hatches_of(path, layer)
        direction = radians(PLAIN.layer_deg(layer))
        unit = (vectors[:, 1] - vectors[:, 0]) / lengths_mm(vectors)[:, None]
        along = unit @ (cos(direction), sin(direction))
        assert np.abs(along) == pytest.approx(1.0, abs=1e-3)
        assert (along[:-1] * along[1:] < 0).all()
    assert [PLAIN.layer_deg(layer) for layer in (0, 1, 6)] == [57.0, 124.0, 99.0]


def test_contours_lie_inside_by_beam_and_distance() -> None:
    """The first contour is half a beam inside, the next a distance on; holes run clockwise."""
    layers = layers_of(tube(8.0, 3.0, 1.0, 64).triangles)
    strategy = replace(PLAIN, contours=2, contour_distance_mm=0.2, beam_mm=0.08)
    path = make_toolpath(layers, strategy)
    turned = make_toolpath(layers, replace(strategy, outside_in=False, contours_first=True))
    outline = layers.polygons(0)

    for made, distances in ((path, [0.04, 0.04, 0.24, 0.24]), (turned, [0.24, 0.24, 0.04, 0.04])):
        rings = rings_of(made)
        found = [ring.exterior.distance(outline.boundary) for ring in rings]
        assert found == pytest.approx(distances, abs=1e-3)
        said = made.blocks.block_direction[made.blocks.block_shape == Shape.POLYLINE]
        left = [ring.exterior.is_ccw for ring in rings]
        assert left == (said[: len(rings)] == Direction.COUNTER_CLOCKWISE).tolist()
    assert path.layer(0).shapes[0] == Shape.HATCHES
    assert turned.layer(0).shapes[0] == Shape.POLYLINE


def rings_of(path: Toolpath) -> list[shapely.Polygon]:
    """Return the contours of the first layer, in the order of their exposure."""
    first = path.layer(0)
    return [
        shapely.Polygon(points)
        for points, shape in zip(first.points_mm, first.shapes, strict=True)
        if shape == Shape.POLYLINE
    ]


def test_stripes_are_as_wide_as_told_and_no_cut_leaves_a_stub() -> None:
    """Vectors are no longer than a stripe with its overlap; cuts leave none below the shortest."""
    layers = layers_of(box_triangles(20.0, 20.0, 0.5))
    strategy = replace(
        PLAIN, pattern="stripe", start_deg=0.0, stripe_overlap_mm=0.2, shortest_mm=0.5
    )
    lengths = lengths_mm(hatches_of(make_toolpath(layers, strategy), 0))
    assert lengths.max() <= 3.0 + 0.2 + 0.5
    assert lengths.min() >= 0.5
    apart = replace(strategy, stripe_overlap_mm=0.0, shortest_mm=0.0)
    assert lengths_mm(hatches_of(make_toolpath(layers, apart), 0)).max() == pytest.approx(3.0)


def test_a_chessboards_fields_are_hatched_along_and_across() -> None:
    """Neighbouring fields have lines at right angles, and none leaves its field."""
    layers = layers_of(box_triangles(12.0, 12.0, 0.5))
    path = make_toolpath(layers, replace(PLAIN, pattern="island", start_deg=0.0))
    vectors = hatches_of(path, 0)
    middle = vectors.mean(axis=1)
    field = np.floor(middle / PLAIN.field_mm).astype(int)
    along = np.abs(vectors[:, 1, 0] - vectors[:, 0, 0]) > 1e-9
    assert (along == (field.sum(axis=1) % 2 == 0)).all()
    assert lengths_mm(vectors).max() <= PLAIN.field_mm + 1e-9
    changes = np.count_nonzero((np.diff(field, axis=0) != 0).any(axis=1))
    assert changes + 1 == len(np.unique(field, axis=0))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_line_of_a_hatch_is_shorter_than_asked(pattern: Pattern) -> None:
    """Fields of a chessboard lengthen their stubs into the next one, and leave nothing bare."""
    layers = layers_of(frustum(7.3, 9.1, 0.5).triangles)
    asked = replace(PLAIN, pattern=pattern, drop_mm=0.5)
    path = make_toolpath(layers, asked)
    usual = make_toolpath(layers, replace(asked, pattern="meander"))
    length, least = (
        [lengths_mm(hatches_of(one, layer)) for layer in range(len(one))] for one in (path, usual)
    )
    assert min(one.min() for one in length) >= 0.5 - 2e-4
    ratio = sum(one.sum() for one in length) / sum(one.sum() for one in least)
    assert 1.0 - 1e-3 <= ratio <= 1.02


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("flow_deg", [0.0, 90.0, 200.0])
def test_the_scan_goes_against_the_gas(pattern: Pattern, flow_deg: float) -> None:
    """What lies downstream is scanned first: soot drifts over what is done."""
    layers = layers_of(box_triangles(12.0, 12.0, 0.5))
    strategy = replace(PLAIN, pattern=pattern, gas_flow_deg=flow_deg)
    middle = hatches_of(make_toolpath(layers, strategy), 0).mean(axis=1)
    downstream = middle @ (cos(radians(flow_deg)), sin(radians(flow_deg)))
    quarter = len(downstream) // 4
    assert downstream[:quarter].mean() > downstream[-quarter:].mean() + 2.0


def test_skins_are_what_is_bare_above_and_below() -> None:
    """A step has an up-skin on its tread, a ledge a down-skin; the platform carries the first."""
    foot, top = box_triangles(10.0, 10.0, 2.0), box_triangles(10.0, 10.0, 2.0)
    shifted = top + np.array([5.0, 0.0, 2.0])
    layers = layers_of(np.concatenate((foot, shifted)))
    path = make_toolpath(layers, replace(PLAIN, up_skin_layers=2, down_skin_layers=1))

    areas = {
        (layer, role): 0.1 * lengths_mm(hatches_of(path, layer, role)).sum()
        for layer in range(len(path))
        for role in (Role.CORE, Role.UP_SKIN, Role.DOWN_SKIN)
    }
    hatched = 9.7 * 9.7
    bare = pytest.approx(5.0 * 9.7, rel=0.02)
    assert areas[0, Role.DOWN_SKIN] == 0
    assert [areas[layer, Role.UP_SKIN] for layer in (1, 2, 3)] == [0, bare, bare]
    assert [areas[layer, Role.DOWN_SKIN] for layer in (3, 4, 5)] == [0, bare, 0]
    assert areas[7, Role.UP_SKIN] == pytest.approx(hatched, rel=0.01)
    for layer in range(len(path)):
        assert sum(areas[layer, role] for role in (Role.CORE, Role.UP_SKIN, Role.DOWN_SKIN)) == (
            pytest.approx(hatched, rel=0.01)
        )


def test_exposures_come_from_the_parameter_set_or_the_strategy() -> None:
    """Every role has its exposure; a strategy may set its own for some."""
    parameters = default_process("316L").parameters
    known = exposures_of(parameters, PLAIN)
    assert [one.name for one in known] == list(SETS)
    assert known[1].speed_mm_s == parameters.hatch_speed_mm_s
    own = Exposure(name="soft", power_w=90.0, speed_mm_s=1500.0)
    assert exposures_of(parameters, replace(PLAIN, sets=(("down-skin", own),)))[3] is own
    path = make_toolpath(layers_of(box_triangles(5.0, 5.0, 1.0)), PLAIN)
    assert sorted(set(path.blocks.block_exposure.tolist())) == [0, 1]


def test_a_part_is_sliced_at_the_layer_of_its_process() -> None:
    """Given a part, the process's layer, hatch and stripes are used; heights are upper faces."""
    process = default_process("316L")
    part = read(stl_bytes(box_triangles(4.0, 4.0, 0.3)), name="small.stl")
    path = make_toolpath(part, process=process)
    assert path.facts.layer_mm == process.layer_mm
    assert path.blocks.layer_z_mm[0] == pytest.approx(process.layer_mm)
    assert [one.name for one in path.parts] == ["small.stl"]
    assert (
        path.facts.hatch_mm
        == process.parameters.hatch_mm
        == strategy_for(process.parameters).hatch_mm
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"hatch_mm": 0.0},
        {"hatch_mm": float("nan")},
        {"contours": -1},
        {"hatch_offset_mm": -0.1},
        {"pattern": "spiral"},
        {"stripe_mm": 0.1, "stripe_overlap_mm": 0.1},
    ],
)
def test_a_strategy_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """Distances are positive, overlaps smaller than what overlaps, patterns known."""
    with pytest.raises(ValueError, match=next(iter(wrong)).split("_")[0]):
        replace(PLAIN, **wrong)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_real_part_is_filled_to_a_thousandth(pattern: Pattern) -> None:
    """A real part's hatch is as large as the regions that it fills, by every pattern."""
    layers = slice_part(read(CORPUS / "meshes" / "good" / "pyslm_frameGuide.stl"), 0.4)
    path = make_toolpath(layers, replace(PLAIN, pattern=pattern))
    filled = sum(lengths_mm(hatches_of(path, layer)).sum() for layer in range(len(path)))
    asked = sum(region(layers, layer, 0.15).area for layer in range(len(layers)))
    assert filled * 0.1 == pytest.approx(asked, rel=1e-3)


def test_supports_stand_below_what_hangs_over_and_nowhere_else() -> None:
    """Walls on a grid fill the room below a table's top, up to it, and end at its legs."""
    part = read(stl_bytes(table().triangles))
    path = make_toolpath(part, replace(PLAIN, support_mm=2.0))
    layers = slice_part(part, path.facts.layer_mm)
    held = [hatches_of(path, layer, Role.SUPPORT) for layer in range(len(path))]

    top = next(layer for layer in range(len(path)) if layers.area_mm2[layer] > 150.0)
    assert all(len(walls) > 10 for walls in held[: top + 1])
    assert not any(len(walls) for walls in held[top + 2 :])
    metal = layers.polygons(0)
    inside = shapely.intersection(shapely.linestrings(held[0]), metal)
    assert shapely.length(inside).sum() < 0.05 * lengths_mm(held[0]).sum()
    across = held[0][held[0][:, 0, 1] == held[0][:, 1, 1]][:, 0, 1]
    assert np.diff(np.unique(across)) == pytest.approx(2.0, abs=0.1)
    assert [one.name for one in path.exposures] == ["contour", "core", "support"]
    assert set(path.blocks.block_exposure.tolist()) == {0, 1, 2}


def test_supports_of_a_wide_platform_end_where_those_of_a_part_do() -> None:
    """Beside a block 240 mm away, walls below a table end where they ended without it."""
    one = table().triangles
    far = box_triangles(4.0, 4.0, 4.0) + np.array([240.0, 0.0, 0.0])
    ends = []
    for triangles in (one, np.concatenate((one, far))):
        part = read(stl_bytes(triangles))
        path = make_toolpath(part, replace(PLAIN, support_mm=1.0), default_process(layer_mm=0.1))
        held = path.blocks.block_role == Role.SUPPORT
        points = path.blocks.points_mm[held.repeat(np.diff(path.blocks.block_offsets))]
        ends.append((points.min(axis=0), points.max(axis=0)))
    for alone, beside in zip(*ends, strict=True):
        assert np.abs(alone - beside).max() <= 0.2


def test_layers_alone_have_no_supports() -> None:
    """Supports need the part: layers do not tell what hangs over, and that is said."""
    with pytest.raises(NotAskable) as error:
        make_toolpath(layers_of(box_triangles(5.0, 5.0, 1.0)), replace(PLAIN, support_mm=1.0))
    assert error.value.code == "toolpath-supports"
