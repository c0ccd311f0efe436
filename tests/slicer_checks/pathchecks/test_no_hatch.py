"""path-no-hatch: files that melt nothing, and files of contours alone."""

from dataclasses import replace

import numpy as np

from slicer_checks import ScanStrategy, make_toolpath, read
from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.toolpath import Direction, Role, Shape, Toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import small_path, square
from tests.slicer_checks.pathchecked import found

CODE = "path-no-hatch"


def drawn(*blocks: tuple[np.ndarray, Tag]) -> Toolpath:
    """Return the small toolpath with these blocks in each of two layers."""
    draft = BlockDraft()
    for layer in range(2):
        draft.layer((layer + 1) * 0.03)
        for points, tag in blocks:
            draft.block(points, tag)
    return replace(small_path(), blocks=draft.blocks())


RIM = (
    square(),
    Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.COUNTER_CLOCKWISE, part=0),
)
LINE = np.array([(20.0, 1.0), (20.0, 9.0)])


def test_a_hatch_in_one_layer_is_a_hatch() -> None:
    """So are points inside a contour; supports alone have nothing to fill."""
    assert found(CODE, small_path(4)) == []
    dots = (np.array([(1.0, 1.0), (2.0, 2.0)]), Tag(shape=Shape.POINTS, role=Role.CORE, part=0))
    assert found(CODE, drawn(RIM, dots)) == []
    support = Tag(shape=Shape.POLYLINE, role=Role.SUPPORT, direction=Direction.OPEN, part=1)
    assert found(CODE, drawn((LINE, support))) == []


def test_contours_alone_are_a_warning() -> None:
    """A file of slices tells the largest layer; hatches of supports fill no part."""
    held = (LINE, Tag(shape=Shape.HATCHES, role=Role.SUPPORT, part=1))
    for path in (drawn(RIM), drawn(RIM, held)):
        (finding,) = found(CODE, path)
        assert (finding.severity, finding.value) == ("warning", 100.0)
        assert (finding.params["count"], finding.where.layers) == (2, (0, 1))


def test_a_file_that_melts_nothing_is_an_error() -> None:
    """With a beam wider than the part nothing is left; no other check speaks of empty layers."""
    cube = read(stl_bytes(box_triangles(3.0, 3.0, 0.3)), "mm")
    path = make_toolpath(cube, ScanStrategy(beam_mm=5.0))
    assert path.vectors == 0
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["variant"]) == ("error", "nothing")
    assert found("path-empty-layer", path) == []
