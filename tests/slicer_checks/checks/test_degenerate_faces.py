"""The check degenerate-faces."""

import numpy as np

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


def test_a_box_has_no_degenerate_face() -> None:
    """Each triangle of a box has an area."""
    assert findings("degenerate-faces", BOX) == []


def test_a_collapsed_triangle_is_counted() -> None:
    """A triangle with two equal corners has no area: a warning, and the part stays accepted."""
    collapsed = np.array([[BOX[0, 0], BOX[0, 0], BOX[0, 1]]])
    (finding,) = findings("degenerate-faces", BOX, collapsed)

    assert (finding.severity, finding.value) == ("warning", 1)
    assert finding.where.faces == (12,)
