"""Solids on a grid of cubes."""

import numpy as np
import pytest
from scipy import ndimage

from slicer_checks.voxels import distance_cells, voxels
from tests.known_parts import SOLIDS, box_triangles, hollow_box, sphere
from tests.slicer_checks.checked import part_of


@pytest.mark.parametrize("known", [sphere(6.0), hollow_box(), SOLIDS["torus"]()], ids=str)
def test_the_cubes_have_the_solids_volume(known: object) -> None:
    """Cubes of 0.2 mm fill a solid within half a percent."""
    part = part_of(known.triangles)  # type: ignore[attr-defined]
    low, high = np.array(part.bounds_mm)
    grid = voxels(part.vertices_mm, part.solid.faces, low - 1, high + 1, 0.2)

    assert grid.metal.sum() * 0.2**3 == pytest.approx(part.volume_mm3, rel=5e-3)


def test_metal_is_where_the_solid_is() -> None:
    """The cubes of a box are those whose middles lie in it, also where the grid cuts it off."""
    part = part_of(box_triangles(10.0, 6.0, 4.0))
    grid = voxels(
        part.vertices_mm, part.solid.faces, np.array([5.0, 2.0, 1.0]), np.array([13.0, 7.0, 6.0]), 1
    )

    assert np.argwhere(grid.metal).max(axis=0).tolist() == [4, 3, 2]
    assert grid.metal.sum() == 5 * 4 * 3


@pytest.mark.parametrize("share", [0.0005, 0.02, 0.5])
def test_distances_are_euclidean(share: float) -> None:
    """The distance to the nearest cube agrees with another implementation's."""
    solid = np.random.default_rng(3).random((23, 31, 40)) < share

    assert distance_cells(solid, 1e3) == pytest.approx(
        ndimage.distance_transform_edt(~solid), abs=1e-5
    )


def test_distances_are_measured_within_a_radius_only() -> None:
    """Beyond the radius a cube is very far; within it nothing changes."""
    solid = np.zeros((20, 20, 20), dtype=np.bool_)
    solid[10, 10, 10] = True
    near, whole = distance_cells(solid, 4.0), distance_cells(solid, 1e3)

    assert (near[whole <= 4] == whole[whole <= 4]).all()
    assert (near[whole > 4] > 1e5).all()
