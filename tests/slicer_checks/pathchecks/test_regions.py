"""The region of a layer, whatever its contours look like."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.materials import default_process
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.toolpath import Direction
from tests.known_layers import CONTOUR, HATCH, HOLE, Block, hatch, line, path_of
from tests.known_paths import square

UNSAID = dataclasses.replace(CONTOUR, direction=Direction.UNSAID)


def area_of(*blocks: Block) -> tuple[float, bool]:
    """Return the area of a layer with some blocks, and whether it is judged."""
    regions = regions_of(Subject(toolpath=path_of([blocks]), process=default_process()))
    return float(regions.area_mm2[0]), bool(regions.judged[0])


def test_contours_one_inside_the_other_are_one_region() -> None:
    """Two contours round the part and two round its hole enclose what the outermost do."""
    rings = [
        (square(10.0), CONTOUR),
        (square(9.0, 0.5, 0.5), CONTOUR),
        (square(3.0, 3.5, 3.5)[::-1], HOLE),
        (square(2.0, 4.0, 4.0)[::-1], HOLE),
    ]
    assert area_of(*rings) == pytest.approx((96.0, True))
    turned = [(ring[::-1], UNSAID) for ring, _ in rings]
    assert area_of(*turned) == pytest.approx((96.0, True))


def test_parts_that_overlap_count_once() -> None:
    """Regions are united."""
    assert area_of((square(), CONTOUR), (square(10.0, 5.0), CONTOUR))[0] == pytest.approx(150.0)


def test_rings_that_turn_alike_are_judged_where_none_is_inside() -> None:
    """Without directions, rings beside each other are parts; what an inner one is, is not known."""
    beside = [(square()[::-1], UNSAID), (square(5.0, 20.0)[::-1], UNSAID)]
    assert area_of(*beside) == pytest.approx((125.0, True))
    assert area_of((square(), UNSAID), (square(5.0, 2.0, 2.0), UNSAID)) == (0.0, False)


def test_rings_that_turn_alike_with_hatch_in_both_are_contours() -> None:
    """Without directions, hatch that lies within two rings tells that the inner one is no hole."""
    rings = ((square(), UNSAID), (square(9.8, 0.1, 0.1), UNSAID))
    assert area_of(*rings, (hatch(9.6, 0.2, 0.2), HATCH)) == pytest.approx((100.0, True))
    wall = ((square(), UNSAID), (square(6.0, 2.0, 2.0), UNSAID))
    assert area_of(*wall, (hatch(10.0)[:30], HATCH)) == (0.0, False)


def test_open_lines_supports_and_far_points_enclose_nothing() -> None:
    """A line that does not close is no ring, nor one of supports, nor one beyond a kilometre."""
    assert area_of((square()[:4], CONTOUR))[0] == 0.0
    assert area_of((square(), dataclasses.replace(CONTOUR, role=4)))[0] == 0.0  # type: ignore[arg-type]
    assert area_of((square(1e7), CONTOUR), line(0.0, 0.0))[0] == 0.0
    broken = square()
    broken[2] = np.nan
    assert area_of((broken, CONTOUR))[0] == 0.0


def test_hatch_without_contours_melts_a_region() -> None:
    """A part without contours has the area that its lines melt, beside one that has some."""
    other = dataclasses.replace(HATCH, part=1)
    area, judged = area_of((square(), CONTOUR), (hatch(), HATCH), (hatch(5.0, 20.0), other))
    assert judged
    assert area == pytest.approx(125.0, rel=0.01)


def test_a_tangle_is_not_judged() -> None:
    """Contours that cross a million times would take minutes to unite; the layer is left out."""
    points = np.random.default_rng(1).uniform(0.0, 50.0, (4000, 2))
    points[-1] = points[0]
    assert area_of((points, CONTOUR)) == (0.0, False)
