"""path-missing-piece: pieces of a part that its toolpath leaves out."""

import numpy as np
import pytest

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.toolpath import Toolpath
from tests.known_layers import Points, edited, made, part_of
from tests.known_parts import (
    box_triangles,
    frustum,
    moved,
    overhang_wedge,
    prism,
    sphere,
    thin_wall,
)
from tests.slicer_checks.pathchecked import changed, found
from tests.slicer_checks.pathdrawn import limited

CODE = "path-missing-piece"
FIN_MM = 0.09
BLOCK = box_triangles(3.0, 3.0, 0.3)
FINNED = prism(
    np.array([(0, 0), (3, 0), (3, 1.5), (7.5, 1.5), (7.5, 1.59), (3, 1.59), (3, 3), (0, 3)]), 0.3
)
"""A block with a joined fin that is thinner than the melt track."""
BESIDE = np.concatenate([BLOCK, moved(box_triangles(FIN_MM, 4.0, 0.3), x=5.0)])
"""A block with such a fin as a body of its own."""


@pytest.mark.parametrize(
    ("triangles", "area_mm2", "x_mm"),
    [(FINNED, FIN_MM * 4.35, 5.32), (BESIDE, FIN_MM * 4.0, 5.045)],
    ids=["joined", "beside"],
)
def test_a_fin_thinner_than_the_track_is_told_with_its_place(
    triangles: Points, area_mm2: float, x_mm: float
) -> None:
    """Contours leave it out, in every layer; nothing was moved, and no layer is of another part."""
    path, part = made(triangles)
    (finding,) = found(CODE, path, part)
    assert finding.severity == "warning"
    assert finding.value == pytest.approx(area_mm2, abs=0.005)
    assert finding.params["count"] == len(path)
    assert finding.params["x_mm"] == pytest.approx(x_mm, abs=0.02)
    assert finding.where.bounds_mm is not None
    assert found("path-moved", path, part) == []
    assert found("path-area-differs", path, part) == []


@pytest.mark.parametrize(
    "triangles",
    [
        BLOCK,
        frustum(6.0, 1.0, 1.5).triangles,
        overhang_wedge(20.0, 3.0, 6.0).triangles,
        sphere(2.0).triangles,
        thin_wall(0.3, 5.0, 0.3).triangles,
    ],
    ids=["box", "frustum", "wedge", "sphere", "wall"],
)
@pytest.mark.parametrize("beam_mm", [0.0, 0.1, 0.25])
def test_what_is_thick_enough_is_there(triangles: Points, beam_mm: float) -> None:
    """Flat tops, sharp corners and walls of three tracks lack nothing, whatever the beam."""
    path, part = made(triangles, beam_mm=beam_mm)
    assert found(CODE, path, part) == []
    assert found(CODE, path) == []


def test_a_body_that_is_left_out_is_an_error() -> None:
    """A fifth of each slice is missing, wherever the rest was put on the platform."""
    both = np.concatenate([BLOCK, moved(box_triangles(1.5, 1.5, 0.3), x=5.0)])
    path, _ = made(BLOCK)

    def away(points: Points) -> Points:
        return np.asarray(points + np.array([40.0, 25.0]))

    for one, x_mm in ((path, 5.75), (edited(path, away), 45.75)):
        (finding,) = found(CODE, one, part_of(both))
        assert (finding.severity, finding.params["layer"]) == ("error", 0)
        assert finding.value == pytest.approx(100 * 2.25 / 11.25, abs=0.1)
        assert finding.params["x_mm"] == pytest.approx(x_mm, abs=0.02)
    quiet = limited("path-missing-piece-error", level="off")
    assert [one.severity for one in found(CODE, path, part_of(both), quiet)] == ["warning"]


def test_a_fin_that_is_scanned_as_a_line_is_there() -> None:
    """Nobody draws contours round a wall of one track."""
    path, part = made(BESIDE, contours_first=True)
    line = np.array([(5.045, 0.1), (5.045, 3.9)])
    assert found(CODE, with_line(path, line), part) == []
    assert found(CODE, with_line(path, line - np.array([0.4, 0.0])), part) != []


def with_line(path: Toolpath, line: Points) -> Toolpath:
    """Return a toolpath with one more line in each layer's hatch, its last block."""
    blocks, points, ends = path.blocks, [], []
    last = set((blocks.layer_offsets[1:] - 1).tolist())
    for block in range(len(blocks.block_shape)):
        begin, end = blocks.block_offsets[block : block + 2]
        points.append(blocks.points_mm[begin:end])
        if block in last:
            points[-1] = np.concatenate((points[-1], line))
        ends.append(len(points[-1]))
    return changed(
        path, points_mm=np.concatenate(points), block_offsets=np.cumsum([0, *ends], dtype=np.int64)
    )


def test_layers_that_hold_a_fin_alone_are_looked_at_too() -> None:
    """Above the block nothing is scanned: all of the fin is missing there."""
    process = default_process(layer_mm=0.03)
    tall = np.concatenate([BLOCK, moved(box_triangles(FIN_MM, 6.0, 0.6), x=5.0)])
    part = part_of(tall)
    (finding,) = found(CODE, make_toolpath(part, None, process), part)
    assert finding.severity == "error"
    assert finding.value == pytest.approx(100.0)
    assert finding.params["count"] == 20


def test_another_part_lacks_nothing() -> None:
    """Of a part that is not the toolpath's no pieces are told: its layers differ."""
    path, _ = made(box_triangles(10.0, 4.0, 0.3))
    assert found(CODE, path, part_of(box_triangles(4.0, 10.0, 0.3))) == []
