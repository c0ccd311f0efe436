"""path-contour-direction: contours that run the other way round."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.pathchecks import Subject
from slicer_checks.pathchecks.ringnesting import rings_around
from slicer_checks.pathchecks.rings import rings_of
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Direction
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import Points, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import REAL_FILES, contour, drawn, needs_corpus, real, ring

CODE = "path-contour-direction"
HOLE = square(4.0, 3.0, 3.0)[::-1]


def test_outer_ones_run_against_the_clock_and_holes_with_it() -> None:
    """Holes, islands in them and contours side by side have no finding."""
    assert found(CODE, small_path(3)) == []
    island = square(1.0, 4.0, 4.0)
    inset = square(9.8, 0.1, 0.1)
    path = drawn([[contour(one) for one in (square(), inset, HOLE, island)]])
    assert found(CODE, path) == []


def test_what_the_file_says_is_held_against_the_points() -> None:
    """A contradiction is a warning: the machine follows the points."""
    said = contour(square(), Direction.CLOCKWISE)
    (finding,) = found(CODE, drawn([[contour(square())], [said]]))
    assert (finding.severity, finding.params["variant"]) == ("warning", "said")
    assert (finding.value, finding.where.layers) == (1.0, (1, 1))
    right = contour(HOLE, Direction.CLOCKWISE)
    assert found(CODE, drawn([[contour(square(), Direction.COUNTER_CLOCKWISE), right]])) == []


def test_a_hole_that_runs_as_its_contour_does_is_a_warning() -> None:
    """Told is how many, and where the first is."""
    path = drawn([[contour(square()), contour(HOLE)], [contour(square()), contour(HOLE[::-1])]])
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["variant"]) == ("warning", "nested")
    assert (finding.value, finding.where.layers) == (1.0, (1, 1))
    assert finding.where.polygons[0][0] == (3.0, 3.0)


def test_an_outer_contour_with_the_clock_is_a_warning() -> None:
    """Where others run against it."""
    path = drawn([[contour(square()), contour(square(5.0, 20.0, 0.0)[::-1])]])
    (finding,) = found(CODE, path)
    assert (finding.params["variant"], finding.value) == ("nested", 1.0)


def test_a_file_with_another_convention_is_a_note() -> None:
    """Where all outer contours are clockwise, and holes are not, nothing else is told."""
    path = drawn([[contour(square()[::-1]), contour(HOLE[::-1])]] * 2)
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["variant"]) == ("info", "reversed")
    assert finding.value == 2.0


@pytest.mark.parametrize(("wall_mm", "told"), [(0.45, 0), (0.6, 1)])
def test_contours_side_by_side_run_alike(wall_mm: float, told: int) -> None:
    """Two rings nearer than the limit are contours of one region."""
    path = drawn([[contour(ring(10.0)), contour(ring(10.0 - wall_mm))]])
    assert len(found(CODE, path)) == told


def test_a_hole_that_touches_the_contour_lies_in_it() -> None:
    """Its leftmost corner on the outer wall changes nothing."""
    touching = np.array([(0.0, 5.0), (3.0, 7.0), (3.0, 3.0), (0.0, 5.0)])
    assert found(CODE, drawn([[contour(square()), contour(touching)]])) == []


def test_made_toolpaths_run_the_right_way() -> None:
    """A part with a hole, in three contours, has no finding; mirrored, what is said is wrong."""
    outer, hole = box_triangles(24.0, 18.0, 0.3), box_triangles(8.0, 6.0, 0.3)[:, ::-1] + (8, 6, 0)
    part = read(stl_bytes(np.concatenate([outer, hole])), "mm")
    path = make_toolpath(part, ScanStrategy(contours=3), default_process(layer_mm=0.03))
    assert found(CODE, path) == []
    mirrored = dataclasses.replace(path.blocks, points_mm=path.blocks.points_mm * (-1.0, 1.0))
    variants = {
        one.params["variant"] for one in found(CODE, dataclasses.replace(path, blocks=mirrored))
    }
    assert variants == {"said", "reversed"}


def test_what_encloses_nothing_has_no_direction() -> None:
    """Tiny contours, open ones and none are not judged."""
    tiny = contour(square(0.05)[::-1], Direction.COUNTER_CLOCKWISE)
    line = contour(np.array([(0.0, 0.0), (5.0, 0.0)]), Direction.COUNTER_CLOCKWISE)
    assert found(CODE, drawn([[tiny, line], []])) == []
    assert found(CODE, drawn([])) == []


def nested(places: list[tuple[int, int, int, bool]]) -> list[Points]:
    """Return those of some circles that do not cross those before them."""
    kept: list[Points] = []
    for x, y, radius, turn in places:
        points = ring(radius, (x + 0.123, y + 0.456), corners=24)
        line = shapely.LinearRing(points)
        if not any(line.intersects(shapely.LinearRing(other)) for other in kept):
            kept.append(points[::-1] if turn else points)
    return kept


@settings(max_examples=60, deadline=None)
@example([(0, 24, 1, False), (2, 23, 1, False)])  # a lowest corner as high as a leftmost one
@example([(0, 22, 1, True), (2, 23, 1, False)])
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 30), st.booleans()),
        min_size=1,
        max_size=30,
    )
)
def test_the_ring_around_is_the_smallest_that_holds_it(
    places: list[tuple[int, int, int, bool]],
) -> None:
    """Nesting agrees with shapely, for circles in any order and direction."""
    rings = nested(places)
    subject = Subject(toolpath=drawn([[contour(one) for one in rings]]), process=default_process())
    blocks, area_mm2 = subject.toolpath.blocks, subject.measures.area_mm2
    given_rings = rings_of(subject, 0.001, 0.0)
    around = rings_around(
        blocks.points_mm, blocks.block_offsets, area_mm2, given_rings.block, given_rings.bounds
    )
    polygons = [shapely.Polygon(one) for one in rings]
    for number, inner in enumerate(polygons):
        holders = [
            (outer.area, other)
            for other, outer in enumerate(polygons)
            if other != number and outer.contains(inner)
        ]
        assert around[number] == min(holders, default=(0.0, -1))[1]


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_run_as_they_say(file: Path) -> None:
    """No public file contradicts itself; contours of ILT run clockwise."""
    findings = found(CODE, real(file.name))
    assert [one.severity for one in findings] == (["info"] if file.suffix == ".ilt" else [])
