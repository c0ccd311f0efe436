"""What is measured of blocks: lengths, jumps, gaps, areas and directions, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.pathmeasures import measures_of
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_paths import Points, hatches, small_path, square


def path_of(*blocks: tuple[Points, Tag]) -> Toolpath:
    """Return a toolpath of one layer of these blocks."""
    draft = BlockDraft()
    draft.layer(0.03)
    for points, tag in blocks:
        draft.block(np.asarray(points, dtype=float), tag)
    return replace(small_path(1), blocks=draft.blocks())


def test_a_ring_is_measured() -> None:
    """Length, extremes, area by its sense, gap and box of a square and of one that is open."""
    line = Tag(shape=Shape.POLYLINE)
    found = measures_of(path_of((square(10.0), line), (square(4.0, 2.0, 3.0)[3::-1], line)))

    assert found.scan_mm.tolist() == [40.0, 12.0]
    assert (found.longest_mm.tolist(), found.shortest_mm.tolist()) == ([10.0, 4.0], [10.0, 4.0])
    assert found.area_mm2.tolist() == [100.0, -16.0]
    assert found.gap_mm.tolist() == [0.0, 4.0]
    assert (found.low_x_mm[1], found.low_y_mm[1]) == (2.0, 3.0)
    assert (found.high_x_mm[1], found.high_y_mm[1]) == (6.0, 7.0)
    assert found.jump_mm.tolist() == [0.0, 0.0]
    assert found.entry_mm[1] == pytest.approx(np.hypot(2.0, 7.0))


def test_hatches_have_jumps_between_them_and_a_direction() -> None:
    """Twelve hatches of 8 mm, 0.1 mm apart: their sum, the ways between, and where they lie."""
    found = measures_of(path_of((hatches(12), Tag(shape=Shape.HATCHES))))
    assert found.scan_mm[0] == pytest.approx(96.0)
    assert found.jump_mm[0] == pytest.approx(1.1)
    assert found.longest_jump_mm[0] == pytest.approx(0.1)
    assert (found.cosine[0], found.sine[0]) == pytest.approx((96.0, 0.0))
    assert (found.along_x[0], found.along_y[0]) == pytest.approx((0.0, 0.0))


def test_points_and_spelt_jumps_are_ways_without_marks() -> None:
    """Points are jumped between; a block of jumps is nothing but its way."""
    where = np.array([(0.0, 0.0), (3.0, 4.0), (3.0, 4.0)])
    found = measures_of(path_of((where, Tag(shape=Shape.POINTS)), (where, Tag(shape=Shape.JUMP))))
    assert found.scan_mm.tolist() == [0.0, 0.0]
    assert found.jump_mm.tolist() == [5.0, 5.0]


def test_each_laser_comes_from_its_own_last_block() -> None:
    """The way into a block counts from the block before it of the same laser."""
    line = np.array([(0.0, 0.0), (1.0, 0.0)])
    step = np.array([10.0, 0.0])
    blocks = [(line + n * step, Tag(shape=Shape.POLYLINE, laser=n % 2)) for n in range(4)]
    assert measures_of(path_of(*blocks)).entry_mm.tolist() == [0.0, 0.0, 19.0, 19.0]


def test_an_empty_block_measures_nothing() -> None:
    """A block without points, and a polyline of one point, have no length and break nothing."""
    found = measures_of(
        path_of(
            (np.empty((0, 2)), Tag(shape=Shape.HATCHES)),
            (np.array([(1.0, 2.0)]), Tag(shape=Shape.POLYLINE)),
        )
    )
    assert found.scan_mm.tolist() == [0.0, 0.0]
    assert np.isinf(found.shortest_mm).all()
