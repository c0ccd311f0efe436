"""path-box-mismatch: declared boxes that differ, and 16 bits that ran over."""

from pathlib import Path

import numpy as np
import pytest

from slicer_checks.toolpath import Box, FileFacts, Toolpath
from tests.known_paths import hatches, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    hatch,
    needs_corpus,
    real,
    ring,
)

CODE = "path-box-mismatch"
BOX: Box = ((0.0, 0.0, 0.0), (10.0, 10.0, 0.06))


def boxed(box: Box | None, unit_mm: float = 0.001) -> Toolpath:
    """Return two layers of a square of 10 mm whose file declares a box."""
    facts = FileFacts(file_format="cli-binary", unit_mm=unit_mm, box_mm=box)
    return drawn([[contour(square()), hatch(hatches(12))]] * 2, facts)


@pytest.mark.parametrize("low_mm", [-0.03, 0.0, 0.03])
def test_a_box_that_holds_the_vectors_is_right(low_mm: float) -> None:
    """Its heights may mean the lower or the upper face of layers."""
    assert found(CODE, boxed(((0.0, 0.0, low_mm), (10.0, 10.0, 0.06 + low_mm)))) == []


def test_no_box_and_an_empty_box_say_nothing() -> None:
    """Without a box, or with one of zeros, nothing is compared."""
    assert found(CODE, boxed(None)) == []
    assert found(CODE, boxed(((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)))) == []


def test_a_box_without_heights_is_compared_in_x_and_y() -> None:
    """OVF declares no heights: they are not compared, and a box that differs is still told."""
    nan = float("nan")
    assert found(CODE, boxed(((0.0, 0.0, nan), (10.0, 10.0, nan)))) == []
    (finding,) = found(CODE, boxed(((0.0, 0.0, nan), (10.0, 9.0, nan))))
    assert (finding.severity, finding.params["axis"], finding.value) == ("error", "y", 1.0)


@pytest.mark.parametrize(("high_mm", "told"), [(9.981, 0), (9.979, 1)])
def test_vectors_outside_the_box_are_an_error(high_mm: float, told: int) -> None:
    """More than 0.02 mm counts, with the axis and both spans."""
    findings = found(CODE, boxed(((0.0, 0.0, 0.0), (10.0, high_mm, 0.06))))
    assert len(findings) == told
    for finding in findings:
        assert (finding.severity, finding.params["variant"]) == ("error", "beyond")
        assert (finding.params["axis"], finding.params["high_mm"]) == ("y", 10.0)
        assert finding.where.layers == (0, 1)


def test_a_coarse_unit_is_allowed_for() -> None:
    """One unit of the file is let pass where it is more than the limit, up to 0.1 mm."""
    assert found(CODE, boxed(((0.0, 0.0, 0.0), (9.95, 10.0, 0.06)), unit_mm=0.05)) == []
    assert found(CODE, boxed(((0.0, 0.0, 0.0), (9.5, 10.0, 0.06)), unit_mm=1.0)) != []


def test_a_box_that_is_too_large_is_a_warning() -> None:
    """A millimetre is let pass, and no more."""
    assert found(CODE, boxed(((-0.99, 0.0, 0.0), (10.0, 10.0, 0.06)))) == []
    (finding,) = found(CODE, boxed(((-1.5, 0.0, 0.0), (10.0, 10.0, 0.06))))
    assert (finding.severity, finding.params["variant"]) == ("warning", "slack")
    assert finding.value == pytest.approx(1.5)


def wrapped(box: Box | None, *, short: bool = True) -> Toolpath:
    """Return a circle at the edge of 16 bits whose left side, below 0, came out at the right."""
    points = ring(5.0, (4.0, 10.0), corners=400)
    points[points[:, 0] < 0, 0] += 655.36
    facts = FileFacts(
        file_format="cli-binary", unit_mm=0.01, box_mm=box, short=(short, short, short)
    )
    return drawn([[contour(points)]], facts)


def test_coordinates_that_ran_over_are_told_as_such() -> None:
    """Where the box is another, vectors across half the range are an error."""
    (finding,) = found(CODE, wrapped(((-1.0, 5.0, 0.0), (9.0, 15.0, 0.03))))
    assert (finding.severity, finding.params["variant"]) == ("error", "wrapped")
    assert (finding.unit, finding.params["count"]) == ("units", 1)
    assert finding.value == pytest.approx(65536, abs=20)


def test_without_a_box_it_is_a_warning() -> None:
    """A part that fills the whole range cannot be told from one that ran over."""
    (finding,) = found(CODE, wrapped(None))
    assert finding.severity == "warning"


def test_long_numbers_and_boxes_that_fit_do_not_run_over() -> None:
    """Numbers of 32 bits, and a box that agrees, are believed."""
    assert found(CODE, wrapped(None, short=False)) == []
    facts = FileFacts(
        file_format="cli-binary",
        unit_mm=0.01,
        box_mm=((0.0, 0.0, 0.0), (655.35, 655.35, 0.03)),
        short=(True, True, True),
    )
    assert found(CODE, drawn([[contour(square(655.35))]], facts)) == []


def test_an_empty_toolpath_fills_no_box() -> None:
    """Nothing is compared where nothing is exposed."""
    facts = FileFacts(file_format="cli-binary", box_mm=BOX)
    assert found(CODE, drawn([], facts)) == []
    assert found(CODE, drawn([[contour(np.empty((0, 2)))]], facts)) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_declare_their_box(file: Path) -> None:
    """Each public file fills the box that it declares."""
    assert found(CODE, real(file.name)) == []
