"""Pieces that lie apart are hatched one after the other, and nothing of the hatch changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import default_process, make_toolpath, read
from slicer_checks.hatching.patterns import hatch_region
from slicer_checks.hatching.pieces import APART_MM, piece_by_piece
from slicer_checks.scanstrategy import PATTERNS, ScanStrategy
from slicer_checks.toolpath import Floats, Longs, Role
from tests.known_parts import box_triangles, stl_bytes

SQUARE = np.array([[0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0]])


def squares(*low_mm: tuple[float, float]) -> tuple[Floats, Longs]:
    """Return squares of 8 mm at some corners, as rings."""
    points = np.concatenate([SQUARE + corner for corner in low_mm])
    return points, np.arange(0, len(points) + 1, 4, dtype=np.int64)


def visits(vectors: Floats, size_mm: float) -> list[int]:
    """Return which square, along x, is hatched, once for each time it is begun."""
    middles = vectors.reshape(-1, 2, 2).mean(axis=1)
    at = np.floor(middles[:, 0] / size_mm).astype(int)
    return [int(at[0]), *at[1:][np.diff(at) != 0].tolist()]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(("flow_deg", "order"), [(0.0, [2, 1, 0]), (180.0, [0, 1, 2])])
def test_each_copy_is_finished_before_the_next(
    pattern: str, flow_deg: float, order: list[int]
) -> None:
    """What lies downstream comes first, and no copy is begun twice."""
    strategy = ScanStrategy(pattern=pattern, gas_flow_deg=flow_deg)  # type: ignore[arg-type]
    vectors = hatch_region(*squares((0, 0), (20, 0), (40, 0)), strategy, 57.0)
    assert visits(vectors, 20.0) == order


def test_without_gas_the_lowest_comes_first() -> None:
    """Row by row from the front, in a row from the left."""
    vectors = hatch_region(*squares((40, 0), (0, 0), (20, 30)), ScanStrategy(), 0.0)
    assert visits(vectors, 20.0) == [0, 2, 1]


def test_what_lies_close_is_one_piece() -> None:
    """Struts of a lattice are scanned along the lines, from one to the next."""
    near = 8.0 + APART_MM / 2
    vectors = hatch_region(*squares((0, 0), (near, 0)), ScanStrategy(), 0.0)
    assert len(visits(vectors, near)) > 20


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9, unique=True),
    st.floats(0, 180),
)
def test_the_vectors_stay_the_same(places: list[tuple[int, int]], angle_deg: float) -> None:
    """Only their order changes, and within a piece not even that."""
    rings = squares(*((11.0 * x, 13.0 * y) for x, y in places))
    vectors = hatch_region(*rings, ScanStrategy(), angle_deg)
    again = piece_by_piece(vectors[::-1].copy(), *rings, float("nan"))
    key = np.lexsort(vectors.reshape(-1, 4).T)
    other = again.reshape(-1, 2, 2)[:, ::-1].reshape(-1, 4)
    assert (vectors.reshape(-1, 4)[key] == other[np.lexsort(other.T)]).all()
    assert (piece_by_piece(vectors, *rings, float("nan")) == vectors).all()


def test_supports_are_scanned_one_after_the_other_to_and_fro() -> None:
    """Below two tables each support is visited once a layer, and walls follow their neighbours."""
    top, stem = np.asarray(box_triangles(10, 10, 1)), np.asarray(box_triangles(2, 2, 3))
    table = np.concatenate((top + np.array([0.0, 0.0, 3.0]), stem + np.array([4.0, 4.0, 0.0])))
    both = np.concatenate((table, table + np.array([30.0, 0.0, 0.0])))
    part = read(stl_bytes(both), "mm", name="tables.stl")
    path = make_toolpath(part, ScanStrategy(support_mm=1.0), default_process(layer_mm=0.05))
    layer = path.layer(20)
    roles = path.blocks.block_role[layer.first_block :]
    (walls,) = (
        points for points, role in zip(layer.points_mm, roles, strict=False) if role == Role.SUPPORT
    )
    assert visits(walls, 30.0) == [0, 1]
    pairs = walls.reshape(-1, 2, 2)
    jumps = np.hypot(*(pairs[1:, 0] - pairs[:-1, 1]).T)
    assert np.median(jumps) < 1.5
