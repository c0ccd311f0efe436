"""The check unstable."""

import numpy as np
import pytest

from slicer_checks.standing import standing
from slicer_checks.texts import render
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import findings
from tests.slicer_checks.layers import stack_of


def _gallows(reach_mm: float) -> list[np.ndarray]:
    """Return a post of 10 mm square, 20 mm high, with an arm that reaches out along x."""
    return [box_triangles(10.0, 10.0, 20.0), moved(box_triangles(reach_mm, 10.0, 10.0), z=20.0)]


@pytest.mark.parametrize(
    ("reach_mm", "severity"), [(20.0, None), (26.0, "info"), (32.0, "warning")]
)
def test_a_weight_beside_the_foot_is_a_warning(reach_mm: float, severity: str | None) -> None:
    """An arm that draws the centre of gravity over the rim is first a note, then a warning."""
    found = findings("unstable", *_gallows(reach_mm))

    assert [one.severity for one in found] == ([severity] if severity else [])


def test_mass_and_centre_are_told() -> None:
    """A leaning weight is told with its mass, its centre, and its distance from the rim."""
    (finding,) = findings("unstable", *_gallows(40.0))
    volumes, middles = np.array([2000.0, 4000.0]), np.array([5.0, 20.0])
    x_mm = float((volumes * middles).sum() / volumes.sum())

    assert finding.params["x_mm"] == pytest.approx(x_mm, abs=0.1)
    assert finding.params["margin_mm"] == pytest.approx(10.0 - x_mm, abs=0.1)
    assert finding.params["mass_g"] == pytest.approx(6.0 * 7.97, rel=1e-3)
    assert finding.value is not None
    assert finding.value < 0
    assert "mm outside the foot" in render(finding).title
    assert "-" not in render(finding).title
    assert finding.where.layers == (0, 0)


def test_legs_span_a_foot() -> None:
    """A weight between two legs is over their hull, though over neither."""
    legs = [box_triangles(3.0, 10.0, 10.0), moved(box_triangles(3.0, 10.0, 10.0), 27.0)]
    top = moved(box_triangles(30.0, 10.0, 5.0), z=9.5)

    assert findings("unstable", *legs, top) == []


def test_nothing_stands_nowhere() -> None:
    """Layers without material have no foot."""
    assert standing(stack_of(np.zeros(4), 0.05)) is None
