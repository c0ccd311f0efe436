"""Boards of cells: what vectors melt, counted and beside exact areas."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.pathraster import (
    COUNT,
    COUNT_SKIN,
    COVER,
    SKIP,
    Swept,
    frame_of,
    paint_layer,
    patches,
    tally,
    uncover,
)
from slicer_checks.toolpath import Floats, Shape

CELL_MM = 0.02
coordinates = st.floats(-3.0, 3.0, width=32)
lines = st.lists(st.tuples(*[coordinates] * 4), min_size=1, max_size=5)


def swept_of(
    points: Floats,
    shape: Shape,
    mode: int = COVER,
    radius_mm: float = 0.2,
    ring: Floats | None = None,
) -> Swept:
    """Return one block of one layer, and a region if there is one."""
    rings = np.empty((0, 2)) if ring is None else ring
    low, high = points.min(axis=0), points.max(axis=0)
    return Swept(
        points_mm=points,
        block_offsets=np.array([0, len(points)]),
        block_shape=np.array([shape], dtype=np.uint8),
        layer_offsets=np.array([0, 1]),
        mode=np.array([mode], dtype=np.uint8),
        radius_mm=np.array([radius_mm]),
        box_mm=np.array([[*low, *high]]),
        scan_mm=np.array([10.0]),
        rings_mm=rings,
        ring_offsets=np.array([0, len(rings)] if len(rings) else [0]),
        layer_rings=np.array([0, min(len(rings), 1)]),
    )


def painted(swept: Swept) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.uint8]], float]:
    """Return the board of a layer, and the area of a cell."""
    frame, rows, columns = frame_of(swept, 0, CELL_MM)
    board = np.zeros((rows, columns), dtype=np.uint8)
    paint_layer(board, frame, swept, 0)
    return board, frame[2] ** 2


@settings(deadline=None)
@given(lines)
def test_tracks_cover_what_they_should(ends: list[tuple[float, ...]]) -> None:
    """The area of all tracks is that of the lines made wider, with round ends."""
    points = np.array(ends, dtype=np.float64).reshape(-1, 2)
    board, cell_mm2 = painted(swept_of(points, Shape.HATCHES))
    exact = shapely.union_all(shapely.buffer(shapely.linestrings(points.reshape(-1, 2, 2)), 0.2))
    assert np.count_nonzero(board) * cell_mm2 == pytest.approx(
        exact.area, abs=0.25 * CELL_MM * exact.length
    )


@settings(deadline=None)
@given(lines)
def test_regions_are_filled(ends: list[tuple[float, ...]]) -> None:
    """What lies inside a ring and under no track is the ring's area without the tracks'."""
    points = np.array(ends, dtype=np.float64).reshape(-1, 2)
    ring = np.array([(-2.0, -2.5), (2.5, -1.0), (0.0, 0.0), (1.0, 2.5)])
    board, cell_mm2 = painted(swept_of(points, Shape.HATCHES, ring=ring))
    region = shapely.Polygon(ring)
    tracks = shapely.union_all(shapely.buffer(shapely.linestrings(points.reshape(-1, 2, 2)), 0.2))
    bare = region - tracks
    assert uncover(board) * cell_mm2 == pytest.approx(region.area, abs=0.3)
    assert np.count_nonzero(board) * cell_mm2 == pytest.approx(
        bare.area, abs=0.3 + 0.25 * CELL_MM * bare.length
    )


def test_bands_side_by_side_share_no_cell() -> None:
    """Lines as far apart as they are wide melt nothing twice, at whatever angle."""
    for degrees in range(0, 180, 7):
        along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        aside = np.array([-along[1], along[0]])
        rows = [[n * 0.1 * aside, n * 0.1 * aside + 4 * along] for n in range(20)]
        board, _ = painted(swept_of(np.array(rows).reshape(-1, 2), Shape.HATCHES, COUNT, 0.049))
        hatched, *others = tally(board)
        assert hatched > 0
        assert others == [0, 0, 0]


def test_a_skin_is_counted_by_itself() -> None:
    """Two skins one over the other are no core that is melted twice."""
    points = np.array([(0.0, 0.0), (4.0, 0.0)] * 2)
    cells = tally(painted(swept_of(points, Shape.HATCHES, COUNT))[0])
    assert cells[1:] == (cells[0], 0, 0)
    skins = tally(painted(swept_of(points, Shape.HATCHES, COUNT_SKIN))[0])
    assert skins[1:] == (0, cells[0], 0)


def test_points_and_chains_are_swept() -> None:
    """A point is a disc, a chain of points the tracks between them, a jump nothing."""
    points = np.array([(0.0, 0.0), (3.0, 0.0), (3.0, 3.0)])
    dots, cell_mm2 = painted(swept_of(points, Shape.POINTS))
    assert np.count_nonzero(dots) * cell_mm2 == pytest.approx(3 * np.pi * 0.04, rel=0.05)
    chain, cell_mm2 = painted(swept_of(points, Shape.POLYLINE))
    exact = shapely.LineString(points).buffer(0.2).area
    assert np.count_nonzero(chain) * cell_mm2 == pytest.approx(exact, rel=0.02)
    assert painted(swept_of(points, Shape.POLYLINE, SKIP))[0].shape == (0, 0)


def test_a_board_is_never_larger_than_its_limit() -> None:
    """A layer of a kilometre, or a line of one, has wider cells instead of more."""
    for far in ((1e6, 1e6), (1e6, 0.0)):
        frame, rows, columns = frame_of(
            swept_of(np.array([(0.0, 0.0), far]), Shape.HATCHES), 0, CELL_MM
        )
        assert rows * columns < 17_000_000
        assert frame[2] > CELL_MM


def test_patches_are_measured() -> None:
    """Cells whose sides touch are one patch; small ones do not count; the board is cleared."""
    board = np.zeros((6, 8), dtype=np.uint8)
    board[1:3, 1:4] = board[4, 6] = board[3, 4] = 1
    total, (cells, low_row, high_row, low_column, high_column) = patches(board.copy(), 1)
    assert (total, cells) == (8, 6)
    assert (low_row, high_row, low_column, high_column) == (1, 2, 1, 3)
    assert patches(board.copy(), 2)[0] == 6
    assert patches(board.copy(), 7) == (0, (0, 0, 0, 0, 0))
    patches(board, 1)
    assert not board.any()
