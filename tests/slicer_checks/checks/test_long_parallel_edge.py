"""The check long-parallel-edge."""

import dataclasses

import pytest

from slicer_checks import Machine, Platform
from tests.known_parts import box_triangles, cylinder, moved, rotated
from tests.slicer_checks.checked import findings, process


@pytest.mark.parametrize(
    ("length_mm", "severity"),
    [(49.0, None), (51.0, "info"), (99.0, "info"), (101.0, "warning")],
)
def test_the_length_of_a_wall_is_held_against_both_limits(
    length_mm: float, severity: str | None
) -> None:
    """From 50 mm on a wall across the recoater's way is a note, from 100 mm on a warning."""
    found = findings("long-parallel-edge", box_triangles(10.0, length_mm, 5.0))

    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("turn_deg", "found"), [(2.0, True), (5.0, False), (90.0, False)])
def test_a_turned_wall_is_met_point_by_point(turn_deg: float, found: bool) -> None:
    """Turned by 5°, or along the recoater's way, a wall is nothing."""
    wall = rotated(box_triangles(10.0, 80.0, 5.0), turn_deg)

    assert bool(findings("long-parallel-edge", wall)) is found


def test_a_machine_may_recoat_along_y() -> None:
    """With a recoater that moves along y, walls along x count."""
    platform = Platform(width_mm=250.0, depth_mm=250.0)
    machine = Machine(name="M", platform=platform, height_mm=300.0, recoater_axis="y")
    held = dataclasses.replace(process(), machines=(machine,))
    (finding,) = findings("long-parallel-edge", box_triangles(80.0, 10.0, 5.0), held=held)

    assert finding.params["axis"] == "y"
    assert findings("long-parallel-edge", box_triangles(10.0, 80.0, 5.0), held=held) == []
    with pytest.raises(ValueError, match="along x or y"):
        dataclasses.replace(machine, recoater_axis="z")  # type: ignore[arg-type]


def test_the_longest_wall_is_placed() -> None:
    """The wall's faces, where it begins and how high it is."""
    low = box_triangles(10.0, 60.0, 5.0)
    high = moved(box_triangles(4.0, 90.0, 20.0), 3.0, 0.0, 5.0)
    (finding,) = findings("long-parallel-edge", low, high)

    assert finding.value == pytest.approx(90.0)
    assert finding.params["z_mm"] == pytest.approx(5.0)
    assert finding.params["height_mm"] == pytest.approx(20.0)
    assert finding.where.faces_total == 2


def test_round_walls_and_low_edges_are_passed() -> None:
    """A cylinder of 60 mm and a plate of 2 mm have no long upright wall."""
    assert findings("long-parallel-edge", cylinder(60.0, 20.0, 256).triangles) == []
    assert findings("long-parallel-edge", box_triangles(80.0, 80.0, 2.0)) == []
