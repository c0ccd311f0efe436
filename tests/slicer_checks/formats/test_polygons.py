"""Faces of many corners as triangles."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats import polygons
from slicer_checks.formats.polygons import triangulate

Places = npt.NDArray[np.float64]


def cut(points: Places, ring: list[int] | None = None) -> npt.NDArray[np.int32]:
    """Return the triangles of one face."""
    corners = np.arange(len(points)) if ring is None else np.array(ring)
    starts = np.array([0, len(corners)])
    return triangulate("OBJ", points, corners.astype(np.int32), starts)


def areas(points: Places, triangles: npt.NDArray[np.int32]) -> Places:
    """Return the signed areas, seen from +z."""
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    doubled: Places = np.cross(b - a, c - a)[:, 2]
    return doubled / 2


def ring_of(radii: list[float]) -> Places:
    """Return a star-shaped polygon in the plane z = 0, counter-clockwise."""
    angles = np.arange(len(radii)) * 2 * np.pi / len(radii)
    flat = np.array(radii)[:, None] * np.column_stack((np.cos(angles), np.sin(angles)))
    return np.column_stack((flat, np.zeros(len(radii))))


def area_of(points: Places) -> float:
    """Return the area of a polygon in z = 0 by the shoelace formula."""
    x, y = points[:, 0], points[:, 1]
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.3, 3), min_size=4, max_size=40), st.integers(0, 40), st.booleans())
def test_triangles_cover_the_face_once(radii: list[float], shift: int, upside_down: bool) -> None:
    """However concave a face is, its triangles face as it does and fill exactly its area."""
    points = np.roll(ring_of(radii), shift % len(radii), axis=0)
    points = points[::-1] if upside_down else points
    found = areas(points, cut(points))

    assert len(found) == len(radii) - 2
    assert (found <= 1e-12).all() if upside_down else (found >= -1e-12).all()
    assert found.sum() == pytest.approx(area_of(points), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.3, 3), min_size=4, max_size=20), st.integers(0, 2**31))
def test_a_face_may_stand_anywhere(radii: list[float], seed: int) -> None:
    """Turned and moved in space, a face is cut into triangles of the same total area vector."""
    random = np.random.default_rng(seed)
    turn = np.linalg.qr(random.normal(size=(3, 3)))[0]
    flat = ring_of(radii)
    points = flat @ turn.T + random.normal(size=3) * 100
    a, b, c = (points[cut(points)[:, corner]] for corner in range(3))
    total = np.cross(b - a, c - a).sum(axis=0) / 2

    assert np.linalg.norm(total) == pytest.approx(area_of(flat), rel=1e-6)


def test_a_convex_face_is_a_fan_of_its_first_corner() -> None:
    """A convex face is cut as every program cuts it."""
    assert cut(ring_of([1] * 5)).tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4]]


def test_a_dart_is_cut_at_its_notch() -> None:
    """A concave quadrilateral is cut by the diagonal inside it, wherever it begins."""
    dart = np.array([[0.0, 0, 0], [4, 0, 0], [1, 1, 0], [0, 4, 0]])
    for shift in range(4):
        points = np.roll(dart, shift, axis=0)
        assert (areas(points, cut(points)) > 0).all()


def test_straight_corners_are_kept() -> None:
    """Corners along an edge belong to the neighbours too: each is a corner of some triangle."""
    square = np.array([[0, 0], [1, 0], [2, 0], [2, 2], [1, 2], [0, 2], [0, 1]], dtype=float)
    points = np.column_stack((square, np.zeros(7)))
    triangles = cut(points)

    assert set(triangles.reshape(-1).tolist()) == set(range(7))
    assert areas(points, triangles).sum() == pytest.approx(4)


def test_a_hole_joined_by_a_slit_is_left_open() -> None:
    """A face with a hole, written as one ring that runs along a slit twice, keeps its hole."""
    outer = [[0, 0], [4, 0], [4, 4], [0, 4]]
    hole = [[1, 1], [1, 3], [3, 3], [3, 1]]
    points = np.column_stack((np.array(outer + hole, dtype=float), np.zeros(8)))
    triangles = cut(points, [0, 1, 2, 3, 0, 4, 5, 6, 7, 4])
    found = areas(points, triangles)

    assert found.sum() == pytest.approx(12)
    assert (found >= 0).all()
    middles = points[triangles].mean(axis=1)
    assert not ((np.abs(middles[:, :2] - 2) < 0.9).all(axis=1) & (found > 0)).any()


@pytest.mark.parametrize(
    "points",
    [np.zeros((6, 3)), np.arange(18.0).reshape(6, 3), ring_of([1] * 5)[[0, 2, 4, 1, 3]]],
    ids=["one-point", "one-line", "pentagram"],
)
def test_faces_that_are_none_still_give_triangles(points: Places) -> None:
    """A face without area or that crosses itself gives the number of triangles it should."""
    assert cut(points).shape == (len(points) - 2, 3)


def test_mixed_faces_keep_their_order() -> None:
    """Triangles pass unchanged between larger faces."""
    points = ring_of([1] * 6)
    corners = np.array([0, 1, 2, 0, 2, 3, 4, 5, 0, 1], dtype=np.int32)
    found = triangulate("OBJ", points, corners, np.array([0, 3, 7, 10]))

    assert found.tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4], [5, 0, 1]]


def test_work_is_bounded() -> None:
    """A face that would take hours is refused instead, and one of thousands of corners is not."""
    teeth = ring_of([1.0, 2.0] * 20_000)
    with pytest.raises(UnreadableFile) as caught:
        cut(teeth)

    assert caught.value.code == "mesh-polygons"
    assert len(cut(ring_of([1.0, 2.0] * 1_000))) == 1_998
    assert polygons.__doc__
