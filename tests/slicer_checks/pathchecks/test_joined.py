"""Contours in pieces: lines that make a ring together are a contour, as one line would be."""

import dataclasses
import itertools

import numpy as np
import pytest

from slicer_checks.blockdraft import Tag
from slicer_checks.materials import default_process
from slicer_checks.pathchecks.below import support_lines
from slicer_checks.pathchecks.joined import LOOKED_AT_MAX, Joined, joined
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.regions import regions_of
from slicer_checks.read_toolpath import read_toolpath
from slicer_checks.toolpath import Direction, Role, Shape
from tests.known_layers import CONTOUR, HATCH, Block, Points, filled, hatch, path_of
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import square
from tests.slicer_checks.pathchecked import found

LEFT = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.OPEN, part=0, laser=0)
RIGHT = dataclasses.replace(LEFT, laser=1)
UNSAID = dataclasses.replace(LEFT, direction=Direction.UNSAID)


def halves(ring: Points, at: int = 2) -> tuple[Points, Points]:
    """Return a closed ring in two pieces, each from where the other ends."""
    return ring[: at + 1], ring[at:]


def subject_of(*blocks: Block) -> Subject:
    """Return a toolpath of one layer as checks see it."""
    return Subject(toolpath=path_of([blocks]), process=default_process())


def area_mm2(*blocks: Block) -> float:
    """Return the area of a layer with some blocks."""
    return float(regions_of(subject_of(*blocks)).area_mm2[0])


def pieces_of(*blocks: Block) -> list[bool]:
    """Tell of each block whether it is a piece of a ring."""
    return list(joined(subject_of(*blocks)).pieces.tolist())


@pytest.mark.parametrize("tags", [(LEFT, RIGHT), (RIGHT, LEFT), (UNSAID, UNSAID)])
def test_pieces_of_a_contour_enclose_what_the_contour_does(tags: tuple[Tag, Tag]) -> None:
    """Whatever lasers they name and whatever lies between them, they are a ring, no support."""
    one, other = halves(square())
    hole = dataclasses.replace(CONTOUR, direction=Direction.CLOCKWISE)
    subject = subject_of(
        (other, tags[1]),
        (square(2.0, 7.0, 4.0)[::-1], hole),
        (hatch(), HATCH),
        (one, tags[0]),
        *filled(5.0, 20.0),
    )
    regions = regions_of(subject)
    assert regions.area_mm2[0] == pytest.approx(100.0 - 4.0 + 25.0)
    assert regions.rings.tolist() == [True, True, False, True, True, False]
    assert not support_lines(subject).any()
    for code in ("path-open-contour", "path-contour-direction", "path-self-crossing"):
        assert found(code, subject.toolpath) == []


def test_a_ring_in_many_pieces_keeps_its_corners() -> None:
    """Each side a line of its own, in any order, is the ring, with its own way round."""
    sides = [(np.array(side), UNSAID) for side in itertools.pairwise(square().tolist())]
    whole = joined(subject_of(*(sides[number] for number in (2, 0, 3, 1)))).subject
    assert sorted(np.diff(whole.toolpath.blocks.block_offsets).tolist()) == [0, 0, 0, 5]
    assert whole.measures.area_mm2.sum() == pytest.approx(100.0)
    assert whole.measures.gap_mm.max() == 0.0


def test_a_contour_that_lacks_a_piece_is_open() -> None:
    """What does not come back to its beginning is found, whole or in pieces."""
    lacking = [(np.array(side), UNSAID) for side in itertools.pairwise(square().tolist())][:3]
    (finding,) = found("path-open-contour", path_of([lacking]))
    assert finding.params["count"] == 3
    assert area_mm2(*lacking) == 0.0
    one, other = halves(square())
    other[-1] += (0.0, 0.5)
    (finding,) = found("path-open-contour", path_of([[(one, UNSAID), (other, UNSAID)]]))
    assert finding.params["count"] == 2


