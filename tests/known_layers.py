"""Toolpaths of parts with known answers, layer by layer, for the checks of what layers cover."""

import dataclasses
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Direction, FileFacts, PathPart, Role, Shape, Toolpath
from tests.known_parts import stl_bytes
from tests.known_paths import square

Points = npt.NDArray[np.float64]
Block = tuple[Points, Tag]

CONTOUR = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.COUNTER_CLOCKWISE, part=0)
HOLE = Tag(shape=Shape.POLYLINE, role=Role.CORE, direction=Direction.CLOCKWISE, part=0)
HATCH = Tag(shape=Shape.HATCHES, role=Role.CORE, part=0)
SKIN = Tag(shape=Shape.HATCHES, role=Role.UP_SKIN, part=0)
SUPPORT = Tag(shape=Shape.POLYLINE, role=Role.SUPPORT, direction=Direction.OPEN, part=1)


def path_of(layers: Iterable[Iterable[Block]], layer_mm: float = 0.05) -> Toolpath:
    """Return a toolpath with these blocks in its layers."""
    draft = BlockDraft()
    for number, blocks in enumerate(layers):
        draft.layer((number + 1) * layer_mm)
        for points, tag in blocks:
            draft.block(points, tag)
    return Toolpath(
        blocks=draft.blocks(),
        exposures=(),
        parts=(PathPart(number=1, name="part"), PathPart(number=2, name="supports")),
        facts=FileFacts(file_format="made", unit_mm=0.001, layer_mm=layer_mm, hatch_mm=0.1),
    )


def filled(
    side_mm: float = 10.0, x_mm: float = 0.0, y_mm: float = 0.0, *, distance_mm: float = 0.1
) -> list[Block]:
    """Return a square's contour, and hatch along x that fills it, the lower left at a place."""
    return [
        (square(side_mm, x_mm, y_mm), CONTOUR),
        (hatch(side_mm, x_mm, y_mm, distance_mm=distance_mm), HATCH),
    ]


def hatch(
    side_mm: float = 10.0, x_mm: float = 0.0, y_mm: float = 0.0, *, distance_mm: float = 0.1
) -> Points:
    """Return lines along x that fill a square but for half their distance at its sides."""
    count = round(side_mm / distance_mm)
    y = y_mm + (np.arange(count) + 0.5) * distance_mm
    inner, outer = x_mm + distance_mm / 2, x_mm + side_mm - distance_mm / 2
    lines = np.stack([np.full(count, inner), y, np.full(count, outer), y], axis=1)
    lines[1::2] = lines[1::2][:, [2, 3, 0, 1]]
    return np.asarray(lines.reshape(-1, 2))


def line(x_mm: float, y_mm: float, length_mm: float = 5.0) -> Block:
    """Return a line of a support along x."""
    return np.array([(x_mm, y_mm), (x_mm + length_mm, y_mm)]), SUPPORT


def part_of(triangles: Points) -> Part:
    """Return a part of some triangles, as a user reads one."""
    return read(stl_bytes(triangles))


def made(triangles: Points, **strategy: object) -> tuple[Toolpath, Part]:
    """Return the toolpath that is made of a part at layers of 0.03 mm, and the part."""
    part = part_of(triangles)
    own = dataclasses.replace(ScanStrategy(), **strategy)  # type: ignore[arg-type]
    return make_toolpath(part, own, default_process(layer_mm=0.03)), part


def edited(path: Toolpath, change: Callable[[Points], Points]) -> Toolpath:
    """Return a toolpath with its points changed."""
    points = change(path.blocks.points_mm.copy())
    return dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, points_mm=points))
