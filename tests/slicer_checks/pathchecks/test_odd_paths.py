"""Checks of what layers cover, on toolpaths that are odd, broken or real."""

from collections.abc import Iterator
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.blockdraft import Tag
from slicer_checks.finding import Finding
from slicer_checks.formats.archive import open_archive
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.ilt import read_ilt
from slicer_checks.limits import ReadLimits
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.pathchecks import Subject
from slicer_checks.pathchecks.area_differs import area_differs
from slicer_checks.pathchecks.area_step import area_step
from slicer_checks.pathchecks.double_exposure import double_exposure
from slicer_checks.pathchecks.island import island
from slicer_checks.pathchecks.moved import moved
from slicer_checks.pathchecks.outside_part import outside_part
from slicer_checks.pathchecks.overhang_step import overhang_step
from slicer_checks.pathchecks.support_start import support_start
from slicer_checks.pathchecks.uncovered import uncovered
from slicer_checks.texts import LANGUAGES, render
from slicer_checks.toolpath import Direction, Role, Shape, Toolpath
from tests.known_layers import CONTOUR, HATCH, SUPPORT, Block, filled, hatch, line, part_of, path_of
from tests.known_parts import CORPUS, NO_CORPUS, box_triangles
from tests.known_paths import square
from tests.slicer_checks.pathchecked import changed

CHECKS = (
    uncovered,
    double_exposure,
    outside_part,
    area_differs,
    moved,
    island,
    overhang_step,
    area_step,
    support_start,
)
REAL = CORPUS / "toolpaths"
NUMBERS = st.floats(-20.0, 20.0, width=32) | st.sampled_from([0.0, nan, inf, -inf, 1e9, 1e300])
TAGS = st.builds(
    Tag,
    shape=st.sampled_from(Shape),
    role=st.sampled_from(Role),
    direction=st.sampled_from(Direction),
    part=st.sampled_from([-1, 0, 1]),
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Draw a block of any points; hatches have both ends."""
    tag = draw(TAGS)
    rows = draw(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=7))
    points = np.array(rows, dtype=np.float64).reshape(-1, 2)
    return points[: len(points) // 2 * 2] if tag.shape == Shape.HATCHES else points, tag


def all_found(path: Toolpath, part: Part | None = None) -> list[Finding]:
    """Return what the checks of this file find, told in every language."""
    subject = Subject(toolpath=path, process=default_process(), part=part)
    findings = [finding for check in CHECKS for finding in check(subject)]
    assert all("…" not in str(render(one, lang)) for one in findings for lang in LANGUAGES)
    return findings


@pytest.mark.parametrize(
    "layers",
    [
        [],
        [[]],
        [[], []],
        [[(np.empty((0, 2)), HATCH)]],
        [[(np.zeros((1, 2)), CONTOUR)], [(np.zeros((1, 2)), SUPPORT)]],
        [[(np.zeros((5, 2)), CONTOUR), (np.zeros((8, 2)), HATCH)]],
        [filled()],
        [[(np.full((4, 2), nan), HATCH), (np.full((5, 2), nan), CONTOUR)]] * 2,
        [[(np.array([(0.0, 0.0), (1.0, 1.0)]), Tag(shape=Shape.POINTS))]],
        [[(square(), Tag(shape=Shape.JUMP))]] * 2,
    ],
)
def test_odd_toolpaths_have_no_finding(layers: list[list[Block]]) -> None:
    """No layers, no blocks, no points, one layer only: nothing is found and nothing fails."""
    part = part_of(box_triangles(10.0, 10.0, 0.05))
    assert all_found(path_of(layers)) == []
    told = {one.code for one in all_found(path_of(layers), part)}
    assert told <= {"path-area-differs", "path-uncovered"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(blocks(), max_size=4), max_size=4))
def test_no_toolpath_fails_a_check(layers: list[list[Block]]) -> None:
    """Whatever the blocks are, and whatever their numbers, the checks come to an end."""
    part = part_of(box_triangles(5.0, 5.0, 0.2))
    all_found(path_of(layers), part)


def test_a_broken_block_hides_no_other() -> None:
    """Blocks with coordinates that are no numbers are left out, the others judged."""
    half = hatch().reshape(-1, 4)[:50].reshape(-1, 2)
    broken = (np.full((4, 2), nan), HATCH)
    codes = {one.code for one in all_found(path_of([[(square(), CONTOUR), (half, HATCH), broken]]))}
    assert codes == {"path-uncovered"}


def test_heights_that_do_not_rise_are_left_to_their_own_check() -> None:
    """A layer at the height of the one below has no ledge that could be an angle."""
    path = path_of([[(square(), CONTOUR)], [(square(12.0, -1.0, -1.0), CONTOUR)]], layer_mm=1e-9)
    assert all(one.value is not None for one in all_found(path))
    flat = changed(path, layer_z_mm=path.blocks.layer_z_mm * 0.0)
    assert "path-overhang-step" not in {one.code for one in all_found(flat)}


def real_files() -> Iterator[Path]:
    """Yield real files that are CLI or ILT."""
    return (file for file in sorted(REAL.rglob("*")) if file.suffix in (".cli", ".ilt"))


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)
def test_real_files_have_no_error() -> None:
    """Real toolpaths that were printed from are warned of at most."""
    limits = ReadLimits()
    for file in real_files():
        data = file.read_bytes()
        path = (
            read_cli(data, limits)
            if file.suffix == ".cli"
            else read_ilt(open_archive(data, limits), limits)
        )
        assert [one.code for one in all_found(path) if one.severity == "error"] == [], file.name


def test_supports_alone_are_no_part() -> None:
    """A file of supports has no area, and nothing to cover."""
    assert all_found(path_of([[line(0.0, 0.0)], [line(0.0, 0.0)]])) == []
