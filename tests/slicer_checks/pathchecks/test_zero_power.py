"""path-zero-power: vectors without power."""

import dataclasses
from math import nan

import numpy as np
import pytest

from slicer_checks import read_toolpath
from slicer_checks.pictures.path_marks import rings_in
from slicer_checks.toolpath import NOBODY, PathPart, Shape
from tests.known_paths import small_path
from tests.set_paths import CONTOUR, HATCH, REAL, SUPPORT, needs_corpus, with_set
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-zero-power"


def test_sets_with_power_are_right() -> None:
    """A toolpath with power everywhere has no finding."""
    assert found(CODE, small_path(4)) == []


def test_vectors_of_a_set_with_0_w_are_an_error() -> None:
    """They are counted, with the set that most of them have."""
    path = with_set(SUPPORT, with_set(HATCH, power_w=0.0), power_w=0.0)
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.value) == ("error", 52.0)
    assert (finding.params["set"], finding.params["sets"]) == ("hatch", 2)
    assert finding.where.layers == (0, 3)
    assert abs(float(finding.params["share_percent"]) - 100 * 52 / 68) < 1e-9


def test_supports_are_vectors_too() -> None:
    """A support that is not melted holds nothing."""
    (finding,) = found(CODE, with_set(SUPPORT, power_w=0.0))
    assert (finding.value, finding.params["set"]) == (4.0, "support")


def test_the_place_is_the_box_round_the_vectors() -> None:
    """Each of a few parts is outlined, so that a picture of their layers rings them."""
    (finding,) = found(CODE, with_set(SUPPORT, power_w=0.0))
    assert finding.where.bounds_mm == ((20.0, 1.0, 0.03), (20.0, 9.0, 0.12))
    both = with_set(SUPPORT, with_set(HATCH, power_w=0.0), power_w=0.0)
    (finding,) = found(CODE, both)
    assert [ring[0] for ring in finding.where.polygons] == [(1.0, 1.0), (20.0, 1.0)]
    assert finding.where.bounds_mm is not None
    assert finding.where.bounds_mm[1][:2] == (20.0, 9.0)


def test_many_parts_have_one_box() -> None:
    """Their outlines would hide each other."""
    path = small_path(5)
    parts = tuple(PathPart(number=number) for number in range(5))
    part = np.repeat(np.arange(5, dtype=np.int32), 3)
    blocks = dataclasses.replace(path.blocks, block_part=part)
    path = dataclasses.replace(path, blocks=blocks, parts=parts)
    (finding,) = found(CODE, with_set(HATCH, path, power_w=0.0))
    assert finding.where.polygons == ()
    assert finding.where.bounds_mm is not None


@needs_corpus
def test_a_layer_of_a_real_file_is_ringed() -> None:
    """SupportPart has vectors with 0 W in its layer 250, and a picture of it shows where."""
    path = read_toolpath((REAL / "SupportPart.ovf").read_bytes())
    assert len(list(rings_in(found(CODE, path), 249))) > 0


@pytest.mark.parametrize("numbers", [{"power_w": nan}, {"power_w": 0.0, "most_power_w": 200.0}])
def test_power_that_is_unsaid_or_comes_later_is_none(numbers: dict[str, float]) -> None:
    """A file that does not say its power, or changes it along vectors, has no finding."""
    assert found(CODE, with_set(CONTOUR, **numbers)) == []


def test_jumps_and_unused_sets_have_no_power() -> None:
    """What exposes nothing needs none."""
    path = with_set(SUPPORT, power_w=0.0)
    shapes = path.blocks.block_shape.copy()
    shapes[2::3] = Shape.JUMP
    assert found(CODE, changed(path, block_shape=shapes)) == []
    unused = path.blocks.block_exposure.copy()
    unused[2::3] = NOBODY
    assert found(CODE, changed(path, block_exposure=unused)) == []
