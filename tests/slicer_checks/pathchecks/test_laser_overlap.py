"""path-laser-overlap: area that more than one laser melts."""

import dataclasses

import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.slicer_checks.pathchecked import found

CODE = "path-laser-overlap"


def shared(lap_mm: float, lasers: int = 2) -> Toolpath:
    """Return a plate of 40 mm whose lasers melt a strip of it, so wide, one after the other."""
    plate = read(stl_bytes(box_triangles(40.0, 10.0, 0.09)))
    path = make_toolpath(plate, ScanStrategy(lasers=lasers, start_deg=0.0, rotation_deg=0.0))
    points = path.blocks.points_mm.copy()
    laser = path.blocks.block_laser.repeat(
        path.blocks.block_offsets[1:] - path.blocks.block_offsets[:-1]
    )
    points[(laser == 1) & (points[:, 0] < 21.0), 0] -= lap_mm
    return dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, points_mm=points))


@pytest.mark.parametrize(("lap_mm", "told"), [(0.0, False), (0.3, False), (2.0, True)])
def test_a_seam_is_right_and_a_strip_is_not(lap_mm: float, told: bool) -> None:
    """0.3 mm of 40 mm is a seam; 2 mm are five percent of the layer."""
    findings = found(CODE, shared(lap_mm))
    assert bool(findings) is told
    if told:
        assert findings[0].severity == "warning"
        assert findings[0].value == pytest.approx(5.0, abs=0.5)
        assert findings[0].params["count"] == 3
        assert findings[0].params["area_mm2"] == pytest.approx(2.0 * 9.7, rel=0.1)


def test_three_lasers_over_one_place_are_no_more_than_all_of_it() -> None:
    """What two others melt again is the whole layer, not twice the layer."""
    path = shared(0.0, lasers=1)
    blocks = path.blocks
    draft = BlockDraft()
    for layer in path.layers():
        draft.layer(layer.z_mm)
        for laser in range(3):
            for number, points in enumerate(layer.points_mm):
                at = layer.first_block + number
                shape, exposure = Shape(int(blocks.block_shape[at])), int(blocks.block_exposure[at])
                draft.block(points, Tag(shape=shape, exposure=exposure, part=0, laser=laser))
    (finding,) = found(CODE, dataclasses.replace(path, blocks=draft.blocks()))
    assert finding.value == pytest.approx(100.0)


def test_fields_that_lap_over_within_one_laser_are_not_told() -> None:
    """Islands of one laser overlap by a fifth of their side; lasers share none of that."""
    plate = read(stl_bytes(box_triangles(40.0, 10.0, 0.03)))
    strategy = ScanStrategy(lasers=2, pattern="island", island_mm=1.0, island_overlap_mm=0.2)
    assert found(CODE, make_toolpath(plate, strategy)) == []


def test_one_laser_shares_nothing() -> None:
    """What one laser melts twice is another check's; nor do files that name none share."""
    assert found(CODE, shared(0.0, lasers=1)) == []
    path = shared(2.0)
    alone = path.blocks.block_laser * 0
    one = dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, block_laser=alone))
    assert found(CODE, one) == []
