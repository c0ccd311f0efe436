"""path-jump-share: more jumps than vectors, and long jumps."""

from pathlib import Path

import numpy as np
import pytest

from slicer_checks.blockdraft import Tag
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_paths import Points, hatches, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    hatch,
    needs_corpus,
    real,
)

CODE = "path-jump-share"


def one_way(jump_mm: float, count: int = 10) -> Points:
    """Return hatches of 10 mm in a row, with jumps between them."""
    start = np.arange(count) * (10.0 + jump_mm)
    ends = np.stack([start, np.zeros(count), start + 10.0, np.zeros(count)], axis=1)
    return np.asarray(ends.reshape(-1, 2))


def told(path: Toolpath) -> list[tuple[str, float]]:
    """Return severity and value of what is found."""
    return [(one.severity, round(float(one.value or 0), 3)) for one in found(CODE, path)]


def test_short_ways_between_vectors_are_right() -> None:
    """To and fro, the jumps are as long as the hatch distance."""
    assert told(small_path(3)) == []


def test_more_jumps_than_vectors_are_a_warning() -> None:
    """Told is how often, and the longest jump with its place."""
    assert told(drawn([[hatch(one_way(11.0))]])) == []
    (finding,) = found(CODE, drawn([[hatch(hatches(2))], [hatch(one_way(13.0, 20))]]))
    assert finding.severity == "warning"
    assert finding.value == pytest.approx((19 * 13.0 + 0.1) / 216.0)
    assert finding.where.layers == (1, 1)
    assert finding.where.polygons == (((10.0, 0.0), (23.0, 0.0)),)


def test_a_long_jump_is_a_note() -> None:
    """Within a block or from one to the next; a hundred millimetres are let pass."""
    near, far = contour(square(90.0)), contour(square(90.0, 100.1, 0.0))
    assert told(drawn([[near, contour(square(90.0, 100.0, 0.0))]])) == []
    (finding,) = found(CODE, drawn([[near, far, near]]))
    assert (finding.severity, finding.params["variant"]) == ("info", "longest")
    assert finding.value == pytest.approx(100.1)
    assert finding.params["count"] == 2
    assert finding.where.polygons == (((0.0, 0.0), (100.1, 0.0)),)
    assert told(drawn([[hatch(one_way(101.0, 3)), contour(square(90.0))] * 20])) != []


def test_jumps_that_the_file_spells_out_count() -> None:
    """A block of jumps is as long as its way."""
    way = np.array([(0.0, 0.0), (0.0, 30.0), (0.0, 0.0)])
    jumps = (way, Tag(shape=Shape.JUMP))
    (finding,) = found(CODE, drawn([[hatch(hatches(4)), jumps]]))
    assert finding.value is not None
    assert finding.value > 60.0 / 32.0


def test_the_way_to_another_laser_is_none() -> None:
    """Two lasers do not jump to each other's vectors."""
    far = np.add(hatches(4), (150.0, 0.0))
    path = drawn([[hatch(hatches(4), laser=0), hatch(far, laser=1)]])
    assert told(path) == []
    assert told(drawn([[hatch(hatches(4)), hatch(far)]])) != []


def test_points_and_nothing_are_not_judged() -> None:
    """Between points the laser steps; an empty toolpath has no jumps."""
    dots = np.stack([np.arange(50) * 5.0, np.zeros(50)], axis=1)
    assert told(drawn([[(dots, Tag(shape=Shape.POINTS))]])) == []
    assert told(drawn([])) == []
    assert told(drawn([[], [hatch(np.empty((0, 2)))]])) == []
    assert told(drawn([[hatch(np.empty((0, 2))), contour(square())]])) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_have_no_error(file: Path) -> None:
    """Two parts far apart are a note, block supports a warning."""
    levels = {one.severity for one in found(CODE, real(file.name))}
    assert levels <= {"info", "warning"}
    assert ("warning" in levels) == file.name.startswith("Mirrored")
