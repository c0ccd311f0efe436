"""The thinnest wall, on walls of known thickness."""

import numpy as np
import pytest

from slicer_checks.layerstack import LayerStack
from slicer_checks.read import read
from slicer_checks.slicing import slice_part
from tests import known_parts
from tests.known_parts import Triangles, stl_bytes


def sliced(triangles: Triangles) -> LayerStack:
    """Slice triangles at a tenth of a millimetre."""
    return slice_part(read(stl_bytes(triangles), "mm"), 0.1)


@pytest.mark.parametrize("thickness", [0.1, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("degrees", [0.0, 17.0, 90.0])
def test_a_standing_wall(thickness: float, degrees: float) -> None:
    """A wall has its thickness on every layer, however it is turned on the plate."""
    wall = known_parts.rotated(known_parts.thin_wall(thickness).triangles, degrees)

    assert sliced(wall).min_wall_mm == pytest.approx(np.full(100, thickness), rel=1e-4)


@pytest.mark.parametrize("degrees", [10.0, 30.0, 50.0])
def test_a_leaning_wall_keeps_its_thickness(degrees: float) -> None:
    """A wall that leans is measured square to itself, within five per cent."""
    wall = known_parts.rotated(known_parts.thin_wall(0.5).triangles, degrees, axis=0)
    middle = sliced(wall).min_wall_mm[30:50]

    assert middle == pytest.approx(np.full(20, 0.5), rel=0.05)


def test_tubes_and_pins() -> None:
    """A tube's wall is measured between its rings, a pin's across."""
    tube = known_parts.tube(5, 4.5, 4, 64)
    pin = known_parts.cylinder(0.4, 4, 32)

    assert sliced(tube.triangles).min_wall_mm[20] == pytest.approx(
        0.5 * np.cos(np.pi / 64), rel=1e-3
    )
    assert sliced(pin.triangles).min_wall_mm[20] == pytest.approx(
        0.8 * np.cos(np.pi / 32), rel=1e-3
    )


def test_the_thinnest_counts() -> None:
    """Of several walls the thinnest is told, on the layers where it stands."""
    thin = known_parts.moved(known_parts.box_triangles(8, 0.25, 5), 20)
    walls = sliced(np.concatenate((known_parts.box_triangles(8, 2, 10), thin))).min_wall_mm

    assert walls[:50] == pytest.approx(np.full(50, 0.25), rel=1e-4)
    assert walls[50:] == pytest.approx(np.full(50, 2.0), rel=1e-4)


@pytest.mark.parametrize("solid", [known_parts.cone(7, 10), known_parts.frustum(8, 3, 10)])
def test_tips_and_wedges_are_no_walls(solid: known_parts.KnownPart) -> None:
    """Sides that do not face each other bound no wall, even where they come close."""
    assert np.isnan(sliced(solid.triangles).min_wall_mm).all()


def test_the_edge_of_a_blade_is_no_wall() -> None:
    """At the edge where two sides of a narrow wedge meet there is no wall of no thickness."""
    ring = np.array([[0.0, 0.0], [20.0, -2.0], [20.0, 2.0]])
    walls = sliced(known_parts.prism(ring, 3.0)).min_wall_mm

    assert np.isnan(walls).all()


def test_gaps_are_no_walls() -> None:
    """The distance between two parts is air, not wall."""
    block = known_parts.box_triangles(5, 5, 3)
    stack = sliced(np.concatenate((block, known_parts.moved(block, 5.05))))

    assert stack.min_wall_mm == pytest.approx(np.full(30, 5.0), rel=1e-4)


def test_sides_inside_other_bodies_are_no_walls() -> None:
    """Where bodies overlap, a side buried in the other body does not bound a wall."""
    block = known_parts.box_triangles(5, 5, 3)
    stack = sliced(np.concatenate((block, known_parts.moved(block, 4.9, 0.5))))

    assert stack.min_wall_mm.min() > 3.0
