"""The check coarse-mesh."""

from math import cos, pi

import numpy as np
import pytest

from tests.known_parts import box_triangles, cone, cylinder, lathe, prism, sphere, tube
from tests.slicer_checks.checked import LAYER_MM, findings


@pytest.mark.parametrize(
    ("sides", "severity"), [(12, "warning"), (24, "info"), (32, None), (128, None)]
)
def test_the_sides_of_a_cylinder_are_held_against_the_layer(
    sides: int, severity: str | None
) -> None:
    """A cylinder of 10 mm: 12 sides miss by 0.34 mm, 24 by 0.09 mm, 32 by less than a layer."""
    found = findings("coarse-mesh", cylinder(10.0, 10.0, sides).triangles)

    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(
        one.params["chord_mm"] == pytest.approx(10.0 * (1 - cos(pi / sides)), rel=0.03)
        for one in found
    )


@pytest.mark.parametrize("sides", [3, 4, 6, 8])
def test_a_nut_is_meant(sides: int) -> None:
    """Prisms of up to eight sides are shapes, not curves."""
    assert findings("coarse-mesh", cylinder(20.0, 10.0, sides).triangles) == []


def test_a_bore_counts_as_a_shaft_does() -> None:
    """The inside of a tube of few sides is found, with its faces."""
    (finding,) = findings("coarse-mesh", tube(30.0, 20.0, 10.0, 16).triangles)

    assert finding.where.faces_total == 64
    assert finding.value == pytest.approx(30.0 * (1 - cos(pi / 16)) / LAYER_MM, rel=0.03)


def test_chamfers_and_rounded_boxes_are_no_curves() -> None:
    """A chamfer of 30° on a fine cylinder, and a wide face between fine roundings, are passed."""
    chamfered = lathe(
        np.array([[0.0, 0.0], [9.0, 0.0], [10.0, 1.7], [10.0, 20.0], [9.0, 21.7], [0.0, 21.7]]),
        128,
    )
    angles = np.concatenate([np.radians(np.arange(q * 90, q * 90 + 91, 10)) for q in range(4)])
    middles = np.repeat([[19.0, 19.0], [1.0, 19.0], [1.0, 1.0], [19.0, 1.0]], 10, axis=0)
    ring = middles + np.stack((np.cos(angles), np.sin(angles)), axis=1)

    assert findings("coarse-mesh", chamfered) == []
    assert findings("coarse-mesh", prism(ring, 10.0)) == []
    assert findings("coarse-mesh", box_triangles(10.0, 10.0, 10.0)) == []


def test_balls_and_cones_are_curves_too() -> None:
    """A ball of few sides and a coarse cone are told, fine ones are not."""
    assert len(findings("coarse-mesh", sphere(20.0, 16, 8).triangles)) == 1
    assert findings("coarse-mesh", sphere(10.0, 96, 48).triangles) == []
    assert findings("coarse-mesh", cone(10.0, 20.0, 96).triangles) == []
