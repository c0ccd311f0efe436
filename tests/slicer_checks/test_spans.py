"""Samples spread over a surface, and the spans measured from them."""

import numpy as np
import pytest

from slicer_checks.boxtree import BoxTree, box_tree
from slicer_checks.samples import surface_samples
from slicer_checks.spans import buried, spans
from tests.known_parts import Triangles, box_triangles, cylinder, moved, sphere


def _tree(*bodies: Triangles) -> BoxTree:
    corners = np.concatenate(bodies).reshape(-1, 3)
    points, numbers = np.unique(corners, axis=0, return_inverse=True)
    return box_tree(points, numbers.reshape(-1, 3).astype(np.int32))


@pytest.mark.parametrize("spacing_mm", [0.2, 1.0])
def test_samples_stand_for_the_whole_area(spacing_mm: float) -> None:
    """The areas of the samples add up to the surface's, and each lies on its face."""
    known = sphere(6.0)
    samples = surface_samples(_tree(known.triangles), spacing_mm, 100_000)

    assert samples.areas_mm2.sum() == pytest.approx(known.area_mm2, rel=0.02)
    assert np.allclose(np.linalg.norm(samples.normals, axis=1), 1)
    assert (np.linalg.norm(samples.points, axis=1) < 6.0001).all()
    assert len(samples.points) >= known.area_mm2 / spacing_mm**2


def test_no_more_samples_than_asked() -> None:
    """A large surface gets its samples farther apart, and every face of few still gets one."""
    samples = surface_samples(_tree(box_triangles(100, 100, 1)), 0.2, 1000)

    assert len(samples.points) <= 1012
    assert set(samples.faces.tolist()) == set(range(12))


def test_a_plate_is_measured_from_both_sides() -> None:
    """From the faces of a plate of 0.5 mm the span is 0.5 mm, from its rims there is none."""
    tree = _tree(box_triangles(10, 10, 0.5))
    samples = surface_samples(tree, 0.5, 10_000)
    lengths = spans(tree, samples, 1.0, inward=True).lengths_mm
    level = np.abs(samples.normals[:, 2]) > 0.5

    assert np.allclose(lengths[level], 0.5)
    assert np.isnan(lengths[~level]).all()


def test_the_breadth_of_a_pin_is_its_diameter() -> None:
    """Across a pin it is as broad as it is wide; across a plate it is not measured."""
    tree = _tree(cylinder(0.2, 5.0).triangles)
    samples = surface_samples(tree, 0.2, 10_000)
    found = spans(tree, samples, 1.0, inward=True)
    measured = np.isfinite(found.lengths_mm)

    assert np.median(found.breadths_mm[measured]) == pytest.approx(0.4, rel=0.2)


def test_sides_inside_another_body_are_buried() -> None:
    """Of a pin through a block the samples within the block are buried, and no others."""
    tree = _tree(box_triangles(10, 10, 5), moved(cylinder(0.4, 8.0).triangles, 5, 5, 0.5))
    samples = surface_samples(tree, 0.3, 100_000)
    inside = buried(tree, samples, np.ones(len(samples.faces), dtype=np.bool_))
    of_pin = samples.faces >= 12

    within = np.hypot(*(samples.points[:, :2] - 5).T) < 0.4

    assert (inside[of_pin] == (samples.points[of_pin, 2] < 5)).all()
    assert not inside[~of_pin & ~within].any()
