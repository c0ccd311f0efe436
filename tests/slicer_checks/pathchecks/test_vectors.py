"""How far apart the lines of a hatch are, where a file does not say."""

import dataclasses
from math import nan

import numpy as np
import pytest

from slicer_checks.materials import default_process
from slicer_checks.pathchecks.hatchsteps import hatch_mm
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.vectors import hatch_width_mm, vectors_of, within_reach
from slicer_checks.toolpath import FileFacts, Floats, Toolpath
from tests.known_layers import CONTOUR, HATCH, SKIN, Block, hatch, made, path_of
from tests.known_parts import tube
from tests.known_paths import square


def unnamed(path: Toolpath) -> Toolpath:
    """Return a toolpath whose file does not name its hatch distance."""
    return dataclasses.replace(path, facts=FileFacts(file_format="made", hatch_mm=nan))


def widths(*blocks: Block) -> Floats:
    """Return the distances of the blocks of a layer."""
    path = unnamed(path_of([blocks]))
    return hatch_width_mm(Subject(toolpath=path, process=default_process()))


def test_each_role_of_a_part_has_its_distance() -> None:
    """Core and skin are measured apart; a contour takes its part's."""
    found = widths(
        (square(), CONTOUR),
        (hatch(distance_mm=0.12), HATCH),
        (hatch(3.0, distance_mm=0.06), SKIN),
    )
    assert found == pytest.approx([0.12, 0.12, 0.06])


def test_without_hatch_the_process_tells() -> None:
    """Contours alone have the distance of the parameter set."""
    assert widths((square(), CONTOUR)) == pytest.approx([default_process().parameters.hatch_mm])


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_patterns_and_holes_do_not_disturb(pattern: str) -> None:
    """Lines cut in two by a hole, stripes and fields have the distance they were made with."""
    path, _ = made(tube(6.0, 3.0, 0.09).triangles, pattern=pattern, hatch_mm=0.09)
    found = hatch_width_mm(Subject(toolpath=unnamed(path), process=default_process()))
    assert found == pytest.approx(np.full(len(found), 0.09), rel=1e-3)


def test_lines_out_of_order_have_the_distance_to_those_beside_them() -> None:
    """However lines are shuffled, what they melt is as wide as before, and so is the energy."""
    lines = np.random.default_rng(1).permutation(hatch().reshape(-1, 4)).reshape(-1, 2)
    path = path_of([[(square(), CONTOUR), (lines, HATCH)]])
    subject = Subject(toolpath=unnamed(path), process=default_process())
    assert hatch_width_mm(subject)[1] == pytest.approx(0.1)
    assert hatch_mm(subject)[-1] == pytest.approx(0.1)


def test_the_files_own_distance_goes_first() -> None:
    """What a file names is not measured."""
    subject = Subject(toolpath=path_of([[(hatch(), HATCH)]]), process=default_process())
    assert hatch_width_mm(subject).tolist() == [0.1]
    assert vectors_of(subject, 0).shape == (100, 2, 2)


def test_numbers_that_are_none_are_not_within_reach() -> None:
    """A block with one point that is no number, or beyond a kilometre, is left out."""
    broken, far = hatch(), hatch()
    broken[7], far[3] = nan, 1e7
    path = path_of([[(hatch(), HATCH), (broken, HATCH), (far, HATCH)]])
    subject = Subject(toolpath=path, process=default_process())
    assert within_reach(subject).tolist() == [True, False, False]
