"""The check tolerance-welded."""

import numpy as np

from tests.known_parts import box_triangles
from tests.slicer_checks.checked import findings

BOX = box_triangles(10.0, 10.0, 10.0)


def _cracked() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return a box one of whose triangles has a corner a float step off."""
    box = BOX.copy()
    corner = box[0, 0]
    corner[np.argmax(corner)] = np.nextafter(np.float32(corner.max()), np.float32(np.inf))
    return box


def test_corners_that_meet_exactly_need_no_joining() -> None:
    """A box is closed as it is."""
    assert findings("tolerance-welded", BOX) == []


def test_a_crack_of_a_float_step_is_joined_and_told() -> None:
    """A corner one float step off is joined: a warning, and no open edge is left."""
    (finding,) = findings("tolerance-welded", _cracked())

    assert finding.severity == "warning"
    assert finding.value is not None
    assert finding.value > 0
    assert findings("not-watertight", _cracked()) == []
