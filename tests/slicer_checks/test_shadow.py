"""A shadow holds the part seen from above, its holes where others may lie, and few corners."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import shapely

from slicer_checks import read
from slicer_checks.shadow import shadow_rings_mm
from tests.known_parts import (
    box_triangles,
    cylinder,
    overhang_wedge,
    rotated,
    table,
    tube,
    two_islands,
)
from tests.slicer_checks.checked import part_of

PARTS = Path(__file__).resolve().parents[2] / "examples" / "parts"

Triangles = npt.NDArray[np.float64]


def polygon(*bodies: Triangles) -> shapely.Polygon:
    """Return the shadow of a part of some bodies."""
    outline, *holes = shadow_rings_mm(part_of(*bodies))
    return shapely.Polygon(outline, holes)


@pytest.mark.parametrize(
    "triangles",
    [
        table().triangles,
        overhang_wedge(40.0).triangles,
        rotated(cylinder(8.0, 5.0).triangles, 31.0, axis=0),
        rotated(tube(40.0, 35.0, 5.0).triangles, 20.0, axis=1),
    ],
    ids=["table", "wedge", "cylinder", "tube"],
)
def test_a_shadow_holds_all_that_is_seen_from_above(triangles: Triangles) -> None:
    """Every facet's own shadow lies in it, and it is hardly larger than these together."""
    part = part_of(triangles)
    flat = part.vertices_mm[:, :2] - np.array(part.bounds_mm[0][:2])
    seen = shapely.union_all([shapely.MultiPoint(flat[face]).convex_hull for face in part.faces])
    shadow = polygon(triangles)
    assert shadow.buffer(1e-6).contains(seen)
    assert shadow.area <= seen.area + 0.25 * seen.length
    assert shapely.box(0, 0, *part.size_mm[:2]).buffer(1e-6).contains(shadow)


def test_a_wide_hole_stays_open_and_a_narrow_one_does_not() -> None:
    """Another part may lie within a ring of 70 mm, none within one of 2 mm."""
    wide, narrow = polygon(tube(40.0, 35.0, 5.0).triangles), polygon(tube(10.0, 1.0, 5.0).triangles)
    (hole,) = wide.interiors
    assert shapely.Polygon(hole).area == pytest.approx(np.pi * 35.0**2, rel=0.02)
    assert not narrow.interiors


def test_an_angle_is_no_triangle() -> None:
    """What two arms leave free between them is not shadow, as it would be of their hull."""
    arms = polygon(box_triangles(60.0, 8.0, 5.0), box_triangles(8.0, 60.0, 5.0))
    assert arms.area == pytest.approx(60.0 * 8.0 + 52.0 * 8.0, rel=0.03)
    assert len(arms.exterior.coords) < 20


def test_pieces_apart_have_their_hull() -> None:
    """One ring goes round both islands."""
    shadow = polygon(two_islands(side=5.0, gap=10.0).triangles)
    assert shadow.area == pytest.approx(20.0 * 5.0, rel=0.01)


@pytest.mark.parametrize("name", ["bracket.stl", "nozzle.stl", "lattice.stl"])
def test_real_parts_have_few_corners(name: str) -> None:
    """The shadow of an example part is one outline of some dozen corners that holds its points."""
    part = read((PARTS / name).read_bytes(), name=name)
    outline, *holes = shadow_rings_mm(part)
    flat = part.vertices_mm[:, :2] - np.array(part.bounds_mm[0][:2])
    assert shapely.covers(shapely.Polygon(outline, holes).buffer(1e-6), shapely.points(flat)).all()
    assert sum(map(len, (outline, *holes))) <= 120
