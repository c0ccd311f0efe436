"""Joining corners into vertices."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.weld import weld_close, weld_exact, weld_indexed
from tests.known_parts import cube


def test_equal_corners_become_one() -> None:
    """A cube's 36 corners are 8 points, in the order of their first use."""
    corners = cube().triangles.astype(np.float32)
    points, faces = weld_exact(corners)

    assert len(points) == 8
    assert np.array_equal(points[faces], corners)
    assert faces[0].tolist() == [0, 1, 2]


def test_negative_zero_is_zero() -> None:
    """-0.0 and 0.0 are one place."""
    points, faces = weld_exact(
        np.array([[[0, 0, 0], [-0.0, 0, -0.0], [1, 0, 0]]], dtype=np.float32)
    )

    assert faces.tolist() == [[0, 0, 1]]
    assert len(points) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 9), min_size=1, max_size=60))
def test_weld_agrees_with_numpy(rows: list[tuple[int, ...]]) -> None:
    """The number of points is that of distinct rows, and every corner keeps its place."""
    corners = np.array(rows, dtype=np.float32).reshape(-1, 3, 3)
    points, faces = weld_exact(corners)

    assert len(points) == len(np.unique(corners.reshape(-1, 3), axis=0))
    assert np.array_equal(points[faces], corners)


def test_close_vertices_join_only_where_asked() -> None:
    """Of vertices within four float32 steps only the loose ones are joined."""
    step = float(np.spacing(np.float32(100)))
    points = np.array([[100.0, 0, 0], [100 + 3 * step, 0, 0], [100, 50 * step, 0], [100, 0, step]])
    faces = np.array([[0, 1, 2], [1, 2, 3]], dtype=np.int32)

    assert weld_close(points, faces, np.array([0, 1, 2])).tolist() == [[0, 0, 2], [0, 2, 3]]


def test_indexed_points_are_joined_and_unused_ones_left_out() -> None:
    """Points equal as float32 become one, points of no face go, and the rest keep every digit."""
    points = np.array([[9.0, 9, 9], [0.1, 0, 0], [1, 0, 0], [0, 1, -0.0], [0.1 + 1e-12, 0, 0]])
    welded, faces = weld_indexed(points, np.array([[1, 2, 3], [3, 2, 4]], dtype=np.int32))

    assert faces.tolist() == [[0, 1, 2], [2, 1, 0]]
    assert welded.tolist() == [[0.1, 0, 0], [1, 0, 0], [0, 1, 0]]
    assert not np.signbit(welded).any()
