"""The check closed-cavity."""

import pytest

from tests.known_parts import box_triangles, hollow_box, moved, tube
from tests.slicer_checks.checked import findings


def test_a_tube_keeps_no_powder() -> None:
    """A hole through a part is not a cavity, and neither is a second body."""
    box = box_triangles(5.0, 5.0, 5.0)

    assert findings("closed-cavity", tube(10.0, 5.0, 10.0).triangles) == []
    assert findings("closed-cavity", box, moved(box, 10.0)) == []


def test_a_hollow_box_keeps_the_powder_of_its_cavity() -> None:
    """A cavity of 10 mm holds 1000 mm³ of powder, and the place is the cavity."""
    (finding,) = findings("closed-cavity", hollow_box(20.0, 10.0).triangles)

    assert (finding.severity, finding.value) == ("warning", 1)
    assert finding.params["volume_mm3"] == pytest.approx(1000.0)
    assert finding.where.bounds_mm == ((5.0, 5.0, 5.0), (15.0, 15.0, 15.0))
