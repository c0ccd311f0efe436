"""path-hatch-distance: how far neighbouring lines of a hatch lie apart."""

import dataclasses
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.pathchecks import Subject
from slicer_checks.pathchecks.linesets import line_sets
from slicer_checks.pathchecks.spacing import spacing_of
from slicer_checks.read import read
from slicer_checks.scanstrategy import Pattern, ScanStrategy
from slicer_checks.toolpath import FileFacts, Role, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles, stl_bytes
from tests.known_paths import Points, hatches, small_path, square
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    hatch,
    limited,
    needs_corpus,
    real,
    turned,
)

CODE = "path-hatch-distance"


def named(distance_mm: float, points: Points, role: Role = Role.CORE) -> Toolpath:
    """Return a hatch whose file names its distance."""
    facts = FileFacts(file_format="made", unit_mm=0.001, hatch_mm=distance_mm)
    return drawn([[hatch(points, role)]], facts)


def test_the_distance_that_is_said_is_right() -> None:
    """A hatch at the parameter set's distance, or the file's own, has no finding."""
    assert found(CODE, small_path(3)) == []
    assert found(CODE, named(0.12, hatches(40, distance_mm=0.12))) == []


@pytest.mark.parametrize(
    ("distance_mm", "severity"),
    [(0.1049, None), (0.1051, "warning"), (0.1199, "warning"), (0.1201, "error"), (0.079, "error")],
)
def test_off_the_files_own_distance(distance_mm: float, severity: str | None) -> None:
    """Five per cent off is a warning, twenty an error."""
    findings = found(CODE, named(0.1, hatches(40, distance_mm=distance_mm)))
    assert [finding.severity for finding in findings] == ([] if severity is None else [severity])
    for finding in findings:
        assert finding.params["variant"] == "named"
        assert finding.params["median_mm"] == pytest.approx(distance_mm)
        assert len(finding.where.polygons[0]) == 2


def test_off_the_parameter_set_is_never_an_error() -> None:
    """Where the file names no distance, another one is a warning."""
    (finding,) = found(CODE, named(float("nan"), hatches(40, distance_mm=0.15)))
    assert (finding.severity, finding.params["variant"]) == ("warning", "usual")
    assert (finding.params["said_mm"], finding.params["set"]) == (0.1, "316L-30")


def test_a_limit_that_is_off_hides_no_other() -> None:
    """Without the error, the warning is told."""
    path = named(0.1, hatches(40, distance_mm=0.15))
    quiet = limited("path-hatch-off-error", level="off")
    assert [one.severity for one in found(CODE, path, process=quiet)] == ["warning"]


@pytest.mark.parametrize(
    ("distance_mm", "variant"), [(0.0585, "near"), (0.06, None), (0.2, None), (0.202, "far")]
)
def test_the_usual_range(distance_mm: float, variant: str | None) -> None:
    """Distances outside of 0.06 mm to 0.20 mm are a warning, whatever is said."""
    told = found(CODE, named(distance_mm, hatches(40, distance_mm=distance_mm)))
    assert [one.params["variant"] for one in told] == ([] if variant is None else [variant])


def test_uneven_lines_are_a_warning() -> None:
    """Where more than one line in a hundred is farther from the next, the widest gap is shown."""
    points = hatches(100)
    points[2 * 50 :, 1] += 0.05
    points[2 * 80 :, 1] += 0.04
    (finding,) = found(CODE, named(0.1, points))
    assert (finding.severity, finding.params["variant"]) == ("warning", "spread")
    assert finding.params["wide_mm"] == pytest.approx(0.14)
    assert finding.where.polygons[0][0][1] == pytest.approx(1.0 + 4.9)


def test_skins_have_a_distance_of_their_own() -> None:
    """What the file names is the core's; a skin is held against the usual range only."""
    assert found(CODE, named(0.1, hatches(40, distance_mm=0.15), Role.UP_SKIN)) == []
    assert found(CODE, named(0.1, hatches(40, distance_mm=0.05), Role.DOWN_SKIN)) != []
    assert found(CODE, named(0.1, hatches(40, distance_mm=0.05), Role.SUPPORT)) == []


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
@pytest.mark.parametrize("hatch_mm", [0.08, 0.11])
def test_the_patterns_of_made_toolpaths_are_measured(pattern: Pattern, hatch_mm: float) -> None:
    """Whatever the pattern, rotation and hole, median and one in a hundred are the distance."""
    outer, hole = box_triangles(24.0, 18.0, 0.3), box_triangles(8.0, 6.0, 0.3)[:, ::-1] + (8, 6, 0)
    part = read(stl_bytes(np.concatenate([outer, hole])), "mm")
    strategy = ScanStrategy(pattern=pattern, hatch_mm=hatch_mm)
    path = make_toolpath(part, strategy, default_process(layer_mm=0.03))
    (lines,) = line_sets(Subject(toolpath=path, process=default_process(layer_mm=0.03)))
    assert lines.median_mm == pytest.approx(hatch_mm, abs=1e-4)
    assert lines.wide_mm == pytest.approx(hatch_mm, abs=1e-4)
    assert found(CODE, path) == []


