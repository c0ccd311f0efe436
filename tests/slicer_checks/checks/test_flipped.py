"""The check flipped."""

import numpy as np

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


def test_faces_that_agree_are_not_flipped() -> None:
    """A box is wound the same way all around."""
    assert findings("flipped", BOX) == []


def test_one_turned_triangle_disagrees_at_three_edges() -> None:
    """A triangle turned over contradicts its three neighbours."""
    turned = np.concatenate((BOX[:-1], BOX[-1:, ::-1]))
    (finding,) = findings("flipped", turned)

    assert finding.severity == "error"
    assert finding.value == 3
    assert finding.where.faces_total == 4
