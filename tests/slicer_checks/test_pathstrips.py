"""Edges in strips, and the vectors that leave a region, beside what shapely says."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from manifold3d import CrossSection, FillRule

from slicer_checks.pathoutside import farthest_mm, leaving
from slicer_checks.pathpolygons import polygons_of, ring_shown
from slicer_checks.pathstrips import is_tangle, strips_of
from slicer_checks.toolpath import Floats

OUTER = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
HOLE = np.array([(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0)])
places = st.floats(-2.0, 12.0, width=32)


def region() -> CrossSection:
    """Return a square with a hole."""
    return CrossSection([OUTER, HOLE], FillRule.Positive)


def zigzag(count: int, seed: int = 1) -> Floats:
    """Return edges from one random place to the next."""
    points = np.random.default_rng(seed).uniform(0.0, 50.0, (count + 1, 2))
    return np.concatenate((points[:-1], points[1:]), axis=1)


@settings(deadline=None)
@example([(0.0, 0.0, 6.0, 6.0)])  # through two corners of the hole
@given(st.lists(st.tuples(*[places] * 4), min_size=1, max_size=20))
def test_what_leaves_a_region_is_what_it_does_not_cover(ends: list[tuple[float, ...]]) -> None:
    """A vector leaves a region made wider exactly when that does not contain it."""
    vectors = np.array(ends, dtype=np.float64).reshape(-1, 2, 2)
    left = set(leaving(vectors, region(), 0.05).tolist())
    lines = shapely.linestrings(vectors)
    inner, outer = (
        shapely.Polygon(OUTER, [HOLE]).buffer(far, quad_segs=6) for far in (0.049, 0.051)
    )
    for number, line in enumerate(lines):
        if not outer.contains(line):
            assert number in left
        if inner.contains(line):
            assert number not in left


def test_the_farthest_vector_is_found() -> None:
    """Of some vectors the one that gets farthest out is told, also into a hole."""
    vectors = np.array([[(1.0, 5.0), (9.0, 5.0)], [(1.0, 1.0), (12.5, 1.0)]])
    assert farthest_mm(vectors, region()) == pytest.approx((1, 2.5))
    assert farthest_mm(vectors[:1], region()) == pytest.approx((0, 1.0))
    assert leaving(vectors, CrossSection(), 0.05).tolist() == [0, 1]
    assert leaving(vectors[:0], region(), 0.05).tolist() == []


def test_strips_hold_every_edge_and_stay_small() -> None:
    """Each edge is in the strips that it runs through; long ones do not fill the memory."""
    edges = zigzag(3000)
    strips = strips_of(edges)
    assert set(strips.members.tolist()) == set(range(len(edges)))
    assert len(strips.members) <= 6 * len(edges)
    flat = edges.copy()
    flat[:, 1] = flat[:, 3] = 1.0
    assert len(strips_of(flat).members) >= len(flat)


def test_a_tangle_is_told_from_many_edges() -> None:
    """Random lines cross a million times; a fine hatch of more lines does not cross at all."""
    assert is_tangle(zigzag(2000))
    assert not is_tangle(zigzag(100))
    y = np.arange(5_000) * 0.01
    assert not is_tangle(np.stack([np.zeros(len(y)), y, np.full(len(y), 40.0), y + 1], axis=1))


def test_a_region_is_shown_by_its_outline() -> None:
    """Pieces keep their holes; an outline with many corners is shown as its box."""
    (piece,) = polygons_of(region())
    assert piece.area == pytest.approx(96.0)
    assert sorted(ring_shown(piece)[0]) == sorted((x, y) for x, y in OUTER.tolist())
    assert len(ring_shown(shapely.Point(0, 0).buffer(1.0, quad_segs=64))[0]) == 4
