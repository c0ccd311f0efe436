"""The check thin-wall."""

import numpy as np
import pytest

from slicer_checks.narrow import narrow
from slicer_checks.read import read
from slicer_checks.texts import render
from tests.known_parts import (
    box_triangles,
    fan,
    inverted,
    moved,
    prism,
    rotated,
    stl_bytes,
    tube,
)
from tests.slicer_checks.checked import findings, with_limit


@pytest.mark.parametrize(
    ("thickness_mm", "severity"),
    [(0.39, "error"), (0.41, "warning"), (0.79, "warning"), (0.81, None)],
)
def test_a_wall_is_held_against_both_limits(thickness_mm: float, severity: str | None) -> None:
    """Below 0.4 mm a wall is an error, below 0.8 mm a warning."""
    found = findings("thin-wall", box_triangles(thickness_mm, 10.0, 5.0))

    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("thickness_mm", "told"), [(0.35, "a single"), (0.75, "only a few")])
def test_the_width_says_how_many_weld_lines_fit(thickness_mm: float, told: str) -> None:
    """Below two melt pools the contours are one weld line, above them a few."""
    (finding,) = findings("thin-wall", box_triangles(20.0, thickness_mm, 10.0))

    assert f"{told} weld line" in render(finding).why


def test_the_width_and_the_place_are_told() -> None:
    """A wall of 0.3 mm is measured, with its layers, heights, box and faces."""
    (finding,) = findings("thin-wall", moved(box_triangles(0.3, 10.0, 5.0), 7.0, 0.0, -20.0))

    assert finding.value == pytest.approx(0.3, abs=1e-3)
    assert finding.where.layers == (0, 99)
    assert finding.where.z_mm == pytest.approx((0.0, 5.0))
    assert finding.where.bounds_mm is not None
    assert np.allclose(finding.where.bounds_mm, ((7.0, 0.0, -20.0), (7.3, 10.0, -15.0)), atol=1e-3)
    assert finding.where.faces_total == 4


@pytest.mark.parametrize(
    ("axis", "angle_deg"), [(2, 17.0), (2, 45.0), (0, 30.0), (0, 90.0), (1, 90.0), (1, 8.0)]
)
def test_the_width_does_not_depend_on_the_direction(axis: int, angle_deg: float) -> None:
    """A wall reads the same within 5 % standing, leaning and lying as a plate."""
    (finding,) = findings("thin-wall", rotated(box_triangles(0.6, 10.0, 5.0), angle_deg, axis))

    assert finding.value == pytest.approx(0.6, rel=0.05)


def test_a_sheet_within_a_block_is_found() -> None:
    """The floor of 0.3 mm between two blind pockets is thin, through its thickness."""
    base = [box_triangles(10, 2, 6), moved(box_triangles(10, 2, 6), y=8)]
    base += [moved(box_triangles(2, 10, 6), x) for x in (0, 8)]
    (finding,) = findings("thin-wall", *base, moved(box_triangles(10, 10, 0.3), z=3.0))

    assert finding.value == pytest.approx(0.3, rel=0.01)
    assert finding.where.z_mm == pytest.approx((3.0, 3.3), abs=0.01)
    assert finding.where.bounds_mm is not None
    assert np.allclose(np.array(finding.where.bounds_mm)[:, :2], ((2, 2), (8, 8)), atol=0.15)


def test_sides_inside_metal_are_no_walls() -> None:
    """A thin body inside another, and plates that lie on each other, make no wall."""
    block, sheet = box_triangles(10, 10, 10), box_triangles(0.3, 5, 5)
    plates = [moved(box_triangles(10 + 0.01 * n, 10, 0.3), z=0.3 * n) for n in range(4)]

    assert findings("thin-wall", block, moved(sheet, 5, 2, 2)) == []
    assert findings("thin-wall", *plates) == []


def test_a_shell_around_a_cavity_is_a_wall() -> None:
    """A box with a cavity that leaves 0.5 mm is thin all around."""
    outer, void = box_triangles(10, 10, 10), inverted(moved(box_triangles(9, 9, 9), 0.5, 0.5, 0.5))
    (finding,) = findings("thin-wall", outer, void)

    assert finding.value == pytest.approx(0.5, rel=0.01)


def test_a_ring_of_wall_is_one_place() -> None:
    """A tube with a wall of 0.5 mm is one thin place all around."""
    (finding,) = findings("thin-wall", tube(10.0, 9.5, 5.0).triangles)

    assert finding.value == pytest.approx(0.5, rel=0.05)


def test_corners_are_not_walls() -> None:
    """The sharp edges of a prism of 30° are no walls, although they end in nothing."""
    ring = np.array([[0.0, 0.0], [10.0, 0.0], [10.0 * np.cos(0.6), 10.0 * np.sin(0.6)]])

    assert findings("thin-wall", prism(ring, 5.0)) == []


def test_a_ridge_is_not_a_wall() -> None:
    """What is thin over less than 1.25 times the limit is an edge."""
    thin = box_triangles(0.3, 10.0, 0.45)

    assert findings("thin-wall", thin) == []


def test_a_fin_on_a_block_is_found_at_its_height() -> None:
    """A fin of 0.3 mm on a block is thin from the block's top on."""
    block, fin = box_triangles(10.0, 10.0, 5.0), box_triangles(0.3, 10.0, 8.0)
    (finding,) = findings("thin-wall", block, moved(fin, 4.0))

    assert finding.where.z_mm == pytest.approx((5.0, 8.0), abs=0.21)


def test_two_thin_walls_are_two_places() -> None:
    """Walls apart are reported one by one; the smaller limit takes a place from the larger."""
    walls = (box_triangles(0.3, 10.0, 5.0), moved(box_triangles(0.6, 10.0, 5.0), 5.0))
    found = findings("thin-wall", *walls)

    assert [one.severity for one in found] == ["error", "warning"]


def test_a_place_that_ends_lets_another_begin() -> None:
    """Two fins above one another with a gap between them are two places."""
    low, high = box_triangles(0.6, 10.0, 3.0), moved(box_triangles(0.6, 10.0, 3.0), z=5.0)
    rod = moved(box_triangles(3.0, 3.0, 8.0), 5.0)
    found = findings("thin-wall", low, high, rod)

    assert sorted(one.where.z_mm or () for one in found) == [
        pytest.approx((0.0, 3.0)),
        pytest.approx((5.0, 8.0)),
    ]


def test_a_lab_may_silence_one_level() -> None:
    """Where the error limit is off, the warning speaks."""
    quiet = with_limit("wall-min-warning", level="off")

    assert findings("thin-wall", box_triangles(0.6, 10.0, 5.0), held=quiet) == []


def test_many_layers_are_sampled_evenly() -> None:
    """A tall thin wall of 400 layers is found over its whole height."""
    (finding,) = findings("thin-wall", box_triangles(0.6, 5.0, 20.0))

    assert finding.where.layers == (0, 399)


def test_loose_faces_have_no_walls() -> None:
    """A fan of faces around one edge and a soup of triangles enclose nothing that could be thin."""
    soup = np.random.default_rng(3).uniform(0, 20, size=(300, 3, 3))
    for triangles in (fan(2000), soup):
        part = read(stl_bytes(triangles), "mm")

        assert len(narrow(part, 1.0, inward=True).faces) == 0
