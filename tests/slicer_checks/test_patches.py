"""Patches of a surface: what hangs together, and rims."""

import numpy as np
import pytest

from slicer_checks.patches import linked, rims_mm, touching

SQUARE = np.array([[0, 1, 2], [0, 2, 3]])
"""A square of two triangles, by the numbers of its corners."""
PLACES = np.array([(0.0, 0.0, 0.0), (3.0, 0.0, 0.0), (3.0, 4.0, 0.0), (0.0, 4.0, 0.0)])


def test_links_make_groups() -> None:
    """Things that a chain of links joins have one number; a thing alone has its own."""
    assert linked(np.array([[0, 2], [2, 4]]), 5).tolist() == [0, 1, 0, 2, 0]
    assert linked(np.empty((0, 2), dtype=np.int32), 2).tolist() == [0, 1]


def test_faces_that_share_a_corner_are_one_patch() -> None:
    """Patches are numbered without gaps, whatever their corners' numbers are."""
    assert touching(np.array([[7, 8, 9], [0, 1, 2], [9, 3, 4]])).tolist() == [1, 0, 1]


def test_a_rim_is_what_one_face_alone_has() -> None:
    """A square of two triangles has its four sides as rim, not the diagonal; two have theirs."""
    faces = np.concatenate((SQUARE, SQUARE + 4))
    places = np.concatenate((PLACES, 2 * PLACES))

    assert rims_mm(faces, places[faces], touching(faces)) == pytest.approx([14, 28])


def test_a_patch_that_is_there_twice_is_as_wide_as_can_be() -> None:
    """No edge of it is one face's alone; area over rim is still a number, and large."""
    twice = np.concatenate((SQUARE, SQUARE))
    rims = rims_mm(twice, PLACES[twice], touching(twice))
    assert rims.shape == (1,)
    assert 0 < rims[0] <= 1e-6
    assert np.isfinite(12 / rims[0])
