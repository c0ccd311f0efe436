"""The check overhang."""

from itertools import pairwise
from math import cos, pi, radians, tan

import numpy as np
import numpy.typing as npt
import pytest

from slicer_checks.texts import render
from tests.known_parts import box_triangles, frustum, inverted, moved, overhang_wedge, rotated
from tests.slicer_checks.checked import findings, with_limit


def _flared(angle_deg: float) -> npt.NDArray[np.float64]:
    """Return a square funnel whose sides lean at an angle from the plate."""
    height_mm = 6.0
    inset_mm = height_mm / tan(radians(angle_deg))
    return frustum(5.0, 5.0 + inset_mm / cos(pi / 4), height_mm, sides=4).triangles


def _mushroom(rim_mm: float) -> npt.NDArray[np.float64]:
    """Return a stem of 10 mm with a cap that reaches out by a rim all around, as one surface."""
    stem, cap = box_triangles(10, 10, 5), box_triangles(10 + 2 * rim_mm, 10 + 2 * rim_mm, 2)
    return np.concatenate((stem, moved(cap, -rim_mm, -rim_mm, 5.0)))


@pytest.mark.parametrize(("angle_deg", "found"), [(44.5, True), (45.0, False), (45.5, False)])
def test_faces_from_45_degrees_hold_themselves(angle_deg: float, found: bool) -> None:
    """At 45° a face holds, a little below it does not."""
    assert bool(findings("overhang", _flared(angle_deg))) is found


@pytest.mark.parametrize(("angle_deg", "limit_deg"), [(29.5, 30.0), (30.5, 45.0)])
def test_the_passed_limit_is_the_graver_one(angle_deg: float, limit_deg: float) -> None:
    """Below 30° the finding is about 30°, above about 45°."""
    (finding,) = findings("overhang", _flared(angle_deg))

    assert finding.value == pytest.approx(angle_deg, abs=0.01)
    assert finding.limit == limit_deg


def test_a_lab_without_supports_makes_it_an_error() -> None:
    """The level of each limit is the rule pack's."""
    strict = with_limit("overhang-angle-never", level="error")
    (finding,) = findings("overhang", _flared(20.0), held=strict)

    assert finding.severity == "error"


def test_the_place_and_the_area_are_told() -> None:
    """The four sides of a funnel are one region with its exact area, layers and faces."""
    (finding,) = findings("overhang", _flared(30.0))
    length = 2 * 5.0 * cos(pi / 4)
    inset = 6.0 / tan(radians(30.0))
    side_mm2 = (length + length + 2 * inset) / 2 * 6.0 / np.sin(radians(30.0))

    assert finding.params["area_mm2"] == pytest.approx(4 * side_mm2, rel=1e-4)
    assert finding.params["regions"] == 1
    assert finding.where.faces_total == 8
    assert finding.where.layers == (0, 119)
    assert finding.where.z_mm == pytest.approx((0.0, 6.0))


@pytest.mark.parametrize(("rim_mm", "turn_deg"), [(0.8, 0.0), (3.0, 0.0), (3.0, 29.0)])
def test_the_length_of_a_ledge_is_told(rim_mm: float, turn_deg: float) -> None:
    """A flat rim reaches out by its width and hangs in one layer, at its height."""
    (finding,) = findings("overhang", rotated(_ledge(rim_mm), turn_deg))

    assert finding.params["reach_mm"] == pytest.approx(rim_mm, abs=0.02)
    assert finding.params["layer_area_mm2"] == pytest.approx(finding.params["area_mm2"], rel=1e-4)
    assert finding.params["layer_z_mm"] == pytest.approx(5.0)
    assert finding.params["variant"] == "level"


def test_a_slope_hangs_in_many_layers() -> None:
    """A side at 30° reaches out by its run; the last layer hangs most, by the share not carried."""
    run_mm, share = 6.0 / tan(radians(30.0)), 1 - tan(radians(30.0))
    (finding,) = findings("overhang", overhang_wedge(30.0, height=6.0).triangles)

    assert finding.params["reach_mm"] == pytest.approx(run_mm, abs=0.1)
    assert finding.params["layer_area_mm2"] == pytest.approx(10 * run_mm * share / 120, rel=0.01)
    assert "rises over many layers" in render(finding).why


def test_what_begins_in_mid_air_reaches_out_from_its_lowest_point() -> None:
    """A cone on its tip beside a block reaches out by its radius, not from the block."""
    cone = frustum(0.5, 5.5, 2.0).triangles
    (finding,) = findings("overhang", box_triangles(10.0, 10.0, 20.0), moved(cone, 25.0, z=10.0))

    assert finding.params["reach_mm"] == pytest.approx(5.0, abs=0.1)
    assert 10.0 < float(finding.params["layer_z_mm"]) < 12.0


def test_the_bottom_stands_on_the_platform() -> None:
    """A face that lies on the platform hangs over nothing, wherever the file has it."""
    assert findings("overhang", moved(box_triangles(10, 10, 10), 5.0, 5.0, -40.0)) == []


@pytest.mark.parametrize(("rim_mm", "found"), [(0.45, False), (0.6, True)])
def test_a_narrow_ledge_holds(rim_mm: float, found: bool) -> None:
    """A rim of less than 0.5 mm holds by itself; the stem hides nothing of it."""
    ring = _ledge(rim_mm)

    assert bool(findings("overhang", ring)) is found


