"""The time of toolpaths against layers that were worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.estimate import estimate
from slicer_checks.exposure import Exposure
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.pathclock import vector_times
from slicer_checks.pathtime import times_on, toolpath_time
from slicer_checks.read import read
from slicer_checks.slicing import slice_for
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import Points, hatches, small_path, square

FAST = Exposure(
    power_w=200.0,
    speed_mm_s=1000.0,
    jump_speed_mm_s=5000.0,
    jump_delay_us=300.0,
    mark_delay_us=200.0,
    polygon_delay_us=50.0,
    point_time_us=80.0,
)


def path_of(*blocks: tuple[Points, Tag], exposure: Exposure = FAST) -> Toolpath:
    """Return a toolpath of one layer of these blocks."""
    draft = BlockDraft()
    draft.layer(0.03)
    for points, tag in blocks:
        draft.block(np.asarray(points, dtype=float), tag)
    return replace(small_path(1), blocks=draft.blocks(), exposures=(exposure,))


def test_hatches_by_hand() -> None:
    """Twelve hatches: 96 mm at 1,000 mm/s, 1.1 mm of jumps at 5,000, and 12 times both delays."""
    times = toolpath_time(path_of((hatches(12), Tag(shape=Shape.HATCHES, exposure=0))))
    assert times.mark_s.tolist() == pytest.approx([0.096])
    assert times.jump_s.tolist() == pytest.approx([1.1 / 5000])
    assert times.delay_s.tolist() == pytest.approx([12 * 500e-6])
    assert times.total_s == pytest.approx(0.096 + 0.00022 + 0.006)


def test_a_contour_by_hand() -> None:
    """A square of 40 mm: one start, three corners; the way to it counts from the block before."""
    blocks = (
        (hatches(1), Tag(shape=Shape.HATCHES, exposure=0)),
        (square(10.0), Tag(shape=Shape.POLYLINE, exposure=0)),
    )
    times = toolpath_time(path_of(*blocks))
    assert times.mark_s[0] == pytest.approx(0.048)
    assert times.jump_s[0] == pytest.approx(np.hypot(9.0, 1.0) / 5000)
    assert times.delay_s[0] == pytest.approx(2 * 500e-6 + 3 * 50e-6)


def test_waits_are_before_and_after_each_block_with_vectors() -> None:
    """Of two blocks and an empty one: two waits of each kind, on the clock of each vector."""
    waits = replace(FAST, wait_before_us=700.0, wait_after_us=300.0)
    lines = (hatches(2), Tag(shape=Shape.HATCHES, exposure=0))
    nothing = (np.zeros((0, 2)), Tag(shape=Shape.HATCHES, exposure=0))
    path = path_of(lines, nothing, lines, exposure=waits)
    times, plain = toolpath_time(path), toolpath_time(path_of(lines, nothing, lines))
    assert times.delay_s - plain.delay_s == pytest.approx([2 * 1e-3])
    later_s = vector_times(path) - vector_times(path_of(lines, nothing, lines))
    assert later_s == pytest.approx([0.7e-3, 0.7e-3, 1.7e-3, 1.7e-3])


def test_pauses_are_in_the_time_and_on_the_clock() -> None:
    """A pause of 2 ms of the laser it names comes before what follows, and makes no jump longer."""
    lines = (hatches(2), Tag(shape=Shape.HATCHES, exposure=0, laser=0))
    rest = (np.zeros((0, 2)), Tag(shape=Shape.JUMP, laser=0, pause_us=2000.0))
    path, plain = path_of(lines, rest, lines, rest), path_of(lines, lines)

    times, known = toolpath_time(path), toolpath_time(plain)
    assert times.delay_s - known.delay_s == pytest.approx([4e-3])
    assert times.jump_s == pytest.approx(known.jump_s)
    assert vector_times(path) - vector_times(plain) == pytest.approx([0, 0, 2e-3, 2e-3])
    other = (rest[0], replace(rest[1], laser=1))
    assert toolpath_time(path_of(lines, other)).exposed_s == pytest.approx(
        toolpath_time(path_of(lines)).exposed_s
    )


def test_points_take_their_time_of_exposure() -> None:
    """Each point is exposed for its microseconds, between jumps."""
    where = np.array([(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)])
    times = toolpath_time(path_of((where, Tag(shape=Shape.POINTS, exposure=0))))
    assert times.mark_s[0] == pytest.approx(3 * 80e-6)
    assert times.jump_s[0] == pytest.approx(1.0 / 5000)


def test_vectors_that_are_exposed_point_by_point_have_a_speed() -> None:
    """Points of 60 um in 80 us make 750 mm/s, where the file says no speed or 0; else its own."""
    lines = (hatches(12), Tag(shape=Shape.HATCHES, exposure=0))
    process = default_process()
    for speed, expected in ((float("nan"), 750.0), (0.0, 750.0), (500.0, 500.0)):
        said = replace(FAST, speed_mm_s=speed, point_distance_um=60.0)
        times = toolpath_time(path_of(lines, exposure=said), process.parameters)
        assert times.mark_s.tolist() == pytest.approx([96.0 / expected])
        assert times.unknown == 0


def test_times_are_those_of_the_process_that_asks() -> None:
    """Another recoater or another speed under the same name is another time."""
    path = path_of((hatches(12), Tag(shape=Shape.HATCHES)), exposure=Exposure())
    process = default_process()
    machine, parameters = process.machines[0], process.parameters
    slow = replace(process, machines=(replace(machine, recoat_s=machine.recoat_s + 7.0),))
    fast = replace(process, parameters=replace(parameters, hatch_speed_mm_s=5000.0))
    first = times_on(path, process).total_s
    assert times_on(path, slow).total_s == pytest.approx(first + 7.0)
    assert times_on(path, fast).total_s < first


def test_lasers_work_in_parallel() -> None:
    """A layer takes as long as its slowest laser; recoating comes on top."""
    blocks = [(hatches(n), Tag(shape=Shape.HATCHES, exposure=0, laser=n % 2)) for n in (5, 8)]
    machine = default_process().machines[0]
    times = toolpath_time(path_of(*blocks), machine=machine)
    alone = toolpath_time(path_of(blocks[1]))
    assert times.exposed_s[0] == pytest.approx(alone.exposed_s[0])
    assert times.layer_s[0] == pytest.approx(alone.exposed_s[0] + machine.recoat_s)


def test_sky_writing_runs_up_to_speed_and_down() -> None:
    """Twice the speed over the acceleration for each hatch."""
    path = path_of((hatches(12), Tag(shape=Shape.HATCHES, exposure=0)))
    times = toolpath_time(path, acceleration_mm_s2=2e6)
    assert times.turn_s[0] == pytest.approx(12 * 2 * 1000.0 / 2e6)


def test_what_the_file_does_not_say_comes_from_the_parameter_set() -> None:
    """Without exposures hatch and contour have the set's speeds; without a set they are unknown."""
    parameters = default_process("316L").parameters
    path = path_of((hatches(12), Tag(shape=Shape.HATCHES)), (square(), Tag(shape=Shape.POLYLINE)))
    times = toolpath_time(path, parameters)
    expected = 96.0 / parameters.hatch_speed_mm_s + 40.0 / parameters.contour_speed_mm_s
    assert times.mark_s[0] == pytest.approx(expected)
    assert times.unknown == 0
    assert toolpath_time(path).unknown == 2
    assert toolpath_time(path).mark_s[0] == 0.0


