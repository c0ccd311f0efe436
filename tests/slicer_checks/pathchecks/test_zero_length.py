"""path-zero-length: vectors without a length."""

from pathlib import Path

import numpy as np
import pytest

from slicer_checks.blockdraft import Tag
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_paths import hatches, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    hatch,
    limited,
    needs_corpus,
    real,
)

CODE = "path-zero-length"


def with_spots(spots: int, vectors: int, length_mm: float = 0.0) -> Toolpath:
    """Return hatches of which the last ones are as long as is given."""
    points = hatches(vectors)
    for spot in range(spots):
        points[-1 - 2 * spot] = points[-2 - 2 * spot] + (0.0, length_mm)
    return drawn([[contour(square())], [hatch(points)]])


def test_vectors_with_a_length_are_right() -> None:
    """Also where it is just a micrometre."""
    assert found(CODE, small_path(3)) == []
    assert found(CODE, with_spots(5, 100, 0.0011)) == []


@pytest.mark.parametrize(("spots", "severity"), [(1, "warning"), (2, "warning"), (3, "error")])
def test_a_few_are_a_warning_and_many_an_error(spots: int, severity: str) -> None:
    """More than one in a hundred hatches show a fault of the program."""
    (finding,) = found(CODE, with_spots(spots, 200, 0.0009))
    assert finding.severity == severity
    assert (finding.params["count"], finding.params["vectors"]) == (spots, 200)
    assert finding.value == pytest.approx(spots if severity == "warning" else 100 * spots / 200)
    assert finding.where.layers == (1, 1)


def test_many_are_a_warning_where_errors_are_off() -> None:
    """A limit that is off hides no other."""
    quiet = limited("path-zero-share", level="off")
    assert [one.severity for one in found(CODE, with_spots(9, 20), process=quiet)] == ["warning"]


def test_corners_that_stand_twice_are_a_note() -> None:
    """The line that is drawn is the same."""
    twice = np.repeat(square(), 2, axis=0)
    (finding,) = found(CODE, drawn([[contour(square())], [contour(twice)]]))
    assert (finding.severity, finding.params["variant"]) == ("info", "corners")
    assert (finding.value, finding.where.layers) == (5.0, (1, 1))


def test_points_jumps_and_nothing_have_no_vectors() -> None:
    """Points stay where they are by design."""
    spots = np.zeros((4, 2))
    blocks = [(spots, Tag(shape=Shape.POINTS)), (spots, Tag(shape=Shape.JUMP))]
    assert found(CODE, drawn([blocks, [hatch(np.empty((0, 2))), contour(spots[:1])], []])) == []
    assert found(CODE, drawn([])) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_the_one_hatch_of_real_files_without_a_length_is_found(file: Path) -> None:
    """It is a warning; corners that rounding put on one place are notes."""
    findings = [one for one in found(CODE, real(file.name)) if one.severity != "info"]
    told = [(one.severity, one.value) for one in findings]
    assert told == ([("warning", 1.0)] if file.name == "frustrum_ASCII.cli" else [])