def test_pieces_that_nearly_meet_are_a_ring_with_a_gap() -> None:
    """A gap that closed contours may not have is told with its width; the region is there."""
    one, other = halves(square())
    blocks = [(one, UNSAID), (np.add(other, (0.0, 0.004)), UNSAID)]
    (finding,) = found("path-open-contour", path_of([blocks]))
    assert finding.value == pytest.approx(0.004)
    assert area_mm2(*blocks) == pytest.approx(100.0, abs=0.1)
    assert found("path-open-contour", path_of([[(line, LEFT) for line, _ in blocks]])) == []
    assert area_mm2((one, UNSAID), (np.add(other, (0.0, 0.02)), UNSAID)) == 0.0


@pytest.mark.parametrize("tag", [{"part": 1}, {"role": Role.UP_SKIN}, {"role": Role.SUPPORT}])
def test_lines_of_another_part_or_role_are_no_pieces(tag: dict[str, int]) -> None:
    """What belongs to something else does not close a contour, nor does another layer."""
    one, other = halves(square())
    foreign = dataclasses.replace(LEFT, **tag)  # type: ignore[arg-type]
    assert pieces_of((one, LEFT), (other, foreign)) == [False, False]
    above = Subject(toolpath=path_of([[(one, LEFT)], [(other, LEFT)]]), process=default_process())
    assert not joined(above).pieces.any()
    assert joined(above).subject is above


def test_lines_that_enclose_nothing_stay_as_they_are() -> None:
    """A line there and back is none; a ring that is closed takes no line that touches it."""
    line = np.array([(0.0, 0.0), (5.0, 0.0)])
    assert pieces_of((line, LEFT), (line[::-1], LEFT)) == [False, False]
    spoke = np.array([(0.0, 0.0), (-5.0, 0.0)])
    assert pieces_of((square(), CONTOUR), (spoke, LEFT), (spoke[::-1], LEFT)) == [False] * 3


def test_a_rim_in_pieces_without_hatch_is_told_with_its_area() -> None:
    """Pieces count for what they enclose together."""
    blocks = [(line, LEFT) for line in halves(square(), at=1)]
    (finding,) = found("path-no-hatch", path_of([blocks]))
    assert finding.value == pytest.approx(100.0)


def test_pieces_that_meet_exactly_go_before_those_that_are_near() -> None:
    """Of two contours closer than the tolerance, each gets its own pieces."""
    outer, inner = square(), square(10.0 - 0.008, 0.004, 0.004)
    blocks = [(line, LEFT) for ring in (outer, inner) for line in halves(ring)]
    found_pieces = joined(subject_of(*blocks))
    assert found_pieces.pieces.all()
    assert np.unique(found_pieces.into).size == 2
    sums = found_pieces.subject.measures.area_mm2
    assert sorted(sums[sums > 0].tolist()) == pytest.approx([99.84, 100.0], abs=1e-3)


def test_a_crowd_of_lines_at_one_place_costs_little() -> None:
    """Lines that all begin and end together are looked at so often and no oftener."""
    count = 40 * LOOKED_AT_MAX
    loop = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)])
    assert pieces_of(*[(loop, LEFT)] * count) == [False] * count


@pytest.mark.skipif(not (CORPUS / "toolpaths").is_dir(), reason=NO_CORPUS)
def test_contours_of_a_real_file_come_in_pieces() -> None:
    """In 25 layers of a part the contour begins with a short line of its own."""
    path = read_toolpath(CORPUS / "toolpaths" / "ovf_tools" / "SupportPart.ovf")
    found_pieces: Joined = joined(Subject(toolpath=path, process=default_process()))
    assert found_pieces.pieces.sum() == 50
    leaders = np.unique(found_pieces.into[found_pieces.pieces])
    rings_mm2 = found_pieces.subject.measures.area_mm2[leaders]
    assert rings_mm2 == pytest.approx(np.full(25, 114.69), abs=0.01)