def test_a_speed_that_changes_along_vectors_counts_at_its_highest() -> None:
    """The time is at least so long, and says of how many blocks it is."""
    hatch = (hatches(12), Tag(shape=Shape.HATCHES, exposure=0))
    changing = Exposure(speed_mm_s=500.0, least_speed_mm_s=200.0, most_speed_mm_s=800.0)
    times = toolpath_time(path_of(hatch, exposure=changing))
    assert times.mark_s[0] == pytest.approx(96.0 / 800.0)
    assert times.changing == 1
    steady = Exposure(speed_mm_s=500.0, least_speed_mm_s=200.0, most_speed_mm_s=200.0)
    times = toolpath_time(path_of(hatch, exposure=steady))
    assert (times.mark_s[0], times.changing) == (pytest.approx(96.0 / 200.0), 0)


def test_a_speed_of_zero_is_unknown_and_not_for_ever() -> None:
    """Vectors that say 0 mm/s count for nothing, and are counted."""
    slow = Exposure(power_w=200.0, speed_mm_s=0.0)
    times = toolpath_time(
        path_of((hatches(3), Tag(shape=Shape.HATCHES, exposure=0)), exposure=slow)
    )
    assert (times.unknown, times.mark_s[0]) == (1, 0.0)


def test_vectors_and_estimate_agree_but_for_what_only_one_knows() -> None:
    """The estimate holds the speed back to the data sheet's rate; without that both are near."""
    process = default_process("AlSi10Mg")
    part = read(stl_bytes(box_triangles(20.0, 20.0, 6.0)))
    free = replace(process, parameters=replace(process.parameters, sheet_rate_mm3_s=0.0))
    path = make_toolpath(part, process=free)
    vectors = toolpath_time(path, free.parameters, free.machines[0])
    statistics = estimate(slice_for(part, free), free)
    assert vectors.recoat_s.sum() == pytest.approx(len(path) * free.machines[0].recoat_s)
    assert vectors.exposed_s.sum() == pytest.approx(statistics.scan_time_s, rel=0.05)
    held_back = estimate(slice_for(part, process), process).scan_time_s
    assert held_back > 1.03 * statistics.scan_time_s
