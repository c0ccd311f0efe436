"""Toolpaths that several lasers share: each in its field, each as much, nothing lost at a seam."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given, settings

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.hatching.lasers import fields_of, left_of
from slicer_checks.make_toolpath import make_toolpath, strategy_on
from slicer_checks.materials import default_process
from slicer_checks.pathmeasures import measures_of
from slicer_checks.read import read
from slicer_checks.read_toolpath import read_toolpath
from slicer_checks.scanstrategy import PATTERNS, Pattern, ScanStrategy
from slicer_checks.toolpath import Direction, Shape, Toolpath
from slicer_checks.write_toolpath import write_toolpath
from tests.known_parts import KnownPart, box_triangles, moved, prism, stl_bytes, tube
from tests.slicer_checks.checked import with_limit
from tests.slicer_checks.plain_layers import PLAIN, layers_of
from tests.strategies import upright_solids


def test_lasers_share_vectors_at_the_seam_of_their_fields() -> None:
    """Each vector lies in its laser's field, the sum is the same, and each has about half."""
    fields = (((-1.0, -1.0), (7.0, 11.0)), ((5.0, -1.0), (13.0, 11.0)))
    layers = layers_of(box_triangles(12.0, 10.0, 1.0))
    alone = make_toolpath(layers, PLAIN)
    shared = make_toolpath(layers, replace(PLAIN, fields_mm=fields, shortest_mm=0.0, drop_mm=0.0))

    assert [laser.field_mm for laser in shared.lasers] == list(fields)
    scans = measures_of(shared).scan_mm
    assert scans.sum() == pytest.approx(measures_of(alone).scan_mm.sum(), rel=1e-4)
    for laser in (0, 1):
        mine = shared.blocks.block_laser == laser
        xs = shared.blocks.points_mm[np.repeat(mine, np.diff(shared.blocks.block_offsets)), 0]
        assert (xs.min() >= 6.0) if laser else (xs.max() <= 6.0)
        assert scans[mine].sum() == pytest.approx(scans.sum() / 2, rel=0.02)
    rings = shared.blocks.block_shape == Shape.POLYLINE
    assert set(shared.blocks.block_direction[rings].tolist()) == {Direction.OPEN}
    with pytest.raises(ValueError, match="gap"):
        replace(PLAIN, fields_mm=(fields[0], ((8.0, 0.0), (9.0, 1.0))))


@pytest.mark.parametrize("lasers", [2, 4])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_seam_leaves_no_stubs(pattern: Pattern, lasers: int) -> None:
    """Of what seams cut nothing is shorter than the least, and nothing is lost."""
    part = read(stl_bytes(box_triangles(10.0, 8.0, 2.0)))
    process = default_process(layer_mm=0.05)
    strategy = ScanStrategy(pattern=pattern)
    alone = make_toolpath(part, strategy, process)
    shared = make_toolpath(part, replace(strategy, lasers=lasers), process)
    sums = [float(measures_of(one).scan_mm.sum()) for one in (alone, shared)]
    assert sums[0] == pytest.approx(sums[1], rel=1e-6)
    lengths, least = hatch_lengths(shared), hatch_lengths(alone)
    assert (lengths < 0.5).sum() <= (least < 0.5).sum()
    assert lengths.min() >= 0.01
    report = check_toolpath(shared, part, process)
    codes = {one.code for one in report.findings}
    assert not codes & {"path-zero-length", "path-laser-field"}


def test_fields_that_only_touch_are_kept_to() -> None:
    """Nothing lies beyond a field's end; rests shorter than the least are left out there."""
    fields = (((-1.0, -1.0), (6.0, 11.0)), ((6.0, -1.0), (13.0, 11.0)))
    layers = layers_of(box_triangles(12.0, 10.0, 1.0))
    path = make_toolpath(layers, replace(PLAIN, fields_mm=fields))
    points, counts = path.blocks.points_mm, np.diff(path.blocks.block_offsets)
    right = np.repeat(path.blocks.block_laser == 1, counts)
    assert points[right, 0].min() == 6.0
    assert points[~right, 0].max() == 6.0
    assert hatch_lengths(path).min() >= 0.01 - 1e-4


def hatch_lengths(path: Toolpath) -> npt.NDArray[np.float64]:
    """Return the length of every hatch."""
    counts = np.diff(path.blocks.block_offsets)
    pairs = path.blocks.points_mm[np.repeat(path.blocks.block_shape == Shape.HATCHES, counts)]
    return np.asarray(np.hypot(*(pairs[1::2] - pairs[::2]).T))


def test_lasers_without_fields_have_equally_much_to_melt() -> None:
    """Of a part that is wide at one end, three lasers take strips of unequal width; none errs."""
    wedge = prism(np.array([(0.0, 0.0), (60.0, 0.0), (60.0, 30.0), (0.0, 2.0)]), 0.5)
    part = read(stl_bytes(wedge))
    process = default_process(layer_mm=0.05)
    path = make_toolpath(part, ScanStrategy(lasers=3), process)

    assert len(path.lasers) == 3
    scans = measures_of(path).scan_mm
    shares = [float(scans[path.blocks.block_laser == laser].sum()) for laser in range(3)]
    assert min(shares) > 0.9 * max(shares)
    widths = [one.field_mm[1][0] - one.field_mm[0][0] for one in path.lasers if one.field_mm]
    assert widths[0] > 1.5 * widths[2]
    report = check_toolpath(path, part, process)
    assert [one.code for one in report.findings if one.severity == "error"] == []
    assert make_toolpath(part, ScanStrategy(), process).lasers == ()
    with pytest.raises(ValueError, match="lasers"):
        ScanStrategy(lasers=0)


