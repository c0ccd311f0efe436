"""Which way faces look."""

import numpy as np
import pytest

from slicer_checks.directions import from_plate_deg, unit_normals

POINTS = np.array([(0.0, 0, 0), (2, 0, 0), (0, 3, 0), (4, 0, 0), (0, 0, 5)])


def test_normals_point_outward_and_a_flat_face_has_none() -> None:
    """A face's normal is a unit vector by the right-hand rule; a face without area has zeros."""
    normals = unit_normals(POINTS, np.array([(0, 1, 2), (0, 2, 1), (0, 1, 3)]))

    assert normals.tolist() == [[0, 0, 1], [0, 0, -1], [0, 0, 0]]


def test_the_angle_from_the_plate() -> None:
    """What hangs flat has 0 degrees, a wall 90, what looks up 180, a slope what lies between."""
    slope = np.array([(0.0, 0, -1), (1, 0, 0), (0, 0, 1), (0, np.sqrt(0.5), -np.sqrt(0.5))])

    assert from_plate_deg(slope) == pytest.approx([0, 90, 180, 45])
