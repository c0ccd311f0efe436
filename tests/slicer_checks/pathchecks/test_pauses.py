"""Pauses among the blocks of a toolpath, and what checks make of them."""

import dataclasses

import numpy as np

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.pathreport import PathReport
from slicer_checks.toolpath import Direction, Role, Shape, Toolpath
from tests.known_paths import small_path


def with_pauses(path: Toolpath, pause_us: float) -> Toolpath:
    """Return a toolpath with a pause before and behind each of its blocks."""
    draft, blocks = BlockDraft(), path.blocks
    rest = (np.empty((0, 2)), Tag(shape=Shape.JUMP, pause_us=pause_us))
    for layer in path.layers():
        draft.layer(layer.z_mm)
        draft.block(*rest)
        for place, points in enumerate(layer.points_mm, layer.first_block):
            tag = Tag(
                shape=Shape(int(blocks.block_shape[place])),
                role=Role(int(blocks.block_role[place])),
                direction=Direction(int(blocks.block_direction[place])),
                exposure=int(blocks.block_exposure[place]),
                part=int(blocks.block_part[place]),
            )
            draft.block(points, tag)
            draft.block(*rest)
    return dataclasses.replace(path, blocks=draft.blocks())


def told(report: PathReport) -> list[tuple[str, object, object]]:
    """Return what a report finds."""
    return [(one.code, one.value, one.params.get("count")) for one in report.findings]


def test_pauses_change_nothing_but_the_time() -> None:
    """Every check finds the same, and each layer takes four pauses longer."""
    path = small_path(4)
    plain, paused = check_toolpath(path), check_toolpath(with_pauses(path, 1000.0))

    assert told(plain)
    assert told(paused) == told(plain)
    assert np.allclose(paused.times.layer_s - plain.times.layer_s, 4e-3)
