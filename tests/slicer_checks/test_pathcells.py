"""Cells of a layer: lines that leave a region, beside what shapely says of each."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.pathcells import PASSED, PASSED_EACH, cells_of, leaves
from slicer_checks.pathstrips import strips_of
from slicer_checks.toolpath import Floats

ROUNDING_MM = 1e-9


def star(corners: int, seed: int, size_mm: float = 30.0) -> Floats:
    """Return a ring of corners about the origin, as far out as chance has it."""
    chance = np.random.default_rng(seed)
    angles = np.sort(chance.uniform(0.0, 2 * np.pi, corners))
    radii_mm = chance.uniform(0.3, 1.0, corners) * size_mm
    return np.stack((radii_mm * np.cos(angles), radii_mm * np.sin(angles)), axis=1)


def edges_of(ring: Floats) -> Floats:
    """Return the edges (E, 4) of a ring."""
    return np.concatenate((ring, np.roll(ring, -1, axis=0)), axis=1)


@settings(deadline=None, max_examples=40)
@given(corners=st.integers(3, 300), seed=st.integers(0, 1000), length_mm=st.floats(0.01, 80.0))
def test_lines_leave_a_star_where_it_does_not_cover_them(
    corners: int, seed: int, length_mm: float
) -> None:
    """Short and long lines, inside, outside and across; what only touches is not asked."""
    ring, chance = star(corners, seed), np.random.default_rng(seed + 1)
    starts = chance.uniform(-35.0, 35.0, (400, 2))
    turns = chance.uniform(0.0, 2 * np.pi, 400)
    lines = np.concatenate(
        (starts, starts + length_mm * np.stack((np.cos(turns), np.sin(turns)), axis=1)), axis=1
    )
    edges = edges_of(ring)
    strips = strips_of(edges)
    left = leaves(lines, edges, strips, cells_of(edges, strips))
    drawn, polygon = shapely.linestrings(lines.reshape(-1, 2, 2)), shapely.Polygon(ring)
    clear = shapely.distance(shapely.points(starts), polygon.exterior) > ROUNDING_MM
    covered = shapely.covers(polygon, drawn)
    assert (left == ~covered)[clear].all()


def test_a_board_holds_no_more_than_its_edges_are_worth() -> None:
    """A thousand edges from side to side, also beyond all measure, do not fill the memory."""
    for size_mm in (1e-6, 10.0, 1e6):
        chance = np.random.default_rng(1)
        ring = chance.uniform(-size_mm, size_mm, (1000, 2))
        edges = edges_of(ring)
        cells = cells_of(edges, strips_of(edges))
        assert len(cells.members) <= 2 * (PASSED + PASSED_EACH * len(edges))
        assert set(cells.members.tolist()) == set(range(len(edges)))
