"""path-outside-platform: vectors beside the platform or above the machine."""

from pathlib import Path

import numpy as np
import pytest

from slicer_checks.blockdraft import Tag
from slicer_checks.toolpath import Shape
from tests.known_paths import small_path, square
from tests.slicer_checks.pathchecked import changed, found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    needs_corpus,
    on_machine,
    real,
    ring,
)

CODE = "path-outside-platform"


def test_what_lies_on_the_platform_is_right() -> None:
    """A part fits with the origin at the corner or in the middle."""
    machine = on_machine("small-125")
    for x_mm in (2.0, 113.0, -60.5, 50.5):
        assert found(CODE, drawn([[contour(square(10.0, x_mm, 20.0))]]), process=machine) == []


def test_what_reaches_beyond_the_margin_is_an_error() -> None:
    """It is told by how much, for which machine, and in the frame that fits better."""
    machine = on_machine("small-125")
    path = drawn([[contour(square(10.0, 20.0, 20.0))], [contour(square(10.0, 114.5, 20.0))]])
    (finding,) = found(CODE, path, process=machine)
    assert (finding.severity, finding.params["variant"]) == ("error", "corner")
    assert finding.value == pytest.approx(1.5)
    assert (finding.params["machine"], finding.params["width_mm"]) == ("small-125", 121.0)
    assert finding.where.layers == (1, 1)
    (finding,) = found(CODE, drawn([[contour(square(10.0, -61.5, 20.0))]]), process=machine)
    assert finding.value == pytest.approx(1.0)
    assert finding.params["variant"] == "middle"


def test_a_round_platform_is_judged_by_its_radius() -> None:
    """A corner of a square lies outside where its sides would not."""
    machine = on_machine("compact-98")
    assert found(CODE, drawn([[contour(ring(47.0))]]), process=machine) == []
    assert found(CODE, drawn([[contour(ring(47.0, (49.0, 49.0)))]]), process=machine) == []
    (finding,) = found(CODE, drawn([[contour(square(70.0, -35.0, -35.0))]]), process=machine)
    assert finding.value == pytest.approx(35.0 * np.sqrt(2.0) - 47.0)


def test_the_limit_itself_is_kept() -> None:
    """A hundredth of a millimetre, which files round to, is let pass, and no more."""
    machine = on_machine("small-125")
    assert found(CODE, drawn([[contour(square(10.0, 113.009, 20.0))]]), process=machine) == []
    assert found(CODE, drawn([[contour(square(10.0, 113.011, 20.0))]]), process=machine) != []


def test_a_layer_above_the_machine_is_an_error() -> None:
    """The height of the topmost layer that has vectors counts."""
    machine = on_machine("small-125")
    z_mm = np.array([0.03, 124.99, 125.0, 125.5])
    (finding,) = found(CODE, changed(layer_z_mm=z_mm), process=machine)
    assert finding.params["variant"] == "high"
    assert finding.value == pytest.approx(0.5)
    assert finding.where.layers == (3, 3)
    empty = drawn([[contour(square())], []], layer_mm=100.0)
    assert found(CODE, empty, process=machine) == []


def test_the_machine_that_fits_best_is_told() -> None:
    """With several machines, a toolpath that one of them holds is right."""
    assert found(CODE, drawn([[contour(square(200.0, 5.0, 5.0))]])) == []
    (finding,) = found(CODE, drawn([[contour(square(300.0, 5.0, 5.0))]]))
    assert finding.params["machine"] == "twin-280"


def test_jumps_and_nothing_are_not_judged() -> None:
    """A jump may leave the platform; a toolpath without blocks has nothing outside."""
    away = np.array([(0.0, 0.0), (900.0, 0.0)])
    assert found(CODE, drawn([[(away, Tag(shape=Shape.JUMP))]])) == []
    mixed = drawn([[contour(square(10.0, 3.0, 3.0)), (away, Tag(shape=Shape.JUMP))]])
    assert found(CODE, mixed, process=on_machine("compact-98")) == []
    assert found(CODE, drawn([])) == []
    assert found(CODE, small_path(1)) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_lie_on_a_platform(file: Path) -> None:
    """Each public file fits on one of the example machines."""
    assert found(CODE, real(file.name)) == []
