"""The time of blocks and layers."""

import dataclasses

import numpy as np

from slicer_checks.pathtime import LONGEST_S, block_times, toolpath_time
from tests.known_paths import small_path
from tests.set_paths import HATCH, of_lasers, with_set


def test_the_blocks_of_one_laser_make_up_their_layer() -> None:
    """Marking, jumps and delays of a layer are the sums of those of its blocks."""
    path = with_set(HATCH, mark_delay_us=100.0, jump_delay_us=20.0)
    blocks, layers = block_times(path), toolpath_time(path)
    for name in ("mark_s", "jump_s", "delay_s", "turn_s"):
        sums = getattr(blocks, name).reshape(4, 3).sum(axis=1)
        assert np.allclose(getattr(layers, name), sums, rtol=1e-12)
    assert abs(layers.mark_s[0] - (40 / 400 + 12 * 8 / 800 + 8 / 900)) < 1e-12


def test_a_layer_takes_as_long_as_its_slowest_laser() -> None:
    """Lasers work side by side, whatever their numbers are; an empty layer takes no time."""
    slow = of_lasers([(0, 0.0, 10), (2_000_000_000, 50.0, 30), (1, 90.0, 20)], layers=2)
    alone = of_lasers([(0, 50.0, 30)], layers=2)
    assert np.allclose(toolpath_time(slow).mark_s, toolpath_time(alone).mark_s, rtol=1e-12)
    blocks = dataclasses.replace(
        slow.blocks, layer_offsets=np.array([0, 0, 6]), layer_z_mm=np.array([0.03, 0.06])
    )
    empty, full = toolpath_time(dataclasses.replace(slow, blocks=blocks)).exposed_s
    assert empty == 0.0
    assert full > 0.0


def test_times_are_finite_whatever_the_file_says() -> None:
    """A speed next to nothing, or an endless delay, makes a long time and no infinite one."""
    numbers = {"speed_mm_s": 5e-324, "mark_delay_us": np.inf, "jump_speed_mm_s": 5e-324}
    times = toolpath_time(with_set(HATCH, small_path(2), **numbers))
    assert LONGEST_S <= times.mark_s.max() < 2 * LONGEST_S
    assert np.isfinite(times.total_s)
