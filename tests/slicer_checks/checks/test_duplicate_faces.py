"""The check duplicate-faces."""

import numpy as np

from tests.known_parts import box_triangles, inverted, moved
from tests.slicer_checks.checked import findings, part_of

BOX = box_triangles(10.0, 10.0, 10.0)


def test_a_box_has_no_duplicate_face() -> None:
    """Each triangle of a box is there once."""
    assert findings("duplicate-faces", BOX) == []


def test_the_same_box_twice_is_an_error_and_weighs_once() -> None:
    """A body exported twice repeats twelve faces; its volume is counted once."""
    (finding,) = findings("duplicate-faces", BOX, BOX)

    assert (finding.severity, finding.value) == ("error", 12)
    assert finding.where.faces == tuple(range(12, 24))
    assert 999 < part_of(BOX, BOX).volume_mm3 < 1001


def test_a_thousand_bodies_that_face_both_ways_are_kept_once() -> None:
    """A two-sided export of very many bodies is read at once, and each body weighs once."""
    small = box_triangles(1.0, 1.0, 1.0)
    bodies = np.concatenate(
        [moved(small, 2.0 * x, 2.0 * y, 0.0) for x in range(32) for y in range(32)]
    )
    part = part_of(bodies, inverted(bodies))

    assert part.bodies == 1024
    assert abs(part.volume_mm3 - 1024) < 1
