"""Toolpaths with known contents, made block by block, for every test that needs one."""

import dataclasses

import numpy as np
import numpy.typing as npt

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.toolpath import Blocks, Direction, FileFacts, PathPart, Role, Shape, Toolpath

Points = npt.NDArray[np.float64]


def square(side_mm: float = 10.0, x_mm: float = 0.0, y_mm: float = 0.0) -> Points:
    """Return a closed square, counter-clockwise, its lower left at a place."""
    ring = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)])
    return np.asarray(ring * side_mm + (x_mm, y_mm))


def hatches(count: int, length_mm: float = 8.0, distance_mm: float = 0.1) -> Points:
    """Return so many hatches one above the other, every other one backwards."""
    y_mm = 1.0 + distance_mm * np.arange(count)
    ends = np.stack([np.full(count, 1.0), y_mm, np.full(count, 1.0 + length_mm), y_mm], axis=1)
    ends[1::2] = ends[1::2][:, [2, 3, 0, 1]]
    return np.asarray(ends.reshape(-1, 2))


def small_path(layers: int = 3, layer_mm: float = 0.03) -> Toolpath:
    """Return a square of some layers: a contour and hatches, and a support line beside it."""
    draft = BlockDraft()
    for layer in range(layers):
        draft.layer((layer + 1) * layer_mm)
        draft.block(
            square(),
            Tag(
                shape=Shape.POLYLINE,
                role=Role.CORE,
                direction=Direction.COUNTER_CLOCKWISE,
                exposure=0,
                part=0,
            ),
        )
        draft.block(hatches(12), Tag(shape=Shape.HATCHES, role=Role.CORE, exposure=1, part=0))
        draft.block(
            np.array([(20.0, 1.0), (20.0, 9.0)]),
            Tag(
                shape=Shape.POLYLINE,
                role=Role.SUPPORT,
                direction=Direction.OPEN,
                exposure=2,
                part=1,
            ),
        )
    return Toolpath(
        blocks=draft.blocks(),
        exposures=(
            Exposure(name="contour", power_w=150.0, speed_mm_s=400.0, focus_mm=0.0, spot_um=70.0),
            Exposure(name="hatch", power_w=200.0, speed_mm_s=800.0, focus_mm=0.0, spot_um=70.0),
            Exposure(name="support", power_w=100.0, speed_mm_s=900.0, focus_mm=0.5, spot_um=70.0),
        ),
        parts=(PathPart(number=1, name="square"), PathPart(number=2, name="support")),
        facts=FileFacts(file_format="made", unit_mm=0.001),
    )


def differences(one: Blocks, other: Blocks, tolerance_mm: float = 0.0) -> list[str]:
    """Return the names of the columns that two sets of blocks differ in."""
    return [
        column.name
        for column in dataclasses.fields(Blocks)
        if not _alike(getattr(one, column.name), getattr(other, column.name), tolerance_mm)
    ]


def _alike(one: Points, other: Points, tolerance_mm: float) -> bool:
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return bool(np.allclose(one, other, rtol=0.0, atol=tolerance_mm))
