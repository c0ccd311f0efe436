"""path-self-crossing: contours that cross, and contours of nothing."""

from pathlib import Path

import numpy as np
import pytest

from slicer_checks.toolpath import Direction
from tests.known_paths import Points, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    limited,
    needs_corpus,
    real,
    ring,
)

CODE = "path-self-crossing"


def bow(side_mm: float, other_mm: float) -> Points:
    """Return two triangles of which the second is run through backwards, closed."""
    return np.array(
        [(0.0, 0.0), (side_mm, side_mm), (side_mm, 0.0), (0.0, side_mm), (-other_mm, 0.0), (0, 0)]
    )


def test_simple_contours_are_right() -> None:
    """Squares, holes in them, and squares that touch have no finding."""
    assert found(CODE, small_path(3)) == []
    inner = square(4.0, 2.0, 2.0)[::-1]
    beside = square(10.0, 10.0, 0.0)
    assert found(CODE, drawn([[contour(square()), contour(inner), contour(beside)]])) == []


def test_a_contour_that_crosses_itself_is_an_error() -> None:
    """The area that is wound wrongly is told, with the contour."""
    eight = np.array([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)])
    (finding,) = found(CODE, drawn([[contour(square())], [contour(eight)]]))
    assert (finding.severity, finding.params["variant"]) == ("error", "itself")
    assert finding.value == pytest.approx(1.0)
    assert (finding.params["count"], finding.params["contours"]) == (1, 2)
    assert finding.where.layers == (1, 1)
    assert len(finding.where.polygons[0]) == 5


def test_what_is_wound_twice_counts_once() -> None:
    """A loop within a contour that runs the same way lies twice upon itself."""
    twice = np.array(
        [(0, 0), (10, 0), (10, 10), (4, 10), (4, 4), (6, 4), (6, 12), (0, 12), (0, 0)], dtype=float
    )
    (finding,) = found(CODE, drawn([[contour(twice)]]))
    assert finding.value == pytest.approx(2.0 * 6.0)


@pytest.mark.parametrize(("side_mm", "severity"), [(0.19, "info"), (0.21, "error"), (0.015, None)])
def test_a_trifle_is_a_note(side_mm: float, severity: str | None) -> None:
    """Loops of up to 0.01 mm2 come from rounding; those of a rounded corner are not told."""
    tip = np.array([(10.0, 10.0), (10.0 - side_mm, 10.0 + side_mm), (10.0, 10.0 + side_mm)])
    points = np.concatenate([square()[:2], tip, [(10.0 - side_mm, 10.0)], square()[3:]])
    told = found(CODE, drawn([[contour(points)]]))
    assert [one.severity for one in told] == ([] if severity is None else [severity])
    for one in told:
        assert one.value == pytest.approx(side_mm**2 / 4)


def test_a_contour_that_touches_itself_is_right() -> None:
    """Two squares that share a corner, drawn in one line, cross nothing."""
    pinched = np.array(
        [(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2), (0, 0)], dtype=float
    )
    assert found(CODE, drawn([[contour(pinched)]])) == []


def test_contours_of_one_region_that_cross_are_a_warning() -> None:
    """Told is the least of what is shared and what either has alone."""
    path = drawn([[contour(square()), contour(square(10.0, 9.0, 5.0))]])
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["variant"]) == ("warning", "another")
    assert finding.value == pytest.approx(5.0)
    assert finding.params["count"] == 1
    barely = drawn([[contour(square()), contour(square(10.0, 9.9995, 5.0))]])
    assert found(CODE, barely) == []
    inside = drawn([[contour(square()), contour(square(1.0, 9.2, 5.0))]])
    assert [one.value for one in found(CODE, inside)] == [pytest.approx(0.2)]


def test_contours_of_other_parts_or_layers_may_lap_over() -> None:
    """Only those of one layer, part, role and exposure bound one region."""
    crossing = square(10.0, 5.0, 5.0)
    assert found(CODE, drawn([[contour(square()), contour(crossing, part=1)]])) == []
    assert found(CODE, drawn([[contour(square())], [contour(crossing)]])) == []


def test_contours_of_nothing_are_a_warning() -> None:
    """There and back on one line, or on one spot; also of less than three corners."""
    spike = np.array([(0.0, 0.0), (5.0, 0.0), (0.0, 0.0)])
    spot = np.full((5, 2), 3.0)
    tiny = square(0.009)
    for points in (spike, spot, tiny):
        (finding,) = found(CODE, drawn([[contour(square()), contour(points)]]))
        assert (finding.severity, finding.params["variant"]) == ("warning", "flat")
        assert finding.params["count"] == 1
    assert found(CODE, drawn([[contour(square(0.011))]])) == []


def test_what_is_no_closed_contour_is_not_judged() -> None:
    """Open lines, single points and contours that are said to be open may cross."""
    cross = np.array([(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)])
    assert found(CODE, drawn([[contour(cross, Direction.OPEN)]])) == []
    assert found(CODE, drawn([[contour(cross[:4])]])) == []
    assert found(CODE, drawn([[contour(cross[:1])], []])) == []
    assert found(CODE, drawn([])) == []


def test_a_large_contour_shows_where_it_crosses() -> None:
    """Of more than 200 corners, a square about the crossing is shown."""
    points = ring(10.0, corners=400)
    points[[100, 101]] = points[[101, 100]]
    told = found(CODE, drawn([[contour(points)]]), process=limited("path-crossing-area", value=0))
    assert [len(one.where.polygons[0]) for one in told] == [5]


def test_a_scribble_is_not_measured_and_takes_no_time() -> None:
    """A contour with millions of crossings is left alone, and its neighbours are judged."""
    angles = np.arange(4001) * (2 * np.pi * 2000 / 4001)
    star = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    star = np.concatenate([star, star[:1]]) * 10.0
    path = drawn([[contour(star)], [contour(bow(2.0, 1.0))]])
    (finding,) = found(CODE, path)
    assert (finding.params["variant"], finding.params["count"]) == ("itself", 1)


def test_a_limit_that_is_off_is_silent() -> None:
    """A lab that does not want to hear of contours that cross each other does not."""
    path = drawn([[contour(square()), contour(square(10.0, 9.0, 5.0))]])
    assert found(CODE, path, process=limited("path-contour-overlap", level="off")) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_have_no_error(file: Path) -> None:
    """Rounded files have crossings of up to 0.001 mm2 and contours of nothing, but no error."""
    findings = found(CODE, real(file.name))
    assert all(finding.severity != "error" for finding in findings)
    if file.name.startswith("Mirrored"):
        assert {one.params["variant"] for one in findings} == {"rounding", "flat"}