def _ledge(rim_mm: float) -> npt.NDArray[np.float64]:
    """Return a round stem whose top reaches out by a flat rim, as one surface of revolution."""
    angles = np.arange(64) * 2 * pi / 64
    ring = np.column_stack((np.cos(angles), np.sin(angles)))
    rims = [(8.0, 0.0), (8.0, 5.0), (8.0 + rim_mm, 5.0), (8.0 + rim_mm, 8.0)]
    levels = [np.column_stack((radius * ring, np.full(64, z))) for radius, z in rims]
    pieces = []
    for low, high in pairwise(levels):
        low_next, high_next = np.roll(low, -1, axis=0), np.roll(high, -1, axis=0)
        pieces += [np.stack((low, low_next, high_next), axis=1)]
        pieces += [np.stack((low, high_next, high), axis=1)]
    for level, flip in ((levels[0], True), (levels[-1], False)):
        middle = np.repeat([[0.0, 0.0, level[0, 2]]], 64, axis=0)
        fan = np.stack((middle, level, np.roll(level, -1, axis=0)), axis=1)
        pieces.append(fan[:, ::-1] if flip else fan)
    return np.concatenate(pieces)


def test_small_regions_are_left_out() -> None:
    """A region of less than 1 mm² is not worth a finding."""
    small = with_limit("overhang-area-min", value=1e6)

    assert findings("overhang", _flared(20.0), held=small) == []


def test_turning_about_the_vertical_changes_nothing() -> None:
    """The finding about a funnel is the same however it is turned on the plate."""
    (one,) = findings("overhang", _flared(30.0))
    (other,) = findings("overhang", rotated(_flared(30.0), 37.0))

    assert other.value == pytest.approx(one.value, abs=1e-3)
    assert other.params["area_mm2"] == pytest.approx(one.params["area_mm2"], rel=1e-5)


def test_the_largest_three_of_many_regions_are_shown() -> None:
    """Five mushrooms give three findings, the largest first, and each names all five."""
    caps = [moved(_mushroom(2.0 + n), 40.0 * n) for n in range(5)]
    found = findings("overhang", *caps)
    areas = [float(one.params["area_mm2"]) for one in found]

    assert [one.params["regions"] for one in found] == [5, 5, 5]
    assert areas == sorted(areas, reverse=True)


def test_a_body_inside_out_hangs_where_it_would_when_turned() -> None:
    """An inverted funnel shows the same overhang as the right one."""
    (finding,) = findings("overhang", inverted(_flared(30.0)))

    assert finding.value == pytest.approx(30.0, abs=0.01)


@pytest.mark.parametrize("turned", [slice(None, None, 2), slice(0, 7), slice(5, 6)])
def test_single_faces_that_are_turned_hang_as_they_are_printed(turned: slice) -> None:
    """Faces that disagree with their neighbours are judged as they are printed: turned outward."""
    mushroom = _mushroom(3.0)
    mixed = mushroom.copy()
    mixed[turned] = mixed[turned, ::-1]
    right, wrong = (findings("overhang", one) for one in (mushroom, mixed))

    assert [f.params["area_mm2"] for f in wrong] == [f.params["area_mm2"] for f in right]
    assert [f.where for f in wrong] == [f.where for f in right]


def test_a_box_of_turned_faces_does_not_hang() -> None:
    """The top of a box is no overhang, whichever way the file turns it."""
    box = box_triangles(10.0, 10.0, 10.0)
    for face in range(12):
        mixed = box.copy()
        mixed[face] = mixed[face, ::-1]
        assert findings("overhang", mixed) == []


@pytest.mark.parametrize(("x_mm", "found"), [(0.0, False), (5.0, False), (16.0, True)])
def test_a_body_that_stands_on_another_does_not_hang(x_mm: float, found: bool) -> None:
    """Where one body lies on another nothing hangs; where it reaches out over it, it does."""
    stood_on, body = box_triangles(20, 20, 2), box_triangles(5, 5, 10)

    assert bool(findings("overhang", stood_on, moved(body, x_mm, 5.0, 2.0))) is found


def test_the_underside_of_a_body_inside_another_does_not_hang() -> None:
    """What lies in metal is carried, level or sloped; what comes out below hangs."""
    block, cone = box_triangles(20.0, 20.0, 10.0), frustum(2.0, 6.0, 3.0).triangles

    assert findings("overhang", block, moved(box_triangles(4.0, 4.0, 4.0), 8.0, 8.0, 3.0)) == []
    assert findings("overhang", block, moved(cone, 10.0, 10.0, 3.0)) == []
    assert findings("overhang", block, moved(cone, 10.0, 25.0, 3.0)) != []


@pytest.mark.parametrize("angle_deg", [44.0, 44.9])
def test_sloped_faces_of_two_bodies_hang(angle_deg: float) -> None:
    """Beside a second body a funnel is judged as it is alone."""
    alone, beside = (
        findings("overhang", _flared(angle_deg), *others)
        for others in ((), (moved(box_triangles(5, 5, 5), 40.0),))
    )

    assert [f.value for f in beside] == pytest.approx([f.value for f in alone])


@pytest.mark.parametrize(("rim_mm", "found"), [(0.3, False), (0.8, True)])
def test_what_reaches_a_little_past_the_body_below_holds(rim_mm: float, found: bool) -> None:
    """A body on another hangs where it reaches out by more than a ledge that holds by itself."""
    stem, cap = box_triangles(20, 20, 5), box_triangles(20, 20, 4)

    assert bool(findings("overhang", stem, moved(cap, rim_mm, 0.0, 4.0))) is found
