"""Pairs of faces that cross, against arithmetic in fractions and against known solids."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.crossings import Crossings, find_crossings
from slicer_checks.weld import weld_exact
from tests.known_parts import SOLIDS, box_triangles, moved, rotated, torus
from tests.slicer_checks.exact import all_meetings

Triangles = npt.NDArray[np.float64]


def crossings_of(*bodies: Triangles) -> Crossings:
    """Weld triangles and return how they cross."""
    points, faces = weld_exact(np.concatenate(bodies).astype(np.float32))
    return find_crossings(points.astype(np.float64), faces)


def told(found: Crossings) -> dict[tuple[int, int], int]:
    """Return the pairs with their kinds, the lower face first."""
    kinds = [(found.crossing, 1), (found.back_to_back, 2)]
    return {
        (int(min(pair)), int(max(pair))): kind for pairs, kind in kinds for pair in pairs.tolist()
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(4, 24))
def test_every_pair_is_what_fractions_say(seed: int, cells: int, count: int) -> None:
    """On a coarse grid, where everything is degenerate, each pair is judged as in fractions."""
    grid = np.random.default_rng(seed).integers(0, cells, size=(count, 3, 3)).astype(np.float64)
    corners = np.sort(grid.reshape(count, 9), axis=1)
    distinct = np.unique(corners, axis=0, return_index=True)[1]
    triangles = grid[np.sort(distinct)]

    assert told(crossings_of(triangles)) == all_meetings(triangles)


@pytest.mark.parametrize("scale", [1.0, 25.4, 0.001])
def test_planes_that_only_look_parallel_are_told_apart(scale: float) -> None:
    """Tiny steps out of a common plane are judged as in fractions, in every unit."""
    rng = np.random.default_rng(7)
    flat = rng.normal(size=(30, 3, 3)).astype(np.float32)
    flat[:, :, 2] = flat[:, :, 0] * 3 + flat[:, :, 1]
    flat[:, :, 2] += rng.integers(-1, 2, size=(30, 3)) * np.spacing(flat[:, :, 2])
    points, faces = weld_exact(flat)
    exact = points.astype(np.float64) * scale

    assert told(find_crossings(exact, faces)) == all_meetings(exact[faces])


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_a_sound_solid_crosses_nowhere(name: str) -> None:
    """No known solid passes through itself."""
    found = crossings_of(SOLIDS[name]().triangles)

    assert (len(found.crossing), len(found.back_to_back), found.complete) == (0, 0, True)


def test_two_bars_cross_where_they_meet() -> None:
    """Two crossed bars cut each other on the sides that meet, on no other face."""
    bar = moved(box_triangles(20.0, 2.0, 2.0), -10.0, -1.0, 0.0)
    other = moved(rotated(bar, 90.0), z=1.0)
    found = crossings_of(bar, other)
    both = {face < 12 for pair in found.crossing.tolist() for face in pair}

    assert len(found.crossing) > 0
    assert both == {True, False}


def test_a_surface_folded_onto_itself_is_back_to_back() -> None:
    """Two faces that share an edge and lie on each other are the skins of a sheet."""
    sheet = np.array([[[0, 0, 0], [4, 0, 0], [0, 4, 0]], [[4, 0, 0], [0, 0, 0], [1, 2, 0]]])

    assert told(crossings_of(sheet.astype(np.float64))) == {(0, 1): 2}


def test_stacked_boxes_touch_back_to_back() -> None:
    """A box on a larger one does not cross it: their skins lie back to back."""
    found = crossings_of(
        box_triangles(10.0, 10.0, 5.0), moved(box_triangles(4.0, 4.0, 4.0), 3.0, 3.0, 5.0)
    )

    assert len(found.crossing) == 0
    assert len(found.back_to_back) > 0


def test_turning_a_part_does_not_change_what_crosses() -> None:
    """A torus through a torus crosses in as many pairs after the triangles were shuffled."""
    one = torus(8.0, 2.0).triangles
    two = moved(rotated(torus(8.0, 2.0).triangles, 90.0, axis=0), x=13.03)
    mixed = np.random.default_rng(3).permutation(np.concatenate((one, two)))

    assert len(crossings_of(one, two).crossing) == len(crossings_of(mixed).crossing) > 50


def test_no_faces_cross_nowhere() -> None:
    """A mesh without faces has no pairs."""
    found = find_crossings(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int32))

    assert found.complete
    assert len(found.crossing) == 0
