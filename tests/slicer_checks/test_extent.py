"""How far points reach, and how long edges are."""

import numpy as np
import pytest

from slicer_checks.extent import extent, median_edge
from tests.known_parts import sphere


def test_the_extent_is_the_lowest_and_the_highest_of_each_axis() -> None:
    """Random points reach as far as numpy says."""
    points = np.random.default_rng(1).normal(size=(50, 3))

    assert extent(points).tolist() == [points.min(axis=0).tolist(), points.max(axis=0).tolist()]


def test_the_median_edge_of_many_faces_is_that_of_a_sample() -> None:
    """A surface of so many faces that only some are measured has the median of all, nearly."""
    corners = sphere(5.0, 24).triangles
    many = np.concatenate([corners] * 200)
    faces = np.arange(3 * len(many), dtype=np.int32).reshape(-1, 3)
    lengths = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)

    assert len(faces) > 200_000
    assert median_edge(many.reshape(-1, 3), faces) == pytest.approx(np.median(lengths), rel=0.05)