def test_a_made_toolpath_that_is_scaled_is_an_error() -> None:
    """Scaling vectors scales their distance."""
    part = read(stl_bytes(box_triangles(10.0, 10.0, 0.3)), "mm")
    path = make_toolpath(part, None, default_process(layer_mm=0.03))
    larger = dataclasses.replace(path.blocks, points_mm=path.blocks.points_mm * 1.5)
    (finding,) = found(CODE, dataclasses.replace(path, blocks=larger))
    assert finding.severity == "error"
    assert finding.value == pytest.approx(50.0, abs=0.1)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(2, 60),
    st.floats(0.03, 1.0),
    st.floats(0.0, 360.0),
    st.floats(1.0, 30.0),
    st.randoms(use_true_random=False),
)
def test_distances_do_not_depend_on_order_or_angle(
    count: int, distance_mm: float, degrees: float, length_mm: float, random: Random
) -> None:
    """Every line but the last finds the next one, however it is turned and shuffled."""
    pairs = hatches(count, length_mm, distance_mm).reshape(-1, 2, 2)
    order = list(range(count))
    random.shuffle(order)
    points = turned(pairs[order].reshape(-1, 2), degrees)
    subject = Subject(toolpath=drawn([[hatch(points)]]), process=default_process())
    told = spacing_of(subject).distance_mm
    told = told[np.isfinite(told)]
    assert len(told) == count - 1
    np.testing.assert_allclose(told, distance_mm, rtol=1e-6)


def walls(count: int, apart_mm: float) -> Toolpath:
    """Return walls of 0.2 mm above each other, each with its contour and two lines."""
    blocks = []
    for wall in range(count):
        up_mm = apart_mm * wall
        ends = np.array([(0.0, 0.0), (8.0, 0.0), (8.0, 0.2), (0.0, 0.2), (0.0, 0.0)])
        lines = hatches(2) + np.array([0.0, up_mm])
        blocks += [contour(ends + np.array([1.0, 0.95 + up_mm])), hatch(lines)]
    facts = FileFacts(file_format="made", unit_mm=0.001, hatch_mm=0.1)
    return drawn([blocks], facts)


def test_what_lies_beyond_a_contour_is_no_neighbour() -> None:
    """Walls side by side are no sparse hatch; lines as far apart in one contour are."""
    path = walls(20, 0.6)
    one_line = [hatch(hatches(20, distance_mm=0.6)), contour(square(14.0))]
    assert found(CODE, path) == []
    (lines,) = line_sets(Subject(toolpath=path, process=default_process()))
    assert (lines.median_mm, lines.wide_mm) == pytest.approx((0.1, 0.1))
    told = found(CODE, drawn([one_line], path.facts))
    assert [one.params["variant"] for one in told] == ["named", "far"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize("pattern", ["meander", "stripe"])
def test_struts_that_hold_a_line_or_none_are_no_sparse_hatch(pattern: Pattern) -> None:
    """The made toolpath of a sponge has no distance between lines that would be wrong."""
    process = default_process(layer_mm=0.05)
    part = read(CORPUS / "meshes" / "good" / "cdme_Menger_sponge.stl")
    path = make_toolpath(part, ScanStrategy(pattern=pattern), process)
    assert found(CODE, path, part, process) == []


def test_too_little_to_tell() -> None:
    """Few lines, short ones, none, or none beside another give no finding."""
    assert found(CODE, named(0.1, hatches(10, distance_mm=0.5))) == []
    assert found(CODE, named(0.1, hatches(40, 0.25, 0.5))) == []
    assert found(CODE, named(0.1, np.empty((0, 2)))) == []
    assert found(CODE, drawn([])) == []
    apart = hatches(40) + np.repeat(np.arange(40) * 20.0, 2)[:, None] * (1.0, 0.0)
    assert found(CODE, named(0.1, apart)) == []


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_real_files_have_no_error(file: Path) -> None:
    """No public file names its distance, so none is wrong; ILT files are hatched at 0.06 mm."""
    findings = found(CODE, real(file.name))
    assert all(finding.severity == "warning" for finding in findings)
    if file.name.startswith("Box"):
        assert [round(float(one.params["median_mm"]), 3) for one in findings] == [0.06]