@given(solid=upright_solids())
@settings(max_examples=20, deadline=None)
def test_what_lies_left_of_a_place_is_its_area(solid: KnownPart) -> None:
    """Left of everything nothing, left of the right end all, between them what shapely says."""
    (ring, *_) = layers_of(solid.triangles).rings(0)
    polygon = shapely.Polygon(ring)
    (low, front, high, back) = polygon.bounds
    places = np.linspace(low - 1.0, high + 1.0, 7)
    left = [polygon.intersection(shapely.box(low - 2, front, x, back)).area for x in places]
    sign = 1.0 if polygon.exterior.is_ccw else -1.0
    assert left_of(ring, places) * sign == pytest.approx(np.array(left), abs=1e-6)


def test_a_machine_gives_its_lasers_and_its_gas() -> None:
    """Two lasers of the machine share the work; the gas counts where the rules tell its flow."""
    process = default_process()
    twin = next(one for one in process.machines if one.lasers == 2)
    strategy = strategy_on(replace(process, machines=(twin,)))
    assert (strategy.lasers, np.isnan(strategy.gas_flow_deg)) == (2, True)
    flow = with_limit("path-gas-flow-direction", value=90.0, level="steers")
    assert strategy_on(flow).gas_flow_deg == 90.0


def test_a_machine_gives_the_fields_of_its_lasers() -> None:
    """Side by side they share the work; one above the other cannot, so strips do."""
    process = default_process()
    twin = next(one for one in process.machines if one.lasers == 2)
    beside = (((0.0, 0.0), (160.0, 280.0)), ((120.0, 0.0), (280.0, 280.0)))
    above = (((0.0, 0.0), (280.0, 160.0)), ((0.0, 120.0), (280.0, 280.0)))
    for fields_mm, expected in ((beside, beside), (above, ()), ((), ())):
        machine = replace(twin, laser_fields_mm=fields_mm)
        assert strategy_on(replace(process, machines=(machine,))).fields_mm == expected


def test_strips_of_lasers_are_whole_steps_of_the_unit() -> None:
    """A field between two steps would make a file that holds whole numbers change its unit."""
    layers = layers_of(box_triangles(7.1234567, 5.0, 0.5))
    corners = np.array(fields_of(layers, 3)).reshape(-1)
    assert corners == pytest.approx(np.round(corners, 4), abs=1e-12)
    path = make_toolpath(layers, replace(PLAIN, lasers=3))
    assert "coordinates between two steps of the unit" not in {
        one.content for one in write_toolpath(path, "3mf").left_out
    }
    again = read_toolpath(write_toolpath(path, "3mf").data)
    assert again.facts.unit_mm == pytest.approx(1e-4)


@pytest.mark.parametrize("planned", [False, True])
@pytest.mark.parametrize("file_format", [None, "cli", "ovf", "3mf"])
@pytest.mark.parametrize("by", ["strips", "fields"])
def test_a_seam_through_one_of_several_copies_is_no_fault(
    by: str, file_format: str | None, planned: bool
) -> None:
    """What is cut at the seam is as whole as the copies beside it, in each format."""
    copy = tube(8.0, 3.0, 1.2).triangles
    part = read(stl_bytes(np.concatenate([moved(copy, x, 20) for x in (20, 50, 80)])))
    process = default_process(layer_mm=0.06)
    fields = (((0.0, 0.0), (25.0, 99.0)), ((17.0, 0.0), (99.0, 99.0)))
    strategy = {"strips": ScanStrategy(lasers=2), "fields": ScanStrategy(fields_mm=fields)}[by]
    path = make_toolpath(part, strategy, process)
    rings = path.blocks.block_shape == Shape.POLYLINE
    assert set(path.blocks.block_direction[rings].tolist()) >= {Direction.OPEN, 0, 1}
    if file_format is not None:
        path = read_toolpath(write_toolpath(path, file_format).data)
    told = check_toolpath(path, part, process, planned=planned).findings
    assert [one.code for one in told if one.severity == "error"] == []
    contours = {"path-open-contour", "path-contour-direction", "path-self-crossing"}
    assert not contours & {one.code for one in told}


def test_a_ring_in_one_field_stays_closed() -> None:
    """A contour that no seam cuts is one closed line of one laser."""
    fields = (((-9.0, -9.0), (30.0, 9.0)), ((30.0, -9.0), (60.0, 9.0)))
    path = make_toolpath(layers_of(box_triangles(5.0, 5.0, 0.5)), replace(PLAIN, fields_mm=fields))
    assert path.blocks.block_laser.tolist() == [0, 0]
    assert Direction.COUNTER_CLOCKWISE in path.blocks.block_direction.tolist()
