"""The check recoater-edge."""

import numpy as np
import pytest

from tests.known_parts import Triangles, box_triangles, moved, overhang_wedge, rotated
from tests.slicer_checks.checked import findings


def _wedge(degrees: float) -> Triangles:
    """Return a post with a wedge at its top that ends in an edge of some degrees, towards x."""
    rise = 10.0 * np.tan(np.radians(degrees))
    profile = np.array([[0.0, 10.0], [0.0, 10.0 + rise], [10.0, 10.0 + rise]])
    front = np.column_stack((profile[:, 0], np.zeros(3), profile[:, 1]))
    back = front + np.array([0.0, 10.0, 0.0])
    sides = [front[[0, 2, 1]], back[[0, 1, 2]]]
    for one in range(3):
        two = (one + 1) % 3
        sides += [
            np.array([front[one], front[two], back[two]]),
            np.array([front[one], back[two], back[one]]),
        ]
    post = moved(box_triangles(5.0, 10.0, 10.0 + rise), -5.0)
    return np.concatenate((post, np.array(sides)))


@pytest.mark.parametrize(("degrees", "found"), [(10.0, True), (29.0, True), (31.0, False)])
def test_an_edge_below_30_degrees_is_a_warning(degrees: float, found: bool) -> None:
    """The wedge's own angle is held against the limit."""
    edges = findings("recoater-edge", _wedge(degrees))

    assert [one.severity for one in edges] == ["warning"] * found
    assert all(one.value == pytest.approx(degrees, abs=0.1) for one in edges)


def test_the_edge_is_placed_and_measured() -> None:
    """An edge of 10 mm, with its height and the faces on its sides."""
    (finding,) = findings("recoater-edge", _wedge(20.0))

    assert finding.params["length_mm"] == pytest.approx(10.0)
    assert finding.params["z_mm"] == pytest.approx(10.0 + 10.0 * np.tan(np.radians(20.0)))
    assert finding.params["axis"] == "x"
    assert finding.where.faces_total >= 2


@pytest.mark.parametrize(("turn_deg", "found"), [(50.0, True), (70.0, False), (90.0, False)])
def test_an_edge_along_the_recoaters_way_is_passed(turn_deg: float, found: bool) -> None:
    """Turned by more than 60° the edge does not face the recoater."""
    assert bool(findings("recoater-edge", rotated(_wedge(20.0), turn_deg))) is found


def test_blunt_edges_and_edges_on_the_platform_are_none() -> None:
    """A block, a leaning block, and a wedge lying on the platform are passed."""
    assert findings("recoater-edge", box_triangles(10.0, 10.0, 10.0)) == []
    assert findings("recoater-edge", overhang_wedge(40.0).triangles) == []
    assert findings("recoater-edge", rotated(_wedge(20.0), 180.0, 0)) == []
